// Notifications in this browser: asked for only when the button is pressed; the form takes the answer to the portal.
const part = document.querySelector("[data-push-key]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function say(sentence) {
  part.querySelector("[data-push-said]").textContent = sentence;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function same(key, buffer) {
  const held = new Uint8Array(buffer ?? new ArrayBuffer());
  return key.length === held.length && key.every((byte, at) => byte === held[at]);
}

// A subscription is bound to the portal's key; after a new one it has to be made again.
async function subscribed() {
  const key = bytes(part.dataset.pushKey);
  await navigator.serviceWorker.register("/push-worker.js", { scope: "/" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const held = await pushManager.getSubscription();
  if (held && same(key, held.options.applicationServerKey)) return held;
  await held?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function ask() {
  if (await Notification.requestPermission() !== "granted") {
    say("The browser does not allow notifications of this portal. Its settings for this site can change that.");
    return;
  }
  say("One moment …");
  const { endpoint, keys } = (await subscribed()).toJSON();
  const form = part.querySelector("form");
  form.elements.endpoint.value = endpoint;
  form.elements.p256dh.value = keys.p256dh;
  form.elements.auth.value = keys.auth;
  form.submit();
}

if (part && able) {
  const button = part.querySelector("[data-push-ask]");
  say("");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ask();
    } catch {
      say("The browser could not reach its push service. Try again later, or another browser.");
    }
    button.disabled = false;
  });
} else if (part) {
  say(window.isSecureContext ? "This browser has no push notifications." : "Browsers allow this over https only.");
}
