/** The line (候补) when many join it at once, and when the session is stopped in the same moment. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/base/problems.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import type { Instant } from '../../../shared/base/words.ts';
import type { DirectoryData } from '../../../shared/booking/directory.ts';
import { cancel } from '../../../shared/booking/release.ts';
import { stopSession } from '../../../shared/booking/stop-session.ts';
import { take } from '../../../shared/booking/take.ts';
import { joinWaitlist } from '../../../shared/booking/wait.ts';
import { bookingRoom, demoCity, mine, type TestRoom } from '../../support/booking.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

/** One number, three places to wait. */
const city: DirectoryData = {
  ...demoCity,
  closures: [],
  policies: Object.fromEntries(
    Object.entries(demoCity.policies).map(([id, one]) => [id, { ...one, waitlist: { ...one.waitlist, places: 3 } }]),
  ),
  templates: [
    {
      ...{ schedule: 'a1', practitioner: 'p001', kind: 'clinic', part: 'am', start: '08:00', minutes: 15, total: 1 },
      ...{ feeFen: 0, weekdays: [1, 2, 3, 4, 5, 6, 7], pools: {}, from: '2026-01-01' },
    },
  ],
};
const sessionId = 'a1-20261124-am';
const now: Instant = '2026-11-20T02:00:00.000Z';
const staff = { actor: { id: 'reception', role: 'receptionist' as const }, now, idempotency: undefined };
const stopping = { sessionId, reason: '医生病休', replacement: undefined, ...staff };

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());

async function soldOut(): Promise<{ room: TestRoom; winner: string; wishes: ReturnType<TestRoom['wish']>[] }> {
  const room = await bookingRoom(engines, city);
  const accounts = Array.from({ length: 13 }, (_, serial) => `person-${serial}`);
  const ids = await Promise.all(accounts.map((account) => room.self(account)));
  const [first, ...others] = accounts.map((account, at) => room.wish(account, ids[at] ?? '', sessionId, now));
  if (first === undefined) throw new Error('nobody');
  const { appointmentId } = await take(room, first);
  return { room, winner: appointmentId, wishes: others };
}

const reasonsOf = (reason: unknown): string[] =>
  reason instanceof Problem ? [reason.code, ...reason.errors.map(({ code }) => code)] : [String(reason)];

describe('many who join the line at once', () => {
  it('never pass its places, and whoever is refused is told why', async () => {
    const { room, wishes } = await soldOut();
    const answers = await Promise.allSettled(wishes.map((wish) => joinWaitlist(room, wish)));
    expect(await room.store.waiting(sessionId)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const one of answers)
      if (one.status === 'rejected') expect(reasonsOf(one.reason)).toEqual(['booking-refused', 'waitlist-full']);
  });

  it('find a place again that somebody gave up, or left for a number', async () => {
    const { room, winner, wishes } = await soldOut();
    const [a, b, c, d, e, f] = wishes;
    if (!(a && b && c && d && e && f)) throw new Error('nobody');
    const joined = [];
    for (const [at, wish] of [a, b, c].entries())
      joined.push(await joinWaitlist(room, { ...wish, now: secondsAfter(now, at) }));
    await expect(joinWaitlist(room, d)).rejects.toThrow(Problem);
    await cancel(room, joined[1]?.appointmentId ?? '', { ...staff, mine: mine(b.account) });
    expect((await joinWaitlist(room, { ...d, now: secondsAfter(now, 3) })).status).toBe('waitlist');
    await cancel(room, winner, { ...staff, mine: () => undefined });
    expect((await room.store.get(joined[0]?.appointmentId ?? '')).appointment.status).toBe('pending');
    expect((await joinWaitlist(room, { ...e, now: secondsAfter(now, 4) })).status).toBe('waitlist');
    await expect(joinWaitlist(room, f)).rejects.toThrow(Problem);
  });
});

describe('who joins the line in the moment its session is stopped', () => {
  it('is told so, and is not left waiting', async () => {
    const { room, wishes } = await soldOut();
    const [wish] = wishes;
    if (wish === undefined) throw new Error('nobody');
    const { store } = room;
    // It had read that the session is held; the stop is over before it writes.
    const slow: TestRoom = {
      ...room,
      store: {
        ...store,
        async commit(all) {
          await stopSession(room, stopping);
          return store.commit(all);
        },
      },
    };
    const ended = await joinWaitlist(slow, wish);
    expect([ended.status, ended.cancelReason, ended.guards]).toEqual(['cancelled', 'stopped', []]);
    expect(await store.waiting(sessionId)).toEqual([]);
  });
});
