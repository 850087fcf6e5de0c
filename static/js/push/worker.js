// Shows pushes, and opens the page they lead to. It keeps nothing and answers no requests.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// An address of this portal, whatever the message says.
function own(address) {
  try {
    const url = new URL(address, self.location.origin);
    return url.origin === self.location.origin ? url.href : self.location.origin;
  } catch {
    return self.location.origin;
  }
}

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // Browsers want a notification for every push, so an unreadable one is shown as it can be.
  }
  const actions = (Array.isArray(said.actions) ? said.actions : []).slice(0, 2);
  event.waitUntil(self.registration.showNotification(said.title || "Data Engineering Mastery", {
    body: said.body || "",
    tag: said.tag || "",
    actions: actions.map((action, at) => ({ action: String(at), title: String(action.title) })),
    data: { url: own(said.url ?? "/"), actions: actions.map((action) => own(action.url)) },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, actions } = event.notification.data;
  const address = own(actions[Number(event.action)] && event.action !== "" ? actions[Number(event.action)] : url);
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = windows.find((window) => window.url === address);
    return open ? open.focus() : self.clients.openWindow(address);
  })());
});
