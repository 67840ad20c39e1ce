import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../../catalogue/booking/compile.ts';
import type { Appointment } from '../../../shared/booking/appointment.ts';
import { allows } from '../../../shared/booking/fhir/scopes.ts';
import { dateRange, matches } from '../../../shared/booking/fhir/search.ts';
import { mayCancel, mayCheckIn, mayConfirm, mayNoShow } from '../../../shared/booking/life.ts';
import {
  ageOn,
  momentOf,
  monthsBefore,
  outsideQuietHours,
  quarterHours,
  releaseOf,
} from '../../../shared/booking/moments.ts';
import type { Policy } from '../../../shared/booking/policy.ts';
import { placeOf } from '../../../shared/booking/queue.ts';
import { bannedUntil } from '../../../shared/booking/standing.ts';

const policies = readPolicies();
const policy = (name: string): Policy => {
  const found = policies[name];
  if (found === undefined) throw new Error(name);
  return found;
};
/** Wednesday 25 November 2026, 08:00 in the city. */
const session = { date: '2026-11-25', start: '2026-11-25T00:00:00.000Z' };

const one: Appointment = {
  appointmentId: '0123456789ABCDEFGHJKMNPQRS',
  version: 1,
  status: 'booked',
  patientId: '0123456789ABCDEFGHJKMNPQRT',
  patientName: '张伟',
  account: 'zhang-wei',
  sessionId: 's001-20261125-am',
  hospital: 'h1',
  department: 'd01',
  practitioner: 'p001',
  kind: 'clinic',
  date: '2026-11-25',
  no: 1,
  start: session.start,
  end: '2026-11-25T00:10:00.000Z',
  feeFen: 0,
  channel: 'online',
  guards: [],
  createdAt: '2026-11-20T00:00:00.000Z',
  updatedAt: '2026-11-20T00:00:00.000Z',
};
const codes = (conflicts: readonly { code: string }[]) => conflicts.map(({ code }) => code);

describe('moments of a policy', () => {
  it.each([
    ['midnight', '2026-10-27T16:00:00.000Z'],
    ['dawn', '2026-11-10T22:30:00.000Z'],
    ['eight', '2026-11-18T00:00:00.000Z'],
    ['noon', '2026-11-15T04:00:00.000Z'],
    ['afternoon', '2026-11-24T07:00:00.000Z'],
  ])('%s: numbers are released at %s', (name, at) => {
    expect(releaseOf(policy(name), session.date)).toBe(at);
  });

  it.each([
    ['midnight', '2026-11-23T09:00:00.000Z'],
    ['dawn', '2026-11-24T09:00:00.000Z'],
    ['eight', '2026-11-24T23:30:00.000Z'],
    ['noon', '2026-11-24T20:00:00.000Z'],
    ['afternoon', '2026-11-24T23:30:00.000Z'],
  ])('%s: cancel until %s', (name, at) => {
    expect(momentOf(policy(name).cancelUntil, session)).toBe(at);
  });

  it('counts working days around the national holiday', () => {
    // 8 October 2026 is the first working day after the week of the 1st: two working days before are 29 and 30 September.
    const after = { date: '2026-10-08', start: '2026-10-08T00:00:00.000Z' };
    expect(momentOf({ kind: 'working-days-before', days: 2, time: '17:00' }, after) < '2026-10-01').toBe(true);
  });

  it('keeps quiet at night', () => {
    expect(outsideQuietHours(policy('eight'), '2026-11-20T15:00:00.000Z')).toBe('2026-11-21T00:00:00.000Z');
    expect(outsideQuietHours(policy('eight'), '2026-11-20T23:59:00.000Z')).toBe('2026-11-21T00:00:00.000Z');
    expect(outsideQuietHours(policy('eight'), '2026-11-20T02:00:00.000Z')).toBe('2026-11-20T02:00:00.000Z');
  });

  it('knows ages, months and quarter hours at their edges', () => {
    expect([ageOn('2020-11-25', '2026-11-24'), ageOn('2020-11-25', '2026-11-25')]).toEqual([5, 6]);
    expect(monthsBefore('2026-05-31T00:00:00.000Z', 3)).toBe('2026-02-28T00:00:00.000Z');
    expect(quarterHours('2026-11-25T00:10:00.000Z', '2026-11-25T00:20:00.000Z')).toEqual([
      '2026-11-25T08:00',
      '2026-11-25T08:15',
    ]);
    expect(quarterHours('2026-11-25T00:00:00.000Z', '2026-11-25T00:15:00.000Z')).toEqual(['2026-11-25T08:00']);
  });
});

describe('standing', () => {
  const missed = (...days: string[]) =>
    days.map((day) => ({ kind: 'noshow' as const, at: `${day}T04:00:00.000Z`, appointmentId: day }));

  it('bars after three in three months, and not after three in four', () => {
    const near = missed('2026-06-01', '2026-07-01', '2026-08-01');
    expect(bannedUntil(near, policy('eight'), '2026-08-02T00:00:00.000Z')).toBe('2026-10-30T04:00:00.000Z');
    expect(bannedUntil(near, policy('eight'), '2026-10-30T04:00:00.000Z')).toBeUndefined();
    const far = missed('2026-04-01', '2026-07-01', '2026-08-01');
    expect(bannedUntil(far, policy('eight'), '2026-08-02T00:00:00.000Z')).toBeUndefined();
  });

  it.each([
    [1, '2026-02-09'],
    [2, '2026-04-11'],
    [3, '2026-06-10'],
  ])('climbs the ladder of 30, 60, 90 days with number %i of a year', (count, until) => {
    const all = missed('2026-01-10', '2026-02-10', '2026-03-12').slice(0, count);
    const last = all.at(-1)?.at ?? '';
    expect(bannedUntil(all, policy('midnight'), last)?.slice(0, 10)).toBe(until);
  });

  it('counts late cancels by their own ladder', () => {
    const late = ['2026-08-01', '2026-08-08', '2026-08-15'].map((day) => ({
      kind: 'late-cancel' as const,
      at: `${day}T00:00:00.000Z`,
      appointmentId: day,
    }));
    expect(bannedUntil(late, policy('eight'), '2026-08-16T00:00:00.000Z')?.slice(0, 10)).toBe('2026-09-14');
    expect(bannedUntil(late, policy('dawn'), '2026-08-16T00:00:00.000Z')).toBeUndefined();
  });
});

describe('an appointment’s life', () => {
  it('is cancelled freely until its moment; later refused or counted, as the hospital says', () => {
    const before = '2026-11-24T08:59:59.999Z';
    const after = '2026-11-24T09:00:00.000Z';
    expect(mayCancel(one, policy('dawn'), before)).toEqual({ conflicts: [], late: false });
    expect(codes(mayCancel(one, policy('dawn'), after).conflicts)).toEqual(['too-late-to-cancel']);
    expect(mayCancel(one, policy('midnight'), after)).toEqual({ conflicts: [], late: true });
    expect(codes(mayCancel(one, policy('midnight'), one.start).conflicts)).toEqual(['in-the-past']);
    expect(codes(mayCancel({ ...one, status: 'fulfilled' }, policy('eight'), before).conflicts)).toEqual([
      'wrong-state',
    ]);
  });

  it('is confirmed only while its hold lasts, its last instant excluded', () => {
    const held = { ...one, status: 'pending' as const, holdUntil: '2026-11-20T00:10:00.000Z' };
    expect(mayConfirm(held, '2026-11-20T00:09:59.999Z')).toEqual([]);
    expect(codes(mayConfirm(held, '2026-11-20T00:10:00.000Z'))).toEqual(['hold-expired']);
  });

  it('is checked in on its day, within its hours', () => {
    const at = (now: string) => codes(mayCheckIn(one, policy('eight'), now));
    expect(at('2026-11-24T00:00:00.000Z')).toEqual(['wrong-day']);
    expect(at('2026-11-24T22:59:00.000Z')).toEqual(['check-in-not-open']);
    expect(at('2026-11-24T23:00:00.000Z')).toEqual([]);
    expect(at('2026-11-25T03:20:00.001Z')).toEqual(['check-in-closed']);
  });

  it('is a no-show only after the minutes that the hospital allows', () => {
    expect(codes(mayNoShow(one, policy('eight'), '2026-11-25T00:29:59.000Z'))).toEqual(['not-no-show-yet']);
    expect(mayNoShow(one, policy('eight'), '2026-11-25T00:30:00.000Z')).toEqual([]);
  });
});

describe('the line', () => {
  const at = (no: number, more: Partial<Appointment>): Appointment => ({
    ...one,
    appointmentId: String(no).padStart(26, '0'),
    no,
    start: new Date(Date.parse(one.start) + (no - 1) * 600_000).toISOString(),
    checkedInAt: '2026-11-24T23:50:00.000Z',
    status: 'checked-in',
    ...more,
  });

  it('is by number, and who came late stands behind', () => {
    const late = at(1, { checkedInAt: '2026-11-25T00:25:00.000Z' });
    const all = [at(3, {}), late, at(2, {})];
    expect(placeOf(late, all, 10, '2026-11-25T00:26:00.000Z')?.before).toBe(2);
    expect(placeOf(at(2, {}), all, 10, '2026-11-25T00:26:00.000Z')?.before).toBe(0);
  });

  it('estimates by how long visits really took', () => {
    const seen = (no: number, from: string, to: string) => at(no, { status: 'fulfilled', calledAt: from, endedAt: to });
    const all = [
      seen(1, '2026-11-25T00:00:00.000Z', '2026-11-25T00:20:00.000Z'),
      seen(2, '2026-11-25T00:20:00.000Z', '2026-11-25T00:40:00.000Z'),
      at(3, {}),
      at(4, {}),
    ];
    expect(placeOf(at(4, {}), all, 10, '2026-11-25T00:40:00.000Z')).toEqual({
      before: 1,
      estimate: '2026-11-25T01:00:00.000Z',
      measured: true,
    });
  });
});

describe('FHIR search and scopes', () => {
  const slot = {
    resourceType: 'Slot',
    start: '2026-11-25T00:00:00.000Z',
    status: 'free',
    schedule: { reference: 'Schedule/s1' },
  };
  it.each([
    [[['start', '2026-11-25']], true],
    [[['start', 'lt2026-11-25']], false],
    [[['start', 'ge2026-11-25T08:00:00+08:00']], true],
    [[['start', 'gt2026-11-25']], false],
    [[['status', 'busy,free']], true],
    [
      [
        ['schedule', 'Schedule/s1'],
        ['status', 'busy'],
      ],
      false,
    ],
    [[['schedule', 's1']], true],
    [[['schedule', 'Schedule/s11']], false],
  ] as const)('%j → %s', (asked, is) => {
    expect(matches('Slot', slot, asked)).toBe(is);
  });

  it('reads a day as the city’s', () => {
    expect(new Date(dateRange('2026-11-25')?.from ?? 0).toISOString()).toBe('2026-11-24T16:00:00.000Z');
    expect(dateRange('2026-13-45')).toBeUndefined();
  });

  it.each([
    ['openid', true, true],
    ['patient/Appointment.read', true, false],
    ['patient/Appointment.rs', true, false],
    ['user/*.cruds', true, true],
    ['patient/*.*', true, true],
    ['patient/Slot.cruds', false, false],
  ])('scope %s', (scope, read, write) => {
    expect([allows(scope, 'Appointment', 'read'), allows(scope, 'Appointment', 'write')]).toEqual([read, write]);
  });
});
