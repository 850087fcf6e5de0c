// The page of a file: the editor over the text area, saving, the preview, jumping to lines, and the panes on a phone.
import { follow } from "./following.js";
import { DraftSaver } from "./saving.js";
import { flag } from "./tree.js";

const form = document.querySelector("[data-source]");
const status = document.querySelector("[data-status]");
const preview = document.querySelector("[data-preview]");
const problems = document.querySelector("[data-problems]");
const studio = document.querySelector("[data-studio]");
const speak = (text) => document.dispatchEvent(new CustomEvent("portal:say", { detail: text }));

function show(pane) {
  studio.dataset.view = pane;
  document.body.dataset.pane = pane;
  for (const tab of document.querySelectorAll("[data-tab]")) tab.setAttribute("aria-pressed", String(tab.dataset.tab === pane));
}

function count() {
  const errors = Number(problems.querySelector("[data-errors]")?.dataset.errors ?? 0);
  document.querySelector("[data-count]").textContent = errors ? `(${errors})` : "";
}

document.querySelector("[data-tabs]").hidden = false;
show("source");
count();
for (const tab of document.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => show(tab.dataset.tab));

// Links of the preview leave the page in a tab of their own, so that no text is left behind.
preview.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && !link.dataset.jump && !link.getAttribute("href").startsWith("#")) { link.target = "_blank"; link.rel = "noopener noreferrer"; }
});

if (form) start();

async function start() {
  const area = form.elements.text;
  let editor = null;
  let place = 1; // the line of the cursor
  const jump = (line) => {
    show("source");
    if (editor) return editor.jump(line);
    const from = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(from, from);
  };
  const saver = new DraftSaver(form, {
    say(text, bad = false) {
      if (bad && status.textContent !== text) speak(text);
      status.textContent = text;
    },
    told(answer) {
      const at = preview.scrollTop;
      preview.innerHTML = answer.preview; // made by the portal's compiler, with its allow-list
      preview.scrollTop = at;
      follow(preview, area.value, place);
      problems.innerHTML = answer.problems;
      editor?.mark(answer.lint);
      flag(answer.tree);
      count();
    },
  });
  const back = saver.restore();
  area.addEventListener("input", () => saver.changed());

  form.addEventListener("submit", async (event) => {
    if (saver.clash || saver.refused) return; // the portal shows both texts, or what is too large
    event.preventDefault();
    const piece = event.submitter?.dataset.insert;
    if (piece) return insert(fitted(piece, area.value));
    saver.dirty = true;
    await saver.send();
    if (event.submitter?.value === "show") toPreview();
  });
  const insert = (piece) => {
    if (editor) return editor.insert(piece);
    area.setRangeText(piece, area.selectionEnd, area.selectionEnd, "end");
    saver.changed();
  };
  const toPreview = () => {
    show("preview");
    preview.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() === "s") { event.preventDefault(); saver.dirty = true; saver.send(); }
    else if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); saver.send().then(toPreview); }
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump]");
    if (!link) return;
    event.preventDefault();
    jump(Number(link.dataset.jump));
  });
  document.querySelector("[data-discard]")?.form.addEventListener("submit", () => saver.forgetAll());
  document.querySelector(".upload")?.addEventListener("submit", async (event) => {
    if (!saver.dirty) return;
    event.preventDefault();
    await saver.send();
    event.target.submit();
  });
  addEventListener("online", () => saver.send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saver.send(true));
  addEventListener("pagehide", () => saver.send(true));

  const { mount } = await import(form.dataset.editor);
  const host = document.createElement("div");
  host.className = "editor__host";
  area.before(host);
  editor = mount(host.attachShadow({ mode: "open" }), {
    text: area.value,
    label: `Source of ${form.dataset.source}`,
    name: form.dataset.language,
    changed(text) { area.value = text; saver.changed(); },
    moved([line, column]) {
      place = line;
      document.querySelector("[data-cursor]").textContent = `Ln ${line}, Col ${column}`;
      follow(preview, area.value, place);
    },
  });
  editor.mark([...problems.querySelectorAll(".problems__item--bad [data-jump]")].map((link) => [Number(link.dataset.jump), link.closest("li").querySelector(".problems__text").textContent.trim()]));
  area.hidden = true;
  form.dataset.ready = "";
  if (form.dataset.line) jump(Number(form.dataset.line));
  if (back) speak("A text that was not saved is back from this device.");
}

// The same rule as portal/studio/rules/snippets.py: an id that the text has already gets a number.
function fitted(piece, text) {
  const taken = new Set([...text.matchAll(/\{#([a-z0-9-]+)/g)].map((found) => found[1]));
  return piece.replace(/\{#([a-z0-9-]+)/g, (_, id) => {
    let name = id;
    for (let number = 2; taken.has(name); number += 1) name = `${id}-${number}`;
    taken.add(name);
    return `{#${name}`;
  });
}
