/** The patient's side of a video visit. */
import type { Handlers } from '../../shared/base/operation.ts';
import { refusal } from '../../shared/booking/conflicts.ts';
import { placeOf } from '../../shared/booking/queue.ts';
import { mayEnter, roomOf, stateOf } from '../../shared/booking/visit.ts';
import { say } from '../../shared/booking/visit-steps.ts';
import type { VisitDeps } from '../booking-deps.ts';
import type { bookingApi } from './api.ts';
import { ownOf } from './appointments.ts';

type All = Handlers<typeof bookingApi>;
type Keys = Extract<keyof All, `${string}/visit` | `${string}/prescriptions` | `${string}/messages`>;

export const visitHandlers = ({ room, visits, media }: VisitDeps): Pick<All, Keys> => ({
  'GET /v1/booking/appointments/{appointmentId}/messages': async ({ caller, params }) => {
    const { appointment } = await room.store.get(params.appointmentId);
    ownOf(caller)(appointment);
    return { body: { items: await visits.messages(appointment.appointmentId) } };
  },

  'POST /v1/booking/appointments/{appointmentId}/messages': async ({ caller, params, body, idempotency, now }) => {
    const step = { actor: { id: caller.id, role: 'citizen' as const }, idempotency, now, mine: ownOf(caller) };
    return { body: await say({ room, visits }, params.appointmentId, { from: 'patient', text: body.text }, step) };
  },

  'GET /v1/booking/appointments/{appointmentId}/visit': async ({ caller, params, query: { role }, now }) => {
    const { appointment: one } = await room.store.get(params.appointmentId);
    ownOf(caller)(one);
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

  'GET /v1/booking/appointments/{appointmentId}/prescriptions': async ({ caller, params }) => {
    const { appointment } = await room.store.get(params.appointmentId);
    ownOf(caller)(appointment);
    const all = await visits.prescriptionsOf(appointment.patientId);
    return { body: { items: all.filter((one) => one.appointmentId === appointment.appointmentId) } };
  },
});
