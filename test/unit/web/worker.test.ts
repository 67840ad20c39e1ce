/** What the service worker keeps, and what it never touches. */
import { describe, expect, it } from 'vitest';
import { fitted } from '../../../web/src/form/picture-size.ts';
import { planFor, tooMany } from '../../../web/src/worker/plan.ts';

const origin = 'https://hall.example.cn';
const plan = (path: string, mode = 'cors', method = 'GET') => planFor({ url: origin + path, method, mode }, origin);

describe('the service worker', () => {
  it.each([
    ['/', 'public-page'],
    ['/items?theme=elderly', 'public-page'],
    // What somebody searched for is theirs: on a shared computer the next one must not find it.
    ['/items?q=a', 'own-page'],
    ['/items?theme=elderly&q=a', 'own-page'],
    ['/items/440106010000', 'public-page'],
    ['/cases', 'own-page'],
    ['/apply/01ABC/form/a', 'own-page'],
    ['/booking/appointments/01ABC/room', 'own-page'],
    ['/me', 'own-page'],
    ['/signed-in?code=x', 'own-page'],
    ['/desk', 'leave'],
    ['/desk/cases/x', 'leave'],
    ['/oidc/auth', 'leave'],
    ['/v1/cases/x', 'leave'],
    ['/receipt.pdf', 'leave'],
  ])('takes going to %s as %s', (path, expected) => {
    expect(plan(path, 'navigate')).toBe(expected);
  });

  it.each([
    ['/assets/hall-1a2b.js', 'file'],
    ['/seal.svg', 'file'],
    ['/v1/items', 'catalogue'],
    ['/v1/items?codes=440106010000', 'catalogue'],
    ['/v1/items/search?q=a', 'leave'],
    ['/v1/items?q=a', 'leave'],
    ['/v1/items/440106010000', 'catalogue'],
    ['/v1/drafts', 'leave'],
    ['/v1/cases/01ABC', 'leave'],
    ['/v1/me/profile', 'leave'],
    ['/v1/me/device-key', 'leave'],
    ['/v1/itemsx', 'leave'],
    ['/config.json', 'leave'],
    ['/sw.js', 'leave'],
  ])('takes a call of %s as %s', (path, expected) => {
    expect(plan(path)).toBe(expected);
  });

  it('leaves alone what is sent, and what is elsewhere', () => {
    expect(plan('/v1/items', 'cors', 'POST')).toBe('leave');
    expect(plan('/', 'navigate', 'POST')).toBe('leave');
    expect(planFor({ url: 'https://other.example/assets/x.js', method: 'GET', mode: 'cors' }, origin)).toBe('leave');
  });

  it('lets the oldest go when there are too many', () => {
    expect(tooMany(['a', 'b', 'c'], 2)).toEqual(['a']);
    expect(tooMany(['a', 'b'], 2)).toEqual([]);
  });
});

describe('a photograph', () => {
  it('fits the limit with its shape kept, and is never made larger', () => {
    expect(fitted(4000, 3000)).toEqual({ width: 2400, height: 1800 });
    expect(fitted(3000, 6000)).toEqual({ width: 1200, height: 2400 });
    expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
    expect(fitted(10_000, 1)).toEqual({ width: 2400, height: 1 });
  });
});
