/**
 * What time does to appointments. Rules bind by the instant, not by this: a hold that has ended holds nothing, whether or not
 * anybody has swept it. The sweep writes down what is so, hands what lapsed to who waits for it, and reminds. Every step may
 * run again or beside another: the head's version decides.
 */
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import { keyOf, keyText, numberKey } from './booking-rows.ts';
import { WritesRefused } from './booking-store.ts';
import { type Due, dueNow } from './due.ts';
import { releaseWrites } from './ending.ts';
import { again, type BookingRoom, bySystem, knownSession, next } from './room.ts';
import { noShow } from './steps.ts';
import { heirOf, heirWrites, offerFreed } from './wait.ts';

/** @returns what was done; undefined when nothing was due any more */
export async function sweep(room: BookingRoom, appointmentId: string, now: Instant): Promise<Due | undefined> {
  const step = { actor: bySystem, now, idempotency: undefined, mine: () => undefined };
  return again(async () => {
    const { appointment: one } = await room.store.get(appointmentId);
    const due = dueNow(one, room.directory.policyOf(one.department), now);
    if (due === 'lapse') await lapse(room, one, now);
    if (due === 'end-waiting') await room.store.commit(releaseWrites(room, one, 'nothing-free', step));
    if (due === 'pools-join') await lookAgain(room, one, now);
    if (due === 'remind') await remind(room, one, now);
    if (due === 'no-show') await noShow(room, appointmentId, step).catch(unlessChanged);
    return due;
  });
}

/** The hold's number and guards may be another's by now: only what is still its own is freed. */
async function lapse(room: BookingRoom, one: Appointment, now: Instant): Promise<void> {
  const { store } = room;
  const number = numberKey(one.sessionId, one.no ?? 0);
  const holders = await store.holders([number, ...one.guards.map(keyOf)]);
  const isMine = (text: string): boolean => holders.get(text) === one.appointmentId;
  const hadNumber = isMine(keyText(number));
  const heir = hadNumber ? await heirOf(room, one, now) : undefined;
  const kept = { ...one, guards: one.guards.filter(isMine), no: hadNumber ? one.no : undefined };
  const ended = releaseWrites(room, kept, 'lapsed', { actor: bySystem, now }, [], { no: one.no });
  await store.commit([
    ...(heir === undefined ? ended : ended.filter(({ label }) => label !== 'number')),
    ...(heir === undefined ? [] : heirWrites(room, heir, { from: one.appointmentId }, now)),
  ]);
  room.soldOut.delete(one.sessionId);
  if (heir !== undefined || !hadNumber) return;
  const changed = (await store.deviations([one.sessionId])).get(one.sessionId);
  await offerFreed(room, knownSession(room, one.sessionId, changed), now);
}

/** The pools of the session they wait for are joined: what was kept for others may be theirs. */
async function lookAgain(room: BookingRoom, one: Appointment, now: Instant): Promise<void> {
  const { store } = room;
  const changed = (await store.deviations([one.sessionId])).get(one.sessionId);
  await offerFreed(room, knownSession(room, one.sessionId, changed), now);
  await store.commit([store.writes.lookedAtWaiting(one)]).catch((error: unknown) => {
    // They have their number, or left.
    if (!(error instanceof WritesRefused)) throw error;
  });
}

async function remind({ store }: BookingRoom, one: Appointment, now: Instant): Promise<void> {
  const { appointment, event } = next(one, 'reminded', { actor: bySystem, now }, { remindedAt: now });
  await store.commit([store.writes.head(appointment, one.version), store.writes.event(event)]);
}

/** They came, or cancelled, in that very moment. */
function unlessChanged(error: unknown): void {
  if (!(error instanceof Problem) || error.code !== 'booking-refused') throw error;
}
