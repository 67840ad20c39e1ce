import everyYear from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  exceptionsBetween,
  firstPublishedYear,
  isWorkingDay,
  lastPublishedYear,
  workingDaysBetween,
} from '../../../shared/cases/calendar.ts';

const day = (year: number, index: number) => new Date(Date.UTC(year, 0, index)).toISOString().slice(0, 10);
const daysOf = (year: number) =>
  Array.from({ length: 366 }, (_, index) => day(year, index + 1)).filter((each) => each.startsWith(`${year}`));

describe('working days', () => {
  it.each([
    ['2026-02-13', 5, '2026-02-27'],
    ['2026-02-13', 20, '2026-03-19'],
    ['2026-09-18', 5, '2026-09-24'],
    ['2026-09-18', 10, '2026-10-09'],
    ['2026-04-30', 5, '2026-05-11'],
    ['2026-04-30', 20, '2026-06-01'],
    ['2026-09-30', 5, '2026-10-13'],
    ['2025-12-31', 1, '2026-01-04'],
  ])('%s + %i is %s', (from, count, expected) => {
    expect(addWorkingDays(from, count)).toEqual({ day: expected, provisional: false });
    expect(workingDaysBetween(from, expected)).toBe(count);
  });

  it.each([
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i', (year, expected) => {
    expect(daysOf(year).filter(isWorkingDay)).toHaveLength(expected);
    expect(workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)).toBe(expected);
  });

  it('counts a Saturday worked in exchange, and not a Tuesday off', () => {
    expect(isWorkingDay('2026-02-14')).toBe(true);
    expect(isWorkingDay('2026-02-17')).toBe(false);
    expect(isWorkingDay('2026-03-07')).toBe(false);
    expect(isWorkingDay('2026-03-09')).toBe(true);
  });

  it('ends a period of nothing on the day itself, or on the next working day', () => {
    expect(addWorkingDays('2026-03-09', 0).day).toBe('2026-03-09');
    expect(addWorkingDays('2026-02-15', 0).day).toBe('2026-02-24');
  });

  it('finds no working days backwards', () => {
    expect(workingDaysBetween('2026-03-09', '2026-03-09')).toBe(0);
    expect(workingDaysBetween('2026-03-09', '2026-03-02')).toBe(0);
  });

  it('marks what lies beyond the last published year as provisional', () => {
    expect(addWorkingDays('2026-12-30', 1)).toEqual({ day: '2026-12-31', provisional: false });
    // 1 January is a statutory holiday of every year, published or not.
    expect(addWorkingDays('2026-12-31', 1)).toEqual({ day: '2027-01-04', provisional: true });
  });

  it('knows every year that the calendar package has published since the first one used', () => {
    const known = Object.keys(everyYear.holidays).map((each) => Number(each.slice(0, 4)));
    expect(Math.max(...known)).toBe(lastPublishedYear);
    for (let year = firstPublishedYear; year <= lastPublishedYear; year += 1) {
      for (const each of daysOf(year)) {
        const weekday = new Date(each).getUTCDay();
        const off = each in everyYear.holidays || weekday === 0 || weekday === 6;
        expect([each, isWorkingDay(each)]).toEqual([each, each in everyYear.workdays || !off]);
      }
    }
  });
});

describe('what differs from plain weeks', () => {
  it('names the holiday as a run and the days worked in exchange', () => {
    const name = { zh: '调休上班', en: 'worked in exchange' };
    expect(exceptionsBetween('2026-02-13', '2026-02-28')).toEqual([
      { from: '2026-02-14', to: '2026-02-14', worked: true, name },
      { from: '2026-02-15', to: '2026-02-23', worked: false, name: { zh: '春节', en: 'Spring Festival' } },
      { from: '2026-02-28', to: '2026-02-28', worked: true, name },
    ]);
  });

  it('is empty in plain weeks', () => {
    expect(exceptionsBetween('2026-03-02', '2026-03-20')).toEqual([]);
  });

  it('names the fixed holidays of an unpublished year', () => {
    expect(exceptionsBetween('2027-04-28', '2027-05-05')).toEqual([
      { from: '2027-05-01', to: '2027-05-02', worked: false, name: { zh: '法定节日', en: 'statutory holiday' } },
    ]);
  });
});
