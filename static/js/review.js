// Review by keyboard: Space turns, 1 to 4 say how it went, 1 to 9 choose, Enter goes on, H hints, U takes back.
// Every part of the page works without it.
import { safely } from "./draft.js";

const page = document.querySelector("[data-review]");

function typing(target) {
  return target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
}

function press(event, control) {
  if (!control) return;
  control.click();
  event.preventDefault();
}

function choose(event) {
  const rating = page.querySelector(`[data-rating][value="${event.key}"]`);
  if (rating) return press(event, rating);
  const choice = page.querySelectorAll(".question .options input:not(:disabled), .question .codelines input")[event.key - 1];
  press(event, choice);
  choice?.focus();
}

function onward(event) {
  if (event.target.closest("a, button, summary")) return;
  const open = page.querySelector("[data-turn], [data-onward]");
  if (event.key === " ") return event.target.matches("input") ? undefined : press(event, open);
  press(event, open ?? page.querySelector(".question button.button--primary"));
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  if (/^[1-9]$/.test(event.key)) choose(event);
  else if (event.key === " " || event.key === "Enter") onward(event);
  else if (event.key.toLowerCase() === "u") press(event, page.querySelector("[data-undo]"));
  else if (event.key.toLowerCase() === "h") press(event, page.querySelector("[data-hint]"));
}

// A text that is being written is kept here until the portal has it: until the page that comes behind it is shown.
function keepText(card, area) {
  const name = `review:${card}`;
  if (!area) return safely(() => localStorage.removeItem(name));
  area.value ||= safely(() => localStorage.getItem(name)) ?? "";
  area.addEventListener("input", () => safely(() => localStorage.setItem(name, area.value)));
}

if (page) {
  document.addEventListener("keydown", key);
  for (const list of page.querySelectorAll("[data-sequence]")) (await import("./quiz-order.js")).arrange(list);
  const card = page.querySelector("[data-card]");
  if (card) keepText(card.dataset.card, card.querySelector("textarea:not(:disabled)"));
  page.querySelector("[data-back]")?.focus();
}
