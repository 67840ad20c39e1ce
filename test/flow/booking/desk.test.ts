/** The desk beyond the day's line: the window, added sessions, replacements with consent, the record, the chat. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { idNumberOf } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const appointments = '/v1/booking/appointments';
const desk = '/v1/booking/desk';
const monday = 's001-20261123-am';
const tuesday = 's002-20261124-am';

let engines: Engines;
let hall: BookingFunctions;
let zhang: string;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  hall = await bookingFunctions(engines);
  const body = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
  zhang = (await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, body)).body.patientId;
});

type Who = keyof typeof clinic;
const atDesk = (who: Who, key: string, params: Record<string, string> = {}, body?: object) =>
  hall.call(clinic[who], key, params, body);
const book = (patientId: string, sessionId: string, more: object = {}) =>
  hall.call(clinic.zhang, `POST ${appointments}`, {}, { patientId, sessionId, ...more });
const codes = (answer: { body: { errors?: { code: string }[] } }) => (answer.body.errors ?? []).map(({ code }) => code);
const enrol = (serial: number, name: string, who: Who = 'reception') =>
  atDesk(who, `POST ${desk}/patients`, {}, { name, idNumber: idNumberOf(serial), phone: '13900000009' });

describe('the window', () => {
  it('finds a person by their card, puts a stranger on record, and books from its own pool', async () => {
    expect((await enrol(1, '张伟')).body).toMatchObject({ patientId: zhang, name: '张伟' });
    expect((await enrol(1, '别人')).body.type).toContain('patient-differs');
    const stranger = await enrol(7, '老周');
    expect(stranger.status, stranger.text).toBe(200);
    expect(JSON.stringify(stranger.body)).not.toContain(idNumberOf(7));
    const { patientId, cardNumber } = stranger.body;
    const found = await atDesk('reception', `POST ${desk}/patients/find`, {}, { cardNumber });
    expect(found.body, found.text).toMatchObject({ patientId, name: '老周' });
    const wish = { patientId: stranger.body.patientId, sessionId: monday };
    const made = await atDesk('reception', `POST ${desk}/appointments`, {}, wish);
    expect(made.body, made.text).toMatchObject({ status: 'booked' });
    // Online numbers are not the window's, and the other way round.
    expect(codes(await book(zhang, monday, { no: made.body.no }))).toEqual(['kept-for-another']);
    expect((await enrol(7, '老周', 'doctor')).status).toBe(403);
    expect((await atDesk('elsewhere', `POST ${desk}/appointments`, {}, wish)).status).toBe(404);
  });
});

describe('the window and those who book online', () => {
  const wish = (patientId: string) => ({ patientId, sessionId: monday });
  const walkIn = (patientId: string) => atDesk('reception', `POST ${desk}/appointments`, {}, wish(patientId));
  const stranger = async (serial: number) => (await enrol(serial, `客${serial}`)).body.patientId;
  const manyOf = async (count: number, from: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => stranger(from + at)));

  it('have numbers of their own: what is gone at the window is not gone online, nor the other way round', async () => {
    const gone: string[][] = [];
    for (const patientId of await manyOf(8, 20)) {
      const answer = await walkIn(patientId);
      if (answer.status !== 201) gone.push(codes(answer));
    }
    // More came than the window has.
    expect(gone.length).toBeGreaterThan(0);
    expect(new Set(gone.flat())).toEqual(new Set(['sold-out']));
    expect((await book(zhang, monday)).status).toBe(201);
  });

  it('wait for different numbers: a line online keeps nothing from the window', async () => {
    const crowd = Array.from({ length: 18 }, (_, at) => ({ sub: `crowd-${at}`, name: '众', roles: 'citizen' }));
    const answers = [];
    for (const who of crowd) {
      const patientId = await hall.room.self(who.sub);
      answers.push(await hall.call(who, `POST ${appointments}`, {}, { patientId, sessionId: monday }));
    }
    expect(answers.some(({ status }) => status === 409)).toBe(true);
    expect((await hall.call(clinic.zhang, 'POST /v1/booking/waitlist', {}, wish(zhang))).status).toBe(201);
    const made = await walkIn(await stranger(40));
    expect(made.status, made.text).toBe(201);
  });

  it('the window books on when the phone is told to go there, until a number’s time is over', async () => {
    const own = await stranger(50);
    const late = await stranger(51);
    // Cardiology, from 08:00, every ten minutes until 11:00; the phone's hour ends before it begins.
    hall.now = '2026-11-23T01:05:00.000Z';
    expect(codes(await book(zhang, monday))).toEqual(['after-cut-off']);
    const made = await walkIn(own);
    expect(made.status, made.text).toBe(201);
    expect(made.body.end > hall.now).toBe(true);
    const past = await atDesk('reception', `POST ${desk}/appointments`, {}, { ...wish(late), no: 1 });
    expect(codes(past)).toEqual(['in-the-past']);
    hall.now = '2026-11-23T03:05:00.000Z';
    expect(codes(await walkIn(late))).toContain('in-the-past');
  });
});

describe('加诊', () => {
  const extra = { date: '2026-11-24', part: 'am', start: '09:00', minutes: 10, total: 6, kind: 'clinic', feeFen: 0 };
  const add = (more: object, who: Who = 'reception') =>
    atDesk(who, `POST ${desk}/sessions`, {}, { practitioner: 'p001', reason: '患者积压', ...extra, ...more });

  it('is a session like any other: found, booked, told in FHIR and at the desk', async () => {
    const added = await add({});
    expect(added.status, added.text).toBe(201);
    expect(added.body).toMatchObject({ sessionId: 's001-20261124-am', total: 6, state: 'open', left: 6 });
    const days = await hall.call(undefined, 'GET /v1/booking/departments/{departmentId}/sessions', {
      departmentId: 'd01',
    });
    expect(days.body.sessions.map((one: { sessionId: string }) => one.sessionId)).toContain('s001-20261124-am');
    expect((await book(zhang, 's001-20261124-am')).body).toMatchObject({ status: 'booked' });
    // Nobody divided its numbers: the window gives them as well.
    const { patientId } = (await enrol(7, '老周')).body;
    const walkIn = await atDesk(
      'reception',
      `POST ${desk}/appointments`,
      {},
      { patientId, sessionId: 's001-20261124-am' },
    );
    expect(walkIn.status, walkIn.text).toBe(201);
    const list = await hall.call(clinic.reception, `GET ${desk}/sessions`, {}, undefined, {
      query: { date: '2026-11-24' },
    });
    expect(list.body.items.map((one: { sessionId: string }) => one.sessionId)).toContain('s001-20261124-am');
    const query = { schedule: 's001', start: '2026-11-24' };
    const slots = await hall.call(clinic.zhang, 'GET /fhir/{type}', { type: 'Slot' }, undefined, { query });
    expect(slots.body.total, slots.text).toBe(6);
  });

  it('is refused where there is a session, in the past, and elsewhere', async () => {
    expect(codes(await add({ date: '2026-11-23' }))).toEqual(['session-there']);
    expect(codes(await add({ date: '2026-11-19' }))).toEqual(['in-the-past']);
    expect((await add({}, 'elsewhere')).status).toBe(404);
    expect((await add({}, 'doctor')).status).toBe(403);
    const both = await Promise.all([add({}), add({ total: 9 })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

describe('停诊 with a replacement', () => {
  it('keeps a number of the same grade for each, and moves nobody without consent', async () => {
    const all = await Promise.all(
      [0, 1, 2].map(async (at) => {
        const account = `patient-${at}`;
        const patientId = await hall.room.self(account);
        const claims = { sub: account, name: account, roles: 'citizen' };
        const made = await hall.call(claims, `POST ${appointments}`, {}, { patientId, sessionId: tuesday });
        expect(made.status, made.text).toBe(201);
        return { claims, id: made.body.appointmentId };
      }),
    );
    const found = await atDesk('reception', `GET ${desk}/sessions/{sessionId}/replacements`, { sessionId: tuesday });
    const [other] = found.body.items;
    const stopped = await atDesk(
      'reception',
      `POST ${desk}/sessions/{sessionId}/stop`,
      { sessionId: tuesday },
      {
        reason: '医生出差',
      },
    );
    expect(stopped.body, stopped.text).toMatchObject({ cancelled: 3, moved: 3 });
    const offers = await Promise.all(
      all.map(async ({ claims, id }) => {
        const { body } = await hall.call(claims, `GET ${appointments}`);
        const [old] = body.items.filter((one: { appointmentId: string }) => one.appointmentId === id);
        expect(old).toMatchObject({ status: 'cancelled', cancelReason: 'stopped' });
        return body.items.find(({ status }: { status: string }) => status === 'pending');
      }),
    );
    expect(offers.map(({ sessionId }) => sessionId)).toEqual(offers.map(() => other.sessionId));
    expect(offers.map(({ movedFrom }) => movedFrom)).toEqual(all.map(({ id }) => id));
    const answer = (at: number, what: string) =>
      hall.call(
        all[at]?.claims,
        `POST ${appointments}/{appointmentId}/${what}`,
        {
          appointmentId: offers[at].appointmentId,
        },
        {},
      );
    expect((await answer(0, 'confirm')).body.status).toBe('booked');
    expect((await answer(1, 'cancel')).body.status).toBe('cancelled');
    // A second call finishes what a first left, and does nothing twice.
    const again = await atDesk(
      'reception',
      `POST ${desk}/sessions/{sessionId}/stop`,
      { sessionId: tuesday },
      {
        reason: '医生出差',
      },
    );
    expect(again.body).toMatchObject({ cancelled: 0, moved: 0 });
    hall.now = offers[2].holdUntil;
    const late = await answer(2, 'confirm');
    expect(codes(late)).toEqual(['hold-expired']);
  });
});

describe('a video visit', () => {
  it('has a chat from the waiting room on, a place for an interpreter, and a record to read', async () => {
    const first = await book(zhang, monday);
    hall.now = '2026-11-23T00:00:00.000Z';
    const step = (id: string, what: string, body: object = {}, who: Who = 'doctor') =>
      atDesk(who, `POST ${desk}/appointments/{appointmentId}/${what}`, { appointmentId: id }, body);
    await step(first.body.appointmentId, 'check-in', {}, 'reception');
    await step(first.body.appointmentId, 'admit');
    await step(first.body.appointmentId, 'complete', { condition: 'I10', note: '血压 150/95' });
    const booked = await book(zhang, 'v001-20261124-pm', { condition: 'I10' });
    const id = booked.body.appointmentId;
    const params = { appointmentId: id };
    const say = (text: string) =>
      hall.call(clinic.zhang, `POST ${appointments}/{appointmentId}/messages`, params, { text });
    expect(codes(await say('您好'))).toEqual(['wrong-state']);
    hall.now = '2026-11-24T06:45:00.000Z';
    await hall.call(clinic.zhang, `POST ${appointments}/{appointmentId}/check-in`, params, {});
    expect((await say('您好，我在候诊室')).status).toBe(201);
    hall.now = '2026-11-24T06:46:00.000Z';
    await step(id, 'messages', { text: '请稍等' });
    await step(id, 'admit');
    const chat = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}/messages`, params);
    expect(chat.body.items.map(({ from, text }: { from: string; text: string }) => `${from} ${text}`)).toEqual([
      'patient 您好，我在候诊室',
      'doctor 请稍等',
    ]);
    const elsewhere = await hall.call(clinic.li, `GET ${appointments}/{appointmentId}/messages`, params);
    expect(elsewhere.status).toBe(404);
    const rows = await hall.room.store.whole(id);
    expect(JSON.stringify(rows)).not.toContain('候诊室');

    const enter = async (who: Who, key: string, role: string) =>
      (await hall.call(clinic[who], key, params, undefined, { query: { role } })).body;
    const visits = [
      await enter('zhang', `GET ${appointments}/{appointmentId}/visit`, 'interpreter'),
      await enter('doctor', `GET ${desk}/appointments/{appointmentId}/visit`, 'interpreter'),
      await enter('doctor', `GET ${desk}/appointments/{appointmentId}/visit`, 'specialist'),
    ];
    const claims = visits.map(({ ticket }) =>
      JSON.parse(Buffer.from(ticket.token.split('.')[1], 'base64url').toString()),
    );
    expect(claims.map(({ metadata }) => JSON.parse(metadata).role)).toEqual([
      'interpreter',
      'interpreter',
      'specialist',
    ]);
    expect(claims.map(({ video }) => video.roomAdmin)).toEqual([false, false, false]);

    const seen = await atDesk('doctor', `GET ${desk}/appointments/{appointmentId}`, params);
    expect(seen.body.encounters, seen.text).toMatchObject([{ condition: 'I10', note: '血压 150/95' }]);
    expect(seen.body.patient).toMatchObject({ name: '张伟', age: 36 });
    const atReception = await atDesk('reception', `GET ${desk}/appointments/{appointmentId}`, params);
    expect(atReception.body).toMatchObject({ encounters: [], prescriptions: [] });
    await step(id, 'complete', { note: '血压平稳' });
    const mine = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}`, params);
    expect(mine.body.encounter).toMatchObject({ kind: 'virtual', note: '血压平稳' });
    expect(codes(await say('谢谢'))).toEqual(['wrong-state']);
  });
});
