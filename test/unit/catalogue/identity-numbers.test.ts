import { describe, expect, it } from 'vitest';
import {
  ageOn,
  birthDateOf,
  creditCodeCheckDigit,
  idCardCheckDigit,
  idCardFault,
  isCreditCode,
  isRealDay,
  maskIdentityNumber,
} from '../../../shared/catalogue/identity-numbers.ts';

const today = '2026-11-22';

describe('resident identity numbers (GB 11643)', () => {
  // The standard's own examples.
  it.each(['11010519491231002', '44052418800101001'])('give %s its check digit', (first17) => {
    expect(idCardCheckDigit(first17)).toBe(first17.startsWith('11') ? 'X' : '4');
  });

  it('that are right have no fault', () => {
    expect(idCardFault('11010519491231002X', today)).toBeUndefined();
  });

  it.each([
    ['11010519491231002x', 'shape'],
    ['11010519491231002', 'shape'],
    ['110105194912310021', 'check-digit'],
    ['101105194912310022', 'region'],
    ['110105194902310027', 'birth-date'],
    ['440524188001010014', 'birth-date'],
    ['110105202611230029', 'birth-date'],
  ] as const)('%s has the fault %s', (value, fault) => {
    expect(idCardFault(value, today)).toBe(fault);
  });

  it('hold the date of birth', () => {
    expect(birthDateOf('11010519491231002X')).toBe('1949-12-31');
    expect(birthDateOf('110105194913310025')).toBeUndefined();
    expect(birthDateOf('somebody')).toBeUndefined();
  });

  it('are masked so that the date of birth cannot be read', () => {
    expect(maskIdentityNumber('11010519491231002X')).toBe('110***********002X');
    expect(maskIdentityNumber('1101051949')).toBe('**********');
  });
});

describe('unified social credit codes (GB 32100)', () => {
  // The standard's own example, and an agency of the demonstration list.
  it.each(['91350100M000100Y43', '11440100DEM0001533'])('%s is one', (code) => {
    expect(isCreditCode(code)).toBe(true);
    expect(creditCodeCheckDigit(code.slice(0, 17))).toBe(code[17]);
  });

  it.each(['91350100M000100Y44', '91350100M000100Y4', '91350100I000100Y43', '91350100m000100y43', ''])(
    '%s is none',
    (code) => {
      expect(isCreditCode(code)).toBe(false);
    },
  );
});

describe('days and ages', () => {
  it('knows a day that exists', () => {
    expect(['2024-02-29', '2026-12-31'].every(isRealDay)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '', '2026-00-10'].some(isRealDay)).toBe(false);
  });

  it.each([
    ['1946-11-22', 80],
    ['1946-11-23', 79],
    ['2026-11-22', 0],
  ])('born on %s is %i today', (born, age) => {
    expect(ageOn(born, today)).toBe(age);
  });

  it('counts 29 February on 1 March in other years', () => {
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17);
    expect(ageOn('2008-02-29', '2026-03-01')).toBe(18);
  });
});
