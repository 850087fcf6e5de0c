// The door and the settings: show a password, guess the time zone, say why a passkey was not used.
// Every page works without it, but for passkeys, which browsers give to scripts only.

// Show what is typed, on request.
for (const input of document.querySelectorAll(".field input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Show";
  button.setAttribute("aria-label", "Show the password");
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  const row = document.createElement("span");
  row.className = "secret";
  input.replaceWith(row);
  row.append(input, button);
  // A password manager and the next page must see a password field.
  input.form.addEventListener("submit", () => { input.type = "password"; });
}

// The browser knows its zone; the learner confirms it.
const guess = document.querySelector("[data-zone-guess]");
if (guess) {
  const select = document.getElementById(guess.dataset.zoneGuess);
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offered = [...select.options].some((option) => option.value === zone);
  const sentence = guess.querySelector("[data-zone-sentence]");
  if (offered && zone !== select.value) {
    guess.hidden = false;
    if ("zoneAtOnce" in guess.dataset) {
      select.value = zone;
      sentence.textContent = `Your browser says ${zone}. Use it?`;
    } else {
      sentence.textContent = `Your browser says ${zone}.`;
      guess.querySelector("[data-zone-use]").addEventListener("click", () => {
        select.value = zone;
        guess.hidden = true;
        select.focus();
      });
    }
  }
}

// Passkeys: shown where the browser has them; django-allauth's script does the rest and reports errors.
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}
const SENTENCES = {
  NotAllowedError: "It was cancelled, or took too long. Try again.",
  InvalidStateError: "This device holds a passkey for your account already.",
  SecurityError: "Passkeys work only at the portal’s own address, over https or on localhost.",
};
document.addEventListener("allauth.error", (event) => {
  const box = document.querySelector("[data-passkey-error]");
  if (!box) return;
  event.preventDefault();
  const name = event.detail.exception?.name;
  box.querySelector("[data-passkey-sentence]").textContent =
    SENTENCES[name] ?? "The portal did not answer as expected. Reload the page and try again.";
  box.hidden = false;
});
