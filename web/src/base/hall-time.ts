/** What time it is at the hall: a clock that runs down must not believe the phone's. Until an answer has told, the phone's own. */

let ahead = 0;
let known = false;

/** Reads an answer's time, from what no cache can have kept for longer than half a minute. */
export function noteHallTime(headers: Headers): void {
  const kept = headers.get('cache-control') ?? '';
  const seconds = kept.includes('no-store') ? 0 : Number(/max-age=(\d+)/.exec(kept)?.[1] ?? 'none');
  const there = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(there) || !(seconds <= 30)) return;
  known = true;
  // The header has whole seconds: taken at their end, a clock promises rather less time than there is.
  const difference = there + 1000 - Date.now();
  // What a cache had may be as old as it may be kept: only a difference beyond that tells of another clock.
  if (seconds > 0 && Math.abs(difference - ahead) < 2000 + seconds * 2000) return;
  ahead = Math.abs(difference) < 2000 ? 0 : difference;
}

/** Has an answer told the time? */
export const isHallTimeKnown = (): boolean => known;

export function hallNow(): Date {
  return new Date(Date.now() + ahead);
}
