/** Every way in which a booking may not be made, by FHIR and by the hall's own API: every conflict named at once, and nothing changed. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { never, quotaKey } from '../../../shared/booking/booking-rows.ts';
import { conflicts } from '../../../shared/booking/conflicts.ts';
import { numberParts } from '../../../shared/booking/session.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type Answer, type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

let engines: Engines;
let hall: BookingFunctions;
let zhang: string;
let li: string;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  hall = await bookingFunctions(engines);
  zhang = await register('zhang', { idNumber: idNumberOf(1), relation: 'self' });
  li = await register('li', { idNumber: idNumberOf(2), relation: 'self' });
});

async function register(who: 'zhang' | 'li', body: object): Promise<string> {
  const made = await hall.call(
    clinic[who],
    'POST /v1/booking/patients',
    {},
    {
      ...{ name: clinic[who].name, phone: '13800000001' },
      ...body,
    },
  );
  expect(made.status, made.text).toBe(200);
  return made.body.patientId;
}
/**
 * Two ways to ask for the same: the façade and the hall's own API. Each answers with its own kind of body, and names the same conflicts.
 */
const ways = ['/fhir', '/v1'] as const;
type Way = (typeof ways)[number];
type Who = 'zhang' | 'li';

/** Asks for a number, or with an appointment's id takes what it holds. */
function call(way: Way, name: '$book' | '$hold', who: Who, reference: string, patient?: string): Promise<Answer> {
  return way === '/fhir' ? byFhir(name, who, reference, patient) : byApi(name, who, reference, patient);
}
function byFhir(name: string, who: Who, reference: string, patient?: string): Promise<Answer> {
  const parameter = [
    { name: 'appointment-reference', valueReference: { reference: `Appointment/${reference}` } },
    ...(patient === undefined
      ? []
      : [{ name: 'patient-reference', valueReference: { reference: `Patient/${patient}` } }]),
  ];
  const headers = { 'content-type': 'application/fhir+json' };
  const body = { resourceType: 'Parameters', parameter };
  return hall.call(clinic[who], 'POST /fhir/{type}/{id}', { type: 'Appointment', id: name }, body, { headers });
}
function byApi(name: string, who: Who, reference: string, patient = who === 'li' ? li : zhang): Promise<Answer> {
  const key = 'POST /v1/booking/appointments';
  const isHold = !reference.includes('-');
  if (isHold) return hall.call(clinic[who], `${key}/{appointmentId}/confirm`, { appointmentId: reference }, {});
  const { sessionId, no } = numberParts(reference);
  const mode = name === '$hold' ? 'hold' : 'book';
  return hall.call(clinic[who], key, {}, { patientId: patient, sessionId, no, mode });
}

const codes = ({ body }: Answer): string[] =>
  (body.resourceType === 'OperationOutcome'
    ? body.issue.map(({ details }: { details: { coding: { code: string }[] } }) => details.coding[0]?.code)
    : body.errors.map(({ code }: { code: string }) => code)
  ).sort();

/** Every row of the table, by its key. */
async function rows(): Promise<Map<string, object>> {
  const { Items = [] } = await engines.documents.send(new ScanCommand({ TableName: hall.room.table }));
  return new Map(Items.map((row) => [`${row.PK} ${row.SK}`, row]));
}

/** Refused with exactly these conflicts, each with a sentence in both languages, and not an attribute of the table changed. */
async function refused(way: Way, ask: () => Promise<Answer>, expected: string[]): Promise<void> {
  const before = await rows();
  const answer = await ask();
  const kind = way === '/fhir' ? answer.body.resourceType : answer.body.type;
  const wanted = way === '/fhir' ? 'OperationOutcome' : 'urn:banshi:problem:booking-refused';
  expect([answer.status, kind], answer.text).toEqual([409, wanted]);
  expect(codes(answer)).toEqual(expected);
  for (const code of expected) {
    const { zh, en } = conflicts[code as keyof typeof conflicts];
    expect(answer.text).toContain(zh);
    expect(answer.text).toContain(en);
  }
  expect(await rows()).toEqual(before);
}
/** Of somebody who may not see it: it is not there, and nothing changed. */
async function unseen(way: Way, ask: () => Promise<Answer>): Promise<void> {
  const before = await rows();
  const answer = await ask();
  expect(answer.status, answer.text).toBe(404);
  if (way === '/fhir')
    expect([answer.body.resourceType, answer.body.issue[0].code]).toEqual(['OperationOutcome', 'not-found']);
  else expect(answer.body.type).toBe('urn:banshi:problem:not-found');
  expect(await rows()).toEqual(before);
}
const statusOf = ({ body }: Answer): string => body.status ?? body.entry[0].resource.status;
const idOf = ({ body }: Answer): string => body.appointmentId ?? body.entry[0].resource.id;
describe.each(ways)('by %s, a booking that may not be', (way) => {
  const book = (who: Who, number: string, patient?: string) => call(way, '$book', who, number, patient);
  const done = async (answer: Answer) => {
    expect([200, 201], answer.text).toContain(answer.status);
    return answer;
  };

  it.each([
    ['before release', '2026-11-20T02:00:00.000Z', 's001-20261202-am-004', ['not-released']],
    ['after the cut-off', '2026-11-22T23:45:00.000Z', 's001-20261123-am-004', ['after-cut-off']],
    ['in the past', '2026-11-24T00:00:00.000Z', 's001-20261123-am-004', ['in-the-past']],
    ['kept for the window', '2026-11-20T02:00:00.000Z', 's001-20261123-am-003', ['kept-for-another']],
    ['a first visit by video', '2026-11-20T02:00:00.000Z', 'v001-20261124-pm-001', ['follow-up-only']],
  ])('%s', async (_, now, number, expected) => {
    hall.now = now;
    await refused(way, () => book('zhang', number), expected);
  });

  it('for someone else without consent, or when it has ended', async () => {
    await refused(way, () => book('li', 's001-20261123-am-001', zhang), ['no-consent']);
    const aunt = { name: '张姨', idNumber: idNumberOf(5), relation: 'other', consentUntil: '2026-11-20' };
    const patientId = await register('zhang', aunt);
    hall.now = '2026-11-21T02:00:00.000Z';
    await refused(way, () => book('zhang', 's001-20261123-am-001', patientId), ['no-consent']);
  });

  it('overlapping oneself, and with everything else that stands against it at once', async () => {
    await done(await book('zhang', 's001-20261123-am-001'));
    await refused(way, () => book('zhang', 's900-20261123-am-001'), ['overlap']);
    // All of it at once: not theirs to book, taken, and a second in the department that day.
    await refused(way, () => book('li', 's001-20261123-am-001', zhang), [
      'department-day',
      'no-consent',
      'number-taken',
    ]);
  });

  it('of the wrong age: too young for the department, under six without a guardian', async () => {
    const toddler = {
      name: '小宝',
      idNumber: idNumberOf(9, '20230601'),
      relation: 'other',
      consentUntil: '2026-12-31',
    };
    const child = await register('zhang', toddler);
    const expected = ['guardian-needed', 'too-young-online', 'wrong-age'];
    await refused(way, () => book('zhang', 's001-20261123-am-001', child), expected);
  });

  it('over the phone’s quota of the month', async () => {
    // Eight numbers of other departments and days, as they stand in the table.
    const places = [1, 2, 3, 4, 5, 6, 7, 8].map((place) => quotaKey('zhang-wei', '2026-11', place));
    const { writes } = hall.room.store;
    const taken = places.map((key, at) => ({ ...key, appointmentId: `other-${at}`, until: never }));
    await hall.room.store.commit(taken.slice(1).map((row) => writes.put('quota', row, writes.isNew)));
    await done(await book('zhang', 's001-20261123-am-001'));
    await refused(way, () => book('zhang', 's900-20261127-am-100'), ['phone-quota']);
  });

  it('of a session that was cancelled', async () => {
    const stop = { reason: '医生出差' };
    const params = { sessionId: 's002-20261124-am' };
    await done(await hall.call(clinic.reception, 'POST /v1/booking/desk/sessions/{sessionId}/stop', params, stop));
    await refused(way, () => book('zhang', 's002-20261124-am-001'), ['number-taken', 'session-stopped']);
  });

  it('while one is banned', async () => {
    const strikes = ['2026-11-17', '2026-11-18', '2026-11-19'].map((day) =>
      hall.room.store.writes.strike(zhang, {
        kind: 'noshow',
        at: `${day}T02:00:00.000Z`,
        appointmentId: `missed-${day}`,
      }),
    );
    await hall.room.store.commit(strikes);
    await refused(way, () => book('zhang', 's001-20261123-am-001'), ['banned']);
  });
});

describe.each(ways)('by %s, a hold', (way) => {
  const hold = (who: Who, number: string) => call(way, '$hold', who, number);
  const book = (who: Who, reference: string) => call(way, '$book', who, reference);
  /** @returns the hold, and when it ends */
  async function held(): Promise<{ id: string; ends: string }> {
    const id = idOf(await hold('zhang', 's001-20261123-am-001'));
    return { id, ends: (await hall.room.store.get(id)).appointment.holdUntil ?? '' };
  }

  it('of another does not exist, and its number is taken', async () => {
    const { id } = await held();
    await unseen(way, () => book('li', id));
    await refused(way, () => book('li', 's001-20261123-am-001'), ['number-taken']);
  });

  it('that expires at the very instant at which it is taken is gone', async () => {
    const { id, ends } = await held();
    hall.now = ends;
    await refused(way, () => book('zhang', id), ['hold-expired']);
  });

  it('holds for every clock that has not come to its end, whichever way clocks move', async () => {
    const { id, ends } = await held();
    // Another's clock is a second behind: for it the hold still stands, and the number is not given twice.
    hall.now = new Date(Date.parse(ends) - 1000).toISOString();
    await refused(way, () => book('li', 's001-20261123-am-001'), ['number-taken']);
    expect(statusOf(await book('zhang', id))).toBe('booked');
    hall.now = '2026-11-20T01:00:00.000Z';
    await refused(way, () => book('li', 's001-20261123-am-001'), ['number-taken']);
  });
});

describe('what is no FHIR, or asks for what is not there', () => {
  const strict = { prefer: 'handling=strict', 'content-type': 'application/fhir+json' };

  it.each([
    ['JSON that is no resource', { patientId: '1', sessionId: 's001-20261123-am' }],
    ['a resource that is no Parameters', { resourceType: 'Appointment', status: 'proposed' }],
    ['a list', [{ resourceType: 'Parameters' }]],
  ])('%s', async (_, body) => {
    const before = await rows();
    const answer = await hall.call(clinic.zhang, 'POST /fhir/{type}/{id}', { type: 'Appointment', id: '$book' }, body, {
      headers: strict,
    });
    expect([answer.status, answer.body.resourceType, answer.body.issue[0].code]).toEqual([
      400,
      'OperationOutcome',
      'structure',
    ]);
    expect(await rows()).toEqual(before);
  });

  it('unknown search parameters under handling=strict: each is named', async () => {
    const query = { colour: 'red', schedule: 'Schedule/s001', __proto__x: '1', size: 'big' };
    const answer = await hall.call(clinic.zhang, 'GET /fhir/{type}', { type: 'Slot' }, undefined, {
      query,
      headers: strict,
    });
    expect([answer.status, answer.body.resourceType]).toEqual([400, 'OperationOutcome']);
    expect(answer.body.issue.map(({ code, diagnostics }: Record<string, string>) => `${code} ${diagnostics}`)).toEqual([
      'not-supported Unknown search parameter: colour',
      'not-supported Unknown search parameter: __proto__x',
      'not-supported Unknown search parameter: size',
    ]);
  });
});
