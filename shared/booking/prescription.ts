/** Prescriptions (电子处方): drafted by the doctor, checked by a pharmacist, active under two signatures. Rules are pure. */
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Day, Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import { against, type Conflict } from './conflicts.ts';
import type { Practitioner } from './directory.ts';
import { ageOn } from './moments.ts';
import type { Prescription, prescribeBody } from './visit-words.ts';

/** Narcotics and psychotropics (麻醉药品、精神药品), by ATC: not to be prescribed online. */
const controlled = ['N01AH', 'N01AX03', 'N02A', 'N05BA', 'N05CA', 'N05CD', 'N05CF', 'N06BA', 'N07BC'];

/** May this doctor prescribe this now? All that stands against it. */
export function mayPrescribe(
  one: Appointment,
  doctor: Practitioner,
  birthDate: Day,
  body: z.output<typeof prescribeBody>,
  today: Day,
): Conflict[] {
  const isChild = ageOn(birthDate, today) < 6;
  const online = one.kind === 'virtual';
  return [
    ...against(one.status !== 'arrived' && one.status !== 'fulfilled', 'wrong-state'),
    ...against(body.composedBy !== 'doctor', 'software-prescription'),
    ...against(
      online && body.medicines.some(({ code }) => controlled.some((it) => code.startsWith(it))),
      'controlled-medicine',
    ),
    ...against(online && ageOn(doctor.practisingSince, today) < 3, 'doctor-too-new'),
    ...against(online && isChild && !(body.guardianPresent && body.specialistPresent), 'child-without-guardian'),
  ];
}

/** May this pharmacist sign? Not one's own, not twice, and only what the doctor signed. @param seen hash of what was before them */
export function mayReview(one: Prescription, account: string, seen?: string): Conflict[] {
  return [
    ...against(one.status !== 'draft', 'wrong-state'),
    ...against(one.doctor.account === account, 'same-signature'),
    ...against(
      one.doctor.contentHash !== contentHash(one) || (seen !== undefined && seen !== one.doctor.contentHash),
      'content-changed',
    ),
  ];
}

/** What is signed. */
export function contentHash(
  one: Pick<Prescription, 'prescriptionId' | 'patientId' | 'practitioner' | 'medicines'>,
): string {
  const { prescriptionId: id, patientId: patient, practitioner, medicines } = one;
  const content = medicines.map(({ code, name, dosage, days }) => [code, name, dosage, days]);
  return createHash('sha256')
    .update(JSON.stringify([id, patient, practitioner, content]))
    .digest('hex');
}

export const reviewed = (one: Prescription, account: string, now: Instant, rejected?: string): Prescription => ({
  ...one,
  version: one.version + 1,
  status: rejected === undefined ? 'active' : 'cancelled',
  ...(rejected === undefined ? {} : { rejected }),
  pharmacist: { account, at: now, contentHash: one.doctor.contentHash },
});
