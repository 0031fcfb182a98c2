/**
 * The browser's side of web push, and the page shown when a page cannot be fetched. Caches nothing else: pages are always
 * the server's. A page registers it with scope `/` and subscribes with the city's public key.
 */

// The compiler's library for pages has no types of workers; these are the parts used.
type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type PushEvent = Extendable & { data: { json(): unknown } | null };
type ClickEvent = Extendable & { notification: Notification };
type FetchEvent = Extendable & { request: Request; respondWith(response: Promise<Response>): void };
type WindowClient = { url: string; focus(): Promise<WindowClient> };
type Events = {
  install: Extendable;
  activate: Extendable;
  push: PushEvent;
  notificationclick: ClickEvent;
  fetch: FetchEvent;
};
type Worker = {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(options: { type: 'window' }): Promise<WindowClient[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
};

const worker = self as unknown as Worker;
const cacheName = 'offline-1';
const offlinePage = '/offline';

worker.addEventListener('install', (event) => {
  const stored = caches.open(cacheName).then((cache) => cache.add(offlinePage));
  // Without it push still works.
  event.waitUntil(stored.catch(() => {}).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  const old = caches
    .keys()
    .then((names) => Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate' || event.request.method !== 'GET') return;
  event.respondWith(fetch(event.request).catch(async () => (await caches.match(offlinePage)) ?? Response.error()));
});

worker.addEventListener('push', (event) => {
  const {
    title = '',
    text = '',
    url = '/',
    tag = '',
    lang = 'zh-CN',
  } = (event.data?.json() ?? {}) as Partial<Record<'title' | 'text' | 'url' | 'tag' | 'lang', string>>;
  event.waitUntil(worker.registration.showNotification(title, { body: text, tag, lang, data: { url } }));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url } = (event.notification.data ?? {}) as { url?: string };
  const target = new URL(url ?? '/', worker.location.origin);
  if (target.origin === worker.location.origin) event.waitUntil(open(target.href));
});

/** In a tab that shows the page already, else in a new one. */
async function open(href: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window' });
  const shown = windows.find((client) => client.url === href);
  await (shown ? shown.focus() : worker.clients.openWindow(href));
}
