/** Renewals of licences (行政许可法 art. 50): until when silence renews one. Pure. */
import { type Day, day } from '../base/words.ts';
import type { Answers, Item } from '../catalogue/item.ts';
import { daysBetween } from './calendar.ts';
import { renewalNotice } from './clock.ts';

/** Of a renewal that was asked for in time, the last day of the licence. @param askedOn when it was applied for */
export function renewalOf({ renewal }: Item, answers: Answers, askedOn: Day): { expiresOn?: Day } {
  const given = day.safeParse(renewal === undefined ? undefined : answers[renewal.expiryField]);
  return given.success && daysBetween(askedOn, given.data) >= renewalNotice ? { expiresOn: given.data } : {};
}
