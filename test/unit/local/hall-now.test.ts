/** A hall in another time: what may be asked for, and that AWS never does it. */
import { describe, expect, it } from 'vitest';
import { clockShift } from '../../../local/hall-now.ts';
import { epochSeconds, realTime, shiftOf } from '../../../shared/base/time.ts';

const real = Date.parse('2026-11-22T12:00:00.000Z');
const at = (text: string) => new Date(real + (clockShift(['--now', text], real) ?? 0)).toISOString();

describe('npm start -- --now', () => {
  it('takes a day, from its beginning in Shanghai, or an instant with its zone', () => {
    expect(at('2026-02-13')).toBe('2026-02-12T16:00:00.000Z');
    expect(at('2026-02-13T09:00+08:00')).toBe('2026-02-13T01:00:00.000Z');
    expect(at('2028-02-29')).toBe('2028-02-28T16:00:00.000Z');
    expect(clockShift([], real)).toBeUndefined();
  });

  it.each(['2026-02-30', '2027-02-29', 'tomorrow', '2026-02-13T09:00', ''])('refuses %j', (text) => {
    expect(() => clockShift(['--now', text], real)).toThrow(/--now/);
  });

  it('takes nothing else', () => {
    expect(() => clockShift(['--then', '2026-02-13'], real)).toThrow(/--now/);
  });
});

describe('the shift of a function', () => {
  it('is none unless the host says so', () => {
    expect(shiftOf({})).toBe(0);
    expect(shiftOf({ HALL_CLOCK_SHIFT_MS: '-86400000' })).toBe(-86_400_000);
    expect(() => shiftOf({ HALL_CLOCK_SHIFT_MS: 'a week' })).toThrow(/not a number/);
  });

  it('is refused on AWS, whatever the environment', () => {
    const onAws = { HALL_CLOCK_SHIFT_MS: '0', AWS_LAMBDA_RUNTIME_API: '169.254.100.1:9001' };
    expect(() => shiftOf(onAws)).toThrow(/does not travel on AWS/);
    expect(shiftOf({ AWS_LAMBDA_RUNTIME_API: '169.254.100.1:9001' })).toBe(0);
  });

  it('leaves the present where it is', () => {
    expect(realTime('2026-02-13T01:00:00.000Z').toISOString()).toBe('2026-02-13T01:00:00.000Z');
    expect(epochSeconds('2026-02-13T01:00:00.999Z')).toBe(1_770_944_400);
  });
});
