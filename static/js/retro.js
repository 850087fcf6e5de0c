// What is typed under the three questions is kept in this browser until the portal has it. The form works without it.
import { drop, safely } from "./draft.js";

const form = document.querySelector("form[data-words]");
const name = `retro:${form.dataset.words}`;
const areas = [...form.querySelectorAll("textarea")];
const texts = () => areas.map((area) => area.value.trim());

// With the revision it was written on: if the texts were changed elsewhere since, saving it shows both.
function keep() {
  safely(() => localStorage.setItem(name, JSON.stringify({ revision: form.elements.revision.value, texts: texts() })));
}

function restore() {
  const copy = safely(() => JSON.parse(localStorage.getItem(name)));
  if (!copy) return;
  if (copy.texts.join("\0") === texts().join("\0")) return drop(name);
  areas.forEach((area, at) => { area.value = copy.texts[at] ?? area.value; });
  form.elements.revision.value = copy.revision;
  form.querySelector("[data-back]").hidden = false;
}

if (form.hasAttribute("data-both")) {
  form.addEventListener("submit", () => drop(name)); // somebody decides between two texts, and this copy is one of them
  form.querySelector("[data-leave]").addEventListener("click", () => drop(name));
} else {
  restore();
  form.addEventListener("input", keep);
}
