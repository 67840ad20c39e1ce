/** Booking as people and the desk do it, over the functions' HTTP, on the embedded engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idNumberOf } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { countUnits } from '../../support/round-trips.ts';

/** Cardiology, chief physician: Monday, Wednesday, Friday mornings; 18 numbers of 10 minutes. */
const monday = 's001-20261123-am';
const wednesday = 's001-20261125-am';
const appointments = '/v1/booking/appointments';
const desk = '/v1/booking/desk';

let engines: Engines;
let hall: BookingFunctions;
let zhang: string;
let li: string;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());

async function fresh(): Promise<void> {
  hall = await bookingFunctions(engines);
  const register = async (who: keyof typeof clinic, serial: number, birth = '19900101') => {
    const body = {
      name: clinic[who].name,
      idNumber: idNumberOf(serial, birth),
      phone: '13800000001',
      relation: 'self',
    };
    const made = await hall.call(clinic[who], 'POST /v1/booking/patients', {}, body);
    expect(made.status, made.text).toBe(200);
    return made.body.patientId as string;
  };
  zhang = await register('zhang', 1);
  li = await register('li', 2);
}
const book = (who: keyof typeof clinic, patientId: string, sessionId: string, more: object = {}, key?: string) =>
  hall.call(clinic[who], `POST ${appointments}`, {}, { patientId, sessionId, ...more }, { key });
const act = (who: keyof typeof clinic, id: string, what: string, body: object = {}) =>
  hall.call(clinic[who], `POST ${appointments}/{appointmentId}/${what}`, { appointmentId: id }, body);
const atDesk = (who: keyof typeof clinic, id: string, what: string, body: object = {}) =>
  hall.call(clinic[who], `POST ${desk}/appointments/{appointmentId}/${what}`, { appointmentId: id }, body);
const codes = (answer: { body: { errors?: { code: string }[] } }) =>
  (answer.body.errors ?? []).map(({ code }) => code).sort();

describe('booking', () => {
  it('finds, holds, confirms, is answered the same again, and shows the appointment with a calendar file', async () => {
    await fresh();
    const days = await hall.call(undefined, 'GET /v1/booking/departments/{departmentId}/sessions', {
      departmentId: 'd01',
    });
    const found = days.body.sessions.find((one: { sessionId: string }) => one.sessionId === monday);
    expect(found).toMatchObject({ state: 'open', total: 18 });
    expect(days.body.rules[0].zh).toContain('08:00');
    const held = await book('zhang', zhang, monday, { mode: 'hold' }, 'the-same-key');
    expect(held.status, held.text).toBe(201);
    expect(held.body).toMatchObject({ status: 'pending', holdUntil: '2026-11-20T02:10:00.000Z' });
    expect((await book('zhang', zhang, monday, { mode: 'hold' }, 'the-same-key')).body).toEqual(held.body);
    expect((await book('zhang', zhang, wednesday, {}, 'the-same-key')).status).toBe(422);
    const id = held.body.appointmentId;
    expect((await act('li', id, 'confirm')).status).toBe(404);
    expect((await act('zhang', id, 'confirm')).body).toMatchObject({ status: 'booked', no: held.body.no });
    const after = await hall.call(undefined, 'GET /v1/booking/sessions/{sessionId}', { sessionId: monday });
    expect(after.body.session.left).toBe(found.left - 1);
    const one = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}`, { appointmentId: id });
    expect(one.body.record.map(({ type }: { type: string }) => type)).toEqual(['held', 'booked']);
    const file = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}/calendar`, { appointmentId: id });
    expect(file.headers['content-type']).toContain('text/calendar');
    expect(file.text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*DTSTART:20261123T0[0-3]\d{4}Z[\s\S]*END:VCALENDAR\r\n$/);
    expect(file.text.split('\r\n').every((row) => Buffer.byteLength(row) <= 75)).toBe(true);
  });

  it('shows a department’s fortnight for few read units, however many numbers it has', async () => {
    await fresh();
    await book('zhang', zhang, monday);
    const units = countUnits(engines.documents);
    const found = await hall.call(undefined, 'GET /v1/booking/departments/{departmentId}/sessions', {
      departmentId: 'd01',
    });
    const released = found.body.sessions.filter(({ state }: { state: string }) => state === 'open');
    expect(released.length).toBeGreaterThan(5);
    expect(units()).toBeLessThanOrEqual(1 + released.length);
  });

  it('names every conflict at once and changes nothing', async () => {
    await fresh();
    const taken = await book('zhang', zhang, monday);
    expect(taken.status).toBe(201);
    // Someone else's patient, in a department where they already have a number, on a day not released.
    expect(codes(await book('li', zhang, monday))).toEqual(['department-day', 'no-consent']);
    expect(codes(await book('zhang', zhang, 's001-20261202-am'))).toEqual(['not-released']);
    hall.now = '2026-11-22T23:45:00.000Z';
    expect(codes(await book('li', zhang, monday))).toEqual(['after-cut-off', 'department-day', 'no-consent']);
    hall.now = '2026-11-24T00:00:00.000Z';
    expect(codes(await book('li', li, monday))).toEqual(['in-the-past']);
    expect((await book('li', li, 's001-20261124-am')).status).toBe(404);
    const mine = await hall.call(clinic.zhang, `GET ${appointments}`);
    expect(mine.body.items).toHaveLength(1);
  });

  it('lets a child under six be booked by its guardian only, and nobody by a lapsed consent', async () => {
    await fresh();
    const child = { name: '张小宝', idNumber: idNumberOf(5, '20230601'), phone: '13800000001', relation: 'child' };
    const alone = await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, child);
    expect(alone.status).toBe(422);
    expect(alone.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'body.consentUntil',
      'body.guardian',
    ]);
    const guarded = { ...child, guardian: idNumberOf(1), consentUntil: '2026-12-31' };
    const made = await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, guarded);
    expect(made.status, made.text).toBe(200);
    // Paediatrics of the children's hospital takes them; cardiology does not.
    expect((await book('zhang', made.body.patientId, 's091-20261123-am')).status).toBe(201);
    expect(codes(await book('zhang', made.body.patientId, monday))).toEqual(['wrong-age']);
    hall.now = '2027-01-05T02:00:00.000Z';
    expect(codes(await book('zhang', made.body.patientId, 's091-20270108-am'))).toContain('no-consent');
  });

  it('ends a hold at its very instant, for its holder as for the next', async () => {
    await fresh();
    expect(codes(await book('li', li, monday, { no: 3 }))).toEqual(['kept-for-another']);
    const held = await book('zhang', zhang, monday, { mode: 'hold', no: 2 });
    expect(codes(await book('li', li, monday, { no: 2 }))).toEqual(['number-taken']);
    hall.now = held.body.holdUntil;
    expect(codes(await act('zhang', held.body.appointmentId, 'confirm'))).toEqual(['hold-expired']);
    expect((await book('li', li, monday, { no: 2 })).status).toBe(201);
    expect(codes(await act('zhang', held.body.appointmentId, 'confirm'))).toEqual(['hold-expired']);
    // What the lapsed hold guarded is free again, without anybody having freed it.
    expect((await book('zhang', zhang, monday)).status).toBe(201);
  });

  it('keeps people of another place and another time apart: overlap and the phone’s quota', async () => {
    await fresh();
    const first = await book('zhang', zhang, monday, { no: 1 });
    expect(first.status).toBe(201);
    // Respiratory medicine, the same minutes.
    expect(codes(await book('zhang', zhang, 's900-20261123-am', { no: 1 }))).toEqual(['overlap']);
    expect((await book('zhang', zhang, 's900-20261123-am', { no: 60 })).status).toBe(201);
  });

  it('gives a freed number to the head of the waitlist in the cancel itself, with a window to take it', async () => {
    await fresh();
    const all = await Promise.all(
      Array.from({ length: 18 }, async (_, at) => {
        const account = `crowd-${at}`;
        const patientId = await hall.room.self(account);
        const claims = { sub: account, name: account, roles: 'citizen' };
        // Pools are joined the evening before, so that all eighteen can be had online.
        hall.now = '2026-11-22T10:30:00.000Z';
        return hall.call(claims, `POST ${appointments}`, {}, { patientId, sessionId: monday, no: at + 1 });
      }),
    );
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 201));
    expect(codes(await book('zhang', zhang, monday))).toEqual(['sold-out']);
    const wait = (who: 'zhang' | 'li', patientId: string) =>
      hall.call(clinic[who], 'POST /v1/booking/waitlist', {}, { patientId, sessionId: monday });
    expect((await wait('zhang', zhang)).body.status).toBe('waitlist');
    hall.now = '2026-11-22T10:31:00.000Z';
    expect((await wait('li', li)).body.status).toBe('waitlist');
    expect(codes(await wait('li', li))).toEqual(['waitlist-already']);
    const claims = { sub: 'crowd-4', name: 'crowd-4', roles: 'citizen' };
    const freed = await hall.call(
      claims,
      `POST ${appointments}/{appointmentId}/cancel`,
      { appointmentId: all[4]?.body.appointmentId },
      {},
    );
    expect(freed.body.status, freed.text).toBe('cancelled');
    const mine = await hall.call(clinic.zhang, `GET ${appointments}`);
    expect(mine.body.items[0]).toMatchObject({ status: 'pending', offered: true, no: 5 });
    const others = await hall.call(clinic.li, `GET ${appointments}`);
    expect(others.body.items[0]).toMatchObject({ status: 'waitlist' });
    expect((await act('zhang', mine.body.items[0].appointmentId, 'confirm')).body).toMatchObject({
      status: 'booked',
      no: 5,
    });
  });

  it('moves an appointment in one write and frees the old number', async () => {
    await fresh();
    const one = await book('zhang', zhang, monday, { no: 2 });
    const moved = await act('zhang', one.body.appointmentId, 'reschedule', { sessionId: monday, no: 7 });
    expect(moved.status, moved.text).toBe(201);
    expect(moved.body).toMatchObject({ status: 'booked', no: 7 });
    expect((await book('li', li, monday, { no: 2 })).status).toBe(201);
    const old = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}`, {
      appointmentId: one.body.appointmentId,
    });
    expect(old.body).toMatchObject({ status: 'cancelled', cancelReason: 'rescheduled' });
  });
});

describe('the desk', () => {
  it('checks in, calls by number, completes, and tells the place in line', async () => {
    await fresh();
    const [first, second] = [await book('zhang', zhang, monday, { no: 7 }), await book('li', li, monday, { no: 2 })];
    expect(codes(await act('zhang', first.body.appointmentId, 'check-in'))).toEqual(['wrong-day']);
    hall.now = '2026-11-23T00:05:00.000Z';
    expect((await act('zhang', first.body.appointmentId, 'check-in')).status).toBe(200);
    expect((await atDesk('elsewhere', second.body.appointmentId, 'check-in')).status).toBe(404);
    expect((await atDesk('reception', second.body.appointmentId, 'check-in')).status).toBe(200);
    const view = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}`, {
      appointmentId: first.body.appointmentId,
    });
    expect(view.body.place).toMatchObject({ before: 1, measured: false });
    const next = await hall.call(
      clinic.doctor,
      `POST ${desk}/sessions/{sessionId}/call-next`,
      { sessionId: monday },
      {},
    );
    expect(next.body).toMatchObject({ status: 'arrived', no: 2 });
    expect((await atDesk('doctor', next.body.appointmentId, 'complete', { condition: 'I10' })).body.status).toBe(
      'fulfilled',
    );
    hall.now = '2026-11-23T01:30:00.000Z';
    expect((await atDesk('reception', first.body.appointmentId, 'no-show')).status).toBe(409);
  });

  it('bars who did not come three times, by the hospital’s own ladder', async () => {
    await fresh();
    for (const [sessionId, after] of [
      ['s001-20261123-am', '2026-11-23T04:00:00.000Z'],
      ['s001-20261125-am', '2026-11-25T04:00:00.000Z'],
      ['s001-20261127-am', '2026-11-27T04:00:00.000Z'],
    ] as const) {
      hall.now = `${sessionId.slice(5, 9)}-11-${Number(sessionId.slice(11, 13)) - 1}T02:00:00.000Z`;
      const one = await book('zhang', zhang, sessionId, { no: 2 });
      expect(one.status, one.text).toBe(201);
      hall.now = after;
      expect((await atDesk('reception', one.body.appointmentId, 'no-show')).body.status).toBe('noshow');
    }
    expect(codes(await book('zhang', zhang, 's001-20261130-am'))).toEqual(['banned']);
    hall.now = '2027-02-26T02:00:00.000Z';
    expect((await book('zhang', zhang, 's001-20270301-am')).status).toBe(201);
  });

  it('stops a session: all are cancelled, numbers withdrawn, the same grade offered', async () => {
    await fresh();
    const one = await book('zhang', zhang, 's002-20261124-am');
    expect(one.status, one.text).toBe(201);
    // Who has come and waits in the line is not left sitting there.
    const there = await book('li', li, 's002-20261124-am');
    expect(there.status, there.text).toBe(201);
    hall.now = new Date(Date.parse(there.body.start) - 600_000).toISOString();
    expect((await act('li', there.body.appointmentId, 'check-in')).status).toBe(200);
    const stop = (body: object) =>
      hall.call(clinic.reception, `POST ${desk}/sessions/{sessionId}/stop`, { sessionId: 's002-20261124-am' }, body);
    expect(codes(await stop({ reason: '医生出差', replacement: 's001-20261125-am' }))).toEqual(['wrong-replacement']);
    const stopped = await stop({ reason: '医生出差' });
    expect(stopped.body, stopped.text).toMatchObject({ cancelled: 2 });
    for (const [who, { body }] of [
      ['zhang', one],
      ['li', there],
    ] as const) {
      const params = { appointmentId: body.appointmentId };
      const view = await hall.call(clinic[who], `GET ${appointments}/{appointmentId}`, params);
      expect(view.body).toMatchObject({ status: 'cancelled', cancelReason: 'stopped' });
    }
    expect(codes(await book('li', li, 's002-20261124-am'))).toContain('session-stopped');
    expect((await stop({ reason: '医生出差' })).body.cancelled).toBe(0);
  });

  it('squeezes one in above the session’s numbers, with a reason on record, but not into two places', async () => {
    await fresh();
    const squeeze = (patientId: string) =>
      hall.call(
        clinic.doctor,
        `POST ${desk}/sessions/{sessionId}/squeeze-in`,
        { sessionId: monday },
        { patientId, reason: '病情急' },
      );
    const [one, two] = [await squeeze(zhang), await squeeze(li)];
    expect([one.body.no, two.body.no], one.text).toEqual([19, 20]);
    expect(codes(await squeeze(zhang))).toEqual(['department-day', 'overlap'].slice(0, 1));
    const { events } = await hall.room.store.whole(one.body.appointmentId);
    expect(events[0]).toMatchObject({ type: 'squeezed-in', reason: '病情急', role: 'doctor', actor: 'doctor-chen' });
  });
});
