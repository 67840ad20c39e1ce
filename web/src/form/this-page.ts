/**
 * Which page keeps what: two windows with one draft each keep their own words, and what a closed one left behind goes to whoever comes
 * next. A page that lives holds a lock in its name; where a browser has no locks, all others count as closed.
 */
import { tabMemory } from '../base/tab-memory.ts';

const idKey = 'banshi.page';
const lockOf = (id: string) => `banshi.page.${id}`;
/** Milliseconds that the page before a reload may take to let go. */
const patience = 500;

let claimed: Promise<string> | undefined;

/** A name of this page that lasts through its reloads. */
export function thisPage(): Promise<string> {
  claimed ??= claim();
  return claimed;
}

/** Pages that live now, this one among them. */
export async function livingPages(): Promise<ReadonlySet<string>> {
  const own = await thisPage();
  const held = 'locks' in navigator ? ((await navigator.locks.query()).held ?? []) : [];
  const start = lockOf('');
  return new Set([own, ...held.flatMap(({ name = '' }) => (name.startsWith(start) ? [name.slice(start.length)] : []))]);
}

async function claim(): Promise<string> {
  const before = tabMemory.get(idKey);
  const id = before !== null && (await holds(before)) ? before : crypto.randomUUID();
  if (id !== before) await holds(id);
  tabMemory.set(idKey, id);
  return id;
}

/** @returns whether the lock is this page's now: a window that was duplicated brings along the name of one that still lives */
function holds(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const asked = navigator.locks.request(lockOf(id), { signal: AbortSignal.timeout(patience) }, () => {
      resolve(true);
      return new Promise(() => undefined);
    });
    asked.catch(() => resolve(false));
  });
}
