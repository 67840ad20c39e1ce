import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../shared/catalogue/checks.ts';
import type { Answers, AutomaticCheck } from '../../../shared/catalogue/item.ts';
import { trialItem } from './fixture.ts';

const today = '2026-11-22';
const trial = trialItem();

function passes(rule: AutomaticCheck['rule'], answers: Answers, materialsClean = true): boolean | undefined {
  const item = { ...trial, checks: [{ code: 'it', name: { zh: '核', en: 'Check' }, rule }] };
  return runChecks(item, answers, materialsClean, today)[0]?.passed;
}

/** Born on 31 December 1949: 76 today. */
const idNumber = '11010519491231002X';

describe('the automatic checks', () => {
  it('come in the order of the item', () => {
    expect(runChecks(trial, { idNumber, declared: false }, true, today)).toEqual([
      { code: 'adult', passed: true },
      { code: 'declared', passed: false },
    ]);
  });

  it.each([
    [{ min: 76 }, true],
    [{ min: 77 }, false],
    [{ max: 76 }, true],
    [{ max: 75 }, false],
    [{ min: 70, max: 80 }, true],
  ])('look at the age: %j', (bounds, passed) => {
    expect(passes({ kind: 'age-between', field: 'idNumber', ...bounds }, { idNumber })).toBe(passed);
  });

  it.each([
    [1, true],
    [5, true],
    [6, false],
    ['5', false],
  ])('look at the number %j', (count, passed) => {
    expect(passes({ kind: 'number-between', field: 'count', min: 1, max: 5 }, { count })).toBe(passed);
  });

  it('look at a choice', () => {
    expect(passes({ kind: 'answer-in', field: 'kind', in: ['first'] }, { kind: 'first' })).toBe(true);
    expect(passes({ kind: 'answer-in', field: 'kind', in: ['first'] }, { kind: 'again' })).toBe(false);
  });

  it('compare two persons', () => {
    const rule: AutomaticCheck['rule'] = { kind: 'same-person', fields: ['fullName', 'personName'] };
    expect(passes(rule, { fullName: '张三', people: [{ personName: '张三' }] })).toBe(true);
    expect(passes(rule, { fullName: '张三', people: [{ personName: '张三' }, { personName: '李四' }] })).toBe(false);
  });

  it('look at the files', () => {
    expect(passes({ kind: 'materials-clean' }, {}, true)).toBe(true);
    expect(passes({ kind: 'materials-clean' }, {}, false)).toBe(false);
  });

  it('do not pass on a question left empty', () => {
    expect(passes({ kind: 'age-between', field: 'idNumber', min: 18 }, {})).toBe(false);
    expect(passes({ kind: 'answer-in', field: 'declared', in: [true] }, {})).toBe(false);
    expect(passes({ kind: 'number-between', field: 'count', max: 5 }, {})).toBe(false);
    expect(
      passes({ kind: 'same-person', fields: ['fullName', 'personName'] }, { fullName: '张三', people: [{}] }),
    ).toBe(false);
  });

  it('have nothing to object to in a question that was not asked', () => {
    const rule: AutomaticCheck['rule'] = { kind: 'age-between', field: 'personId', min: 18 };
    expect(passes(rule, { people: [{ personName: '李四', personAdult: false }] })).toBe(true);
    expect(passes(rule, { people: [{ personName: '李四', personAdult: true }] })).toBe(false);
  });
});
