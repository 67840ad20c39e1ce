/**
 * Every POST of booking, made twice as a browser does that lost the answer: the second time the table stays as it is to the last
 * attribute, and the answer is the first. The same key with something else in it is refused. No route can be forgotten: the list is
 * typed by the table of routes.
 */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RouteKey, routes } from '../../../shared/base/routes.ts';
import type { DirectoryData } from '../../../shared/booking/directory.ts';
import { demoCity, idNumberOf } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

type Post = Extract<RouteKey, `POST /v1/booking/${string}`>;
interface Repeated {
  readonly who: keyof typeof clinic;
  readonly params?: Record<string, string>;
  readonly body: object;
  /** Something else under the same key, where there is anything else to say. */
  readonly other?: object;
}

/** One number only, so that it is soon sold out. */
const single = { kind: 'clinic', part: 'am', start: '08:00', minutes: 15, total: 1, feeFen: 0, pools: {} } as const;
const city: DirectoryData = {
  ...demoCity,
  templates: [
    ...demoCity.templates,
    { ...single, schedule: 'z1', practitioner: 'p002', weekdays: [1, 2, 3, 4, 5, 6, 7], from: '2026-01-01' },
  ],
};
const monday = 's001-20261123-am';
const tuesday = 's002-20261124-am';
const appointments = 'POST /v1/booking/appointments';
const desk = 'POST /v1/booking/desk';

let engines: Engines;
let hall: BookingFunctions;
let zhang: string;
beforeAll(async () => {
  engines = await startEngines();
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});
beforeEach(async () => {
  hall = await bookingFunctions(engines, city);
  const body = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
  zhang = (await done('zhang', 'POST /v1/booking/patients', {}, body)).patientId;
});

async function done(who: keyof typeof clinic, key: string, params: Record<string, string>, body: object) {
  const answer = await hall.call(clinic[who], key, params, body);
  expect([200, 201], answer.text).toContain(answer.status);
  return answer.body;
}
const booked = async (sessionId: string = monday, more: object = {}): Promise<string> =>
  (await done('zhang', appointments, {}, { patientId: zhang, sessionId, ...more })).appointmentId;
const onAppointment = (id: string, what: string, body: object = {}, who: keyof typeof clinic = 'doctor') =>
  done(who, `${desk}/appointments/{appointmentId}/${what}`, { appointmentId: id }, body);
async function checkedIn(): Promise<string> {
  const id = await booked();
  hall.now = '2026-11-23T00:00:00.000Z';
  await onAppointment(id, 'check-in', {}, 'reception');
  return id;
}
async function arrived(): Promise<string> {
  const id = await checkedIn();
  await onAppointment(id, 'admit');
  return id;
}
async function inWaitingRoom(): Promise<string> {
  const seen = { condition: 'I10', at: '2026-11-01T00:00:00.000Z', appointmentId: 'earlier' };
  await hall.room.store.commit([hall.room.store.writes.seen(zhang, seen)]);
  const id = await booked('v001-20261124-pm', { condition: 'I10' });
  hall.now = '2026-11-24T06:45:00.000Z';
  await done('zhang', `${appointments}/{appointmentId}/check-in`, { appointmentId: id }, {});
  return id;
}
async function prescribed(): Promise<string> {
  const body = { medicines: [medicine], composedBy: 'doctor' };
  return (await onAppointment(await arrived(), 'prescriptions', body)).prescriptionId;
}
/** Li asks to book for Zhang. */
async function askedToCare() {
  const wish = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000002', relation: 'spouse' };
  await done('li', 'POST /v1/booking/patients', {}, { ...wish, consentUntil: '2026-12-31' });
  const carers = (await done('zhang', 'GET /v1/booking/patients/{patientId}/carers', { patientId: zhang }, {})).items;
  return { patientId: zhang, carerId: carers.find(({ mine }: { mine: boolean }) => !mine).carerId };
}
const medicine = { code: 'C09AA02', name: '依那普利片', dosage: '每日一次，每次 5 mg', days: 28 };
const extra = { date: '2026-11-24', part: 'am', start: '09:00', minutes: 10, total: 6, kind: 'clinic', feeFen: 0 };

const all: Record<Post, () => Promise<Repeated>> = {
  'POST /v1/booking/patients': async () => ({
    who: 'zhang',
    body: {
      ...{ name: '小宝', idNumber: idNumberOf(9, '20200601'), phone: '13800000001', relation: 'child' },
      ...{ consentUntil: '2030-01-01', guardian: idNumberOf(1) },
    },
  }),
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree': async () => ({
    who: 'zhang',
    params: await askedToCare(),
    body: {},
  }),
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/end': async () => ({
    who: 'zhang',
    params: await askedToCare(),
    body: {},
  }),
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/agree': async () => ({
    who: 'reception',
    params: await askedToCare(),
    body: {},
  }),
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end': async () => ({
    who: 'reception',
    params: await askedToCare(),
    body: { reason: '本人到窗口说明' },
  }),
  // A week before s001's Monday, just before the release: asked again, the same turn and the same ticket.
  'POST /v1/booking/queue': async () => {
    hall.now = '2026-11-22T23:50:00.000Z';
    return { who: 'zhang', body: { patientId: zhang, sessionId: 's001-20261130-am' } };
  },
  'POST /v1/booking/appointments': async () => ({
    who: 'zhang',
    body: { patientId: zhang, sessionId: monday },
    other: { patientId: zhang, sessionId: tuesday },
  }),
  'POST /v1/booking/waitlist': async () => {
    const li = { name: '李娜', idNumber: idNumberOf(2), phone: '13800000002', relation: 'self' };
    const { patientId } = await done('li', 'POST /v1/booking/patients', {}, li);
    const sessionId = 'z1-20261126-am';
    await done('li', appointments, {}, { patientId, sessionId });
    const body = { patientId: zhang, sessionId };
    return { who: 'zhang', body, other: { ...body, sessionId: 'z1-20261127-am' } };
  },
  'POST /v1/booking/appointments/{appointmentId}/confirm': async () => ({
    who: 'zhang',
    params: { appointmentId: await booked(monday, { mode: 'hold' }) },
    body: {},
  }),
  'POST /v1/booking/appointments/{appointmentId}/reschedule': async () => ({
    who: 'zhang',
    params: { appointmentId: await booked() },
    body: { sessionId: tuesday },
    other: { sessionId: 's900-20261124-am' },
  }),
  'POST /v1/booking/appointments/{appointmentId}/cancel': async () => ({
    who: 'zhang',
    params: { appointmentId: await booked() },
    body: {},
  }),
  'POST /v1/booking/appointments/{appointmentId}/check-in': async () => {
    const wish = { patientId: zhang, sessionId: monday };
    const { appointmentId, checkInFrom } = await done('zhang', appointments, {}, wish);
    hall.now = checkInFrom;
    return { who: 'zhang', params: { appointmentId }, body: {} };
  },
  'POST /v1/booking/appointments/{appointmentId}/messages': async () => ({
    who: 'zhang',
    params: { appointmentId: await inWaitingRoom() },
    body: { text: '我头晕' },
    other: { text: '我不头晕' },
  }),
  'POST /v1/booking/desk/patients': async () => ({
    who: 'reception',
    body: { name: '老周', idNumber: idNumberOf(7), phone: '13900000009' },
  }),
  'POST /v1/booking/desk/appointments': async () => ({
    who: 'reception',
    body: { patientId: zhang, sessionId: monday },
    other: { patientId: zhang, sessionId: tuesday },
  }),
  'POST /v1/booking/desk/sessions': async () => {
    const body = { practitioner: 'p001', reason: '患者积压', ...extra };
    return { who: 'reception', body, other: { ...body, total: 9 } };
  },
  'POST /v1/booking/desk/sessions/{sessionId}/squeeze-in': async () => ({
    who: 'doctor',
    params: { sessionId: monday },
    body: { patientId: zhang, reason: '病情急' },
    other: { patientId: zhang, reason: '另有缘由' },
  }),
  'POST /v1/booking/desk/sessions/{sessionId}/stop': async () => {
    await booked();
    return { who: 'reception', params: { sessionId: monday }, body: { reason: '医生出差' }, other: { reason: '停电' } };
  },
  'POST /v1/booking/desk/sessions/{sessionId}/call-next': async () => {
    await checkedIn();
    return { who: 'doctor', params: { sessionId: monday }, body: {} };
  },
  'POST /v1/booking/desk/patients/find': async () => ({ who: 'reception', body: { idNumber: idNumberOf(1) } }),
  'POST /v1/booking/desk/appointments/{appointmentId}/check-in': async () => {
    const appointmentId = await booked();
    hall.now = '2026-11-23T00:00:00.000Z';
    return { who: 'reception', params: { appointmentId }, body: {} };
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/complete': async () => ({
    who: 'doctor',
    params: { appointmentId: await arrived() },
    body: { condition: 'I10', note: '血压 150/95' },
    other: { condition: 'I10', note: '血压 120/80' },
  }),
  'POST /v1/booking/desk/appointments/{appointmentId}/no-show': async () => {
    const appointmentId = await booked();
    hall.now = '2026-11-23T09:00:00.000Z';
    return { who: 'reception', params: { appointmentId }, body: {} };
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/cancel': async () => ({
    who: 'reception',
    params: { appointmentId: await booked() },
    body: { reason: '患者来电' },
    other: { reason: '医生来电' },
  }),
  'POST /v1/booking/desk/appointments/{appointmentId}/reschedule': async () => ({
    who: 'reception',
    params: { appointmentId: await booked() },
    body: { sessionId: tuesday },
    other: { sessionId: 's001-20261127-am' },
  }),
  'POST /v1/booking/desk/appointments/{appointmentId}/admit': async () => ({
    who: 'doctor',
    params: { appointmentId: await checkedIn() },
    body: {},
  }),
  'POST /v1/booking/desk/appointments/{appointmentId}/messages': async () => ({
    who: 'doctor',
    params: { appointmentId: await inWaitingRoom() },
    body: { text: '请稍等' },
    other: { text: '请进' },
  }),
  'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions': async () => {
    const body = { medicines: [medicine], composedBy: 'doctor' };
    const params = { appointmentId: await arrived() };
    return { who: 'doctor', params, body, other: { ...body, medicines: [{ ...medicine, days: 7 }] } };
  },
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/approve': async () => ({
    who: 'pharmacist',
    params: { prescriptionId: await prescribed() },
    body: {},
  }),
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/reject': async () => ({
    who: 'pharmacist',
    params: { prescriptionId: await prescribed() },
    body: { reason: '剂量过大' },
    other: { reason: '剂量过小' },
  }),
};

/** Every row of the table, by its key. */
async function rows(): Promise<Map<string, object>> {
  const { Items = [] } = await engines.documents.send(new ScanCommand({ TableName: hall.room.table }));
  return new Map(Items.map((row) => [`${row.PK} ${row.SK}`, row]));
}

describe('made twice with one key, it is done once:', () => {
  it.each(Object.entries(all))('%s', async (key, prepare) => {
    const { who, params = {}, body, other } = await prepare();
    const call = (given: object) => hall.call(clinic[who], key, params, given, { key: 'the-key-of-one-press' });
    const first = await call(body);
    expect([200, 201], first.text).toContain(first.status);
    const after = await rows();
    // The repeat comes a little later.
    hall.now = new Date(Date.parse(hall.now) + 2000).toISOString();
    const second = await call(body);
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(await rows()).toEqual(after);
    if (other !== undefined) {
      const reused = await call(other);
      expect([reused.status, reused.body.type]).toEqual([422, 'urn:banshi:problem:idempotency-key-reused']);
      expect(await rows()).toEqual(after);
    }
    // What may be repeated by its nature needs no key; everything else says that it must have one.
    const byNature = [
      'POST /v1/booking/patients',
      'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree',
      'POST /v1/booking/patients/{patientId}/carers/{carerId}/end',
      `${desk}/patients/{patientId}/carers/{carerId}/agree`,
      `${desk}/patients/{patientId}/carers/{carerId}/end`,
      'POST /v1/booking/queue',
      `${desk}/patients`,
      `${desk}/patients/find`,
    ];
    expect('idempotent' in routes[key as Post]).toBe(!byNature.includes(key));
  });

  it('both at the same moment as well: a line of the chat, a prescription, an added session', async () => {
    const keys = [
      'POST /v1/booking/appointments/{appointmentId}/messages',
      'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions',
      'POST /v1/booking/desk/sessions',
    ] as const;
    for (const key of keys) {
      hall = await bookingFunctions(engines, city);
      const person = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
      zhang = (await done('zhang', 'POST /v1/booking/patients', {}, person)).patientId;
      const { who, params = {}, body } = await all[key]();
      const before = (await rows()).size;
      const call = () => hall.call(clinic[who], key, params, body, { key: 'the-key-of-one-press' });
      const both = await Promise.all([call(), call()]);
      expect(both.map(({ status }) => status)).toEqual([201, 201]);
      expect(both[1]?.body).toEqual(both[0]?.body);
      expect((await rows()).size).toBe(before + 2);
    }
  });

  it('and the record of a call holds ids, nothing of what was written', async () => {
    const { who, params = {}, body } = await all['POST /v1/booking/desk/appointments/{appointmentId}/prescriptions']();
    await hall.call(clinic[who], `${desk}/appointments/{appointmentId}/prescriptions`, params, body);
    const records = [...(await rows())].filter(([at]) => at.startsWith('IDEMPOTENCY#')).map(([, row]) => row);
    expect(records).toContainEqual(expect.objectContaining({ answer: { prescriptionId: expect.any(String) } }));
    expect(JSON.stringify(records)).not.toContain(medicine.name);
  });
});
