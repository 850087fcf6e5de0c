// Copies of answers that the portal has not acknowledged yet, in this browser's storage, by attempt and question.
const PREFIX = "quiz:";

export function keep(question, copy) {
  try {
    localStorage.setItem(PREFIX + question, JSON.stringify(copy));
  } catch {
    // a full or forbidden storage leaves the answer in the page, from where it is sent
  }
}

export function known(question) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + question));
  } catch {
    return null;
  }
}

export function forget(question) {
  try {
    localStorage.removeItem(PREFIX + question);
  } catch {
    // nothing was kept
  }
}

// The questions with a copy that waits to be sent.
export function kept() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}
