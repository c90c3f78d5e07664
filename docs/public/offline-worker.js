// Keeps the pages that were visited and what they load, so that they work without a network.
const { searchParams } = new URL(self.location.href);
const ownCaches = `companion ${self.registration.scope} `;
const cacheName = ownCaches + searchParams.get('build');

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => event.waitUntil(Promise.all(event.data.map(keep))));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  event.respondWith(isHashed(url.pathname) ? fromCache(request) : fromNetwork(request));
});

/** The caches of earlier builds go; pages that are open already are served from now on. */
async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(ownCaches) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** True for a file whose name changes with its content. */
const isHashed = (path) => /\/assets\//.test(path);

async function fromCache(request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(request)) ?? stored(cache, request, await fetch(request));
}

async function fromNetwork(request) {
  const cache = await caches.open(cacheName);
  try {
    return await stored(cache, request, await fetch(request));
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

async function stored(cache, request, response) {
  if (response.ok && response.type === 'basic') await cache.put(request, response.clone());
  return response;
}

/** Stores a file that was loaded before this worker was there; of a page also what it names. */
async function keep(path) {
  const cache = await caches.open(cacheName);
  if (isHashed(path) && (await cache.match(path))) return;
  const response = await fetch(path).catch(() => undefined);
  if (!response?.ok) return;
  const isPage = /text\/html/.test(response.headers.get('content-type') ?? '');
  const text = isPage ? await response.clone().text() : '';
  await cache.put(path, response);
  const named = [...text.matchAll(/(?:href|src)="([^"]*\/assets\/[^"]+)"/g)].map(([, file]) => file);
  // A page that is opened from another one loads its whole script.
  const whole = named
    .filter((file) => file.endsWith('.lean.js'))
    .map((file) => file.replace('.lean.js', '.js'));
  await Promise.all([...named, ...whole].map(keep));
}
