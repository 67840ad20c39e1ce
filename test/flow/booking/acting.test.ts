/** Who acts for a patient: nobody without the patient's yes who has a voice in the hall, and nobody in another's place. */
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { idNumberOf } from '../../support/booking.ts';
import { type Answer, type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const people = '/v1/booking/patients';
const session = 's001-20261123-am';
/** Somebody with the same name as Zhang, and Zhang's sister-in-law. */
const namesake = { sub: 'zhang-wei-2', name: '张伟', roles: 'citizen' };
const zhangIs = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001' };
const liIs = { name: '李娜', idNumber: idNumberOf(2), phone: '13800000002' };
const childIs = { name: '张小宝', idNumber: idNumberOf(5, '20230601'), phone: '13800000001' };
const until = { consentUntil: '2026-12-31' };

let engines: Engines;
let hall: BookingFunctions;
let zhang: string;
beforeEach(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  engines ??= await startEngines();
  hall = await bookingFunctions(engines);
  zhang = done(await add(clinic.zhang, { ...zhangIs, relation: 'self' })).patientId;
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});

type Who = Record<string, string>;
function done({ status, text, body }: Answer) {
  expect([200, 201], text).toContain(status);
  return body;
}
const codes = ({ body }: Answer) => [
  String(body.type).replace('urn:banshi:problem:', ''),
  ...(body.errors ?? []).map(({ code }: { code: string }) => code),
];
const fields = ({ body }: Answer) => (body.errors ?? []).map(({ field }: { field: string }) => field);
const add = (who: Who, body: object) => hall.call(who, `POST ${people}`, {}, body);
const listed = async (who: Who) => done(await hall.call(who, `GET ${people}`)).items;
const carers = async (who: Who, patientId = zhang) =>
  done(await hall.call(who, `GET ${people}/{patientId}/carers`, { patientId })).items;
const answer = (who: Who, carerId: string, what: 'agree' | 'end', patientId = zhang) =>
  hall.call(who, `POST ${people}/{patientId}/carers/{carerId}/${what}`, { patientId, carerId }, {});
const book = (who: Who, patientId: string, sessionId = session) =>
  hall.call(who, 'POST /v1/booking/appointments', {}, { patientId, sessionId });
async function asking(): Promise<string> {
  done(await add(clinic.li, { ...zhangIs, ...until, relation: 'spouse' }));
  return (await carers(clinic.zhang)).find(({ mine }: { mine: boolean }) => !mine).carerId;
}

describe('an account', () => {
  it('is one person: a namesake who knows the number does not become the patient, nor the patient two', async () => {
    expect(codes(await add(namesake, { ...zhangIs, relation: 'self' }))).toContain('patient-has-account');
    expect(await listed(namesake)).toEqual([]);
    const second = await add(clinic.zhang, { ...zhangIs, idNumber: idNumberOf(9), relation: 'self' });
    expect([second.status, fields(second)]).toEqual([422, ['body.idNumber']]);
    expect((await add(clinic.zhang, { ...zhangIs, relation: 'self' })).status).toBe(200);
  });

  it('is one person also when both come at once', async () => {
    hall = await bookingFunctions(engines);
    const both = await Promise.all([
      add(clinic.zhang, { ...zhangIs, relation: 'self' }),
      add(namesake, { ...zhangIs, relation: 'self' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('that mistyped its number leaves that person and is another', async () => {
    const [own] = await carers(clinic.zhang);
    done(await answer(clinic.zhang, own.carerId, 'end'));
    expect(await listed(clinic.zhang)).toEqual([]);
    done(await add(clinic.zhang, { ...zhangIs, idNumber: idNumberOf(9), relation: 'self' }));
    done(await add(namesake, { ...zhangIs, relation: 'self' }));
  });
});

describe('a child', () => {
  const child = (guardian: string) => ({ ...childIs, ...until, relation: 'child', guardian });

  it('is its guardian’s, who is the caller and nobody else', async () => {
    const made = done(await add(clinic.zhang, child(zhangIs.idNumber)));
    expect((await book(clinic.zhang, made.patientId, 's091-20261123-am')).status).toBe(201);
    // A stranger who knows the child's number, and even the guardian's.
    for (const guardian of [zhangIs.idNumber, liIs.idNumber])
      expect(fields(await add(clinic.li, child(guardian)))).toEqual(['body.guardian']);
    done(await add(clinic.li, { ...liIs, relation: 'self' }));
    expect(fields(await add(clinic.li, child(zhangIs.idNumber)))).toEqual(['body.guardian']);
    expect(codes(await add(clinic.li, child(liIs.idNumber)))).toContain('patient-has-account');
    // A grandmother may book, once its guardian has said yes.
    done(await add(clinic.li, { ...childIs, ...until, relation: 'other' }));
    expect(codes(await book(clinic.li, made.patientId, 's091-20261123-am'))).toContain('no-consent');
    const { carerId } = (await carers(clinic.zhang, made.patientId)).find(({ asked }: { asked?: true }) => asked);
    done(await answer(clinic.zhang, carerId, 'agree', made.patientId));
    expect(codes(await book(clinic.li, made.patientId, 's091-20261123-am'))).not.toContain('no-consent');
  });

  it('whose guardian the window has found to be another is no longer the first one’s', async () => {
    const made = done(await add(clinic.zhang, child(zhangIs.idNumber)));
    done(await add(clinic.li, { ...liIs, relation: 'self' }));
    const papers = { ...childIs, guardian: liIs.idNumber };
    done(await hall.call(clinic.reception, 'POST /v1/booking/desk/patients', {}, papers));
    expect((await listed(clinic.zhang)).map(({ relation }: { relation: string }) => relation)).toEqual(['self']);
    expect(done(await add(clinic.li, child(liIs.idNumber))).patientId).toBe(made.patientId);
  });
});

describe('whoever asks to book for somebody with an account', () => {
  it('can do and learn nothing before their yes, and is told that it is waited for', async () => {
    const carerId = await asking();
    const [shown] = await listed(clinic.li);
    expect(shown).toMatchObject({ name: '张伟', relation: 'spouse', asked: true, seen: [], withheld: true });
    expect(shown).not.toHaveProperty('cardNumber');
    expect(shown).not.toHaveProperty('phoneMasked');
    expect(codes(await book(clinic.li, zhang))).toEqual(['booking-refused', 'no-consent']);
    for (const type of ['Patient', 'Consent'])
      expect((await hall.call(clinic.li, 'GET /fhir/{type}', { type })).body.entry ?? []).toEqual([]);
    // Nor can they say yes themselves, or see who else acts.
    expect((await answer(clinic.li, carerId, 'agree')).status).toBe(404);
    expect((await hall.call(clinic.li, `GET ${people}/{patientId}/carers`, { patientId: zhang })).status).toBe(404);
    expect((await listed(clinic.zhang))[0]).toMatchObject({ asking: 1 });
    expect(await carers(clinic.zhang)).toContainEqual({
      ...{ carerId, name: '李娜', relation: 'spouse', since: hall.now, consentUntil: '2026-12-31' },
      ...{ asked: true, mine: false },
    });
  });

  it('books from their yes to their no', async () => {
    const carerId = await asking();
    expect(done(await answer(clinic.zhang, carerId, 'agree'))).toMatchObject({ agreedAt: hall.now });
    const mine = done(await book(clinic.li, zhang));
    expect((await listed(clinic.li))[0]).toHaveProperty('cardNumber');
    expect((await listed(clinic.zhang))[0]).not.toHaveProperty('asking');
    done(await answer(clinic.zhang, carerId, 'end'));
    expect(await listed(clinic.li)).toEqual([]);
    expect(codes(await book(clinic.li, zhang, 's001-20261125-am'))).toContain('no-consent');
    // What they had booked is still theirs to cancel.
    const own = done(await hall.call(clinic.li, 'GET /v1/booking/appointments')).items;
    expect(own.map(({ appointmentId }: { appointmentId: string }) => appointmentId)).toEqual([mine.appointmentId]);
    const cancel = 'POST /v1/booking/appointments/{appointmentId}/cancel';
    done(await hall.call(clinic.li, cancel, { appointmentId: mine.appointmentId }, {}));
  });

  it('is asked about again for longer, not for less, and anew after a no', async () => {
    const carerId = await asking();
    done(await answer(clinic.zhang, carerId, 'agree'));
    const wish = (consentUntil: string) => add(clinic.li, { ...zhangIs, relation: 'spouse', consentUntil });
    expect(done(await wish('2026-12-01'))).not.toHaveProperty('asked');
    expect(done(await wish('2027-12-01'))).toMatchObject({ asked: true });
    done(await answer(clinic.zhang, carerId, 'end'));
    expect((await answer(clinic.zhang, carerId, 'agree')).status).toBe(404);
    expect(done(await wish('2026-11-30'))).toMatchObject({ asked: true });
  });

  it('is not back by a yes that was on its way when the patient said no', async () => {
    const carerId = await asking();
    const [link] = (await hall.room.patients.get(zhang)).carers.filter(({ asked }) => asked);
    if (link === undefined) throw new Error('nobody asks');
    done(await answer(clinic.zhang, carerId, 'end'));
    await expect(hall.room.patients.agree(link, hall.now)).rejects.toMatchObject({ code: 'conflict' });
    expect(await listed(clinic.li)).toEqual([]);
  });

  it('may leave by themselves', async () => {
    const carerId = await asking();
    done(await answer(clinic.li, carerId, 'end'));
    expect(await carers(clinic.zhang)).toHaveLength(1);
  });
});

describe('somebody without an account', () => {
  it('is booked for on the caller’s word, who learns nothing of their health; once they come, they see who does, and end it', async () => {
    const mother = { name: '李娜', idNumber: liIs.idNumber, phone: '13800000002', relation: 'parent', ...until };
    const { patientId } = done(await add(clinic.zhang, mother));
    const seen = { condition: 'I10', at: '2026-10-01T00:00:00.000Z', appointmentId: `A${'0'.repeat(25)}` };
    await hall.room.store.commit([hall.room.store.writes.seen(patientId, seen)]);
    expect((await listed(clinic.zhang)).find((one: { relation: string }) => one.relation === 'parent').seen).toEqual(
      [],
    );
    expect((await book(clinic.zhang, patientId)).status).toBe(201);
    done(await add(clinic.li, { ...liIs, relation: 'self' }));
    const other = (await carers(clinic.li, patientId)).find(({ mine }: { mine: boolean }) => !mine);
    expect(other).toMatchObject({ name: '张伟', relation: 'parent' });
    done(await answer(clinic.li, other.carerId, 'end', patientId));
    expect(codes(await book(clinic.zhang, patientId, 's001-20261125-am'))).toContain('no-consent');
  });
});

describe('the window', () => {
  const find = async (who: Who) =>
    done(await hall.call(who, 'POST /v1/booking/desk/patients/find', {}, { idNumber: zhangIs.idNumber }));
  const end = (who: Who, carerId: string, body: object) =>
    hall.call(
      who,
      'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end',
      { patientId: zhang, carerId },
      body,
    );

  it('ends what is not right, says why, and the right one can come', async () => {
    const [wrong] = (await find(clinic.reception)).carers;
    expect(wrong).toMatchObject({ name: '张伟', relation: 'self' });
    expect((await find(clinic.doctor)).carers).toEqual([]);
    expect((await end(clinic.doctor, wrong.carerId, { reason: '证件核对不符' })).status).toBe(403);
    expect((await end(clinic.reception, wrong.carerId, {})).status).toBe(422);
    expect((await end(clinic.reception, '0'.repeat(24), { reason: '证件核对不符' })).status).toBe(404);
    done(await end(clinic.reception, wrong.carerId, { reason: '证件核对不符' }));
    done(await add(namesake, { ...zhangIs, relation: 'self' }));
    expect(await listed(clinic.zhang)).toEqual([]);
  });
});
