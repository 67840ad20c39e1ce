import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addWorkingDays,
  exceptionsBetween,
  isProvisional,
  isWorkingDay,
  workingDaysBetween,
} from '../../../shared/cases/calendar.ts';

const day = fc
  .integer({ min: 0, max: 4 * 365 })
  .map((index) => new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10));
const count = fc.integer({ min: 1, max: 60 });

it('counting forward and counting between agree', () => {
  fc.assert(
    fc.property(day, count, (from, n) => {
      const last = addWorkingDays(from, n);
      expect(workingDaysBetween(from, last.day)).toBe(n);
      expect(isWorkingDay(last.day)).toBe(true);
      expect(last.day > from).toBe(true);
      expect(last.provisional).toBe(isProvisional(last.day));
    }),
  );
});

it('two periods one after the other are one period', () => {
  fc.assert(
    fc.property(day, count, count, (from, a, b) => {
      expect(addWorkingDays(addWorkingDays(from, a).day, b)).toEqual(addWorkingDays(from, a + b));
    }),
  );
});

it('the days between add up', () => {
  fc.assert(
    fc.property(day, day, day, (...three) => {
      const [a = '', b = '', c = ''] = three.toSorted();
      expect(workingDaysBetween(a, c)).toBe(workingDaysBetween(a, b) + workingDaysBetween(b, c));
    }),
  );
});

it('weeks and the exceptions named account for every working day', () => {
  fc.assert(
    fc.property(day, count, (from, n) => {
      const to = addWorkingDays(from, n).day;
      const exceptions = exceptionsBetween(from, to);
      const named = (each: string) => exceptions.find((run) => run.from <= each && each <= run.to);
      for (let time = Date.parse(from) + 86_400_000; time <= Date.parse(to); time += 86_400_000) {
        const each = new Date(time).toISOString().slice(0, 10);
        const weekday = ![0, 6].includes(new Date(time).getUTCDay());
        expect(isWorkingDay(each)).toBe(named(each)?.worked ?? weekday);
      }
    }),
  );
});
