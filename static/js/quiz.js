// On a question: save a second after a change, keep a copy here until the portal has it, and answer by keyboard.
// Every part of the form works without it.
import { keep, known, forget } from "./quiz-copy.js";

const form = document.querySelector("[data-question]");
const offline = document.querySelector("[data-offline]");
const saved = document.querySelector("[data-saved]");
const DELAY = 1000;
let timer = 0;
let flying = null;
let dirty = false;

function answers() {
  return [...new FormData(form)].filter(([name]) => name.startsWith("a-") || name === "confidence");
}

function note(text) {
  if (saved) saved.textContent = text;
}

async function send(keepalive = false) {
  clearTimeout(timer);
  if (!dirty) return;
  if (flying) await flying;
  dirty = false;
  const body = new FormData(form);
  body.set("do", "save");
  flying = fetch(form.action, { method: "POST", body, keepalive, headers: { Accept: "application/json" }, redirect: "manual" })
    .then(settle)
    .catch(wait)
    .finally(() => { flying = null; });
  return flying;
}

async function settle(response) {
  if (response.status === 409) return conflict(response);
  if (!response.ok) return wait();
  form.elements.revision.value = (await response.json()).revision;
  if (!dirty) forget(form.dataset.question);
  offline.hidden = true;
  note("Saved.");
}

function wait() {
  dirty = true;
  offline.hidden = navigator.onLine && !form.isConnected;
  note("Not saved yet. It is kept in this browser and sent when the portal can be reached.");
  timer = setTimeout(send, 5 * DELAY);
}

async function conflict(response) {
  const told = await response.json().catch(() => null);
  note("This question was answered in another tab or on another device. Press the button below to see both answers.");
  if (!told) return;
  const button = form.querySelector("[data-check]") ?? form.querySelector("button[name=do]");
  button.textContent = "Compare both answers";
}

function changed() {
  dirty = true;
  keep(form.dataset.question, form.elements.revision.value, answers());
  clearTimeout(timer);
  timer = setTimeout(send, DELAY);
}

function restore() {
  const copy = known(form.dataset.question);
  if (!copy) return;
  if (copy.revision !== form.elements.revision.value) return forget(form.dataset.question);
  for (const field of form.elements) {
    if (!field.name.startsWith("a-") && field.name !== "confidence") continue;
    if (field.type === "hidden") continue;
    const values = copy.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  changed();
}

function digit(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  if (/^[1-9]$/.test(event.key)) {
    const choice = form.querySelectorAll(".options input, .codelines input")[event.key - 1];
    if (!choice) return;
    choice.click();
    choice.focus();
    event.preventDefault();
  } else if (event.key.toLowerCase() === "h") {
    form.querySelector("[data-hint]")?.click();
  } else if (event.key === "Enter" && !event.target.closest("button, a, summary")) {
    form.querySelector("button.button--primary")?.click();
    event.preventDefault();
  }
}

if (form) {
  for (const list of form.querySelectorAll("[data-sequence]")) (await import("./quiz-order.js")).arrange(list);
  restore();
  form.addEventListener("input", changed);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!flying || event.submitter?.dataset.sent) return forget(form.dataset.question);
    event.preventDefault();
    await flying;
    forget(form.dataset.question);
    form.requestSubmit(event.submitter);
  });
  addEventListener("online", () => send());
  addEventListener("offline", () => { offline.hidden = false; });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send(true));
  document.addEventListener("keydown", digit);
} else {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.closest("a, button, input, textarea, select, summary")) return;
    (document.querySelector("[data-onward]") ?? document.querySelector(".quiz__end button"))?.click();
  });
}
