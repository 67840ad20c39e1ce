import { describe, expect, it } from 'vitest';
import { canTakeForEver } from '../../../catalogue/lint-pattern.ts';
import { wholePattern } from '../../../shared/catalogue/values.ts';

describe('a pattern of a form', () => {
  it.each([
    '粤A[A-HJ-NP-Z0-9]{5,6}',
    '20\\d{2}-(0[1-9]|1[0-2])',
    '[A-Z]+ [A-Z]+',
    '[0-9a-f.:/-]{7,80}',
    '\\d{3}(-\\d{1,6})?',
    '(?:[A-Z]\\d{2}){1,3}',
    '[(+*)|]{2}\\(\\+\\)',
    'a|b',
  ])('%s is answered at once, whatever the answer', (pattern) => {
    expect(canTakeForEver(pattern)).toBe(false);
    expect(() => wholePattern(pattern)).not.toThrow();
  });

  // Lists as a careless clerk writes them, and what is made to be slow.
  it.each([
    '(\\d+,?)*',
    '([A-Z]+)+',
    '(a|a)*b',
    '(?:a?){30}a{30}',
    '((a+)b?)*c',
    '(?<x>a*)*',
    '(\\d{1,300}){2}x',
    '\\d*\\d*\\d*x',
    '\\d{1,900}\\d{1,900}\\d{1,900}x',
    '(a*)\\1',
  ])('%s is refused', (pattern) => {
    expect(canTakeForEver(pattern)).toBe(true);
  });

  it('that is none is not read for ever itself', () => {
    for (const broken of ['[A-Z', ')', '((', 'a{2', '\\', '[\\']) expect(canTakeForEver(broken)).toBe(false);
  });
});
