// A draft saves itself a second after a change, and keeps a copy here until the portal has it. The form works without it.
import { keep, forget, drop, copies } from "../draft.js";

const DELAY = 1000;
const LARGEST = 512 * 1024; // bytes; the portal says so, too
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Saver {
  // `told` gets what the portal answers, `say` each change of state in words, and whether it is bad news.
  constructor(form, { told, say }) {
    this.form = form;
    this.area = form.elements.text;
    this.subject = `studio:${form.dataset.source}`;
    this.page = newId();
    this.serial = 0;
    this.timer = 0;
    this.flying = null;
    this.dirty = this.clash = this.refused = false;
    this.told = told;
    this.say = say;
  }

  changed() {
    this.dirty = true;
    this.refused = false;
    this.kept = keep(this.subject, this.page, { revision: this.form.elements.token.value, text: this.area.value, at: Date.now() });
    clearTimeout(this.timer);
    if (this.clash) return;
    this.say("Saving…");
    this.timer = setTimeout(() => this.send(), DELAY);
  }

  // One save at a time; only when the page is left the last one does not wait for the one before it.
  async send(leaving = false) {
    clearTimeout(this.timer);
    while (this.flying && !leaving) await this.flying;
    if (!this.dirty || this.clash) return;
    if (new Blob([this.area.value]).size > LARGEST) return this.refuse("The text is larger than the 512 KB that are allowed.");
    this.dirty = false;
    const body = new FormData(this.form);
    body.set("do", "save");
    body.set("writer", this.page);
    body.set("serial", ++this.serial);
    // A browser lets a page that goes take along 64 KB; more than that stays in the copy and comes back with the page.
    const sent = fetch(this.form.action, { method: "POST", body, keepalive: leaving && this.area.value.length < 20_000, redirect: "manual" })
      .then((answer) => this.settle(answer), () => this.wait("offline"))
      .finally(() => { if (this.flying === sent) this.flying = null; });
    this.flying = sent;
    return sent;
  }

  async settle(answer) {
    if (answer.status === 409) return this.conflict();
    if (answer.status === 422) return this.refuse((await answer.json()).reason);
    if (answer.type === "opaqueredirect") return this.wait("you are signed out; sign in in another tab");
    if (answer.status === 403) return this.wait("the sign-in has changed, so load the page again");
    if (!answer.ok) return this.wait("the portal did not take it");
    const told = await answer.json();
    this.form.elements.token.value = told.token;
    if (this.dirty) return;
    forget(this.subject, this.page);
    this.say(told.status);
    this.told(told);
  }

  wait(why) {
    this.dirty = true;
    this.say(`Not saved: ${why}; ${this.kept ? "kept on this device" : "only on this page"}`, true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), 5 * DELAY);
  }

  refuse(reason) {
    this.dirty = this.refused = true;
    this.say(`Not saved: ${reason} It is kept on this device`, true);
  }

  conflict() {
    this.dirty = this.clash = true;
    this.say("Not saved: changed in another tab or on another device, and nothing was overwritten", true);
    this.form.querySelector("[data-save]").textContent = "Compare both texts";
  }

  // A copy that was never acknowledged comes back; if the draft has changed since, sending it shows both texts.
  restored() {
    for (const copy of copies(this.subject)) {
      if (copy.text === this.area.value) drop(copy.name);
      else if (!this.dirty) {
        this.area.value = copy.text;
        this.form.elements.token.value = copy.revision;
        this.changed();
        if (this.kept) drop(copy.name);
      }
    }
    return this.dirty;
  }

  forgetAll() {
    clearTimeout(this.timer);
    this.dirty = false;
    for (const copy of copies(this.subject)) drop(copy.name);
  }
}
