/** Whoever books for another sees the appointment, not what the doctor wrote; and once consent has ended, not the visit either. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { maySeeRecord } from '../../../shared/booking/records.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type Answer, type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const appointments = '/v1/booking/appointments';
const desk = '/v1/booking/desk';

let engines: Engines;
let hall: BookingFunctions;
let aunt: string;
beforeAll(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  engines = await startEngines();
  hall = await bookingFunctions(engines);
  const body = {
    name: '张姨',
    idNumber: idNumberOf(5),
    phone: '13800000001',
    relation: 'other',
    consentUntil: '2026-11-24',
  };
  aunt = done(await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, body)).patientId;
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});

function done({ status, text, body }: Answer) {
  expect([200, 201], text).toContain(status);
  return body;
}
const codes = ({ body }: Answer) => (body.errors ?? []).map(({ code }: { code: string }) => code);
const book = async (sessionId: string, condition?: string): Promise<string> =>
  done(
    await hall.call(
      clinic.zhang,
      `POST ${appointments}`,
      {},
      { patientId: aunt, sessionId, ...(condition === undefined ? {} : { condition }) },
    ),
  ).appointmentId;
const atDesk = async (id: string, what: string, body: object = {}, who: keyof typeof clinic = 'doctor') =>
  done(await hall.call(clinic[who], `POST ${desk}/appointments/{appointmentId}/${what}`, { appointmentId: id }, body));
const look = (id: string, what = '') =>
  hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}${what}`, { appointmentId: id });

describe('a helper', () => {
  let seen: string;

  it('sees that the visit was, and nothing of its record', async () => {
    seen = await book('s001-20261123-am');
    hall.now = '2026-11-23T00:00:00.000Z';
    await atDesk(seen, 'check-in', {}, 'reception');
    await atDesk(seen, 'admit');
    const medicine = { code: 'C09AA02', name: '依那普利片', dosage: '每日一次', days: 28 };
    await atDesk(seen, 'prescriptions', { medicines: [medicine], composedBy: 'doctor' });
    await atDesk(seen, 'complete', { condition: 'I10', note: '血压 150/95' });
    const one = await look(seen);
    expect(one.body).toMatchObject({ status: 'fulfilled', withheld: true });
    expect(one.body).not.toHaveProperty('encounter');
    expect(one.text).not.toContain('血压');
    const prescriptions = await look(seen, '/prescriptions');
    expect([prescriptions.status, codes(prescriptions)]).toEqual([409, ['record-of-another']]);
    expect(codes(await look(seen, '/messages'))).toEqual(['record-of-another']);
  });

  it('books her video visit while her consent lasts, and does not take part in it when it has ended', async () => {
    const mine = async () => done(await hall.call(clinic.zhang, 'GET /v1/booking/patients')).items[0].seen;
    // She never said yes in the hall: that she lets him book is his word, and what she has is not his to know.
    expect(await mine()).toEqual([]);
    const refused = await hall.call(
      clinic.zhang,
      `POST ${appointments}`,
      {},
      { patientId: aunt, sessionId: 'v001-20261126-pm', condition: 'I10' },
    );
    expect(codes(refused)).toEqual(['follow-up-only']);
    // She says yes before reception, who sees whose account it is.
    const found = done(
      await hall.call(clinic.reception, `POST ${desk}/patients/find`, {}, { idNumber: idNumberOf(5) }),
    );
    const { carerId } = found.carers[0];
    const agree = `POST ${desk}/patients/{patientId}/carers/{carerId}/agree`;
    expect((await hall.call(clinic.doctor, agree, { patientId: aunt, carerId }, {})).status).toBe(403);
    done(await hall.call(clinic.reception, agree, { patientId: aunt, carerId }, {}));
    expect(await mine()).toMatchObject([{ condition: 'I10' }]);
    const online = await book('v001-20261126-pm', 'I10');
    hall.now = '2026-11-26T06:45:00.000Z';
    expect(await mine()).toEqual([]);
    done(await hall.call(clinic.zhang, `POST ${appointments}/{appointmentId}/check-in`, { appointmentId: online }, {}));
    await atDesk(online, 'admit');
    for (const what of ['/visit', '/messages']) {
      const answer = await look(online, what);
      expect([answer.status, codes(answer)]).toEqual([409, ['no-consent']]);
    }
    const key = `POST ${appointments}/{appointmentId}/messages`;
    expect(codes(await hall.call(clinic.zhang, key, { appointmentId: online }, { text: '在吗' }))).toEqual([
      'no-consent',
    ]);
  });
});

it('is for oneself, and for a child’s guardian until that ends', () => {
  const link = { account: 'zhang-wei', patientId: aunt, since: '2026-01-01T00:00:00.000Z' };
  const may = (relation: 'self' | 'child' | 'parent' | 'spouse' | 'other', consentUntil?: string) =>
    maySeeRecord({ ...link, relation, ...(consentUntil === undefined ? {} : { consentUntil }) }, '2026-11-24');
  expect(may('self')).toBe(true);
  expect([may('child', '2026-11-24'), may('child', '2026-11-23'), may('child')]).toEqual([true, false, false]);
  for (const relation of ['parent', 'spouse', 'other'] as const) expect(may(relation, '2027-01-01')).toBe(false);
  expect(maySeeRecord(undefined, '2026-11-24')).toBe(false);
});

it('staff who search a day by FHIR find the appointments of a session that the desk added', async () => {
  // A Saturday on which the chief physician has no clinic.
  const extra = { date: '2026-11-28', part: 'am', start: '09:00', minutes: 10, total: 6, kind: 'clinic', feeFen: 0 };
  const added = { ...extra, practitioner: 'p001', reason: '患者积压' };
  const { sessionId } = done(await hall.call(clinic.reception, `POST ${desk}/sessions`, {}, added));
  const made = done(
    await hall.call(
      clinic.doctor,
      `POST ${desk}/sessions/{sessionId}/squeeze-in`,
      { sessionId },
      { patientId: aunt, reason: '病情急' },
    ),
  );
  const search = (who: keyof typeof clinic) =>
    hall.call(clinic[who], 'GET /fhir/{type}', { type: 'Appointment' }, undefined, { query: { date: '2026-11-28' } });
  const ids = async (who: keyof typeof clinic) =>
    done(await search(who)).entry.map(({ resource }: { resource: { id: string } }) => resource.id);
  expect(await ids('reception')).toEqual([made.appointmentId]);
  expect(await ids('doctor')).toEqual([made.appointmentId]);
  expect(await ids('elsewhere')).toEqual([]);
});
