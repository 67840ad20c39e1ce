/**
 * Stops a session (停诊). First its row says so; then each number is withdrawn in a transaction of its own, with the
 * appointment that has it. Every write is conditional and may be repeated: a call that was cut off is finished by calling again.
 */
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import { afterDay } from './booking-rows.ts';
import { WritesRefused } from './booking-store.ts';
import { releaseWrites } from './ending.ts';
import { type Actor, again, type BookingRoom, knownSession } from './room.ts';
import type { Session } from './session.ts';

export interface Stopping {
  readonly sessionId: string;
  readonly reason: string;
  /** Session of the same grade that the patients are offered. */
  readonly replacement: string | undefined;
  readonly actor: Actor;
  readonly now: Instant;
}

/** @returns the appointments that were cancelled by this call @throws Problem `not-found`, `conflict` */
export async function stopSession(room: BookingRoom, stopping: Stopping): Promise<Appointment[]> {
  const session = await markStopped(room, stopping);
  const cancelled: Appointment[] = [];
  const { store } = room;
  for (const one of await store.waiting(session.sessionId)) {
    await store.commit(releaseWrites(room, one, 'stopped', stopping)).then(() => cancelled.push(one), onlyRefused);
  }
  for (let no = 1; no <= session.total + session.extra; no += 1) {
    const ended = await again(() => withdraw(room, session, no, stopping), 10);
    if (ended !== undefined) cancelled.push(ended);
  }
  return cancelled;
}

function markStopped(room: BookingRoom, { sessionId, reason, replacement, now }: Stopping): Promise<Session> {
  const { store } = room;
  return again(async () => {
    const changed = (await store.deviations([sessionId])).get(sessionId);
    const session = knownSession(room, sessionId, changed);
    if (session.stopped !== undefined) return session;
    const stopped = { at: now, reason, ...(replacement === undefined ? {} : { replacement }) };
    const deviation = { extra: 0, ...changed, sessionId, version: (changed?.version ?? 0) + 1, stopped };
    await store.commit([store.writes.deviation(deviation, session.department)]);
    return knownSession(room, sessionId, deviation);
  });
}

/** @returns the appointment that had the number, cancelled */
async function withdraw(
  room: BookingRoom,
  session: Session,
  no: number,
  stopping: Stopping,
): Promise<Appointment | undefined> {
  const { store } = room;
  const row = (await store.numbers(session.sessionId, [no])).get(no);
  if (row?.state === 'void') return undefined;
  const expiresAt = afterDay(session.date);
  const isHeld = row !== undefined && row.until > stopping.now;
  if (!isHeld) {
    await store.commit([store.writes.voidNumber(session.sessionId, no, undefined, stopping.now, expiresAt)]);
    return undefined;
  }
  const { appointment: one } = await store.get(row.appointmentId);
  const seen = ['checked-in', 'arrived', 'fulfilled', 'noshow'].includes(one.status);
  if (seen) return undefined;
  const ended = releaseWrites(room, one, 'stopped', stopping).filter(({ label }) => label !== 'number');
  await store.commit([
    store.writes.voidNumber(session.sessionId, no, one.appointmentId, stopping.now, expiresAt),
    ...ended,
  ]);
  return one;
}

function onlyRefused(error: unknown): void {
  if (!(error instanceof WritesRefused)) throw error;
}
