/** When a policy's moments fall for a session. Pure; days and clock times are Asia/Shanghai's, answers are instants. */
import { secondsAfter } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
import { isWorkingDay } from '../cases/calendar.ts';
import type { Moment, Policy } from './policy.ts';

/** The instant of a clock time of a day in Asia/Shanghai. */
export const instantAt = (day: Day, time: string): Instant => new Date(`${day}T${time}:00+08:00`).toISOString();

/** @param days may be negative */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export const daysFrom = (from: Day, count: number): Day[] => Array.from({ length: count }, (_, n) => addDays(from, n));

/** The earlier of two days. */
export const earlier = (one: Day, other: Day): Day => [one, other].sort()[0] ?? one;

/** Monday is 1, Sunday 7. */
export const weekdayOf = (day: Day): number => new Date(day).getUTCDay() || 7;

/** @param session the day it is on and the instant it (or the number) begins */
export function momentOf(moment: Moment, session: { readonly date: Day; readonly start: Instant }): Instant {
  switch (moment.kind) {
    case 'days-before':
      return instantAt(addDays(session.date, -moment.days), moment.time);
    case 'working-days-before':
      return instantAt(workingDaysBefore(session.date, moment.days), moment.time);
    case 'before-start':
      return secondsAfter(session.start, -moment.minutes * 60);
  }
}

function workingDaysBefore(day: Day, count: number): Day {
  let at = day;
  for (let left = count; left > 0; ) {
    at = addDays(at, -1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** When the numbers of a day are given out (放号). */
export const releaseOf = (policy: Policy, date: Day): Instant =>
  instantAt(addDays(date, -policy.horizonDays), policy.releaseTime);

/** The later of the instant and the end of the quiet hours it falls in: when a message may go out. */
export function outsideQuietHours({ quietHours }: Policy, instant: Instant): Instant {
  const local = new Date(Date.parse(instant) + 8 * 3600_000).toISOString();
  const today = local.slice(0, 10);
  const time = local.slice(11, 16);
  const { from, to } = quietHours;
  const quiet = from <= to ? time >= from && time < to : time >= from || time < to;
  if (!quiet) return instant;
  return instantAt(from > to && time >= from ? addDays(today, 1) : today, to);
}

/** Whole years of age on a day. */
export function ageOn(birthDate: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** The instant so many calendar months before. */
export function monthsBefore(instant: Instant, months: number): Instant {
  const date = new Date(instant);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return date.toISOString();
}

/** The quarter hours of the clock that a stretch of time touches, `2026-11-24T08:15`, in Asia/Shanghai. */
export function quarterHours(start: Instant, end: Instant): string[] {
  const quarter = 900_000;
  const cells: string[] = [];
  for (let at = Math.floor(Date.parse(start) / quarter) * quarter; at < Date.parse(end); at += quarter) {
    cells.push(new Date(at + 8 * 3600_000).toISOString().slice(0, 16));
  }
  return cells;
}
