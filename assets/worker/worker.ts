// Keeps what the page needs to begin, so that it begins without a network too. Nothing of the API is ever kept.
//
// A new version waits until no page of the old one is open, or until somebody says so: then it is asked to take over.
/// <reference lib="webworker" />
export {};
declare const self: ServiceWorkerGlobalScope;

/** Filled in by the build: the files whose names say what is in them, and a name for all of them together. */
declare const POSTROOM_SHELL: { version: string; files: string[] };

const prefix = 'postroom-shell-';
const cacheName = prefix + POSTROOM_SHELL.version;
/** The page itself, whatever its address was. */
const page = new URL('./', self.registration.scope).href;
const hashed = new URL('./a/', self.registration.scope).href;
/** Below these stands no page of ours. */
const foreign = ['api', 'chat', 'widget'].map((folder) => new URL(`./${folder}/`, self.registration.scope).pathname);

function isForeign(pathname: string): boolean {
  return foreign.some((folder) => pathname.startsWith(folder));
}

self.addEventListener('install', (event) => {
  event.waitUntil(keep());
});

async function keep(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([page, ...POSTROOM_SHELL.files.map((file) => new URL(file, page).href)]);
}

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers());
});

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)),
  );
}

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'take_over') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const { href, origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || isForeign(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(fromNetworkFirst(request));
  else if (href.startsWith(hashed)) event.respondWith(fromCacheFirst(request));
});

/** The server's page where it can be had: it may be a newer one. */
async function fromNetworkFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(page, { cacheName });
    if (kept) return kept;
    throw error;
  }
}

/** What never changes, kept once it was used. */
async function fromCacheFirst(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(cacheName);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** A notice that came by push, as the server writes it. */
interface Told {
  id: string;
  title: string;
  body: string;
  /** Within the page. */
  address: string;
}

self.addEventListener('push', (event) => {
  const told = event.data?.json() as Told | undefined;
  if (told) event.waitUntil(tell(told));
});

/** Windows of the agents' page. The frame of a mail has no scripts, and that of a chat belongs to a visitor. */
async function pages(): Promise<WindowClient[]> {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return open.filter(
    ({ frameType, url }) => frameType !== 'nested' && url.startsWith(page) && !isForeign(new URL(url).pathname),
  );
}

/** Whoever looks at a page of ours hears there; the greeting shows that the way is open. */
async function tell({ id, title, body, address }: Told): Promise<void> {
  const open = await pages();
  if (id !== 'greeting' && open.some((client) => client.focused)) return;
  // A page that is open but not looked at shows the same notice under the same tag.
  await self.registration.showNotification(title, {
    body,
    tag: id,
    icon: new URL('icon-192.png', page).href,
    data: { address: new URL(address, page).href },
  });
}

/** A notice of the desktop leads to what it is about: in a page that is open, else in a new one. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { address } = (event.notification.data ?? {}) as { address?: string };
  if (address !== undefined) event.waitUntil(show(new URL(address, page).href));
});

async function show(address: string): Promise<void> {
  const [shown] = await pages();
  if (!shown) {
    await self.clients.openWindow(address);
    return;
  }
  await shown.focus();
  shown.postMessage({ type: 'go', address });
}
