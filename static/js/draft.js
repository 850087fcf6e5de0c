// Texts that the portal has not acknowledged yet, in this browser's storage: one for each page that writes on a subject,
// so that two tabs do not take each other's place.
const PREFIX = "note:";

export function keep(subject, page, copy) {
  try {
    localStorage.setItem(`${PREFIX}${subject}:${page}`, JSON.stringify(copy));
    return true;
  } catch {
    return false; // a full or forbidden storage leaves the text in the page, from where it is sent
  }
}

export function forget(subject, page) {
  drop(`${PREFIX}${subject}:${page}`);
}

export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was kept
  }
}

// Every copy of a subject, the newest first, each with its name in the storage.
export function copies(subject) {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${subject}:`));
    return names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) })).sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}
