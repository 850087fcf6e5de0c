// Copies of answers that the portal has not acknowledged yet, in this browser's storage, by attempt and question.
const PREFIX = "quiz:";
const HERE = crypto.randomUUID?.() ?? `${Math.random()}`; // this page as it saves; the portal knows its own saves by it
const before = {}; // by question, the pages whose copy this one goes on with; a copy of another open tab is not among them

export const signatures = (question) => [HERE, ...(before[question] ?? [])].slice(0, 5);

// Take up what an earlier page left.
export function goOn(question, copy) {
  before[question] = copy?.by ?? [];
}

// The portal has what this page sent. A copy that another tab has made meanwhile stays.
export function acknowledged(question) {
  delete before[question];
  if (known(question)?.by[0] === HERE) forget(question);
}

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
