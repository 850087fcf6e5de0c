// Saving: a second after a change, two while typing goes on, when the tab is hidden, and before anything else is asked of
// the portal. What the portal has not acknowledged stays in this browser and is sent when there is a line and a session.
import { acknowledged, forget, goOn, keep, kept, known, signatures } from "./quiz-copy.js";

const DELAY = 1000;
const LONGEST = 2000;
const AGAIN = 3000;
const AWAY = "The portal cannot be reached. Your answer is kept in this browser and sent when it can.";
const SIGNED_OUT = "You are signed out. Your answer is kept in this browser. Sign in again, here or in another tab, and it is sent.";
const TWO = "This question was answered in another tab or on another device. Press the button below to see both answers.";
let form = null;
let timer = 0;
let flying = null;
let dirty = false;
let since = 0; // the first change that no save has taken along yet

const question = () => form.dataset.question;
const fields = (of) => [...new FormData(of)].filter(([name]) => name.startsWith("a-") || name === "confidence");

function note(text) {
  const line = form?.querySelector("[data-saved]");
  if (line && line.textContent !== text) line.textContent = text;
}

// A banner for what keeps answers from being saved; an empty text takes it away.
function banner(text, door = false) {
  const line = document.querySelector("[data-offline]");
  if (!line) return;
  line.hidden = !text;
  if (line.dataset.text === text) return;
  line.dataset.text = text;
  line.firstElementChild.textContent = text;
  if (!door) return;
  const link = document.createElement("a");
  link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = "Sign in";
  line.firstElementChild.append(" ", link, ".");
}

// Begin with the question in the page; put back what was not sent, and send on what other questions left behind.
export function attend(next) {
  clearTimeout(timer);
  form = next;
  dirty = false;
  const copy = form && known(question());
  if (form) goOn(question(), copy);
  if (copy) restore(copy);
  sendOn();
}

function restore(copy) {
  for (const field of form.elements) {
    if (field.type === "hidden" || !(field.name.startsWith("a-") || field.name === "confidence")) continue;
    const values = copy.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  form.elements.revision.value = copy.revision;
  dirty = true;
  timer = setTimeout(flush, 0);
}

function copyOf(mine) {
  const { action, dataset, elements } = mine;
  return { action, revision: elements.revision.value, by: signatures(dataset.question), fields: fields(mine) };
}

export function changed() {
  since ||= Date.now();
  dirty = true;
  keep(question(), copyOf(form));
  clearTimeout(timer);
  timer = setTimeout(flush, Math.max(0, Math.min(DELAY, since + LONGEST - Date.now())));
}

// Send what is not saved yet; resolves when the portal has answered or could not be reached.
export async function flush({ keepalive = false } = {}) {
  clearTimeout(timer);
  while (flying) await flying;
  if (!dirty || !form) return;
  dirty = false;
  since = 0;
  flying = save(form, keepalive).finally(() => { flying = null; });
  await flying;
}

async function save(mine, keepalive) {
  const copy = copyOf(mine);
  keep(mine.dataset.question, copy);
  const answer = await post(copy, mine.elements.csrfmiddlewaretoken.value, { keepalive });
  if (answer.saved) {
    mine.elements.revision.value = answer.saved.revision;
    acknowledged(mine.dataset.question);
    if (dirty && mine === form) keep(mine.dataset.question, copyOf(mine));
    if (mine === form) note("Saved.");
    return banner("");
  }
  if (answer.refused) forget(mine.dataset.question);
  if (mine !== form) return;
  if (answer.refused) return note("Not saved: this attempt takes no more answers. Go on to see its result.");
  if (answer.other) {
    note(TWO);
    const button = form.querySelector("[data-check]") ?? form.querySelector("button[name=do]");
    if (button) button.textContent = "Compare both answers";
    return;
  }
  dirty = true;
  banner(answer.out ? SIGNED_OUT : AWAY, answer.out);
  note("Not saved yet. It is kept in this browser.");
  timer = setTimeout(flush, AGAIN);
}

// Post a copy; once more with the token of a new session when the portal does not take the page's own.
async function post(copy, token, { keepalive = false, again = true } = {}) {
  const body = new FormData();
  for (const [name, value] of copy.fields) body.append(name, value);
  for (const by of copy.by) body.append("by", by);
  for (const [name, value] of [["do", "save"], ["revision", copy.revision], ["csrfmiddlewaretoken", token]]) body.append(name, value);
  try {
    const response = await fetch(copy.action, { method: "POST", body, keepalive, redirect: "manual" });
    if (response.type === "opaqueredirect") return { out: true };
    if (response.ok) return { saved: await response.json() };
    const told = response.headers.get("content-type")?.startsWith("application/json");
    if (response.status === 409) return told ? { other: true } : { refused: true };
    return response.status === 403 && again ? await renewed(copy) : {};
  } catch {
    return {};
  }
}

// After a new sign-in the forms of this page need its token.
async function renewed(copy) {
  const response = await fetch(location.href, { redirect: "manual" });
  if (!response.ok) return { out: response.type === "opaqueredirect" };
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  return post(copy, token, { again: false });
}

// Send what other questions left behind in this browser.
export async function sendOn() {
  for (const name of kept()) {
    if (name === form?.dataset.question || document.querySelector(`[data-settles="${name}"]`)) continue;
    const answer = await post(known(name), document.querySelector("[name=csrfmiddlewaretoken]").value);
    if (answer.saved || answer.refused) forget(name);
  }
}
