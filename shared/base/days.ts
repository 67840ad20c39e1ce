/** Days are the law's, in Asia/Shanghai, which has kept +08:00 since 1991. Also runs in the browser. */
import type { Day, Instant } from './words.ts';

export const shanghaiOffset = 8 * 3600_000;

/** The calendar day in Asia/Shanghai on which an instant falls. */
export function dayOf(instant: Instant): Day {
  return new Date(Date.parse(instant) + shanghaiOffset).toISOString().slice(0, 10);
}
