// A text saves itself a second after a change. Until the portal has acknowledged it, a copy lies in this browser's storage:
// one for each page that writes on a subject, so that two tabs do not take each other's place.
const DELAY = 1000;
const PREFIX = "note:";

// Use this browser's storage; a full or forbidden one keeps nothing and gives nothing.
export function safely(use) {
  try {
    return use();
  } catch {
    return null;
  }
}

// Return whether there is a copy now; without one the text is in the page alone, from where it is sent.
function keep(subject, page, copy) {
  return safely(() => {
    localStorage.setItem(`${PREFIX}${subject}:${page}`, JSON.stringify(copy));
    return true;
  });
}

function forget(subject, page) {
  drop(`${PREFIX}${subject}:${page}`);
}

export function drop(name) {
  safely(() => localStorage.removeItem(name));
}

// Every copy of a subject, the newest first, each with its name in the storage.
export function copies(subject) {
  return safely(() => {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${subject}:`));
    return names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) })).sort((a, b) => b.at - a.at);
  }) ?? [];
}

// What extends it has `note` (a change of state in words, and whether it is bad news), `told` (what the portal answered),
// `unsaved` (the sentence for what keeps a text from being saved), and may have `check`, which says what is wrong with one.
export class Saver {
  // `token` is the field that names the state of the text the page has seen.
  constructor(form, subject, token) {
    this.form = form;
    this.area = form.elements.text;
    this.subject = subject;
    this.token = token;
    this.page = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.serial = 0;
    this.timer = 0;
    this.flying = null;
    this.dirty = this.clash = this.refused = false;
  }

  check() {
    return "";
  }

  changed() {
    this.dirty = true;
    this.refused = false;
    this.kept = keep(this.subject, this.page, { revision: this.form.elements[this.token].value, text: this.area.value, at: Date.now() });
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
    const wrong = this.check();
    if (wrong) return this.refuse(wrong);
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
    if (answer.type === "opaqueredirect") return this.wait("you are signed out");
    if (answer.status === 403) return this.wait("the sign-in has changed, so load the page again");
    if (!answer.ok) return this.wait("the portal did not take it");
    const told = await answer.json();
    this.form.elements[this.token].value = told[this.token];
    if (this.dirty) return;
    forget(this.subject, this.page);
    this.note(told.status);
    this.told(told);
  }

  wait(why) {
    this.dirty = true;
    this.note(this.unsaved(why), true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), 5 * DELAY);
  }

  refuse(reason) {
    this.dirty = this.refused = true;
    this.note(`Not saved: ${reason} It is kept on this device`, true);
  }

  conflict() {
    this.dirty = this.clash = true;
    this.note("Not saved: changed in another tab or on another device, and nothing was overwritten", true);
    this.form.querySelector("[data-save]").textContent = "Compare both texts";
  }

  // A copy that was never acknowledged comes back; if the text has changed since, sending it shows both.
  restore() {
    for (const copy of copies(this.subject)) {
      if (copy.text === this.area.value) drop(copy.name);
      else if (!this.dirty) {
        this.area.value = copy.text;
        this.form.elements[this.token].value = copy.revision;
        this.changed();
        if (this.kept) drop(copy.name);
      }
    }
    return this.dirty;
  }
}
