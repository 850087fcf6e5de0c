// A note saves itself, see draft.js. The form works without it.
import { Saver, copies, drop } from "./draft.js";

const say = (text) => document.dispatchEvent(new CustomEvent("portal:say", { detail: text }));

class Editor extends Saver {
  constructor(form) {
    super(form, form.dataset.note, "revision");
    this.restore();
    this.area.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
  }

  note(text) {
    this.form.querySelector("[data-status]").textContent = text;
  }

  told(answer) {
    const shown = document.querySelector("[data-shown]");
    if (shown) shown.innerHTML = answer.shown; // made by the portal's narrow allow-list, as it is on the page
  }

  unsaved(why) {
    return `Not saved: ${why}, ${this.kept ? "kept on this device" : "and only on this page"}`;
  }

  refuse(reason) {
    super.refuse(reason);
    say(`Not saved: ${reason}`);
  }

  conflict() {
    super.conflict();
    say("The note was changed in another tab or on another device. Compare both texts.");
  }

  async submit(event) {
    if (this.clash || this.refused) return; // the portal shows both texts, or what is too long
    event.preventDefault();
    this.dirty = true;
    await this.send();
  }
}

const editors = new Map();

function look() {
  for (const form of document.querySelectorAll("[data-note]")) if (!editors.has(form)) editors.set(form, new Editor(form));
  for (const form of editors.keys()) if (!form.isConnected) editors.delete(form);
}

// Both texts are on the page and stored: the copy has done its work.
for (const sent of document.querySelectorAll("[data-sent]")) {
  for (const copy of copies(sent.dataset.sent)) if (copy.text.trim() === sent.textContent.trim()) drop(copy.name);
}

look();
document.addEventListener("htmx:load", look);
addEventListener("online", () => editors.forEach((editor) => editor.send()));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && editors.forEach((editor) => editor.send(true)));
addEventListener("pagehide", () => editors.forEach((editor) => editor.send(true)));
