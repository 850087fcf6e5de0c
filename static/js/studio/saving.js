// A draft saves itself, see ../draft.js. The form works without it.
import { Saver, copies, drop } from "../draft.js";

const LARGEST = 512 * 1024; // bytes; the portal says so, too

export class DraftSaver extends Saver {
  // `told` gets what the portal answers, `say` each change of state in words, and whether it is bad news.
  constructor(form, { told, say }) {
    super(form, `studio:${form.dataset.source}`, "token");
    this.told = told;
    this.note = say;
  }

  check() {
    return new Blob([this.area.value]).size > LARGEST ? "The text is larger than the 512 KB that are allowed." : "";
  }

  unsaved(why) {
    const way = why === "you are signed out" ? `${why}; sign in in another tab` : why;
    return `Not saved: ${way}; ${this.kept ? "kept on this device" : "only on this page"}`;
  }

  forgetAll() {
    clearTimeout(this.timer);
    this.dirty = false;
    for (const copy of copies(this.subject)) drop(copy.name);
  }
}
