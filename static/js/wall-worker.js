// Opens the page of a capture wall, or of a gate, without a line. It keeps nothing by itself: the page fills the cache (wall-store.js).
"use strict";
const CACHE = "wall:";
const PATIENCE = 5000; // a line that gives no answer in this time is no line
const OLD = 36 * 3600 * 1000;
const talk = new URL(self.registration.scope).pathname.split("/").filter(Boolean)[1];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function kept(request) {
  if (!(await caches.has(CACHE + talk))) return undefined;
  const cache = await caches.open(CACHE + talk);
  const page = await cache.match(self.registration.scope);
  if (page && Date.now() - Date.parse(page.headers.get("Date")) > OLD) { // a day after the evening nobody needs it
    await caches.delete(CACHE + talk);
    return undefined;
  }
  return cache.match(request, { ignoreVary: true, ignoreSearch: request.mode === "navigate" });
}

function patience(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

async function answer(request) {
  const copy = await kept(request);
  if (!copy) return fetch(request);
  const line = fetch(request).then((found) => {
    // who may not see the page any more keeps no copy of it
    if (request.mode === "navigate" && (found.status === 403 || found.status === 404)) caches.delete(CACHE + talk);
    return found.status >= 502 && found.status <= 504 ? copy : found;
  });
  line.catch(() => {});
  return Promise.race([line, patience(PATIENCE).then(() => copy)]).catch(() => copy);
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate" ? new URL(request.url).href.split("?")[0] === self.registration.scope
    : ["style", "script", "image", "font"].includes(request.destination)) event.respondWith(answer(request));
});
