/** Sessions at the desk: today's list, the line, one more, stop, next. */
import type * as z from 'zod';
import type { Handlers, Idempotency } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { against, refusal } from '../../shared/booking/conflicts.ts';
import { parts } from '../../shared/booking/directory.ts';
import { addSession } from '../../shared/booking/extra-session.ts';
import { appointmentViewOf, sessionViewOf } from '../../shared/booking/present.ts';
import { line } from '../../shared/booking/queue.ts';
import { again, replayed } from '../../shared/booking/room.ts';
import { type Session, sessionIdOf, sessionsBetween } from '../../shared/booking/session.ts';
import { callIn } from '../../shared/booking/steps.ts';
import { replacementsFor } from '../../shared/booking/stop.ts';
import { stopSession } from '../../shared/booking/stop-session.ts';
import { take } from '../../shared/booking/take.ts';
import { stopAnswer } from '../../shared/booking/views.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingDeskApi } from './api.ts';
import { actorOf, hospitalOf, mayTouch, sessionFor, stepFor } from './clinic.ts';

type All = Handlers<typeof bookingDeskApi>;
type Keys = Extract<keyof All, `${string}/desk/sessions${string}`>;

export const sessionHandlers = ({ room }: BookingDeps): Pick<All, Keys> => {
  const numbersOf = ({ sessionId }: Session) => room.store.numbersListed(sessionId);

  /** Sessions that could take the patients of one that is stopped. */
  async function replacementsOf(session: Session): Promise<Session[]> {
    const schedules = room.directory.schedules.get(session.department) ?? [];
    const ids = schedules.flatMap((schedule) => parts.map((part) => sessionIdOf(schedule, session.date, part)));
    const changed = await room.store.deviations(ids);
    const others = sessionsBetween(room.directory, schedules, session.date, session.date, changed);
    return replacementsFor(room.directory, session, others);
  }

  /** The answer of a step of many transactions, kept when the last is done; another's, if it was first under the same key. */
  const recorded = (answer: z.infer<typeof stopAnswer>, idempotency: Idempotency | undefined, now: Instant) =>
    again(async () => {
      const first = await room.store.replay(idempotency);
      if (first !== undefined) return stopAnswer.parse(first);
      if (idempotency !== undefined) await room.store.commit([room.store.writes.answer(idempotency, answer, now)]);
      return answer;
    });

  return {
    'GET /v1/booking/desk/sessions': async ({ caller, query, now }) => {
      const { directory } = room;
      const hospital = hospitalOf(caller, directory);
      const departments = directory.data.departments.filter((one) => one.hospital === hospital.id);
      const schedules = departments.flatMap(({ id }) => directory.schedules.get(id) ?? []);
      const date = query.date ?? dayOf(now);
      const ids = schedules.flatMap((schedule) => parts.map((part) => sessionIdOf(schedule, date, part)));
      const changed = await room.store.deviations(ids);
      const sessions = sessionsBetween(directory, schedules, date, date, changed).filter((one) =>
        mayTouch(caller, directory, one),
      );
      const rows = await Promise.all(sessions.map(numbersOf));
      return { body: { items: sessions.map((one, at) => sessionViewOf(one, directory, rows[at] ?? new Map(), now)) } };
    },

    'POST /v1/booking/desk/sessions': async ({ caller, body, idempotency, now }) => {
      const mine = (one: Pick<Session, 'hospital' | 'practitioner'>): void => {
        if (!mayTouch(caller, room.directory, one)) throw new Problem('not-found');
      };
      const session = await addSession(room, body, mine, { now, idempotency });
      return { body: sessionViewOf(session, room.directory, new Map(), now) };
    },

    'GET /v1/booking/desk/sessions/{sessionId}/replacements': async ({ caller, params, now }) => {
      const session = await sessionFor(room, caller, params.sessionId);
      const others = await replacementsOf(session);
      const rows = await Promise.all(others.map(numbersOf));
      return {
        body: { items: others.map((one, at) => sessionViewOf(one, room.directory, rows[at] ?? new Map(), now)) },
      };
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

    'POST /v1/booking/desk/sessions/{sessionId}/stop': async ({ caller, params, body, idempotency, now }) => {
      const [session, first] = await Promise.all([
        sessionFor(room, caller, params.sessionId),
        room.store.replay(idempotency),
      ]);
      if (first !== undefined) return { body: stopAnswer.parse(first) };
      const replacements = (await replacementsOf(session)).map(({ sessionId }) => sessionId);
      const wrong = body.replacement !== undefined && !replacements.includes(body.replacement);
      if (wrong) throw refusal(against(true, 'wrong-replacement'));
      const { cancelled, moved } = await stopSession(room, {
        sessionId: session.sessionId,
        reason: body.reason,
        replacement: body.replacement ?? replacements[0],
        actor: actorOf(caller),
        now,
      });
      const answer = { cancelled: cancelled.length, moved, replacements };
      // A call that was cut off is carried on by the next; only what came to its end is answered from the record.
      return { body: await recorded(answer, idempotency, now) };
    },

    'POST /v1/booking/desk/sessions/{sessionId}/call-next': async (call) => {
      const session = await sessionFor(room, call.caller, call.params.sessionId);
      const [all, answered] = await Promise.all([
        room.store.ofSession(session.sessionId),
        room.store.replay(call.idempotency),
      ]);
      // Asked again, it is still the one who was called then.
      const called = replayed(answered);
      if (called !== undefined) return { body: appointmentViewOf(called, room.directory, call.now) };
      const [first] = line(all);
      if (first === undefined) throw refusal(against(true, 'nobody-in-line'));
      const made = await callIn(room, first.appointmentId, stepFor(room, call));
      return { body: appointmentViewOf(made, room.directory, call.now) };
    },
  };
};
