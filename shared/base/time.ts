/** Instants are UTC with milliseconds; days are the law's, in Asia/Shanghai, which has kept +08:00 since 1991. */
import type { Day, Instant } from './words.ts';

const shanghaiOffset = 8 * 3600_000;

/** Now, as the functions tell it to the rules. */
export const systemClock = (): Instant => new Date().toISOString();

/** The calendar day in Asia/Shanghai on which an instant falls. */
export function dayOf(instant: Instant): Day {
  return new Date(Date.parse(instant) + shanghaiOffset).toISOString().slice(0, 10);
}

/** The instant at which a day begins in Asia/Shanghai. */
export const startOf = (day: Day): Instant => new Date(Date.parse(day) - shanghaiOffset).toISOString();

/** The instant some seconds later. */
export function secondsAfter(instant: Instant, seconds: number): Instant {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}

/** Seconds since the epoch, as DynamoDB's time to live wants it. */
export const epochSeconds = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);
