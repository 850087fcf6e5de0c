// A note saves itself a second after a change, and keeps a copy here until the portal has it. The form works without it.
import { keep, forget, drop, copies } from "./draft.js";

const DELAY = 1000;
const say = (text) => document.dispatchEvent(new CustomEvent("portal:say", { detail: text }));
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

class Editor {
  constructor(form) {
    this.form = form;
    this.area = form.elements.text;
    this.subject = form.dataset.note;
    this.page = newId();
    this.serial = 0;
    this.timer = 0;
    this.flying = null;
    this.dirty = this.clash = this.refused = false;
    this.restore();
    this.area.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
  }

  note(text) {
    this.form.querySelector("[data-status]").textContent = text;
  }

  changed() {
    this.dirty = true;
    this.refused = false;
    this.kept = keep(this.subject, this.page, { revision: this.form.elements.revision.value, text: this.area.value, at: Date.now() });
    clearTimeout(this.timer);
    if (this.clash) return;
    this.note("Saving…");
    this.timer = setTimeout(() => this.send(), DELAY);
  }

  // One save at a time; only when the page is left the last one does not wait for the one before it.
  async send(leaving = false) {
    clearTimeout(this.timer);
    while (this.flying && !leaving) await this.flying;
    if (!this.dirty || this.clash || !this.form.isConnected) return;
    this.dirty = false;
    const body = new FormData(this.form);
    body.set("do", "save");
    body.set("writer", this.page);
    body.set("serial", ++this.serial);
    const sent = fetch(this.form.action, { method: "POST", body, keepalive: leaving, redirect: "manual" })
      .then((answer) => this.settle(answer), () => this.wait("offline"))
      .finally(() => { if (this.flying === sent) this.flying = null; });
    this.flying = sent;
    return sent;
  }

  async settle(answer) {
    if (answer.status === 409) return this.conflict();
    if (answer.status === 422) return this.refuse((await answer.json()).reason);
    if (answer.type === "opaqueredirect") return this.wait("you are signed out");
    if (answer.status === 403) return this.wait("the sign-in has changed, so load the page again");
    if (!answer.ok) return this.wait("the portal did not take it");
    const told = await answer.json();
    this.form.elements.revision.value = told.revision;
    if (this.dirty) return;
    forget(this.subject, this.page);
    this.note(told.status);
    const shown = document.querySelector("[data-shown]");
    if (shown) shown.innerHTML = told.shown; // made by the portal's narrow allow-list, as it is on the page
  }

  wait(why) {
    this.dirty = true;
    this.note(`Not saved: ${why}, ${this.kept ? "kept on this device" : "and only on this page"}`);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), 5 * DELAY);
  }

  refuse(reason) {
    this.dirty = this.refused = true;
    this.note(`Not saved: ${reason} It is kept on this device`);
    say(`Not saved: ${reason}`);
  }

  conflict() {
    this.dirty = this.clash = true;
    this.note("Not saved: changed in another tab or on another device, and nothing was overwritten");
    say("The note was changed in another tab or on another device. Compare both texts.");
    this.form.querySelector("[data-save]").textContent = "Compare both texts";
  }

  async submit(event) {
    if (this.clash || this.refused) return; // the portal shows both texts, or what is too long
    event.preventDefault();
    this.dirty = true;
    await this.send();
  }

  // A copy that was never acknowledged comes back; if the note has changed since, sending it shows both texts.
  restore() {
    for (const copy of copies(this.subject)) {
      if (copy.text === this.area.value) drop(copy.name);
      else if (!this.dirty) {
        this.area.value = copy.text;
        this.form.elements.revision.value = copy.revision;
        this.changed();
        if (this.kept) drop(copy.name);
      }
    }
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
