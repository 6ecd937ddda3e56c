// Keeps every page of this folder after the first visit. Asks the network first, so that new facts come through.
"use strict";
const load = async () => (await fetch("files.json", { cache: "no-store" })).json();
self.addEventListener("install", (event) => event.waitUntil((async () => {
  const { version, files } = await load();
  const store = await caches.open(version);
  await store.addAll(files);
  self.skipWaiting();
})()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const { version } = await load().catch(() => ({}));
  if (version) for (const name of await caches.keys()) if (name !== version) await caches.delete(name);
  await self.clients.claim();
})()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  event.respondWith((async () => {
    try {
      return await fetch(event.request);
    } catch {
      const path = event.request.url.replace(/[?#].*$/, "").replace(/\/$/, "/index.html");
      return (await caches.match(path)) || Response.error();
    }
  })());
});
