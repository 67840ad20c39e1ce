/**
 * What the service worker does with a request. Pure: addresses in, a plan out. Nothing of a person's own is ever kept by it: only
 * files with a hash in their name, the public catalogue, and pages that look the same to everyone. What somebody searched for is
 * their own too; without a network the index answers it.
 */

export interface Asked {
  readonly url: string;
  readonly method: string;
  /** `navigate` for a page. */
  readonly mode: string;
}

export type Plan =
  /** A file that never changes: from the cache, else from the network. */
  | 'file'
  /** A page anyone may see: from the network, else as last seen, else the empty shell. */
  | 'public-page'
  /** A page of somebody's own: from the network, else the empty shell; never kept. */
  | 'own-page'
  /** A public answer of the catalogue: from the network, else as last seen. */
  | 'catalogue'
  /** The network's own affair. */
  | 'leave';

/** Addresses of this origin that are other parts of the house. */
const elsewhere = /^\/(desk|v1|fhir|callbacks|open311|oidc|files)(\/|$)/;
const publicPages = /^\/($|items(\/|$)|display$|design$|verify$)/;
const catalogue = /^\/v1\/items(\/|$)/;
const shellFiles = new Set(['/seal.svg', '/manifest.webmanifest', '/index.html']);

export function planFor({ url, method, mode }: Asked, origin: string): Plan {
  const at = new URL(url);
  if (method !== 'GET' || at.origin !== origin) return 'leave';
  const searches = at.searchParams.has('q');
  if (catalogue.test(at.pathname)) return searches ? 'leave' : 'catalogue';
  if (mode === 'navigate' && !elsewhere.test(at.pathname) && !/\.[a-z0-9]+$/i.test(at.pathname))
    return publicPages.test(at.pathname) && !searches ? 'public-page' : 'own-page';
  return at.pathname.startsWith('/assets/') || shellFiles.has(at.pathname) ? 'file' : 'leave';
}

/** Milliseconds a page or answer is waited for when there is an older one to show. */
export const patience = 4000;

/** At most so many of each are kept; the oldest go first. */
export const most = { pages: 60, catalogue: 200 } as const;

/** Names that go when there are too many. @param names oldest first */
export function tooMany<T>(names: readonly T[], limit: number): readonly T[] {
  return names.slice(0, Math.max(0, names.length - limit));
}
