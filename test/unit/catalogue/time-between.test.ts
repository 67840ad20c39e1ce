/** The time between two days: a home registered for half a year, a loan that does not end before it begins. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../shared/catalogue/checks.ts';
import { type Item, item as itemSchema } from '../../../shared/catalogue/item.ts';
import { dayAfter, isTimely, type TimeBetween, timeProblems } from '../../../shared/catalogue/time-between.ts';
import { trialItem } from './fixture.ts';

const today = '2026-08-31';

/** An item that asks since when and until when, the second only of some. */
function asking(rule: Partial<TimeBetween>): Item {
  const date = (name: string, zh: string) => ({ name, type: 'date', required: false, label: { zh, en: name } });
  const fields = [
    { name: 'temporary', type: 'yes-no', label: { zh: '临时', en: 'Temporary' } },
    date('since', '登记日期'),
    { ...date('until', '结束日期'), when: { field: 'temporary', in: [true] } },
  ];
  const form = { sections: [{ name: 'days', title: { zh: '日期', en: 'Days' }, fields }] };
  const checks = [
    {
      code: 'time',
      name: { zh: '期间', en: 'Time' },
      rule: { kind: 'time-between', from: 'since', to: 'today', unit: 'months', ...rule },
    },
  ];
  return itemSchema.parse({ ...trialItem(), form, checks });
}

describe('a day so much later', () => {
  it.each([
    ['2026-02-28', 6, 'months', '2026-08-28'],
    ['2025-08-31', 6, 'months', '2026-02-28'],
    ['2027-08-31', 6, 'months', '2028-02-29'],
    ['2024-02-29', 1, 'years', '2025-02-28'],
    ['2024-02-29', 4, 'years', '2028-02-29'],
    ['2026-12-31', 1, 'days', '2027-01-01'],
    ['2026-10-31', 4, 'months', '2027-02-28'],
    ['2026-03-31', -1, 'months', '2026-02-28'],
    ['2026-08-31', 0, 'months', '2026-08-31'],
  ] as const)('%s and %i %s is %s', (day, count, unit, expected) => {
    expect(dayAfter(day, count, unit)).toBe(expected);
  });

  const days = fc.integer({ min: 0, max: 40_000 }).map((n) => dayAfter('1960-01-01', n, 'days'));
  const units = fc.constantFrom('days' as const, 'months' as const, 'years' as const);

  it('is never earlier for more, nor for a later day, and a year is twelve months', () => {
    fc.assert(
      fc.property(days, days, fc.nat(600), fc.nat(600), units, (one, other, few, more, unit) => {
        const [first, last] = one <= other ? [one, other] : [other, one];
        expect(dayAfter(first, few, unit) <= dayAfter(last, few, unit)).toBe(true);
        expect(dayAfter(first, few, unit) <= dayAfter(first, few + more, unit)).toBe(true);
        expect(dayAfter(first, few, 'years')).toBe(dayAfter(first, few * 12, 'months'));
      }),
    );
  });

  it('taken back is never too late to have passed again', () => {
    fc.assert(
      fc.property(days, fc.nat(600), units, (day, count, unit) => {
        expect(dayAfter(dayAfter(day, -count, unit), count, unit) <= day).toBe(true);
      }),
    );
  });

  it('bounds a time: a day is too early, timely or too late, in this order', () => {
    fc.assert(
      fc.property(
        days,
        fc.nat(200),
        fc.nat(200),
        fc.array(days, { minLength: 1 }),
        units,
        (from, min, more, tos, unit) => {
          const rule = { kind: 'time-between', from: 'a', to: 'b', unit, min, max: min + more } as const;
          const verdicts = tos
            .toSorted()
            .map((to) => (isTimely(rule, from, to) ? 1 : to < dayAfter(from, min, unit) ? 0 : 2));
          expect(verdicts).toEqual(verdicts.toSorted());
          expect(isTimely(rule, from, dayAfter(from, min, unit))).toBe(true);
          expect(isTimely(rule, from, dayAfter(from, min + more, unit))).toBe(true);
          expect(isTimely(rule, from, dayAfter(dayAfter(from, min + more, unit), 1, 'days'))).toBe(false);
        },
      ),
    );
  });
});

describe('an item that wants some time to have passed', () => {
  const halfYear = asking({ min: 6 });

  it.each([
    ['2026-02-28', true],
    ['2026-03-01', false],
    ['2026-08-31', false],
    ['2026-09-01', false],
  ])('takes one registered on %s: %s, in the form and on arrival alike', (since, taken) => {
    expect(timeProblems(halfYear, { since }, today)).toHaveLength(taken ? 0 : 1);
    expect(runChecks(halfYear, { since }, true, today)).toEqual([{ code: 'time', passed: taken }]);
  });

  it('tells at the question from which day on it may be', () => {
    expect(timeProblems(halfYear, { since: '2026-03-01' }, today)).toEqual([
      {
        field: 'answers.since',
        code: 'time-between',
        message: {
          zh: '从“登记日期”到申请当天要满 6 个月，最早是 2026年9月1日。',
          en: 'From “since” to the day of application takes at least 6 months: 1 September 2026 at the earliest.',
        },
      },
    ]);
  });

  it('says nothing of a day that is missing or none: that is another fault', () => {
    for (const since of [undefined, '', '2026-02-30', 'x', 20260101])
      expect(timeProblems(halfYear, since === undefined ? {} : { since }, today)).toEqual([]);
    expect(runChecks(halfYear, {}, true, today)).toEqual([{ code: 'time', passed: false }]);
  });
});

describe('two days of the form', () => {
  const span = asking({ to: 'until', unit: 'days', max: 30 });
  const told = (since: string, until: string, temporary = true) =>
    timeProblems(span, { since, until, temporary }, today).map(({ field, message }) => [field, message.zh]);

  it('come in their order, and not too far apart', () => {
    expect(told('2026-09-01', '2026-09-01')).toEqual([]);
    expect(told('2026-09-01', '2026-10-01')).toEqual([]);
    expect(told('2026-09-02', '2026-09-01')).toEqual([['answers.until', '“结束日期”不能早于“登记日期”。']]);
    expect(told('2026-09-01', '2026-10-02')).toEqual([
      ['answers.until', '从“登记日期”到“结束日期”最多 30 天，最晚是 2026年10月1日。'],
    ]);
  });

  it('do not matter where one of them is not asked', () => {
    expect(told('2026-09-02', '2026-09-01', false)).toEqual([]);
    const answers = { since: '2026-09-02', until: '2026-09-01', temporary: false };
    expect(runChecks(span, answers, true, today)).toEqual([{ code: 'time', passed: true }]);
  });
});
