/**
 * Where the person is, from the address bar. Links are plain `<a href>`: one listener turns those that stay inside this
 * application into moves without a reload, so every link also works in a new tab.
 */
import { useEffect, useState } from 'preact/hooks';
import { match, type Values } from './match.ts';

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

type Listener = () => void;
const listeners = new Set<Listener>();
let moves = 0;

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    listeners.add(update);
    update();
    return () => {
      listeners.delete(update);
    };
  }, []);
  return place;
}

/** Goes to an address of this application; `replace` leaves no step to come back to. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  tell();
}

/** How often the person has moved inside the application: a new page takes the focus, the first one leaves it alone. */
export function movesMade(): number {
  return moves;
}

/**
 * Starts listening. @param owns does a path belong to this application? Others are left to the browser.
 */
export function startRouter(owns: (path: string) => boolean): void {
  addEventListener('popstate', tell);
  document.addEventListener('click', (event) => {
    const link = linkOf(event);
    if (link === undefined || !owns(link.pathname)) return;
    if (link.pathname === location.pathname && link.hash !== '') return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
    if (link.hash === '') scrollTo(0, 0);
  });
}

/** First of the patterns (`/items/:code`) that fits, drawn with its values. */
export function route<T>(
  path: string,
  table: readonly (readonly [pattern: string, draw: (values: Values) => T])[],
): T | undefined {
  for (const [pattern, draw] of table) {
    const values = match(pattern, path);
    if (values !== undefined) return draw(values);
  }
  return undefined;
}

let drawnFor: Place | undefined;

/** Where the person is, while the server draws a page for them. */
export function standAt(place: Place): void {
  drawnFor = place;
}

function here(): Place {
  if (drawnFor !== undefined) return drawnFor;
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

function tell(): void {
  moves += 1;
  for (const listener of listeners) listener();
}

/** The link of a plain left click, if it stays in this window and on this site. */
function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return undefined;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin)
    return undefined;
  return link;
}
