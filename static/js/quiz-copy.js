// The copy of an answer that the portal has not acknowledged yet, in this browser's storage.
const name = (question) => `quiz:${question}`;

export function keep(question, revision, fields) {
  try {
    localStorage.setItem(name(question), JSON.stringify({ revision, fields }));
  } catch {
    // a full or forbidden storage leaves the answer in the page, from where it is sent
  }
}

export function known(question) {
  try {
    return JSON.parse(localStorage.getItem(name(question)));
  } catch {
    return null;
  }
}

export function forget(question) {
  try {
    localStorage.removeItem(name(question));
  } catch {
    // nothing was kept
  }
}
