// On a lesson: copy a listing, show the section in view, remember it for next time. The lesson reads well without it.
const say = (text) => document.dispatchEvent(new CustomEvent("portal:say", { detail: text }));
const prose = document.querySelector("[data-prose]");

// Copy the code of a listing, without what it printed.
prose.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const code = button?.closest(".listing")?.querySelector(".listing__code pre");
  if (!code) return;
  try {
    await navigator.clipboard.writeText(code.innerText);
    say("Copied.");
  } catch {
    say("Could not copy. Select the text instead.");
  }
});

// The section in view is the last heading that has passed the upper third of the window.
const headings = [...prose.querySelectorAll("h2[id]")];
const links = new Map([...document.querySelectorAll(".lesson__toc--wide .toc__link")].map((a) => [a.hash.slice(1), a]));
let current = "";

function look() {
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  const now = passed.at(-1)?.id ?? "";
  if (now === current) return;
  links.get(current)?.removeAttribute("aria-current");
  links.get(now)?.setAttribute("aria-current", "true");
  current = now;
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    look();
  });
}, { passive: true });
look();

// The place is sent when the reader leaves another section than they came to, and when they have stayed half a minute.
const form = document.querySelector("[data-place]");
let sent = current;

function send() {
  if (!form || current === sent) return;
  sent = current;
  form.elements.anchor.value = current;
  navigator.sendBeacon(form.action, new FormData(form));
}

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
addEventListener("pagehide", send);
setTimeout(() => {
  sent = null;
  send();
  setInterval(send, 30000);
}, 30000);
