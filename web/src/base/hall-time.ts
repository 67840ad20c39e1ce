/**
 * What time it is at the hall: a clock that runs down must not believe the phone's. Told by the `Date` of answers that no cache
 * can have kept; until one has come, the phone's own.
 */

let ahead = 0;

/** Reads an answer's time. Less than two seconds apart is the same time. */
export function noteHallTime(headers: Headers): void {
  if (headers.get('cache-control')?.includes('no-store') !== true) return;
  const there = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(there)) return;
  const difference = there - Date.now();
  ahead = Math.abs(difference) < 2000 ? 0 : difference;
}

export function hallNow(): Date {
  return new Date(Date.now() + ahead);
}
