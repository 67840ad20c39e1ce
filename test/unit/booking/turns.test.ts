/** The queue before hot sessions: its doors, its lots and its tickets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDirectory } from '../../../shared/booking/directory.ts';
import { explain } from '../../../shared/booking/explain.ts';
import { queue } from '../../../shared/booking/policy.ts';
import { sessionOf } from '../../../shared/booking/session.ts';
import { type Bearer, lotOf, signTicket, ticketConflicts, ticketPattern } from '../../../shared/booking/turn-ticket.ts';
import {
  type Doors,
  doorsOf,
  mayTakeTicket,
  ticketNeeded,
  ticketUntil,
  turnOf,
} from '../../../shared/booking/turns.ts';
import { demoCity } from '../../support/booking.ts';

const directory = openDirectory(demoCity);
const sessionNamed = (id: string) => {
  const session = sessionOf(directory, id);
  if (session === undefined) throw new Error(id);
  return session;
};
/** A chief physician's Monday, released a week before at eight. */
const hot = sessionNamed('s001-20261130-am');
const release = '2026-11-23T00:00:00.000Z';
const opened = doorsOf(hot, directory);
if (opened === undefined) throw new Error('no queue');
const doors: Doors = opened;
const key = Buffer.from('the key of the queue');
const codes = (conflicts: readonly { code: string }[]) => conflicts.map(({ code }) => code);
const plus = (milliseconds: number): string => new Date(Date.parse(release) + milliseconds).toISOString();

describe('a policy’s queue', () => {
  it('is for the grades it names, at the hospitals that have one', () => {
    expect(doors).toEqual({
      turns: 120,
      ticketMinutes: 20,
      opensAt: '2026-11-22T23:45:00.000Z',
      releaseAt: release,
      endsAt: '2026-11-23T00:02:00.000Z',
    });
    // An associate chief's of the same department.
    expect(doorsOf(sessionNamed('s002-20261124-am'), directory)).toBeUndefined();
  });

  it('is explained in both languages before it binds, and no other policy speaks of one', () => {
    const { eight, dawn } = demoCity.policies;
    if (eight === undefined || dawn === undefined) throw new Error('no policy');
    const told = explain(eight).filter(({ zh }) => zh.includes('号签'));
    expect(told).toHaveLength(1);
    expect(told[0]?.zh).toContain('主任医师的号放号时排队：放号前 15 分钟起取号签');
    expect(told[0]?.en).toContain('take a ticket from 15 minutes before the release');
    expect(told[0]?.en).toContain('120 seconds after the release no ticket is needed');
    expect(explain(dawn).filter(({ en }) => en.includes('ticket'))).toEqual([]);
  });

  it.each([
    ['nobody', { grades: [] }],
    ['one turn only', { turns: 1 }],
    ['a grade that is none', { grades: ['professor'] }],
    ['tickets that are over at once', { ticketMinutes: 0 }],
  ])('is not one for %s', (_, wrong) => {
    const right = { grades: ['chief'], opensMinutes: 15, turns: 120, turnSeconds: 1, ticketMinutes: 20 };
    expect(queue.safeParse(right).success).toBe(true);
    expect(queue.safeParse({ ...right, ...wrong }).success).toBe(false);
  });

  it('opens, binds and is over at its instants', () => {
    const may = (now: string) => codes(mayTakeTicket(doors, now));
    expect(may('2026-11-22T23:44:59.999Z')).toEqual(['queue-not-open']);
    expect(may(doors.opensAt)).toEqual([]);
    expect(may('2026-11-23T00:01:59.999Z')).toEqual([]);
    expect(may(doors.endsAt)).toEqual(['queue-not-needed']);
    expect(codes(mayTakeTicket(undefined, release))).toEqual(['queue-not-needed']);
    const until = ['2026-11-22T23:50:00.000Z', '2026-11-22T23:50:59.999Z'].map((now) => ticketUntil(doors, now));
    expect(until).toEqual(['2026-11-23T00:11:00.000Z', '2026-11-23T00:11:00.000Z']);
    const needed = [plus(-1), release, plus(119_999), plus(120_000)].map((now) => ticketNeeded(doors, now));
    expect(needed).toEqual([false, true, true, false]);
    expect(ticketNeeded(undefined, release)).toBe(false);
  });
});

describe('lots', () => {
  it('are everyone’s own, the same at every asking and for every doctor of the department that day', () => {
    const mine = lotOf(key, 'patient-1', hot);
    expect(lotOf(key, 'patient-1', sessionNamed('s003-20261130-am'))).toBe(mine);
    expect(lotOf(key, 'patient-1', { ...hot, date: '2026-12-01' })).not.toBe(mine);
    expect(lotOf(key, 'patient-2', hot)).not.toBe(mine);
    expect(lotOf(Buffer.from('another'), 'patient-1', hot)).not.toBe(mine);
  });

  it('spread 6,000 people over the turns: no second has twice its share, none is empty', () => {
    const turns = Array.from({ length: 6000 }, (_, at) => turnOf(lotOf(key, `patient-${at}`, hot), doors).turn);
    const sizes = [...Map.groupBy(turns, (turn) => turn).values()].map(({ length }) => length);
    expect(sizes).toHaveLength(120);
    expect(Math.max(...sizes)).toBeLessThan((2 * 6000) / 120);
    expect(Math.min(...sizes)).toBeGreaterThan(6000 / 120 / 2.5);
  });

  it('are let in between release and end, the lower before the higher, each in its turn', () => {
    const lot = fc.integer({ min: 0, max: 2 ** 48 - 1 }).map((of) => of / 2 ** 48);
    fc.assert(
      fc.property(lot, lot, (a, b) => {
        const [one, other] = [turnOf(Math.min(a, b), doors), turnOf(Math.max(a, b), doors)];
        expect(one.admittedFrom <= other.admittedFrom).toBe(true);
        for (const { turn, admittedFrom } of [one, other]) {
          expect(admittedFrom >= doors.releaseAt && admittedFrom < doors.endsAt).toBe(true);
          expect(turn).toBe(1 + Math.floor((Date.parse(admittedFrom) - Date.parse(release)) / 1000));
        }
      }),
    );
  });
});

describe('a ticket', () => {
  const bearer: Bearer = { account: 'zhang-wei', patientId: 'patient-1', sessionId: hot.sessionId };
  const [from, until] = [plus(37_000), plus(600_000)];
  const ticket = signTicket(key, bearer, from, until);

  it('lets its bearer in from its turn until its end', () => {
    const at = (now: string) => codes(ticketConflicts(key, bearer, ticket, now));
    expect(at(plus(36_999))).toEqual(['queue-not-your-turn']);
    expect(at(from)).toEqual([]);
    expect(at(plus(599_999))).toEqual([]);
    expect(at(until)).toEqual(['queue-ticket-expired']);
    expect(codes(ticketConflicts(key, bearer, undefined, from))).toEqual(['queue-ticket-needed']);
  });

  it('is good for nobody else, no other patient, session or key, and tells nobody who it is for', () => {
    const others: Bearer[] = [
      { ...bearer, account: 'li-na' },
      { ...bearer, patientId: 'patient-2' },
      { ...bearer, sessionId: 's003-20261130-am' },
    ];
    for (const other of others)
      expect(codes(ticketConflicts(key, other, ticket, from))).toEqual(['queue-ticket-invalid']);
    expect(codes(ticketConflicts(Buffer.from('other'), bearer, ticket, from))).toEqual(['queue-ticket-invalid']);
    expect(ticket).toMatch(ticketPattern);
    for (const name of Object.values(bearer)) expect(Buffer.from(ticket, 'base64url').includes(name)).toBe(false);
  });

  it('cannot be changed, made up or mended: any other text is refused', () => {
    const [a = '', b = '', signed = ''] = ticket.split('.');
    const earlier = `${Date.parse(release).toString(36)}.${b}.${signed}`;
    const longer = `${a}.${Date.parse(plus(9e9)).toString(36)}.${signed}`;
    for (const wrong of [earlier, longer, '', '..', `${a}.${b}.`, `${a}.${b}.${'A'.repeat(43)}`, `${ticket}x`])
      expect(codes(ticketConflicts(key, bearer, wrong, from)), wrong).toEqual(['queue-ticket-invalid']);
    const change = fc.record({ at: fc.nat(ticket.length - 1), to: fc.string({ minLength: 1, maxLength: 1 }) });
    fc.assert(
      fc.property(fc.oneof(fc.string(), change), (wrong) => {
        const text =
          typeof wrong === 'string' ? wrong : `${ticket.slice(0, wrong.at)}${wrong.to}${ticket.slice(wrong.at + 1)}`;
        fc.pre(text !== ticket);
        expect(codes(ticketConflicts(key, bearer, text, from))).toEqual(['queue-ticket-invalid']);
      }),
    );
  });
});
