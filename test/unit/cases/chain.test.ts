import { describe, expect, it } from 'vitest';
import { canonicalJson, chain, eventHash, verifyChain } from '../../../shared/cases/chain.ts';
import { caseId, li, lifeIn, monday } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

const { head, events } = lifeIn('delivered', promisedItem);
const at = (index: number) => {
  const event = events[index];
  if (event === undefined) throw new Error(`no event ${index}`);
  return event;
};
const replaced = (index: number, change: object) =>
  events.map((event, i) => (i === index ? { ...event, ...change } : event));

describe('the record', () => {
  it('is numbered, chained, and ends where the case says', () => {
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(at(0)).toMatchObject({ eventId: `${caseId}-1`, previousHash: '', state: 'submitted', type: 'submitted' });
    expect(at(1).previousHash).toBe(at(0).hash);
    expect(head).toMatchObject({ eventCount: 7, chainHash: at(6).hash });
    expect(verifyChain(events, head)).toEqual({ intact: true });
    expect(verifyChain([])).toEqual({ intact: true });
  });

  it('still fits after a journey through JSON with its keys in another order', () => {
    const shuffled = events.map((event) => Object.fromEntries(Object.entries(event).reverse()));
    const back: typeof events = JSON.parse(JSON.stringify(shuffled));
    expect(verifyChain(back, head)).toEqual({ intact: true });
  });

  it.each([
    ['when', { at: '2026-03-01T02:00:00.000Z' }],
    ['who', { actor: { ...li, name: '别人' } }],
    ['what', { type: 'denied' }],
    ['the state', { state: 'denied' }],
    ['the words', { data: { outcome: 'deny' } }],
    ['the number', { seq: 9 }],
    ['the id', { eventId: `${caseId}-9` }],
    ['the case', { caseId: '0'.repeat(26) }],
    ['the link', { previousHash: 'c'.repeat(64) }],
    ['the hash', { hash: 'c'.repeat(64) }],
  ])('shows a change of %s', (_, change) => {
    expect(verifyChain(replaced(3, change))).toEqual({ intact: false, brokenAt: 4 });
  });

  it('shows a change that was sealed anew, at the next line', () => {
    const { hash: _, ...forged } = { ...at(3), data: { outcome: 'deny' } };
    expect(verifyChain(replaced(3, { ...forged, hash: eventHash(forged) }))).toEqual({ intact: false, brokenAt: 5 });
  });

  it('shows a line taken out, put in twice, or swapped', () => {
    expect(verifyChain(events.toSpliced(2, 1))).toEqual({ intact: false, brokenAt: 3 });
    expect(verifyChain(events.toSpliced(2, 0, at(2)))).toEqual({ intact: false, brokenAt: 4 });
    expect(verifyChain(events.toSpliced(2, 2, at(3), at(2)))).toEqual({ intact: false, brokenAt: 3 });
  });

  it('shows lines cut off at the end, against the case', () => {
    expect(verifyChain(events.slice(0, 5))).toEqual({ intact: true });
    expect(verifyChain(events.slice(0, 5), head)).toEqual({ intact: false, brokenAt: 6 });
  });

  it('belongs to one case', () => {
    expect(verifyChain(events, { ...head, caseId: '0'.repeat(26) })).toEqual({ intact: false, brokenAt: 1 });
  });

  it('leaves out what is undefined, as a row would', () => {
    const start = { caseId, eventCount: 0, chainHash: '' };
    const draft = { type: 'released', state: 'submitted', actor: li, at: monday } as const;
    const [withUndefined] = chain(start, [{ ...draft, data: { note: undefined, kept: 1 }, clocks: {} }]);
    expect(withUndefined?.data).toEqual({ kept: 1 });
    expect('note' in (withUndefined?.data ?? {})).toBe(false);
  });
});

describe('canonical JSON', () => {
  it('sorts the keys at every depth and keeps lists in order', () => {
    const value = { b: [{ d: 1, c: '2' }, 'x'], a: null, ä: true };
    expect(canonicalJson(value)).toBe('{"a":null,"b":[{"c":"2","d":1},"x"],"ä":true}');
  });
});
