/** The patient's side of a video visit. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Appointment } from '../../shared/booking/appointment.ts';
import { conflict, refusal } from '../../shared/booking/conflicts.ts';
import { placeOf } from '../../shared/booking/queue.ts';
import { mayAttend, maySeeRecord } from '../../shared/booking/records.ts';
import { mayEnter, roomOf, stateOf } from '../../shared/booking/visit.ts';
import { say } from '../../shared/booking/visit-steps.ts';
import type { VisitDeps } from '../booking-deps.ts';
import type { bookingApi } from './api.ts';
import { ownOf } from './appointments.ts';

type All = Handlers<typeof bookingApi>;
type Keys = Extract<keyof All, `${string}/visit` | `${string}/prescriptions` | `${string}/messages`>;

/** Takes part in the visit only as long as they may book for the patient. @throws Problem `booking-refused` */
const attending =
  ({ patients }: VisitDeps) =>
  async (caller: Person, one: Appointment, now: Instant): Promise<void> => {
    const link = await patients.actsFor(caller.id, one.patientId);
    if (!mayAttend(link, dayOf(now))) throw refusal([conflict('no-consent')]);
    // Once it is over, what was written is part of the record.
    if (one.status === 'fulfilled' && !maySeeRecord(link, dayOf(now))) throw refusal([conflict('record-of-another')]);
  };

export const visitHandlers = (deps: VisitDeps): Pick<All, Keys> => {
  const { room, visits, media, patients } = deps;
  const mustAttend = attending(deps);
  return {
    'GET /v1/booking/appointments/{appointmentId}/messages': async ({ caller, params, now }) => {
      const { appointment } = await room.store.get(params.appointmentId);
      ownOf(caller)(appointment);
      await mustAttend(caller, appointment, now);
      return { body: { items: await visits.messages(appointment.appointmentId) } };
    },

    'POST /v1/booking/appointments/{appointmentId}/messages': async ({ caller, params, body, idempotency, now }) => {
      const { appointment } = await room.store.get(params.appointmentId);
      ownOf(caller)(appointment);
      await mustAttend(caller, appointment, now);
      const step = { actor: { id: caller.id, role: 'citizen' as const }, idempotency, now, mine: ownOf(caller) };
      return { body: await say({ room, visits }, params.appointmentId, { from: 'patient', text: body.text }, step) };
    },

    'GET /v1/booking/appointments/{appointmentId}/visit': async ({ caller, params, query: { role }, now }) => {
      const { appointment: one } = await room.store.get(params.appointmentId);
      ownOf(caller)(one);
      const link = await patients.actsFor(caller.id, one.patientId);
      if (!mayAttend(link, dayOf(now))) throw refusal([conflict('no-consent')]);
      const found = mayEnter(one);
      if (found.length > 0) throw refusal(found);
      const state = stateOf(one);
      if (state === 'waiting') {
        const minutes = (Date.parse(one.end) - Date.parse(one.start)) / 60_000;
        const place = placeOf(one, await room.store.ofSession(one.sessionId), minutes, now);
        return { body: { state, role, ...(place === undefined ? {} : { place: { ...place } }) } };
      }
      if (state === 'ended') return { body: { state, role } };
      const name = role === 'patient' ? one.patientName : role === 'guardian' ? '监护人' : '翻译';
      const identity = `${role}-${one.appointmentId}`;
      const ticket = await media.ticket({ room: roomOf(one), identity, name, role, now });
      return { body: { state, role, ticket: { ...ticket } } };
    },

    'GET /v1/booking/appointments/{appointmentId}/prescriptions': async ({ caller, params, now }) => {
      const { appointment } = await room.store.get(params.appointmentId);
      ownOf(caller)(appointment);
      const link = await patients.actsFor(caller.id, appointment.patientId);
      if (!maySeeRecord(link, dayOf(now))) throw refusal([conflict('record-of-another')]);
      const all = await visits.prescriptionsOf(appointment.patientId);
      return { body: { items: all.filter((one) => one.appointmentId === appointment.appointmentId) } };
    },
  };
};
