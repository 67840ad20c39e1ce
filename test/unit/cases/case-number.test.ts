import { describe, expect, it } from 'vitest';
import { caseNumber } from '../../../shared/base/words.ts';
import { caseNumberOf, parseCaseNumber, serialAt } from '../../../shared/cases/case-number.ts';

const code = '12441500196720244T3442199806003';

describe('a case number', () => {
  it('is the implementing code, the day and the serial', () => {
    const made = caseNumberOf(code, '2022-06-23', 68);
    expect(made).toBe('12441500196720244T3442199806003202206230068');
    expect(caseNumber.parse(made)).toHaveLength(43);
    expect(parseCaseNumber(made)).toEqual({ implementingCode: code, day: '2022-06-23', serial: 68 });
  });

  it('has serials 1 to 9999', () => {
    expect(caseNumberOf(code, '2026-01-01', 1)).toMatch(/0001$/);
    expect(caseNumberOf(code, '2026-01-01', 9999)).toMatch(/9999$/);
    for (const serial of [0, 10_000, -1, 1.5, Number.NaN]) {
      expect(() => caseNumberOf(code, '2026-01-01', serial)).toThrow(RangeError);
    }
  });

  it.each([
    `${code}202613010001`,
    `${code}202602300001`,
    `${code}202601010000`,
    `${code}20260101001`,
    `${code.toLowerCase()}202601010001`,
    '',
  ])('is not %s', (text) => expect(parseCaseNumber(text)).toBeUndefined());
});

describe('a serial without a counter', () => {
  it('rises over the day in Shanghai and fits it', () => {
    expect(serialAt('2026-03-01T16:00:00.000Z', 0)).toBe(1);
    expect(serialAt('2026-03-02T04:00:00.000Z', 0)).toBe(5000);
    expect(serialAt('2026-03-02T15:59:59.999Z', 0)).toBe(9999);
  });

  it('finds another one for every spread, and always a valid one', () => {
    expect(serialAt('2026-03-02T15:59:59.999Z', 0.5)).toBe(4999);
    for (let spread = 0; spread < 1; spread += 0.01) {
      const serial = serialAt('2026-03-02T09:12:34.567Z', spread);
      expect(caseNumberOf(code, '2026-03-02', serial)).toHaveLength(43);
    }
  });
});
