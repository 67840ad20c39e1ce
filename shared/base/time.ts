/** Instants are UTC with milliseconds; days are the law's, in Asia/Shanghai, which has kept +08:00 since 1991. */
import { shanghaiOffset } from './days.ts';
import type { Day, Instant } from './words.ts';

export { dayOf } from './days.ts';

/**
 * Milliseconds by which a training hall lives before or after the real time (`npm start -- --now 2026-02-13`). Only the
 * host on a developer's machine sets it; on AWS nobody can, whatever the environment says.
 */
const shift = shiftOf(process.env);

/** @throws Error on AWS, and for what is not a whole number */
export function shiftOf(environment: Readonly<Record<string, string | undefined>>): number {
  const { HALL_CLOCK_SHIFT_MS: given, AWS_LAMBDA_RUNTIME_API: onAws } = environment;
  if (given === undefined) return 0;
  if (onAws !== undefined) throw new Error('time does not travel on AWS: HALL_CLOCK_SHIFT_MS must not be set');
  if (!/^-?\d{1,15}$/.test(given)) throw new Error('HALL_CLOCK_SHIFT_MS is not a number of milliseconds');
  return Number(given);
}

/** Now, as the functions tell it to the rules. */
export const systemClock = (): Instant => new Date(Date.now() + shift).toISOString();

/** The real time at an instant of the hall: what AWS itself checks goes by it, such as signatures and time to live. */
export const realTime = (instant: Instant): Date => new Date(Date.parse(instant) - shift);

/** The instant at which a day begins in Asia/Shanghai. */
export const startOf = (day: Day): Instant => new Date(Date.parse(day) - shanghaiOffset).toISOString();

/** The instant some seconds later. */
export function secondsAfter(instant: Instant, seconds: number): Instant {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}

/** Seconds since the epoch in real time, as DynamoDB's time to live wants it. */
export const epochSeconds = (instant: Instant): number => Math.floor(realTime(instant).getTime() / 1000);
