import { describe, expect, it } from 'vitest';
import { createCipher } from '../../../shared/base/cipher.ts';
import { decodeCursor, encodeCursor } from '../../../shared/base/cursor.ts';
import { newId } from '../../../shared/base/ids.ts';
import { personFrom } from '../../../shared/base/person.ts';
import { dayOf } from '../../../shared/base/time.ts';
import { caseId } from '../../../shared/base/words.ts';

describe('cipher', () => {
  const cipher = createCipher(async () => 'one secret');
  it('opens what it sealed, for the row it belongs to, and seals the same text differently each time', async () => {
    const sealed = await cipher.seal('440106199001011234', 'case-1');
    expect(sealed).not.toContain('4401');
    expect(await cipher.open(sealed, 'case-1')).toBe('440106199001011234');
    expect(await cipher.seal('440106199001011234', 'case-1')).not.toBe(sealed);
  });
  it('refuses a changed text, another row, another key, another generation', async () => {
    const sealed = await cipher.seal('text', 'case-1');
    const bytes = Buffer.from(sealed.slice(3), 'base64');
    for (const at of bytes.keys()) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      await expect(cipher.open(`v1.${flipped.toString('base64')}`, 'case-1')).rejects.toThrow();
    }
    await expect(cipher.open(sealed, 'case-2')).rejects.toThrow();
    await expect(createCipher(async () => 'another').open(sealed, 'case-1')).rejects.toThrow();
    await expect(cipher.open(sealed.replace('v1.', 'v2.'), 'case-1')).rejects.toThrow('unknown key');
  });
  it('fingerprints the same text alike and only under the same key', async () => {
    expect(await cipher.fingerprint('x')).toBe(await cipher.fingerprint('x'));
    expect(await createCipher(async () => 'another').fingerprint('x')).not.toBe(await cipher.fingerprint('x'));
  });
  it('asks again for a secret it could not read', async () => {
    let times = 0;
    const flaky = createCipher(async () => {
      times += 1;
      if (times === 1) throw new Error('later');
      return 'secret';
    });
    await expect(flaky.seal('x', 'y')).rejects.toThrow('later');
    expect(await flaky.open(await flaky.seal('x', 'y'), 'y')).toBe('x');
  });
});

describe('cursor', () => {
  it('comes back as it went, in its own list only', () => {
    const cursor = encodeCursor('list-a', { PK: 'p', SK: 's' });
    expect(decodeCursor('list-a', cursor)).toEqual({ PK: 'p', SK: 's' });
    expect(decodeCursor('list-a', undefined)).toBeUndefined();
    expect(() => decodeCursor('list-b', cursor)).toThrow('bad-cursor');
  });
  it.each(['', 'x', 'null', Buffer.from('["list-a",{"PK":1}]').toString('base64url'), '你好'])('refuses %j', (text) => {
    expect(() => decodeCursor('list-a', text)).toThrow('bad-cursor');
  });
});

describe('person', () => {
  const from = (claims: Record<string, unknown>) => personFrom({ authorizer: { jwt: { claims } } });
  it('reads roles as our issuer and as API Gateway write them, and drops unknown ones', () => {
    expect(from({ sub: 'a', roles: 'officer emperor approver' })?.roles).toEqual(['officer', 'approver']);
    expect(from({ sub: 'a', roles: '[officer approver]' })?.roles).toEqual(['officer', 'approver']);
    expect(from({ sub: 'a' })?.roles).toEqual([]);
  });
  it('is nobody without a checked token', () => {
    expect(personFrom({})).toBeUndefined();
    expect(personFrom(undefined)).toBeUndefined();
    expect(from({ roles: 'citizen' })).toBeUndefined();
    expect(from({ sub: 'a', agency: 'not a code' })).toBeUndefined();
  });
});

describe('ids and days', () => {
  it('makes ids of the right shape, never the same', () => {
    const ids = Array.from({ length: 1000 }, newId);
    for (const id of ids) expect(caseId.safeParse(id).success).toBe(true);
    expect(new Set(ids).size).toBe(1000);
  });
  it('knows the day in Shanghai', () => {
    expect(dayOf('2026-02-13T15:59:59.999Z')).toBe('2026-02-13');
    expect(dayOf('2026-02-13T16:00:00.000Z')).toBe('2026-02-14');
  });
});
