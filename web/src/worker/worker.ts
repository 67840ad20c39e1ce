/// <reference lib="webworker" />
/** The service worker: the hall opens without a network, with every guide that was looked at; what it does is in plan.ts. */
import { most, patience, planFor, tooMany } from './plan.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: the files the hall is made of, and a name for exactly these. */
declare const appFiles: readonly string[];
declare const appName: string;

const shell = '/index.html';

self.addEventListener('install', (event) => {
  event.waitUntil(bringAlong());
});

/**
 * One file after the other, and none before its turn: on a slow line forty at once would stand in the way of the page that somebody is
 * waiting for. What is there already, of a version that was broken off or by the page itself, is not fetched again.
 */
async function bringAlong(): Promise<void> {
  const cache = await caches.open(appName);
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  for (const file of appFiles.filter((name) => !there.has(name))) {
    const answer = await fetch(new Request(file, { priority: 'low' }));
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    await cache.put(file, answer);
  }
}

/** What is gone from the cache while a page of the version before is open would be missed there: its files stay for one turn. */
self.addEventListener('activate', (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith('app-') && name !== appName);
    await Promise.all(tooMany(old, 1).map((name) => caches.delete(name)));
    // Pages as the version before drew them name its files, which end with it.
    if (old.length > 0) await caches.delete('pages');
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  switch (planFor(request, self.location.origin)) {
    case 'file':
      event.respondWith(fromCacheFirst(request));
      break;
    case 'public-page':
      event.respondWith(fromNetworkFirst(request, 'pages', () => caches.match(shell)));
      break;
    case 'own-page':
      event.respondWith(fetch(request).catch(async () => (await caches.match(shell)) ?? Response.error()));
      break;
    case 'catalogue':
      event.respondWith(fromNetworkFirst(request, 'catalogue', async () => undefined));
      break;
    case 'leave':
      break;
  }
});

/** A page that is open asks to be served, and for what people need most to be at hand. */
self.addEventListener('message', (event) => {
  if (event.data?.take === true) event.waitUntil(self.clients.claim());
  const urls: unknown = event.data?.keep;
  if (!Array.isArray(urls)) return;
  const keepAll = async () => {
    for (const url of urls.map(String)) {
      const request = new Request(url);
      if (planFor(request, self.location.origin) !== 'catalogue') continue;
      const answer = await fetch(request).catch(() => undefined);
      if (answer?.ok) await keep(request, answer, 'catalogue');
    }
  };
  event.waitUntil(keepAll());
});

async function fromCacheFirst(request: Request): Promise<Response> {
  const known = await caches.match(request, { ignoreVary: true });
  if (known !== undefined) return known;
  const answer = await fetch(request);
  // A file with a hash in its name that was not brought along, such as the index for searching: kept with this version's.
  if (answer.ok) await caches.open(appName).then((cache) => cache.put(request, answer.clone()));
  return answer;
}

/** @param otherwise when neither the network nor the cache has it */
async function fromNetworkFirst(
  request: Request,
  where: keyof typeof most,
  otherwise: () => Promise<Response | undefined>,
): Promise<Response> {
  const kept = caches.open(where).then((cache) => cache.match(request, { ignoreVary: true }));
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok) await keep(request, answer.clone(), where);
    return answer;
  });
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience));
  const first = await Promise.race([asked.catch(() => undefined), late]);
  if (first !== undefined) return first;
  const older = await kept;
  if (older !== undefined) return older;
  return asked.catch(async () => (await otherwise()) ?? Response.error());
}

async function keep(request: Request, answer: Response, where: keyof typeof most): Promise<void> {
  const cache = await caches.open(where);
  // Put anew, so that what was used last goes last.
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, answer);
  await Promise.all(tooMany(await cache.keys(), most[where]).map((old) => cache.delete(old, { ignoreVary: true })));
}
