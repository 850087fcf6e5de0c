// On a lesson: a selected sentence can become a card. Without this script a plain link at the end leads to the form.
const link = document.querySelector("[data-make-card]");
const prose = document.querySelector("[data-prose]");
const LONGEST = 600;
const SETTLED = 250;
let offered = null;
let timer = 0;

function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
  if (!prose.contains(selection.anchorNode) || !prose.contains(selection.focusNode)) return "";
  return selection.toString().trim().replace(/[ \t]+/g, " ");
}

function offer(text) {
  if (!offered) {
    offered = document.createElement("p");
    offered.className = "make-card make-card--here";
    offered.append(link.cloneNode(true));
    prose.after(offered);
  }
  const address = new URL(link.href);
  address.searchParams.set("text", text.slice(0, LONGEST));
  const control = offered.firstElementChild;
  control.href = address.href;
  control.querySelector("span").textContent = "Make a card of the selection";
  offered.hidden = false;
}

function look() {
  const text = selected();
  if (text.length > 2) offer(text);
  else if (offered && !offered.contains(document.activeElement)) offered.hidden = true;
}

if (link && prose) {
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(look, SETTLED);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && offered) offered.hidden = true;
  });
}
