/** Appointments at the desk. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { Appointment } from '../../shared/booking/appointment.ts';
import { appointmentViewOf } from '../../shared/booking/present.ts';
import { cancel } from '../../shared/booking/release.ts';
import { callIn, checkIn, complete, noShow, reschedule } from '../../shared/booking/steps.ts';
import { take } from '../../shared/booking/take.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingDeskApi } from './api.ts';
import { actorOf, sessionFor, stepFor } from './clinic.ts';

type All = Handlers<typeof bookingDeskApi>;
type Keys = Exclude<
  Extract<keyof All, `${string}/desk/appointments${string}`>,
  `${string}/visit` | `${string}/prescriptions` | `${string}/messages` | `GET ${string}`
>;

export const appointmentHandlers = ({ room, visits }: BookingDeps): Pick<All, Keys> => {
  const viewed = (one: Appointment, now: string) => ({ body: appointmentViewOf(one, room.directory, now) });
  return {
    'POST /v1/booking/desk/appointments': async ({ caller, body, idempotency, now }) => {
      // Their own hospital's sessions only.
      const { sessionId } = await sessionFor(room, caller, body.sessionId);
      const wish = { ...body, sessionId, actor: actorOf(caller), account: '', mode: 'book' as const, idempotency, now };
      return viewed(await take(room, { ...wish, channel: 'window' }), now);
    },
    'POST /v1/booking/desk/appointments/{appointmentId}/check-in': async (call) =>
      viewed(await checkIn(room, call.params.appointmentId, stepFor(room, call)), call.now),
    'POST /v1/booking/desk/appointments/{appointmentId}/complete': async (call) => {
      const { condition, note } = call.body;
      const keep = (one: Appointment) => visits.encounterItem(one, condition ?? one.condition, note, call.now);
      const step = { ...stepFor(room, call), condition, keep };
      return viewed(await complete(room, call.params.appointmentId, step), call.now);
    },
    'POST /v1/booking/desk/appointments/{appointmentId}/admit': async (call) =>
      viewed(await callIn(room, call.params.appointmentId, stepFor(room, call)), call.now),
    'POST /v1/booking/desk/appointments/{appointmentId}/no-show': async (call) =>
      viewed(await noShow(room, call.params.appointmentId, stepFor(room, call)), call.now),
    'POST /v1/booking/desk/appointments/{appointmentId}/reschedule': async (call) => {
      const { appointmentId } = call.params;
      const step = stepFor(room, call);
      const { appointment: one } = await room.store.get(appointmentId);
      step.mine(one);
      // It stays with the account that made it, and takes a number of the window's.
      const moved = { ...step, account: one.account, channel: 'window' as const };
      return viewed(await reschedule(room, appointmentId, call.body, moved), call.now);
    },
    'POST /v1/booking/desk/appointments/{appointmentId}/cancel': async (call) => {
      const step = { ...stepFor(room, call), byStaff: true as const, reason: call.body.reason };
      return viewed(await cancel(room, call.params.appointmentId, step), call.now);
    },
  };
};
