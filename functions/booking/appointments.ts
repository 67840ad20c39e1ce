/** Appointments of those one books for. */
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Appointment } from '../../shared/booking/appointment.ts';
import { calendarFile } from '../../shared/booking/calendar-file.ts';
import { drawTurn } from '../../shared/booking/draw.ts';
import { addDays } from '../../shared/booking/moments.ts';
import { appointmentViewOf } from '../../shared/booking/present.ts';
import { maySeeRecord } from '../../shared/booking/records.ts';
import { cancel } from '../../shared/booking/release.ts';
import type { Step } from '../../shared/booking/room.ts';
import { checkIn, confirm, reschedule } from '../../shared/booking/steps.ts';
import { take } from '../../shared/booking/take.ts';
import { mostTries, tryLimit } from '../../shared/booking/tries.ts';
import { encounterViewOf } from '../../shared/booking/visit.ts';
import { joinWaitlist } from '../../shared/booking/wait.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingApi } from './api.ts';

type All = Handlers<typeof bookingApi>;
type Keys = Exclude<
  Extract<
    keyof All,
    `${string}/booking/appointments${string}` | `${string}/booking/waitlist` | `${string}/booking/queue`
  >,
  `${string}/visit` | `${string}/prescriptions` | `${string}/messages`
>;

export const appointmentHandlers = ({ room, patients, visits }: BookingDeps): Pick<All, Keys> => {
  const limit = tryLimit();
  const mayTry = ({ caller, now }: Signed, sessionId: string): void =>
    limit(caller.id, now, mostTries(room.directory, sessionId));
  /** Who asks for their turn loses no try for a number. */
  const askLimit = tryLimit();
  const viewed = (one: Appointment, now: string) => ({ body: appointmentViewOf(one, room.directory, now) });
  const wishOf = ({ caller, idempotency, now }: Signed) => ({
    actor: { id: caller.id, role: 'citizen' as const },
    account: caller.id,
    channel: 'online' as const,
    idempotency,
    now,
  });
  const stepOf = (call: Signed): Step & { mine: (one: Appointment) => void } => ({
    ...wishOf(call),
    mine: ownOf(call.caller),
  });

  return {
    'POST /v1/booking/queue': async ({ caller, body, now }) => {
      askLimit(caller.id, now, mostTries(room.directory, body.sessionId));
      return { body: await drawTurn(room, { ...body, account: caller.id, now }) };
    },
    'POST /v1/booking/appointments': async (call) => {
      mayTry(call, call.body.sessionId);
      return viewed(await take(room, { ...wishOf(call), ...call.body }), call.now);
    },
    'POST /v1/booking/waitlist': async (call) => {
      mayTry(call, call.body.sessionId);
      const joined = await joinWaitlist(room, { ...wishOf(call), ...call.body, mode: 'hold' });
      // A number may have come free in that very moment.
      const { appointment } = await room.store.get(joined.appointmentId);
      return viewed(appointment, call.now);
    },
    'GET /v1/booking/appointments': async ({ caller, now }) => {
      const carers = await patients.ofAccount(caller.id);
      const from = addDays(dayOf(now), -90);
      const lists = await Promise.all(carers.map(({ patientId }) => room.store.ofPatient(patientId, from)));
      const own = lists.flat().filter((one) => one.account === caller.id);
      const items = own.map((one) => appointmentViewOf(one, room.directory, now));
      return { body: { items: items.sort((a, b) => b.start.localeCompare(a.start)) } };
    },
    'GET /v1/booking/appointments/{appointmentId}': async ({ caller, params, now }) => {
      const { appointment, events } = await room.store.whole(params.appointmentId);
      ownOf(caller)(appointment);
      const inLine =
        appointment.status === 'checked-in' ? await room.store.ofSession(appointment.sessionId) : undefined;
      const stopped =
        appointment.cancelReason === 'stopped'
          ? (await room.store.deviations([appointment.sessionId])).get(appointment.sessionId)?.stopped
          : undefined;
      const over = appointment.status === 'fulfilled';
      const link = over ? await patients.actsFor(caller.id, appointment.patientId) : undefined;
      const open = maySeeRecord(link, dayOf(now));
      const encounter = over && open ? await visits.encounterOf(appointment.appointmentId) : undefined;
      return {
        body: {
          ...appointmentViewOf(appointment, room.directory, now, inLine),
          record: events.map(({ type, at, role, reason }) => ({ type, at, role, ...(reason && { reason }) })),
          ...(stopped?.replacement === undefined ? {} : { replacement: stopped.replacement }),
          ...(encounter === undefined ? {} : { encounter: encounterViewOf(encounter, room.directory) }),
          ...(over && !open ? { withheld: true as const } : {}),
        },
        headers: { etag: `"${appointment.version}"` },
      };
    },
    'GET /v1/booking/appointments/{appointmentId}/calendar': async ({ caller, params, now }) => {
      const { appointment } = await room.store.get(params.appointmentId);
      ownOf(caller)(appointment);
      return {
        body: calendarFile(appointment, room.directory, now),
        headers: { 'content-disposition': 'attachment; filename="appointment.ics"' },
      };
    },
    'POST /v1/booking/appointments/{appointmentId}/confirm': async (call) =>
      viewed(await confirm(room, call.params.appointmentId, stepOf(call)), call.now),
    'POST /v1/booking/appointments/{appointmentId}/reschedule': async (call) => {
      mayTry(call, call.body.sessionId);
      const step = { ...wishOf(call), ...stepOf(call) };
      return viewed(await reschedule(room, call.params.appointmentId, call.body, step), call.now);
    },
    'POST /v1/booking/appointments/{appointmentId}/cancel': async (call) =>
      viewed(await cancel(room, call.params.appointmentId, stepOf(call)), call.now),
    'POST /v1/booking/appointments/{appointmentId}/check-in': async (call) =>
      viewed(await checkIn(room, call.params.appointmentId, stepOf(call)), call.now),
  };
};

type Signed = Pick<Call<Operation>, 'caller' | 'idempotency' | 'now'>;

/** What another account made does not exist for the caller. */
export const ownOf =
  (caller: Person) =>
  (one: Appointment): void => {
    if (one.account !== caller.id) throw new Problem('not-found');
  };
