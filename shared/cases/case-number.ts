/** Case number (办件编号): implementing code (31) + day yyyyMMdd (8) + serial of that day (4). A name for people, not a key. */

import { dayOf } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
import { isRealDay } from '../catalogue/identity-numbers.ts';

export interface CaseNumberParts {
  readonly implementingCode: string;
  readonly day: Day;
  /** 1 to 9999, from 1 again every day. */
  readonly serial: number;
}

/** @throws RangeError when the serial is not 1 to 9999: four digits hold no more */
export function caseNumberOf(implementingCode: string, day: Day, serial: number): string {
  if (!Number.isInteger(serial) || serial < 1 || serial > 9999)
    throw new RangeError('serial of a case number is 1 to 9999');
  return `${implementingCode}${day.replaceAll('-', '')}${String(serial).padStart(4, '0')}`;
}

/** @returns undefined for anything that is not a case number of a real day */
export function parseCaseNumber(text: string): CaseNumberParts | undefined {
  const [, implementingCode, year, month, date, serial] = /^([0-9A-Z]{31})(\d{4})(\d\d)(\d\d)(\d{4})$/.exec(text) ?? [];
  const day = `${year}-${month}-${date}`;
  if (implementingCode === undefined || !isRealDay(day) || Number(serial) === 0) return undefined;
  return { implementingCode, day, serial: Number(serial) };
}

/**
 * A serial without a counter to wait for: the day's 9,999 numbers are spread over its 24 hours, so that numbers rise as
 * the day goes on; whoever finds one taken tries another at random. Writing it under "must be new" makes it unique.
 *
 * @param spread 0 for the number of this moment; otherwise, up to 1, how far from it, around the clock
 */
export function serialAt(now: Instant, spread: number): number {
  const sinceMidnight = Date.parse(now) - Date.parse(`${dayOf(now)}T00:00:00.000+08:00`);
  const slot = Math.floor((sinceMidnight / dayLength) * serials);
  return ((slot + Math.floor(spread * serials)) % serials) + 1;
}

const serials = 9999;
const dayLength = 24 * 3600_000;
