/** Refusals that no route can be brought to with the demo city’s people: rules of persons and of prescriptions. */
import { describe, expect, it } from 'vitest';
import type { Appointment } from '../../../shared/booking/appointment.ts';
import { openDirectory } from '../../../shared/booking/directory.ts';
import { mayBook } from '../../../shared/booking/may-book.ts';
import { contentHash, mayPrescribe, mayReview } from '../../../shared/booking/prescription.ts';
import { sessionOf } from '../../../shared/booking/session.ts';
import type { Prescription } from '../../../shared/booking/visit-words.ts';
import { demoCity } from '../../support/booking.ts';

const directory = openDirectory(demoCity);
const practitioner = directory.practitioners.get('p001');
const department = directory.departments.get('d01');
const session = sessionOf(directory, 's001-20261123-am');
if (practitioner === undefined || department === undefined || session === undefined) throw new Error('not there');
const codes = (conflicts: readonly { code: string }[]) => conflicts.map(({ code }) => code);
const at = '2026-11-20T02:00:00.000Z';
const patientId = '0123456789ABCDEFGHJKMNPQRT';

it('whose identity number is not checked is told so where the hospital asks for real names, and not elsewhere', () => {
  const patient = {
    ...{ patientId, name: '张伟', birthDate: '1990-01-01', sex: 'male' as const, cardNumber: 'YK12345678' },
    ...{ phoneHash: '', phoneMasked: '', idNumberMasked: '', createdAt: at },
  };
  const carers = [{ account: 'zhang', patientId, relation: 'self' as const, since: at }];
  const person = { patient, carers, strikes: [], seen: [] };
  const policy = directory.policyOf('d01');
  const asking = {
    ...{ session, department, practitioner, person, account: 'zhang', channel: 'online' as const },
    ...{ squeezeIn: false, condition: undefined, now: at },
  };
  expect(codes(mayBook({ ...asking, policy }))).toEqual(['not-real-name']);
  expect(codes(mayBook({ ...asking, policy: { ...policy, realName: false } }))).toEqual([]);
});

describe('a prescription', () => {
  const visit: Appointment = {
    ...{ appointmentId: '0123456789ABCDEFGHJKMNPQRS', version: 3, status: 'arrived', patientId, patientName: '小宝' },
    ...{ account: 'zhang', sessionId: 'v001-20261124-pm', hospital: 'h1', department: 'd01', practitioner: 'p001' },
    ...{ kind: 'virtual', date: '2026-11-24', no: 1, start: at, end: at, feeFen: 0, channel: 'online', guards: [] },
    ...{ createdAt: at, updatedAt: at },
  };
  const medicine = { code: 'C09AA02', name: '依那普利片', dosage: '每日一次', days: 28 };
  const body = {
    medicines: [medicine],
    composedBy: 'doctor' as const,
    guardianPresent: true,
    specialistPresent: true,
  };
  const may = (birthDate: string, more: Partial<typeof body>, one: Appointment = visit) =>
    codes(mayPrescribe(one, practitioner, birthDate, { ...body, ...more }, '2026-11-24'));

  it('online for a child under six needs guardian and specialist beside them, on the day before the birthday still', () => {
    const alone = ['child-without-guardian'];
    expect(may('2020-11-25', { guardianPresent: false })).toEqual(alone);
    expect(may('2020-11-25', { specialistPresent: false })).toEqual(alone);
    expect(may('2020-11-25', {})).toEqual([]);
    expect(may('2020-11-24', { guardianPresent: false, specialistPresent: false })).toEqual([]);
    expect(may('2020-11-25', { guardianPresent: false }, { ...visit, kind: 'clinic' })).toEqual([]);
  });

  it('is not signed twice by one person, nor with another content than the doctor’s', () => {
    const content = { prescriptionId: 'p', patientId, practitioner: 'p001', medicines: [medicine] };
    const draft: Prescription = {
      ...content,
      ...{ version: 1, status: 'draft', appointmentId: visit.appointmentId, hospital: 'h1' },
      ...{ doctor: { account: 'doctor-chen', at, contentHash: contentHash(content) } },
      ...{ retention: 'prescription', keepUntil: at },
    };
    expect(codes(mayReview(draft, 'pharmacist-fang'))).toEqual([]);
    expect(codes(mayReview(draft, 'doctor-chen'))).toEqual(['same-signature']);
    const more = { ...draft, medicines: [{ ...medicine, days: 90 }] };
    expect(codes(mayReview(more, 'pharmacist-fang'))).toEqual(['content-changed']);
    expect(codes(mayReview({ ...draft, status: 'active' }, 'pharmacist-fang'))).toEqual(['wrong-state']);
  });
});
