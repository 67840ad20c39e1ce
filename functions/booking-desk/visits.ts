/** The clinic's side of a visit: the way into the room, prescriptions and their second signature. */
import { randomCode } from '../../shared/base/ids.ts';
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { refusal } from '../../shared/booking/conflicts.ts';
import { contentHash, mayPrescribe, mayReview, reviewed } from '../../shared/booking/prescription.ts';
import { keepUntil } from '../../shared/booking/retention.ts';
import { mayEnter, mayWrite, roomOf, stateOf } from '../../shared/booking/visit.ts';
import type { Prescription } from '../../shared/booking/visit-words.ts';
import type { VisitDeps } from '../booking-deps.ts';
import type { bookingDeskApi } from './api.ts';
import { hospitalOf, mayTouch } from './clinic.ts';

type All = Handlers<typeof bookingDeskApi>;
type Keys = Extract<keyof All, `${string}/visit` | `${string}/messages` | `${string}/prescriptions${string}`>;

export const visitHandlers = ({ room, visits, patients, media }: VisitDeps): Pick<All, Keys> => {
  async function appointmentFor(caller: Person, id: string) {
    const { appointment } = await room.store.get(id);
    if (!mayTouch(caller, room.directory, appointment)) throw new Problem('not-found');
    return appointment;
  }

  async function review(caller: Person, id: string, now: string, rejected?: string): Promise<{ body: Prescription }> {
    const one = await visits.prescription(id);
    if (one.hospital !== hospitalOf(caller, room.directory).id) throw new Problem('not-found');
    const found = mayReview(one, caller.id);
    if (found.length > 0) throw refusal(found);
    const body = reviewed(one, caller.id, now, rejected);
    await visits.putPrescription(body);
    return { body };
  }

  return {
    'GET /v1/booking/desk/appointments/{appointmentId}/messages': async ({ caller, params }) => {
      const one = await appointmentFor(caller, params.appointmentId);
      return { body: { items: await visits.messages(one.appointmentId) } };
    },

    'POST /v1/booking/desk/appointments/{appointmentId}/messages': async ({ caller, params, body, now }) => {
      const one = await appointmentFor(caller, params.appointmentId);
      const found = mayWrite(one);
      if (found.length > 0) throw refusal(found);
      return { body: await visits.say(one.appointmentId, 'doctor', body.text, now) };
    },

    'GET /v1/booking/desk/appointments/{appointmentId}/visit': async ({ caller, params, query: { role }, now }) => {
      const one = await appointmentFor(caller, params.appointmentId);
      const found = mayEnter(one);
      if (found.length > 0) throw refusal(found);
      const state = stateOf(one);
      if (state !== 'admitted') return { body: { state, role } };
      const identity = `${role}-${one.appointmentId}`;
      const ticket = await media.ticket({ room: roomOf(one), identity, name: caller.name, role, now });
      return { body: { state, role, ticket: { ...ticket } } };
    },

    'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions': async ({ caller, params, body, now }) => {
      const one = await appointmentFor(caller, params.appointmentId);
      const doctor = room.directory.practitioners.get(one.practitioner);
      if (doctor === undefined) throw new Problem('not-found');
      const { patient } = await patients.get(one.patientId);
      const found = mayPrescribe(one, doctor, patient.birthDate, body, dayOf(now));
      if (found.length > 0) throw refusal(found);
      const content = {
        prescriptionId: `${one.appointmentId}-${randomCode(6)}`,
        patientId: one.patientId,
        practitioner: one.practitioner,
        medicines: body.medicines,
      };
      const made: Prescription = {
        ...content,
        version: 1,
        status: 'draft',
        appointmentId: one.appointmentId,
        hospital: one.hospital,
        ...(one.condition === undefined ? {} : { condition: one.condition }),
        doctor: { account: caller.id, at: now, contentHash: contentHash(content) },
        retention: 'prescription',
        keepUntil: keepUntil('prescription', now),
      };
      await visits.putPrescription(made);
      return { body: made };
    },

    'GET /v1/booking/desk/prescriptions': async ({ caller }) => ({
      body: { items: await visits.drafts(hospitalOf(caller, room.directory).id) },
    }),
    'POST /v1/booking/desk/prescriptions/{prescriptionId}/approve': ({ caller, params, now }) =>
      review(caller, params.prescriptionId, now),
    'POST /v1/booking/desk/prescriptions/{prescriptionId}/reject': ({ caller, params, body, now }) =>
      review(caller, params.prescriptionId, now, body.reason),
  };
};
