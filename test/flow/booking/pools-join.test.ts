/** What was kept for the window goes to who waits at the instant at which the pools are joined, by the clock alone. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sweepBookings } from '../../../functions/clock/bookings.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import type { DirectoryData } from '../../../shared/booking/directory.ts';
import { momentOf } from '../../../shared/booking/moments.ts';
import { knownSession } from '../../../shared/booking/room.ts';
import { demoCity } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

/** Two numbers, one of them for the window. */
const pair = { kind: 'clinic', part: 'am', start: '08:00', minutes: 15, total: 2, feeFen: 0 } as const;
const city: DirectoryData = {
  ...demoCity,
  templates: [
    {
      ...pair,
      pools: { window: 50 },
      schedule: 'y1',
      practitioner: 'p002',
      weekdays: [1, 2, 3, 4, 5],
      from: '2026-01-01',
    },
  ],
};
const sessionId = 'y1-20261126-am';

let engines: Engines;
let hall: BookingFunctions;
beforeAll(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  engines = await startEngines();
  hall = await bookingFunctions(engines, city);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});

it('offers it to the head of the line, once, and leaves the others waiting', async () => {
  const people = await Promise.all(
    [0, 1, 2].map(async (at) => {
      const sub = `person-${at}`;
      return { claims: { sub, name: sub, roles: 'citizen' }, patientId: await hall.room.self(sub) };
    }),
  );
  const ask = async (at: number, what: 'appointments' | 'waitlist') => {
    hall.now = secondsAfter(hall.now, 1);
    const made = await hall.call(
      people[at]?.claims,
      `POST /v1/booking/${what}`,
      {},
      { patientId: people[at]?.patientId, sessionId },
    );
    expect(made.status, made.text).toBe(201);
    return made.body.appointmentId;
  };
  await ask(0, 'appointments');
  const [first, second] = [await ask(1, 'waitlist'), await ask(2, 'waitlist')];
  const statusOf = async (id: string) => (await hall.room.store.get(id)).appointment.status;
  const sweep = () => sweepBookings({ bookings: hall.room, clock: () => hall.now }, () => true);

  const session = knownSession(hall.room, sessionId);
  const joins = momentOf(hall.room.directory.policyOf(session.department).poolsJoin, session);
  hall.now = secondsAfter(joins, -1);
  // Who has a number is reminded; for the line nothing is due yet.
  await sweep();
  expect(await sweep()).toEqual({ swept: 0, failed: 0 });
  expect(await statusOf(first)).toBe('waitlist');

  hall.now = joins;
  expect((await sweep()).failed).toBe(0);
  expect([await statusOf(first), await statusOf(second)]).toEqual(['pending', 'waitlist']);
  expect(await sweep()).toEqual({ swept: 0, failed: 0 });
  expect((await hall.room.store.waiting(sessionId)).map(({ appointmentId }) => appointmentId)).toEqual([second]);
});
