/** What else is refused, each with its reason and nothing changed: waiting, cancelling, moving, coming, and steps of the desk. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DirectoryData } from '../../../shared/booking/directory.ts';
import { takePaid } from '../../../shared/booking/steps.ts';
import { demoCity, idNumberOf } from '../../support/booking.ts';
import { type Answer, type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const appointments = 'POST /v1/booking/appointments';
const desk = 'POST /v1/booking/desk';
const first = '12440100DEMH00001T';
const always = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '2026-01-01', pools: {} };
const single = { ...always, kind: 'clinic', part: 'am', start: '08:00', minutes: 15, total: 1, feeFen: 0 } as const;
const { eight } = demoCity.policies;
if (eight === undefined) throw new Error('no policy');
/** One number a day, one place in its line; a resident of two years who would see patients online. */
const city: DirectoryData = {
  ...demoCity,
  templates: [
    ...demoCity.templates,
    { ...single, weekdays: [...always.weekdays], schedule: 'z1', practitioner: 'p002' },
    {
      ...single,
      weekdays: [...always.weekdays],
      schedule: 'z2',
      practitioner: 'p005',
      kind: 'virtual',
      part: 'pm',
      start: '15:00',
    },
  ],
  policies: { ...demoCity.policies, eight: { ...eight, waitlist: { ...eight.waitlist, places: 1 } } },
};

let engines: Engines;
let hall: BookingFunctions;
const patients = { zhang: '', li: '' };
beforeAll(async () => {
  engines = await startEngines();
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});
const begin = async (payees?: readonly string[]): Promise<void> => {
  hall = await bookingFunctions(engines, city, payees);
  for (const [at, who] of (['zhang', 'li'] as const).entries())
    patients[who] = await register(who, { name: clinic[who].name, idNumber: idNumberOf(at + 1), relation: 'self' });
};
beforeEach(() => begin());

async function register(who: 'zhang' | 'li', body: object): Promise<string> {
  const answer = await hall.call(clinic[who], 'POST /v1/booking/patients', {}, { phone: '13800000001', ...body });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.patientId;
}
const rows = async () => (await engines.documents.send(new ScanCommand({ TableName: hall.room.table }))).Items;
const codes = ({ body }: Answer): string[] =>
  (body.resourceType === 'OperationOutcome'
    ? body.issue.map(({ details }: { details: { coding: { code: string }[] } }) => details.coding[0]?.code)
    : body.errors.map(({ code }: { code: string }) => code)
  ).sort();
async function refused(ask: () => Promise<Answer>, expected: string[]): Promise<void> {
  const before = await rows();
  const answer = await ask();
  expect(answer.status, answer.text).toBe(409);
  expect(codes(answer)).toEqual(expected);
  expect(await rows()).toEqual(before);
}
async function booked(who: 'zhang' | 'li', sessionId: string, more: object = {}): Promise<string> {
  const answer = await hall.call(clinic[who], appointments, {}, { patientId: patients[who], sessionId, ...more });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.appointmentId;
}
const on = (who: keyof typeof clinic, at: string, appointmentId: string, what: string, body: object = {}) =>
  hall.call(clinic[who], `${at}/{appointmentId}/${what}`, { appointmentId }, body);
const byFhir = (name: string, parameter: object[]) =>
  hall.call(
    clinic.zhang,
    'POST /fhir/{type}/{id}',
    { type: 'Appointment', id: name },
    { resourceType: 'Parameters', parameter },
    { headers: { 'content-type': 'application/fhir+json' } },
  );
const named = (id: string) => ({ name: 'appointment-reference', valueReference: { reference: `Appointment/${id}` } });

describe('waiting', () => {
  const wait = (who: 'zhang' | 'li', sessionId: string, patientId = patients[who]) =>
    hall.call(clinic[who], 'POST /v1/booking/waitlist', {}, { patientId, sessionId });

  it('is for what is sold out, once for each person, for as many as there are places, until the line closes', async () => {
    await refused(() => wait('zhang', 'z1-20261126-am'), ['waitlist-not-sold-out']);
    await booked('li', 'z1-20261126-am');
    expect((await wait('zhang', 'z1-20261126-am')).status).toBe(201);
    await refused(() => wait('zhang', 'z1-20261126-am'), ['waitlist-already', 'waitlist-full']);
    const other = { name: '张父', idNumber: idNumberOf(3), relation: 'parent', consentUntil: '2026-12-31' };
    const father = await register('zhang', other);
    await refused(() => wait('zhang', 'z1-20261126-am', father), ['waitlist-full']);
    await booked('li', 'z1-20261125-am');
    hall.now = '2026-11-24T15:00:00.000Z';
    await refused(() => wait('zhang', 'z1-20261125-am'), ['waitlist-closed']);
    await refused(() => wait('li', 'z1-20261125-am', patients.zhang), ['no-consent', 'waitlist-closed']);
  });
});

describe('who it is for', () => {
  it.each(['/v1', '/fhir'] as const)(
    'by %s: not a man at gynaecology, nor online with a doctor of two years',
    async (way) => {
      const brother = { name: '张弟', idNumber: manOf(1990), relation: 'other', consentUntil: '2026-12-31' };
      const patientId = await register('zhang', brother);
      const book = (sessionId: string) =>
        way === '/v1'
          ? hall.call(clinic.zhang, appointments, {}, { patientId, sessionId, no: 1 })
          : byFhir('$book', [
              named(`${sessionId}-001`),
              { name: 'patient-reference', valueReference: { reference: `Patient/${patientId}` } },
            ]);
      await refused(() => book('s071-20261127-am'), ['wrong-sex']);
      await refused(() => book('z2-20261125-pm'), ['doctor-too-new', 'follow-up-only']);
    },
  );
});

describe('giving back and moving', () => {
  it.each(['/v1', '/fhir'] as const)(
    'by %s: not after the hospital’s hour, where it refuses late cancels',
    async (way) => {
      const id = await booked('zhang', 's051-20261125-am');
      hall.now = '2026-11-24T09:00:00.000Z';
      const cancel = () => (way === '/v1' ? on('zhang', appointments, id, 'cancel') : byFhir('$cancel', [named(id)]));
      await refused(cancel, ['too-late-to-cancel']);
      const resource = { resourceType: 'Appointment', id, slot: [{ reference: 'Slot/s051-20261127-am-001' }] };
      const move = () =>
        way === '/v1'
          ? hall.call(
              clinic.zhang,
              `${appointments}/{appointmentId}/reschedule`,
              { appointmentId: id },
              { sessionId: 's051-20261127-am' },
            )
          : byFhir('$book', [{ name: 'appointment-resource', resource }]);
      await refused(move, ['too-late-to-cancel']);
      // Not twice, and not once it has begun.
      hall.now = '2026-11-24T08:59:59.999Z';
      expect((await cancel()).status).toBe(200);
      await refused(cancel, ['wrong-state']);
    },
  );

  it('not to a number of another fee, once it was paid', async () => {
    await begin([first]);
    const held = await booked('zhang', 's005-20261124-am');
    await takePaid(hall.room, held, hall.now);
    const move = () =>
      hall.call(
        clinic.zhang,
        `${appointments}/{appointmentId}/reschedule`,
        { appointmentId: held },
        { sessionId: 's001-20261125-am' },
      );
    await refused(move, ['fee-differs']);
  });
});

describe('coming', () => {
  it('is not too early, not too late and not on another day; and nobody is missed before their time', async () => {
    const id = await booked('zhang', 's001-20261123-am', { no: 1 });
    const checkIn = () => on('zhang', appointments, id, 'check-in');
    await refused(checkIn, ['wrong-day']);
    hall.now = '2026-11-22T22:59:59.999Z';
    await refused(checkIn, ['check-in-not-open']);
    hall.now = '2026-11-23T03:20:00.001Z';
    await refused(checkIn, ['check-in-closed']);
    hall.now = '2026-11-23T00:29:59.999Z';
    await refused(() => on('reception', `${desk}/appointments`, id, 'no-show'), ['not-no-show-yet']);
    const next = () =>
      hall.call(clinic.doctor, `${desk}/sessions/{sessionId}/call-next`, { sessionId: 's001-20261123-am' }, {});
    await refused(next, ['nobody-in-line']);
  });
});

/** A man’s identity number: its seventeenth digit is odd. */
function manOf(year: number): string {
  for (let serial = 1; ; serial += 1) {
    const number = idNumberOf(serial, `${year}0101`);
    if (Number(number[16]) % 2 === 1) return number;
  }
}
