// On a question: answers are saved by themselves, HTMX changes the question in place, and keys do what buttons do.
// Every part of the page works without this.
import { forget, signatures } from "./quiz-copy.js";
import { arrange } from "./quiz-order.js";
import { attend, changed, flush, sendOn } from "./quiz-save.js";
import { countdown } from "./quiz-time.js";

const open = () => document.querySelector("form[data-question]");
const asking = () => open() ?? document.querySelector("form[data-judge]");
const CHOICES = ".options input, .codelines input, [data-judge] .picker input";
let hinting = false;

function begin() {
  attend(open());
  for (const list of open()?.querySelectorAll("[data-sequence]") ?? []) arrange(list);
  const asked = document.getElementById("asked");
  const over = !asked?.dataset.left || asked.dataset.left === "0";
  countdown(over ? NaN : Number(asked.dataset.left), asked?.querySelector("[data-time]"), handIn);
}

// When the time is over what was typed last is sent, and the exam is handed in.
async function handIn() {
  await flush();
  document.querySelector("[data-finish]")?.submit();
}

// The focus goes to what is new: the verdict, the hint, or the question.
function lookAt(asked) {
  const hint = hinting && [...asked.querySelectorAll("[data-hinted]")].at(-1);
  hinting = false;
  (hint || asked.querySelector("[data-heading]"))?.focus();
}

function choose(event) {
  const choice = asking()?.querySelectorAll(CHOICES)[event.key - 1];
  choice?.click();
  choice?.focus();
  return Boolean(choice);
}

function enter(event) {
  if (event.target.closest("button, a, summary")) return false;
  const next = asking() ? asking().querySelector("button.button--primary") : document.querySelector("[data-onward], [data-finish] button");
  next?.click();
  return Boolean(next);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  let done = false;
  if (/^[1-9]$/.test(event.key)) done = choose(event);
  else if (event.key.toLowerCase() === "h") open()?.querySelector("[data-hint]")?.click();
  else if (event.key === "Enter") done = enter(event);
  if (done) event.preventDefault();
});

document.addEventListener("input", (event) => event.target.closest("form[data-question]") && changed());
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush({ keepalive: true }));
addEventListener("online", () => flush());
addEventListener("offline", () => flush());

// A choice between two answers settles what this browser kept.
document.addEventListener("click", (event) => {
  const settled = event.target.closest("[data-settles]")?.dataset.settles;
  if (settled) forget(settled);
});

// What is typed is saved before anything else is asked for.
document.addEventListener("htmx:confirm", (event) => {
  if (!event.target.closest("#asked")) return;
  event.preventDefault();
  hinting = event.detail.triggeringEvent?.submitter?.value === "hint";
  flush().finally(() => event.detail.issueRequest(true));
});

// A form that follows a save whose acknowledgement was lost is no conflict with it.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const question = detail.elt.dataset?.question;
  for (const by of question ? signatures(question) : []) detail.formData.append("by", by);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const question = detail.elt.dataset?.question;
  if (question && detail.xhr.status === 200) forget(question);
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id !== "asked") return;
  begin();
  lookAt(detail.elt);
});

// A step back in the history asks the portal for the page as it is now.
document.addEventListener("htmx:historyCacheMiss", (event) => {
  event.preventDefault();
  location.reload();
});

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-finish]")) return;
  event.preventDefault();
  await flush();
  await sendOn();
  event.target.submit();
});

begin();
