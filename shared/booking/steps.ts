/** Later steps of an appointment: confirm, move, check in, call, complete, no-show. Each one read and one transaction. */
import type { Instant } from '../base/words.ts';
import { type Appointment, appointment as appointmentShape, type BookingEventType } from './appointment.ts';
import { WritesRefused } from './booking-store.ts';
import type { Write } from './booking-writes.ts';
import { type Conflict, conflict, refusal } from './conflicts.ts';
import { mayCall, mayCancel, mayCheckIn, mayComplete, mayConfirm, mayNoShow, mayTakePaid } from './life.ts';
import type { Policy } from './policy.ts';
import {
  again,
  answerOf,
  type BookingRoom,
  bySystem,
  next,
  refuse,
  replayed,
  type Step,
  type TakingRoom,
} from './room.ts';
import { take } from './take.ts';
import type { Wish } from './wish.ts';

export interface Mine {
  /** Throws when the appointment does not exist for whoever calls. */
  readonly mine: (one: Appointment) => void;
}

interface Change {
  readonly type: BookingEventType;
  readonly change: (one: Appointment) => Partial<Appointment>;
  readonly may: (one: Appointment, policy: Policy) => readonly Conflict[];
  readonly with?: (now: Appointment) => readonly Write[] | Promise<readonly Write[]>;
  /** What a refused write of these means. */
  readonly lost?: Partial<Record<string, Parameters<typeof conflict>[0]>>;
}

/** @throws Problem `not-found`, `booking-refused`, `conflict` */
function run(room: BookingRoom, id: string, step: Step & Mine, wanted: Change): Promise<Appointment> {
  const { store, directory } = room;
  return again(async () => {
    const { appointment: one, replay } = await store.get(id, step.idempotency);
    step.mine(one);
    const first = replayed(replay);
    if (first !== undefined) return first;
    const found = wanted.may(one, directory.policyOf(one.department));
    if (found.length > 0) return appointmentShape.parse(await refuse(room, step, found));
    const { appointment, event } = next(one, wanted.type, step, wanted.change(one));
    const more = (await wanted.with?.(appointment)) ?? [];
    try {
      await store.commit([
        store.writes.head(appointment, one.version),
        store.writes.event(event),
        ...more,
        ...answerOf(room, appointment, step),
      ]);
    } catch (error) {
      const label =
        error instanceof WritesRefused && !error.labels.includes('repeat')
          ? error.labels.find((it) => wanted.lost?.[it] !== undefined)
          : undefined;
      const code = label === undefined ? undefined : wanted.lost?.[label];
      if (code !== undefined) throw refusal([conflict(code)]);
      throw error;
    }
    return appointment;
  });
}

/** A hold, or an offer from the waitlist, becomes a booking. */
export const confirm = (room: BookingRoom, id: string, step: Step & Mine): Promise<Appointment> =>
  run(room, id, step, {
    type: 'booked',
    may: (one) => mayConfirm(one, step.now),
    change: () => ({ status: 'booked', holdUntil: undefined }),
    with: (one) => [room.store.writes.keepNumber(one, step.now), ...room.store.writes.keepGuards(one)],
    lost: { number: 'hold-expired' },
  });

/** The fee was paid: the hold becomes a booking. @throws Problem `booking-refused` when the number was let go before */
export const takePaid = (room: BookingRoom, id: string, now: Instant): Promise<Appointment> =>
  run(
    room,
    id,
    { actor: bySystem, idempotency: undefined, now, mine: () => undefined },
    {
      type: 'booked',
      may: (one) => mayTakePaid(one, now),
      change: () => ({ status: 'booked', holdUntil: undefined, payUntil: undefined, paidAt: now }),
      with: (one) => [room.store.writes.keepNumber(one, now), ...room.store.writes.keepGuards(one)],
      lost: { number: 'hold-expired' },
    },
  );

export const checkIn = (room: BookingRoom, id: string, step: Step & Mine): Promise<Appointment> =>
  run(room, id, step, {
    type: 'checked-in',
    may: (one, policy) => {
      const found = mayCheckIn(one, policy, step.now);
      // Staff let in whom they see.
      return step.actor.role === 'receptionist' ? found.filter(({ code }) => code === 'wrong-state') : found;
    },
    change: () => ({ status: 'checked-in', checkedInAt: step.now }),
  });

export const callIn = (room: BookingRoom, id: string, step: Step & Mine): Promise<Appointment> =>
  run(room, id, step, {
    type: 'called',
    may: mayCall,
    change: () => ({ status: 'arrived', calledAt: step.now }),
  });

/** @param condition what the person was seen for (ICD-10): later follow-up visits online rest on it */
export const complete = (
  room: BookingRoom,
  id: string,
  step: Step &
    Mine & {
      readonly condition: string | undefined;
      /** The write of the visit's record, in the same transaction. */
      readonly keep: (one: Appointment) => Promise<Write>;
    },
): Promise<Appointment> =>
  run(room, id, step, {
    type: 'fulfilled',
    may: mayComplete,
    change: () => ({ status: 'fulfilled', endedAt: step.now, ...(step.condition && { condition: step.condition }) }),
    with: async (one) => [
      await step.keep(one),
      ...(step.condition === undefined || one.kind === 'virtual'
        ? []
        : [room.store.writes.seen(one.patientId, { condition: step.condition, at: step.now, appointmentId: id })]),
    ],
  });

export const noShow = (room: BookingRoom, id: string, step: Step & Mine): Promise<Appointment> =>
  run(room, id, step, {
    type: 'noshow',
    may: (one, policy) => mayNoShow(one, policy, step.now),
    change: () => ({ status: 'noshow', endedAt: step.now }),
    with: (one) => [room.store.writes.strike(one.patientId, { kind: 'noshow', at: step.now, appointmentId: id })],
  });

/** Moves to another number or session (改约); the old number is free, or with who waits for it, in the same write. */
export async function reschedule(
  room: TakingRoom,
  id: string,
  to: Pick<Wish, 'sessionId' | 'no' | 'ticket'>,
  step: Step & Mine & Pick<Wish, 'account' | 'channel'>,
): Promise<Appointment> {
  const { appointment: one, replay } = await room.store.get(id, step.idempotency);
  step.mine(one);
  const first = replayed(replay);
  if (first !== undefined) return first;
  if (one.status !== 'booked') return appointmentShape.parse(await refuse(room, step, [conflict('wrong-state')]));
  const { conflicts, late } = mayCancel(one, room.directory.policyOf(one.department), step.now);
  const found = late ? [...conflicts, conflict('too-late-to-cancel')] : conflicts;
  if (found.length > 0) throw refusal(found.filter((it, at) => found.findIndex(({ code }) => code === it.code) === at));
  const { actor, idempotency, now, account, channel } = step;
  const { patientId, condition } = one;
  return take(room, {
    ...to,
    actor,
    account,
    channel,
    patientId,
    condition,
    mode: 'book',
    replaces: one,
    idempotency,
    now,
  });
}
