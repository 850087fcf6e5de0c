// On every page: the theme, the menus, and what the live region says. Each page works without it.
const root = document.documentElement;
const live = document.getElementById("live");

function say(text) {
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = text;
  live?.replaceChildren(line);
}

// Theme: the form saves the choice in a cookie; here it only takes effect without loading the page again.
for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const theme = event.submitter.value;
    fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), redirect: "manual", keepalive: true });
    root.dataset.theme = theme;
    form.querySelector(`button:not([value="${theme}"])`).focus();
  });
}

// Menus: a click elsewhere closes them, Escape too, and that returns the focus.
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// "/" leads to the words to search for from anywhere but a text, unless it is switched off on the page of the search.
const keyIsOff = () => /(^|; )search_key=off(;|$)/.test(document.cookie);
if (keyIsOff()) document.querySelector("[data-search-link]")?.removeAttribute("aria-keyshortcuts");
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || keyIsOff() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = event.composedPath()[0]; // within a shadow root, such as that of the editor, the target is only its host
  if (at.isContentEditable || at.matches("input, textarea, select")) return;
  event.preventDefault();
  const words = document.getElementById("search-words");
  words?.focus();
  words?.select();
  if (!words) document.querySelector("[data-search-link]")?.click();
});

// A change that did not arrive is said in words; the page still shows what was saved last.
document.addEventListener("portal:say", (event) => say(event.detail));
document.addEventListener("htmx:sendError", () => say("Not saved: the portal cannot be reached. Try again in a moment."));
document.addEventListener("htmx:responseError", () => say("Not saved. Reload the page and try again."));
