/** Sessions at the desk: today's list, the line, one more, stop, next. */
import type { Handlers } from '../../shared/base/operation.ts';
import { dayOf } from '../../shared/base/time.ts';
import { against, refusal } from '../../shared/booking/conflicts.ts';
import { appointmentViewOf, sessionViewOf } from '../../shared/booking/present.ts';
import { line } from '../../shared/booking/queue.ts';
import { type Session, sessionsBetween } from '../../shared/booking/session.ts';
import { callIn } from '../../shared/booking/steps.ts';
import { replacementsFor } from '../../shared/booking/stop.ts';
import { stopSession } from '../../shared/booking/stop-session.ts';
import { take } from '../../shared/booking/take.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingDeskApi } from './api.ts';
import { actorOf, hospitalOf, mayTouch, sessionFor, stepFor } from './clinic.ts';

type All = Handlers<typeof bookingDeskApi>;
type Keys = Extract<keyof All, `${string}/desk/sessions${string}`>;

export const sessionHandlers = ({ room }: BookingDeps): Pick<All, Keys> => {
  const numbersOf = ({ sessionId, total, extra }: Session) =>
    room.store.numbers(
      sessionId,
      Array.from({ length: total + extra }, (_, n) => n + 1),
    );

  return {
    'GET /v1/booking/desk/sessions': async ({ caller, query, now }) => {
      const { directory } = room;
      const hospital = hospitalOf(caller, directory);
      const departments = directory.data.departments.filter((one) => one.hospital === hospital.id);
      const schedules = departments.flatMap(({ id }) => directory.schedules.get(id) ?? []);
      const date = query.date ?? dayOf(now);
      const planned = sessionsBetween(directory, schedules, date, date).filter((one) =>
        mayTouch(caller, directory, one),
      );
      const changed = await room.store.deviations(planned.map(({ sessionId }) => sessionId));
      const sessions = sessionsBetween(directory, schedules, date, date, changed).filter((one) =>
        mayTouch(caller, directory, one),
      );
      const rows = await Promise.all(sessions.map(numbersOf));
      return { body: { items: sessions.map((one, at) => sessionViewOf(one, directory, rows[at] ?? new Map(), now)) } };
    },

    'GET /v1/booking/desk/sessions/{sessionId}': async ({ caller, params, now }) => {
      const session = await sessionFor(room, caller, params.sessionId);
      const [rows, all] = await Promise.all([numbersOf(session), room.store.ofSession(session.sessionId)]);
      return {
        body: {
          session: sessionViewOf(session, room.directory, rows, now),
          appointments: all.map((one) => appointmentViewOf(one, room.directory, now, all)),
        },
      };
    },

    'POST /v1/booking/desk/sessions/{sessionId}/squeeze-in': async ({ caller, params, body, idempotency, now }) => {
      const session = await sessionFor(room, caller, params.sessionId);
      const made = await take(room, {
        actor: actorOf(caller),
        account: '',
        channel: 'clinic',
        patientId: body.patientId,
        sessionId: session.sessionId,
        mode: 'book',
        squeezeIn: body.reason,
        idempotency,
        now,
      });
      return { body: appointmentViewOf(made, room.directory, now) };
    },

    'POST /v1/booking/desk/sessions/{sessionId}/stop': async ({ caller, params, body, now }) => {
      const session = await sessionFor(room, caller, params.sessionId);
      const schedules = room.directory.schedules.get(session.department) ?? [];
      const changed = await room.store.changedSessions(session.department);
      const others = sessionsBetween(room.directory, schedules, session.date, session.date, changed);
      const replacements = replacementsFor(room.directory, session, others).map(({ sessionId }) => sessionId);
      const wrong = body.replacement !== undefined && !replacements.includes(body.replacement);
      if (wrong) throw refusal(against(true, 'wrong-replacement'));
      const cancelled = await stopSession(room, {
        sessionId: session.sessionId,
        reason: body.reason,
        replacement: body.replacement ?? replacements[0],
        actor: actorOf(caller),
        now,
      });
      return { body: { cancelled: cancelled.length, replacements } };
    },

    'POST /v1/booking/desk/sessions/{sessionId}/call-next': async (call) => {
      const session = await sessionFor(room, call.caller, call.params.sessionId);
      const [first] = line(await room.store.ofSession(session.sessionId));
      if (first === undefined) throw refusal(against(true, 'nobody-in-line'));
      const called = await callIn(room, first.appointmentId, stepFor(room, call));
      return { body: appointmentViewOf(called, room.directory, call.now) };
    },
  };
};
