/* The service worker of a door: the page and what it needs are on the phone. KEPT and VERSION are
   written above by the server, whenever any of it is another. Nothing outside the door is touched:
   the scope is the door's own address. */
const PAGE = `door page ${VERSION}`;
const PHOTOS = "door photos";
const PATIENCE = 4000; // milliseconds for a weak network, then the kept page

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(PAGE)
      .then((cache) => cache.addAll(KEPT.map((address) => new Request(address, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const over = (name) => name.startsWith("door page ") && name !== PAGE;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(over).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (path.includes("/photos/")) event.respondWith(photo(request));
  else if (KEPT.includes(path)) event.respondWith(kept(request));
});

/** The page as it is now; where the network is away or slow, as it was kept. */
async function page(request) {
  const cache = await caches.open(PAGE);
  const before = await cache.match(KEPT[0], { ignoreVary: true });
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await cache.put(KEPT[0], answer.clone());
    return answer;
  });
  if (!before) return fresh;
  const late = new Promise((resolve) => setTimeout(() => resolve(before), PATIENCE));
  return Promise.race([fresh.catch(() => before), late]);
}

async function kept(request) {
  const cache = await caches.open(PAGE);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function photo(request) {
  const cache = await caches.open(PHOTOS);
  const known = await cache.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
