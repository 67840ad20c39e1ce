/**
 * What is written in a visit: a line of the chat, a prescription, its second signature. Each one read and one transaction; the
 * record of the call keeps ids only, so that nothing of what was written stands anywhere but in its own, sealed or restricted, row.
 */
import * as z from 'zod';
import { randomCode } from '../base/ids.ts';
import { Problem } from '../base/problems.ts';
import { dayOf } from '../base/time.ts';
import type { Appointment } from './appointment.ts';
import { refusal } from './conflicts.ts';
import type { PatientStore } from './patient-store.ts';
import { contentHash, mayPrescribe, mayReview, reviewed } from './prescription.ts';
import { keepUntil } from './retention.ts';
import { again, type BookingRoom, refuse, type Step } from './room.ts';
import type { Mine } from './steps.ts';
import type { MessageView } from './views.ts';
import { mayWrite } from './visit.ts';
import type { VisitStore } from './visit-store.ts';
import type { Prescription, prescribeBody } from './visit-words.ts';

export interface VisitRoom {
  readonly room: BookingRoom;
  readonly visits: VisitStore;
  readonly patients: PatientStore;
}

const said = z.object({ messageId: z.string() });
const prescribed = z.object({ prescriptionId: z.string() });

const recordOf = ({ store: { writes } }: BookingRoom, ids: object, { idempotency, now }: Step) =>
  idempotency === undefined ? [] : [writes.answer(idempotency, ids, now)];

/** A line of the chat. @throws Problem `not-found`, `booking-refused`, `conflict` */
export function say(
  { room, visits }: Pick<VisitRoom, 'room' | 'visits'>,
  appointmentId: string,
  { from, text }: Pick<MessageView, 'from' | 'text'>,
  step: Step & Mine,
): Promise<MessageView> {
  return again(async () => {
    const { appointment: one, replay } = await room.store.get(appointmentId, step.idempotency);
    step.mine(one);
    if (replay !== undefined) return visits.message(appointmentId, said.parse(replay).messageId);
    const found = mayWrite(one);
    if (found.length > 0) throw refusal(found);
    const { message, write } = await visits.messageItem(appointmentId, from, text, step.now);
    await room.store.commit([write, ...recordOf(room, { messageId: message.messageId }, step)]);
    return message;
  });
}

/** The doctor's signature: a draft. @throws Problem `not-found`, `booking-refused`, `conflict` */
export function prescribe(
  { room, visits, patients }: VisitRoom,
  appointmentId: string,
  body: z.output<typeof prescribeBody>,
  step: Step & Mine,
): Promise<Prescription> {
  return again(async () => {
    const { appointment: one, replay } = await room.store.get(appointmentId, step.idempotency);
    step.mine(one);
    if (replay !== undefined) return asSigned(await visits.prescription(prescribed.parse(replay).prescriptionId));
    const doctor = room.directory.practitioners.get(one.practitioner);
    if (doctor === undefined) throw new Problem('not-found');
    const { patient } = await patients.get(one.patientId);
    const found = mayPrescribe(one, doctor, patient.birthDate, body, dayOf(step.now));
    if (found.length > 0) throw refusal(found);
    const made = draftOf(one, body, step);
    const { prescriptionId } = made;
    await room.store.commit([visits.prescriptionItem(made), ...recordOf(room, { prescriptionId }, step)]);
    return made;
  });
}

function draftOf(one: Appointment, { medicines }: z.output<typeof prescribeBody>, { actor, now }: Step): Prescription {
  const { appointmentId, patientId, practitioner, hospital, condition } = one;
  const content = { prescriptionId: `${appointmentId}-${randomCode(6)}`, patientId, practitioner, medicines };
  return {
    ...content,
    version: 1,
    status: 'draft',
    appointmentId,
    hospital,
    ...(condition === undefined ? {} : { condition }),
    doctor: { account: actor.id, at: now, contentHash: contentHash(content) },
    retention: 'prescription',
    keepUntil: keepUntil('prescription', now),
  };
}

/** As the doctor was answered, whatever the pharmacist has done since. */
function asSigned({ pharmacist: _, rejected: __, ...one }: Prescription): Prescription {
  return { ...one, version: 1, status: 'draft' };
}

/**
 * The pharmacist's signature, or their reason against it. @param mine throws when the prescription is not theirs to see
 * @throws Problem `not-found`, `booking-refused`, `conflict`
 */
export function review(
  { room, visits }: Pick<VisitRoom, 'room' | 'visits'>,
  id: string,
  step: Step & { readonly mine: (one: Prescription) => void; readonly seen?: string },
): Promise<Prescription> {
  return again(async () => {
    const [one, replay] = await Promise.all([visits.prescription(id), room.store.replay(step.idempotency)]);
    step.mine(one);
    // Nothing follows the second signature: what stands is what was answered.
    if (replay !== undefined) return one;
    const found = mayReview(one, step.actor.id, step.seen);
    if (found.length > 0) {
      await refuse(room, step, found);
      return visits.prescription(id);
    }
    const body = reviewed(one, step.actor.id, step.now, step.reason);
    await room.store.commit([visits.prescriptionItem(body), ...recordOf(room, { prescriptionId: id }, step)]);
    return body;
  });
}
