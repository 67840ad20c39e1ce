/**
 * Stops a session (停诊). First its row says so; then each number is withdrawn in a transaction of its own, with the
 * appointment that has it. Every write is conditional and may be repeated: a call that was cut off is finished by calling again.
 */
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import { afterDay, guardKeys, isFree, keyText } from './booking-rows.ts';
import { WritesRefused } from './booking-store.ts';
import type { Write } from './booking-writes.ts';
import { releaseWrites } from './ending.ts';
import { mustPayOnline, payable } from './fees.ts';
import { momentOf, outsideQuietHours } from './moments.ts';
import { type Actor, again, type BookingRoom, knownSession, next } from './room.ts';
import { type Session, timeOf } from './session.ts';

export interface Stopping {
  readonly sessionId: string;
  readonly reason: string;
  /** Session of the same grade that the patients are offered. */
  readonly replacement: string | undefined;
  readonly actor: Actor;
  readonly now: Instant;
}

export interface Stopped {
  readonly cancelled: readonly Appointment[];
  /** Of these, those for whom a number of the replacement is kept until they say yes or no. */
  readonly moved: number;
}

/** @returns what this call cancelled @throws Problem `not-found`, `conflict` */
export async function stopSession(room: BookingRoom, stopping: Stopping): Promise<Stopped> {
  const session = await markStopped(room, stopping);
  const cancelled: Appointment[] = [];
  let moved = 0;
  cancelled.push(...(await endWaiting(room, session, stopping)));
  for (let no = 1; no <= session.total + session.extra; no += 1) {
    const ended = await again(() => withdraw(room, session, no, stopping), 10);
    if (ended === undefined) continue;
    cancelled.push(ended.appointment);
    if (ended.offered) moved += 1;
  }
  // Who joined in the moment it was stopped had not read so.
  cancelled.push(...(await endWaiting(room, session, stopping)));
  return { cancelled, moved };
}

async function endWaiting(room: BookingRoom, { sessionId }: Session, stopping: Stopping): Promise<Appointment[]> {
  const { store } = room;
  const ended: Appointment[] = [];
  for (const one of await store.waiting(sessionId)) {
    await store.commit(releaseWrites(room, one, 'stopped', stopping)).then(() => ended.push(one), onlyRefused);
  }
  return ended;
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

/** @returns the appointment that had the number, cancelled, and whether another was offered */
async function withdraw(
  room: BookingRoom,
  session: Session,
  no: number,
  stopping: Stopping,
): Promise<{ appointment: Appointment; offered: boolean } | undefined> {
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
  // Who is with the doctor stays; who waits in the line, in the hospital or by video, waits for nobody any more.
  const seen = ['arrived', 'fulfilled', 'noshow'].includes(one.status);
  if (seen) return undefined;
  const instead = await offerInstead(room, one, stopping);
  const ended = releaseWrites(room, one, 'stopped', stopping, instead?.appointment.guards);
  await store.commit([
    store.writes.voidNumber(session.sessionId, no, one.appointmentId, stopping.now, expiresAt),
    ...ended.filter(({ label }) => label !== 'number'),
    ...(instead?.writes ?? []),
  ]);
  return { appointment: one, offered: instead !== undefined };
}

/**
 * A number of the replacement, kept for who loses theirs until they say yes or no: nobody is moved without consent. What they
 * had is cancelled in the same transaction, and its guards pass on.
 * @returns undefined when there is no replacement, nothing free in it, or nothing was held yet
 */
async function offerInstead(
  room: BookingRoom,
  one: Appointment,
  { replacement, actor, now }: Stopping,
): Promise<{ appointment: Appointment; writes: Write[] } | undefined> {
  if (replacement === undefined || !['booked', 'checked-in'].includes(one.status)) return undefined;
  const { store, directory } = room;
  const changed = (await store.deviations([replacement])).get(replacement);
  const session = knownSession(room, replacement, changed);
  const all = Array.from({ length: session.total }, (_, index) => index + 1);
  const ground = await store.ground({
    ...one,
    sessionId: replacement,
    numbers: all,
    quotaPlaces: 0,
    idempotency: undefined,
  });
  const others = new Set(
    ground.guards.filter((row) => !isFree(row, now) && row.appointmentId !== one.appointmentId).map(keyText),
  );
  const guardsOf = (no: number): string[] => {
    const { start, end } = timeOf(session, no);
    return guardKeys(one.patientId, session.department, session.date, start, end).map(keyText);
  };
  // The same place in line, or the next after it.
  const from = Math.max(0, (one.no ?? 1) - 1);
  const no = [...all.slice(from), ...all.slice(0, from)].find(
    (it) =>
      isFree(ground.numbers.get(it), now) &&
      timeOf(session, it).start > now &&
      !guardsOf(it).some((key) => others.has(key)),
  );
  if (no === undefined || session.stopped !== undefined) return undefined;
  const appointmentId = room.newId();
  const { start, end } = timeOf(session, no);
  const until = answerBy(room, session, start, now);
  const quota = one.guards.filter((key) => key.startsWith('QUOTA#'));
  const { patientId, patientName, account, channel, condition, kind } = one;
  const { sessionId, hospital, department, practitioner, date, feeFen } = session;
  const pays = mustPayOnline(room.fees, directory, { feeFen, channel, account, hospital });
  const blank: Appointment = {
    ...{ appointmentId, version: 0, status: 'pending', patientId, patientName, account, channel, kind },
    ...{ sessionId, hospital, department, practitioner, date, no, start, end, feeFen },
    ...{ offered: true, movedFrom: one.appointmentId, holdUntil: until },
    ...(pays ? payable(appointmentId, until) : {}),
    ...(condition === undefined ? {} : { condition }),
    guards: [...guardsOf(no), ...quota],
    createdAt: now,
    updatedAt: now,
  };
  const { appointment, event } = next(blank, 'moved', { actor, now }, {});
  const { writes } = store;
  return {
    appointment,
    writes: [
      writes.takeNumber(appointment, now),
      ...writes.takeGuards(appointment, now, one),
      writes.head(appointment, 0),
      writes.event(event),
    ],
  };
}

/** As long as an offer from the waitlist stands, but never beyond the end of booking, or the visit itself. */
function answerBy({ directory }: BookingRoom, session: Session, start: Instant, now: Instant): Instant {
  const policy = directory.policyOf(session.department);
  const window = secondsAfter(outsideQuietHours(policy, now), policy.waitlist.payHours * 3600);
  const closes = momentOf(policy.bookUntil, session);
  return [window, closes > now ? closes : start].sort()[0] ?? start;
}

function onlyRefused(error: unknown): void {
  if (!(error instanceof WritesRefused)) throw error;
}
