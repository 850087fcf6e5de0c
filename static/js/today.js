// Today: the timer counts, and forms change the page in place. Without it each form loads the page anew.
const ticking = new Map();

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, at) => (at ? String(part).padStart(2, "0") : part)).join(":");
}

// The server says how long it has run; here seconds are only added, by a clock that nobody sets.
function begin() {
  ticking.clear();
  for (const value of document.querySelectorAll("[data-timer]")) {
    ticking.set(value, performance.now() - Number(value.dataset.timer) * 1000);
  }
  tick();
}

function tick() {
  for (const [value, began] of ticking) value.textContent = clock(Math.floor((performance.now() - began) / 1000));
}

function show(text, block) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const today = page.getElementById("today");
  if (!today) return false;
  document.getElementById("today").replaceWith(today);
  document.getElementById("live").replaceChildren(...page.getElementById("live").childNodes);
  document.getElementById(block)?.focus();
  begin();
  return true;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest("#today, #live")) return;
  event.preventDefault();
  const block = form.closest(".session")?.querySelector("h3")?.id ?? "main";
  const body = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "HX-Request": "true" } });
    const text = await answer.text();
    if (answer.ok && show(text, block)) return;
    const said = new DOMParser().parseFromString(text, "text/html").querySelector(".toast")?.textContent;
    throw new Error(said ?? "Not saved. Reload the page and try again.");
  } catch (error) {
    const unreached = error instanceof TypeError;
    const detail = unreached ? "Not saved: the portal cannot be reached. Try again in a moment." : error.message;
    document.dispatchEvent(new CustomEvent("portal:say", { detail }));
  }
});

setInterval(tick, 1000);
begin();
