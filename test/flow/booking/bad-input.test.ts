/** Every way in which a booking may not be made, by FHIR: an OperationOutcome with an issue for each conflict, and nothing changed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
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
const call = (name: string, who: 'zhang' | 'li', reference: string, patient?: string) => {
  const parameter = [
    { name: 'appointment-reference', valueReference: { reference: `Appointment/${reference}` } },
    ...(patient === undefined
      ? []
      : [{ name: 'patient-reference', valueReference: { reference: `Patient/${patient}` } }]),
  ];
  const headers = { 'content-type': 'application/fhir+json' };
  const body = { resourceType: 'Parameters', parameter };
  return hall.call(clinic[who], 'POST /fhir/{type}/{id}', { type: 'Appointment', id: name }, body, { headers });
};
const codes = ({ body }: Answer): string[] =>
  body.issue.map(({ details }: { details: { coding: { code: string }[] } }) => details.coding[0]?.code).sort();
const refused = async (answer: Answer, expected: string[]): Promise<void> => {
  expect([answer.status, answer.body.resourceType], answer.text).toEqual([409, 'OperationOutcome']);
  expect(codes(answer)).toEqual(expected);
};
const countOf = async (patient: string) => (await hall.room.store.ofPatient(patient, '2026-01-01')).length;

describe('a booking that may not be', () => {
  it.each([
    ['before release', '2026-11-20T02:00:00.000Z', 's001-20261202-am-004', ['not-released']],
    ['after the cut-off', '2026-11-22T23:45:00.000Z', 's001-20261123-am-004', ['after-cut-off']],
    ['in the past', '2026-11-24T00:00:00.000Z', 's001-20261123-am-004', ['in-the-past']],
    ['kept for the window', '2026-11-20T02:00:00.000Z', 's001-20261123-am-003', ['kept-for-another']],
    ['a first visit by video', '2026-11-20T02:00:00.000Z', 'v001-20261124-pm-001', ['follow-up-only']],
  ])('%s', async (_, now, slot, expected) => {
    hall.now = now;
    await refused(await call('$book', 'zhang', slot), expected);
    expect(await countOf(zhang)).toBe(0);
  });

  it('for someone else without consent, and for somebody at the same time elsewhere', async () => {
    await refused(await call('$book', 'li', 's001-20261123-am-001', zhang), ['no-consent']);
    expect((await call('$book', 'zhang', 's001-20261123-am-001')).status).toBe(200);
    await refused(await call('$book', 'zhang', 's900-20261123-am-001'), ['overlap']);
    // All of it at once: not theirs to book, taken, and a second in the department that day.
    await refused(await call('$book', 'li', 's001-20261123-am-001', zhang), [
      'department-day',
      'no-consent',
      'number-taken',
    ]);
    expect([await countOf(zhang), await countOf(li)]).toEqual([1, 0]);
  });

  it('of a child: too young for the department, under six without a guardian', async () => {
    const toddler = {
      name: '小宝',
      idNumber: idNumberOf(9, '20230601'),
      relation: 'other',
      consentUntil: '2026-12-31',
    };
    const child = await register('zhang', toddler);
    const answer = await call('$book', 'zhang', 's001-20261123-am-001', child);
    await refused(answer, ['guardian-needed', 'too-young-online', 'wrong-age']);
    expect(await countOf(child)).toBe(0);
  });

  it('over the phone’s quota of the month', async () => {
    hall.now = '2026-11-20T02:00:00.000Z';
    const taken: string[] = [];
    for (const department of ['d01', 'd02', 'd03', 'd04', 'd05', 'd06', 'd07', 'd08', 'd09', 'd10']) {
      const query = { from: '2026-11-21', days: '7' };
      const days = await hall.call(
        undefined,
        'GET /v1/booking/departments/{departmentId}/sessions',
        { departmentId: department },
        undefined,
        { query },
      );
      for (const { sessionId, state, kind } of days.body.sessions) {
        if (taken.length >= 8 || state !== 'open' || kind !== 'clinic') continue;
        const wish = { patientId: zhang, sessionId };
        const made = await hall.call(clinic.zhang, 'POST /v1/booking/appointments', {}, wish);
        if (made.status === 201) taken.push(made.body.appointmentId);
        // Five tries in ten seconds.
        hall.now = new Date(Date.parse(hall.now) + 3000).toISOString();
      }
    }
    expect(taken).toHaveLength(8);
    const ninth = await call('$book', 'zhang', 's900-20261127-am-100');
    expect(codes(ninth)).toContain('phone-quota');
    expect(await countOf(zhang)).toBe(8);
  });

  it('of a session that was cancelled, or while one is barred', async () => {
    const stop = { reason: '医生出差' };
    const params = { sessionId: 's002-20261124-am' };
    await hall.call(clinic.reception, 'POST /v1/booking/desk/sessions/{sessionId}/stop', params, stop);
    expect(codes(await call('$book', 'zhang', 's002-20261124-am-001'))).toContain('session-stopped');
    const strikes = ['2026-11-17', '2026-11-18', '2026-11-19'].map((day) =>
      hall.room.store.writes.strike(zhang, {
        kind: 'noshow',
        at: `${day}T02:00:00.000Z`,
        appointmentId: `missed-${day}`,
      }),
    );
    await hall.room.store.commit(strikes);
    await refused(await call('$book', 'zhang', 's001-20261123-am-001'), ['banned']);
    expect(await countOf(zhang)).toBe(0);
  });
});

describe('a hold', () => {
  it('of another does not exist; one’s own ends at its very instant, whichever way clocks move', async () => {
    const held = await call('$hold', 'zhang', 's001-20261123-am-001');
    const { id } = held.body.entry[0].resource;
    const { appointment } = await hall.room.store.get(id);
    const stranger = await call('$book', 'li', id);
    expect([stranger.status, stranger.body.issue[0].code]).toEqual([404, 'not-found']);
    hall.now = appointment.holdUntil ?? '';
    await refused(await call('$book', 'zhang', id), ['hold-expired']);
    // Another's clock is a second behind: for it the hold still stands, and the number is not given twice.
    hall.now = new Date(Date.parse(hall.now) - 1000).toISOString();
    await refused(await call('$book', 'li', 's001-20261123-am-001'), ['number-taken']);
    expect((await call('$book', 'zhang', id)).body.entry[0].resource.status).toBe('booked');
    hall.now = '2026-11-20T01:00:00.000Z';
    await refused(await call('$book', 'li', 's001-20261123-am-001'), ['number-taken']);
    expect(await countOf(li)).toBe(0);
  });
});
