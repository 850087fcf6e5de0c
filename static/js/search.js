// Searching by keyboard: the arrows move through what was found, Enter opens. "/" leads to the words (portal.js).
// Everything else is the form's, which works without it.
const form = document.getElementById("search");
const words = document.getElementById("search-words");
const links = () => [...document.querySelectorAll("#search-answer .found__link")];

// From the words to the first result and on; up from the first one, back to the words.
function move(step) {
  const found = links();
  const at = found.indexOf(document.activeElement);
  if (!found.length || (at < 0 && document.activeElement !== words)) return false;
  if (at + step < 0) words.focus();
  else found[Math.min(at + step, found.length - 1)].focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (words && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    if (event.key === "ArrowUp" && document.activeElement === words) return;
    if (move(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  }
});

// A search that did not arrive is nothing lost, so it is said in other words than a change that did not.
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  form?.addEventListener(name, (event) => {
    event.stopPropagation();
    document.dispatchEvent(new CustomEvent("portal:say", { detail: "The portal did not answer. Press Enter to search again." }));
  });
}
