/**
 * Working days (工作日) of the State Council's calendar, in Asia/Shanghai.
 *
 * The law's periods are counted in working days, statutory holidays excluded (行政许可法 art. 82): the day of the event is
 * not counted, a period ends on a working day, and a Saturday or Sunday worked in exchange for a holiday counts. The
 * calendar is published a year ahead; beyond the last published year a date is provisional.
 */
import year2024 from 'chinese-days/dist/years/2024.json' with { type: 'json' };
import year2025 from 'chinese-days/dist/years/2025.json' with { type: 'json' };
import year2026 from 'chinese-days/dist/years/2026.json' with { type: 'json' };
import type { Bilingual, Day } from '../base/words.ts';

/** Only the years a case can touch: the package's own module (lunar calendar and all) would triple the import. */
const published: readonly CalendarYear[] = [year2024, year2025, year2026];
/** Days off and days worked in exchange, each `English name,中文名,days off`. */
interface CalendarYear {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

const daysOff = new Map(published.flatMap(({ holidays }) => Object.entries(holidays)));
const daysWorked = new Set(published.flatMap(({ workdays }) => Object.keys(workdays)));

export const firstPublishedYear = 2024;
export const lastPublishedYear = 2026;

/** Off in every year by 全国年节及纪念日放假办法 (2024) art. 2, so certain even before a year's calendar is published. */
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

export function isWorkingDay(day: Day): boolean {
  if (daysWorked.has(day)) return true;
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !daysOff.has(day) && !fixedHolidays.has(day.slice(5));
}

/**
 * The last day of a period.
 *
 * @param day of the event; not counted
 * @param count working days, ≥ 0; with 0 the period ends on the day itself, or on the next working day
 */
export function addWorkingDays(day: Day, count: number): { readonly day: Day; readonly provisional: boolean } {
  let last = day;
  for (let counted = 0; counted < count; ) {
    last = nextDay(last);
    if (isWorkingDay(last)) counted += 1;
  }
  while (!isWorkingDay(last)) last = nextDay(last);
  return { day: last, provisional: isProvisional(last) };
}

/** Working days after `from`, up to and including `to`; 0 when `to` is not after `from`. */
export function workingDaysBetween(from: Day, to: Day): number {
  let counted = 0;
  for (let day = from; day < to; ) {
    day = nextDay(day);
    if (isWorkingDay(day)) counted += 1;
  }
  return counted;
}

/** Days of the week and of holidays alike, from one day to another. */
export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / (24 * 3600_000);

/** Is the calendar of this day's year not published yet? */
export const isProvisional = (day: Day): boolean => Number(day.slice(0, 4)) > lastPublishedYear;

export interface Exception {
  readonly from: Day;
  readonly to: Day;
  /** Worked in exchange for a holiday, and so counted; otherwise days off. */
  readonly worked: boolean;
  readonly name: Bilingual;
}

/** What differs from plain weeks after `from` up to and including `to`, in order; holidays as runs of days. */
export function exceptionsBetween(from: Day, to: Day): Exception[] {
  const found: Exception[] = [];
  for (let day = from; day < to; ) {
    day = nextDay(day);
    const exception = exceptionOn(day);
    const last = found.at(-1);
    if (exception === undefined) continue;
    const joins = last !== undefined && !exception.worked && !last.worked && nextDay(last.to) === day;
    if (joins && last.name.zh === exception.name.zh) found[found.length - 1] = { ...last, to: day };
    else found.push(exception);
  }
  return found;
}

function exceptionOn(day: Day): Exception | undefined {
  if (daysWorked.has(day))
    return { from: day, to: day, worked: true, name: { zh: '调休上班', en: 'worked in exchange' } };
  const listed = daysOff.get(day);
  if (listed !== undefined) {
    const [en = '', zh = ''] = listed.split(',');
    return { from: day, to: day, worked: false, name: { zh, en } };
  }
  if (!isProvisional(day) || !fixedHolidays.has(day.slice(5))) return undefined;
  return { from: day, to: day, worked: false, name: { zh: '法定节日', en: 'statutory holiday' } };
}

export function nextDay(day: Day): Day {
  return new Date(Date.parse(day) + 24 * 3600_000).toISOString().slice(0, 10);
}
