/** In which order people try the numbers of a session. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownOrder } from '../../../shared/booking/own-order.ts';

const numbers = Array.from({ length: 100 }, (_, at) => at + 1);

describe('the order in which somebody tries numbers', () => {
  it('has each number once, the same at every look, whatever the length', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 500 })), fc.string(), (given, who) => {
        const order = ownOrder(given, who);
        expect(order.toSorted((a, b) => a - b)).toEqual(given.toSorted((a, b) => a - b));
        expect(ownOrder(given, who)).toEqual(order);
      }),
    );
  });

  it('parts those who met: of a thousand with the same first number few have the same second', () => {
    const orders = Array.from({ length: 1000 }, (_, who) => ownOrder(numbers, `person-${who}`));
    const firsts = new Map<number, number>();
    for (const [first = 0] of orders) firsts.set(first, (firsts.get(first) ?? 0) + 1);
    expect(Math.max(...firsts.values())).toBeLessThan(30);
    const together = orders.filter(([first, second]) => first === 1 || second === 1).length;
    expect(together).toBeGreaterThan(5);
    const pairs = new Map<string, number>();
    for (const [first, second] of orders) pairs.set(`${first} ${second}`, (pairs.get(`${first} ${second}`) ?? 0) + 1);
    expect(Math.max(...pairs.values())).toBeLessThan(6);
  });
});
