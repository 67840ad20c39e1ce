/**
 * Random histories of people who all want the same few numbers at the same time: book, hold, confirm, move, cancel, wait, let a
 * hold lapse, repeat a call, die in the middle, while the clock sweeps beside them. Whatever they do, on the embedded engine, the four faults never occur.
 */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/base/problems.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import type { Instant } from '../../../shared/base/words.ts';
import { type Appointment, holdsNumber } from '../../../shared/booking/appointment.ts';
import { isFree, keyOf } from '../../../shared/booking/booking-rows.ts';
import type { DirectoryData } from '../../../shared/booking/directory.ts';
import { cancel } from '../../../shared/booking/release.ts';
import { knownSession } from '../../../shared/booking/room.ts';
import { confirm, reschedule } from '../../../shared/booking/steps.ts';
import { sweep } from '../../../shared/booking/sweep.ts';
import { take } from '../../../shared/booking/take.ts';
import { joinWaitlist, offerFreed } from '../../../shared/booking/wait.ts';
import { bookingRoom, demoCity, mine, type TestRoom } from '../../support/booking.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

/** Two doctors of one department at the same hours, one of another: two numbers each. */
const line = { kind: 'clinic', part: 'am', start: '08:00', minutes: 15, total: 2, feeFen: 0 } as const;
const small = (schedule: string, practitioner: string) => ({
  ...line,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  schedule,
  practitioner,
  pools: {},
  from: '2026-01-01',
});
const city: DirectoryData = {
  ...demoCity,
  closures: [],
  templates: [small('a1', 'p001'), small('a2', 'p002'), small('b1', 'p016')],
};
const sessions = ['a1-20261124-am', 'a2-20261124-am', 'b1-20261124-am'] as const;
const opens: Instant = '2026-11-20T02:00:00.000Z';
const people = 10;

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());

const whats = [
  'book',
  'book',
  'hold',
  'confirm',
  'cancel',
  'cancel',
  'cancel',
  'wait',
  'wait',
  'wait',
  'move',
  'move',
  'move',
  'repeat',
  'sweep',
  'die',
  'die-cancelling',
] as const;
const step = fc.record({
  who: fc.nat(people - 1),
  what: fc.constantFrom(...whats),
  where: fc.constantFrom(0, 0, 0, 1, 2),
});
/** Steps of a round are carried out at the same time; between rounds the clock moves on, sometimes past a hold's end. */
const history = fc.array(
  fc.record({ minutes: fc.constantFrom(0, 0, 1, 11, 1500), steps: fc.array(step, { minLength: 1, maxLength: 8 }) }),
  {
    minLength: 4,
    maxLength: 8,
  },
);
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

describe('random concurrent histories', () => {
  it('never double-book, conserve capacity and give freed numbers to the head of the line', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (rounds) => {
        const room = await bookingRoom(engines, city);
        const now = await live(room, rounds);
        await check(room, now);
      }),
      { numRuns: 40 },
    );
    // The histories really did all of it.
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
    expect(Math.min(seen.holding, seen.cancelled)).toBeGreaterThan(10);
  }, 240_000);
});

describe('a process that is killed just after it gave a number back', () => {
  it('has handed it to the head of the line in that same write', async () => {
    const room = await bookingRoom(engines, city);
    const ids = await Promise.all([0, 1, 2, 3].map((who) => room.self(`person-${who}`)));
    const wish = (who: number) => room.wish(`person-${who}`, ids[who] ?? '', sessions[0], opens);
    const held = [await take(room, wish(0)), await take(room, wish(1))];
    const first = await joinWaitlist(room, wish(2));
    const second = await joinWaitlist(room, { ...wish(3), now: secondsAfter(opens, 1) });
    const step = { actor: { id: 'person-0', role: 'citizen' as const }, idempotency: undefined, now: opens };
    const dead = cancel(dying(room), held[0]?.appointmentId ?? '', { ...step, mine: mine('person-0') });
    await expect(dead).rejects.toThrow(Killed);
    // Nobody has looked again.
    const { appointment } = await room.store.get(first.appointmentId);
    expect([appointment.status, appointment.offered, appointment.no]).toEqual(['pending', true, held[0]?.no]);
    const rows = await room.store.numbers(sessions[0], [1, 2]);
    expect(rows.get(held[0]?.no ?? 0)?.appointmentId).toBe(first.appointmentId);
    expect((await room.store.waiting(sessions[0])).map(({ appointmentId }) => appointmentId)).toEqual([
      second.appointmentId,
    ]);
  });
});

async function live(room: TestRoom, rounds: History): Promise<Instant> {
  const ids = await Promise.all(Array.from({ length: people }, (_, who) => room.self(`person-${who}`)));
  const made: Appointment[] = [];
  let now = opens;
  let serial = 0;
  for (const { minutes, steps } of rounds) {
    now = secondsAfter(now, minutes * 60);
    const at = now;
    await Promise.all(
      steps.map(async ({ who, what, where }) => {
        const account = `person-${who}`;
        serial += 1;
        const key = { id: `${account}-${serial}`, requestHash: 'one' };
        const wish = room.wish(account, ids[who] ?? '', sessions[where] ?? '', at, { idempotency: key });
        const latest = made.findLast((one) => one.account === account);
        const late = {
          actor: { id: account, role: 'citizen' as const },
          idempotency: key,
          now: at,
          mine: mine(account),
        };
        // The memory of one process is not shared: each step is another function's.
        const alone = { ...room, soldOut: new Map<string, Instant>() };
        try {
          if (what === 'book' || what === 'hold') made.push(await take(alone, { ...wish, mode: what }));
          if (what === 'wait') made.push(await joinWaitlist(alone, wish));
          if (what === 'confirm' && latest !== undefined) await confirm(alone, latest.appointmentId, late);
          if (what === 'cancel' && latest !== undefined) await cancel(alone, latest.appointmentId, late);
          if (what === 'move' && latest !== undefined) {
            const to = { sessionId: sessions[(where + 1) % 3] ?? '', account, channel: 'online' as const };
            made.push(await reschedule(alone, latest.appointmentId, to, { ...late, ...to }));
          }
          if (what === 'sweep') await sweepAll(alone, at);
          if (what === 'die-cancelling' && latest !== undefined) await cancel(dying(alone), latest.appointmentId, late);
          if (what === 'repeat') {
            const both = await Promise.allSettled([take(alone, wish), take(alone, wish)]);
            const done = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
            expect(new Set(done.map(({ appointmentId }) => appointmentId)).size).toBeLessThanOrEqual(1);
            // The call that came second is answered as the first was, or told that others were quicker: never refused for what is its own.
            const onlyThis = steps.filter((one) => one.who === who).length === 1;
            for (const one of both) {
              const problem = one.status === 'rejected' && one.reason instanceof Problem ? one.reason : undefined;
              const reasons = problem?.code === 'booking-refused' ? problem.errors.map(({ code }) => code) : [];
              if (done.length > 0 && onlyThis) expect(['', 'sold-out']).toContain(reasons.join());
            }
            made.push(...done);
            for (const one of both) if (one.status === 'rejected') throw one.reason;
          }
          if (what === 'die') await take(dying(alone), wish);
        } catch (error) {
          if (!(error instanceof Problem) && !(error instanceof Killed)) throw error;
        }
      }),
    );
  }
  return now;
}

/** A minute of the clock: everything that has come due. Two may do it at once. */
async function sweepAll(room: TestRoom, now: Instant): Promise<void> {
  for (const shard of room.store.dueShards) {
    for (const id of await room.store.due(shard, now, 100))
      if ((await sweep(room, id, now)) !== undefined) seen.swept += 1;
  }
}

/** Every guard and every place of a quota in the table, with its holder. */
async function guardsIn(room: TestRoom): Promise<string[]> {
  const { Items = [] } = await engines.documents.send(new ScanCommand({ TableName: room.table }));
  return Items.filter(({ PK }) => /^(GUARD|QUOTA|PLACE)#/.test(String(PK))).map(
    ({ PK, SK, appointmentId }) => `${PK} ${SK} ${appointmentId}`,
  );
}

class Killed extends Error {}
/** A process that is killed just after its transaction, before it can answer. */
const dying = (room: TestRoom): TestRoom => ({
  ...room,
  store: {
    ...room.store,
    commit: async (writes) => {
      await room.store.commit(writes);
      throw new Killed();
    },
  },
});

/** How often histories came to this. */
const seen = { holding: 0, cancelled: 0, offered: 0, waiting: 0, swept: 0, moved: 0 };

async function check(room: TestRoom, now: Instant): Promise<void> {
  const all = (await Promise.all(sessions.map((id) => room.store.ofSession(id)))).flat();
  const holding = all.filter((one) => holdsNumber(one, now));

  seen.holding += holding.length;
  seen.cancelled += all.filter(({ status }) => status === 'cancelled').length;
  seen.offered += all.filter(({ offered }) => offered === true).length;
  seen.moved += all.filter(({ cancelReason }) => cancelReason === 'rescheduled').length;
  seen.waiting += all.filter(({ status }) => status === 'waitlist').length;

  // 1. No number has two holders, and every number's row agrees with who holds it.
  const numbers = holding.map((one) => `${one.sessionId} ${one.no}`);
  expect(new Set(numbers).size).toBe(numbers.length);
  // 2. Nobody is in two places at once. 3. Nobody has two numbers in one department on one day, or too many on one phone.
  for (const kind of ['CELL#', 'DEPARTMENT#', 'QUOTA']) {
    const guards = holding.flatMap((one) => one.guards.filter((text) => keyOf(text).SK.startsWith(kind)));
    expect(new Set(guards).size).toBe(guards.length);
    if (kind !== 'CELL#') expect(guards.length).toBe(holding.length);
  }
  for (const sessionId of sessions) {
    const session = knownSession(room, sessionId);
    const rows = await room.store.numbers(sessionId, [1, 2]);
    const taken = [...rows].filter(([, row]) => !isFree(row, now));
    // What is shown is what is.
    expect(await room.store.numbersListed(sessionId)).toEqual(rows);
    // 4. Capacity is conserved: taken numbers are exactly those held by living appointments.
    const held = holding.filter((one) => one.sessionId === sessionId);
    expect(taken.map(([no, row]) => `${no} ${row.appointmentId}`).sort()).toEqual(
      held.map((one) => `${one.no} ${one.appointmentId}`).sort(),
    );
    // Nobody waits beside a free number: lapsed holds are swept, cancelled ones went to the head in the cancel itself.
    const before = await room.store.waiting(sessionId);
    await offerFreed(room, session, now);
    const after = await room.store.waiting(sessionId);
    const left = [1, 2].filter((no) => isFree(rows.get(no), now)).length;
    if (after.length > 0) expect(before.length - after.length).toBeGreaterThanOrEqual(left);
    // First in, first out: who is offered stood before who still waits.
    const offered = before.filter(({ appointmentId }) => !after.some((one) => one.appointmentId === appointmentId));
    for (const one of offered) expect((one.waiting ?? '') < (after[0]?.waiting ?? '~')).toBe(true);
  }

  // One more sweep writes down what has lapsed, frees what it still holds, and leaves nothing to do.
  await sweepAll(room, now);
  for (const shard of room.store.dueShards) expect(await room.store.due(shard, now, 100)).toEqual([]);
  const after = (await Promise.all(sessions.map((id) => room.store.ofSession(id)))).flat();
  for (const one of after) expect(one.status === 'pending' && !holdsNumber(one, now)).toBe(false);
  // No guard stays behind: each that is in the table is of an appointment that lives, and that one knows it.
  const living = after.filter((one) => holdsNumber(one, now) || one.status === 'waitlist');
  expect((await guardsIn(room)).sort()).toEqual(
    living.flatMap((one) => one.guards.map((key) => `${key} ${one.appointmentId}`)).sort(),
  );
  for (const sessionId of sessions) {
    const rows = await room.store.numbers(sessionId, [1, 2]);
    expect(await room.store.numbersListed(sessionId)).toEqual(rows);
    const held = after.filter((one) => one.sessionId === sessionId && holdsNumber(one, now));
    expect([...rows].map(([no, row]) => `${no} ${row.appointmentId}`).sort()).toEqual(
      held.map((one) => `${one.no} ${one.appointmentId}`).sort(),
    );
  }
}
