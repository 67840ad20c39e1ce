/** What the steps of booking stand on, and how each of them is tried again after a collision. */
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import { type Appointment, appointment, type BookingEvent, type BookingEventType } from './appointment.ts';
import { type BookingStore, WritesRefused } from './booking-store.ts';
import type { Write } from './booking-writes.ts';
import { type Conflict, refusal } from './conflicts.ts';
import type { Directory } from './directory.ts';
import type { FeePort } from './fees.ts';
import { type Session, sessionOf } from './session.ts';

export interface BookingRoom {
  readonly store: BookingStore;
  readonly directory: Directory;
  readonly newId: () => string;
  readonly fees: FeePort;
  /** Sessions that this process has seen sold out, and until when that may be believed. */
  readonly soldOut: Map<string, Instant>;
}

/** A room whose numbers people take: it also has the key of the queue before hot sessions. */
export interface TakingRoom extends BookingRoom {
  readonly turnKey: () => Promise<Buffer>;
}

export interface Actor {
  readonly id: string;
  readonly role: BookingEvent['role'];
}
export const bySystem: Actor = { id: 'system', role: 'system' };

/** A step on an appointment, as it was called. */
export interface Step {
  readonly actor: Actor;
  readonly idempotency: Idempotency | undefined;
  readonly now: Instant;
  readonly reason?: string | undefined;
}

/** The next state of an appointment and the line that its record gets. */
export function next(
  one: Appointment,
  type: BookingEventType,
  { actor, now, reason }: Pick<Step, 'actor' | 'now' | 'reason'>,
  change: Partial<Appointment>,
): { appointment: Appointment; event: BookingEvent } {
  const version = one.version + 1;
  return {
    appointment: appointment.parse({ ...one, ...change, version, updatedAt: now }),
    event: {
      eventId: `${one.appointmentId}-${version}`,
      type,
      appointmentId: one.appointmentId,
      seq: version,
      at: now,
      actor: actor.id,
      role: actor.role,
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

/** The answer to a repeatable call is the appointment itself. */
export const answerOf = (room: BookingRoom, one: Appointment, { idempotency, now }: Step): Write[] =>
  idempotency === undefined ? [] : [room.store.writes.answer(idempotency, one, now)];

export const replayed = (replay: unknown): Appointment | undefined =>
  replay === undefined ? undefined : appointment.parse(replay);

/**
 * Refuses, unless what stands against a call is what it did itself: sent twice at the same moment, the second may see what the first
 * has just taken, having looked for its answer a moment before. @returns that answer @throws Problem `booking-refused`
 */
export async function refuse(
  room: BookingRoom,
  { idempotency }: Pick<Step, 'idempotency'>,
  found: readonly Conflict[],
) {
  const first = await room.store.replay(idempotency);
  if (first === undefined) throw refusal(found);
  return first;
}

/** Tries anew after collisions, with jitter; then says so. A refusal is the step's to read. */
export async function again<T>(attempt: () => Promise<T>, tries = 6): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof WritesRefused)) throw error;
      if (left === 0) throw new Problem(error.throttled ? 'too-busy' : 'conflict');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 15 * 2 ** (tries - left)));
    }
  }
}

/** @throws Problem `not-found` */
export function knownSession(room: BookingRoom, id: string, changed?: Parameters<typeof sessionOf>[2]): Session {
  const session = sessionOf(room.directory, id, changed);
  if (session === undefined) throw new Problem('not-found');
  return session;
}
