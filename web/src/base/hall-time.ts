/**
 * What time it is at the hall: nothing that is shown or compared may believe the phone's clock. Every answer tells; a reload, and a page
 * opened without a network, begin with what this tab was told last. Before the first answer there is only the phone's own.
 */
import { useEffect, useState } from 'preact/hooks';
import { tabMemory } from './tab-memory.ts';

const keptName = 'banshi.ahead';
/** Milliseconds that the hall is ahead of this device. */
let ahead = keptAhead();
let known = false;
const listeners = new Set<() => void>();

/** Milliseconds by which two answers of one clock may differ: the header has whole seconds, and lines are slow. */
const jitter = 5000;

/** Reads an answer's time, from what no cache can have kept for longer than half a minute. */
export function noteHallTime(headers: Headers): void {
  const kept = headers.get('cache-control') ?? '';
  // `no-cache`: asked for anew each time, and a copy takes the time of the answer that let it stand.
  const seconds = /no-store|no-cache/.test(kept) ? 0 : Number(/max-age=(\d+)/.exec(kept)?.[1] ?? 'none');
  const there = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(there) || !(seconds <= 30)) return;
  known = true;
  // The header has whole seconds: taken at their end, a clock promises rather less time than there is.
  const difference = there + 1000 - Date.now();
  // What a cache had may be as old as it may be kept: only a difference beyond that tells of another clock.
  if (seconds > 0 && Math.abs(difference - ahead) < 2000 + seconds * 2000) return;
  const before = ahead;
  ahead = Math.abs(difference) < 2000 ? 0 : difference;
  if (Math.abs(ahead - keptAhead()) >= jitter) tabMemory.set(keptName, String(ahead));
  if (ahead === 0) tabMemory.remove(keptName);
  if (Math.abs(ahead - before) < jitter) return;
  for (const listener of listeners) listener();
}

/** Has an answer told the time? */
export const isHallTimeKnown = (): boolean => known;

export function hallNow(): Date {
  return new Date(Date.now() + ahead);
}

/** For what is around every page: draws it anew when it turns out that this device's clock is another. */
export function useHallTime(): void {
  const [, turn] = useState(0);
  useEffect(() => {
    const listener = () => turn((times) => times + 1);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}

function keptAhead(): number {
  const kept = Number(tabMemory.get(keptName) ?? 0);
  return Number.isFinite(kept) ? kept : 0;
}
