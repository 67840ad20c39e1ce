/**
 * The waitlist (候补) of a sold-out session: first in, first out. Who comes to its head when a number is given back gets it in
 * the same transaction, as a hold with a window to take it. Who joins looks again after joining, and who frees a number
 * looks again after freeing: one of the two sees the other, so no number lies free while somebody waits.
 */

import { Problem } from '../base/problems.ts';
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { type Appointment, appointment as appointmentShape } from './appointment.ts';
import { guardKeys, isFree, keyText, quotaKey, waitGuardKey, waitPlaceKey } from './booking-rows.ts';
import { WritesRefused } from './booking-store.ts';
import type { Write } from './booking-writes.ts';
import { against } from './conflicts.ts';
import { poolsJoinFor } from './due.ts';
import { releaseWrites } from './ending.ts';
import { mustPayOnline, payable } from './fees.ts';
import { mayBook, mayHold } from './may-book.ts';
import { momentOf, outsideQuietHours } from './moments.ts';
import { again, answerOf, type BookingRoom, bySystem, knownSession, next, refuse, replayed } from './room.ts';
import { numbersFor, type Session, timeOf } from './session.ts';
import type { Wish } from './wish.ts';

/** Whoever is next, as waiting and as offered. */
export interface Heir {
  readonly waiting: Appointment;
  readonly offered: ReturnType<typeof next>;
}

/** @param freed an appointment whose number comes free. @returns undefined when nobody waits or the session is too near */
export async function heirOf(room: BookingRoom, freed: Appointment, now: Instant): Promise<Heir | undefined> {
  if (freed.no === undefined) return undefined;
  for (let looked = 0; looked < 10; looked += 1) {
    const waiting = await room.store.firstWaiting(freed.sessionId);
    if (waiting === undefined) return undefined;
    const heir = await asHeir(room, waiting, { no: freed.no, start: freed.start, end: freed.end }, now);
    if (heir !== undefined) return heir;
    await passOver(room, waiting, now);
  }
  return undefined;
}

/** @returns undefined when this person cannot take it: they hold something else by now, or it is too late */
async function asHeir(
  room: BookingRoom,
  waiting: Appointment,
  { no, start, end }: { no: number; start: Instant; end: Instant },
  now: Instant,
): Promise<Heir | undefined> {
  const policy = room.directory.policyOf(waiting.department);
  if (now >= momentOf(policy.bookUntil, waiting)) return undefined;
  const online = waiting.channel === 'online';
  const ground = await room.store.ground({
    ...waiting,
    numbers: [],
    quotaPlaces: online ? policy.perPhoneMonth : 0,
    idempotency: undefined,
  });
  const keys = guardKeys(waiting.patientId, waiting.department, waiting.date, start, end);
  const taken = new Set(ground.guards.filter((row) => !isFree(row, now)).map(keyText));
  if (keys.some((key) => taken.has(keyText(key)))) return undefined;
  const places = Array.from({ length: policy.perPhoneMonth }, (_, index) => index + 1);
  const place = places.find((one) => isFree(ground.quota.get(one), now));
  if (online && place === undefined) return undefined;
  const quota = online && place !== undefined ? [quotaKey(waiting.account, waiting.date.slice(0, 7), place)] : [];
  const window = secondsAfter(outsideQuietHours(policy, now), policy.waitlist.payHours * 3600);
  const latest = momentOf(policy.bookUntil, waiting);
  const until = [window, latest].sort()[0] ?? latest;
  const pays = mustPayOnline(room.fees, room.directory, waiting);
  const change = {
    status: 'pending' as const,
    offered: true,
    no,
    start,
    end,
    holdUntil: until,
    ...(pays ? payable(waiting.appointmentId, until) : {}),
    guards: [...keys, ...quota].map(keyText),
    waiting: undefined,
  };
  return { waiting, offered: next(waiting, 'offered', { actor: bySystem, now }, change) };
}

/** The writes that give a number to its heir. @param from whom it comes; `undefined`: it lies free */
export function heirWrites(
  { store: { writes } }: BookingRoom,
  { waiting, offered: { appointment, event } }: Heir,
  { from }: { from: string | undefined },
  now: Instant,
): Write[] {
  return [
    from === undefined ? writes.takeNumber(appointment, now) : writes.handNumber(appointment, from),
    ...writes.takeGuards(appointment, now),
    writes.leaveWaiting(waiting),
    ...writes.freeGuards(waiting),
    writes.head(appointment, waiting.version),
    writes.event(event),
  ];
}

/** Takes out of the line someone who cannot take the number. Another may be doing the same. */
async function passOver(room: BookingRoom, waiting: Appointment, now: Instant): Promise<void> {
  await room.store
    .commit(releaseWrites(room, waiting, 'nothing-free', { actor: bySystem, now }))
    .catch((error: unknown) => {
      if (!(error instanceof WritesRefused)) throw error;
    });
}

/** Offers what lies free to those who wait, in order, until one of the two is used up. Safe to do at any time, by anyone. */
export async function offerFreed(room: BookingRoom, session: Session, now: Instant): Promise<number> {
  const { store } = room;
  let offered = 0;
  for (let looked = 0; looked < 100; looked += 1) {
    const waiting = await store.firstWaiting(session.sessionId);
    if (waiting === undefined || session.stopped !== undefined) return offered;
    // What is kept for the window or the doctor stays so until the pools are joined.
    const theirs = numbersFor(session, waiting.channel, room.directory.policyOf(session.department), now);
    const rows = await store.numbers(session.sessionId, theirs);
    const no = theirs.find((one) => isFree(rows.get(one), now));
    if (no === undefined) return offered;
    const heir = await asHeir(room, waiting, { no, ...timeOf(session, no) }, now);
    if (heir === undefined) {
      await passOver(room, waiting, now);
      continue;
    }
    try {
      await store.commit(heirWrites(room, heir, { from: undefined }, now));
      offered += 1;
    } catch (error) {
      if (!(error instanceof WritesRefused)) throw error;
    }
  }
  return offered;
}

/** @throws Problem `booking-refused`, `not-found`, `conflict` */
export async function joinWaitlist(room: BookingRoom, wish: Wish): Promise<Appointment> {
  const joined = await again(() => join(room, wish));
  const { store } = room;
  const changed = (await store.deviations([joined.sessionId])).get(joined.sessionId);
  const session = knownSession(room, joined.sessionId, changed);
  // Stopped after they had read that it is held, and after those in line were told: they are told here.
  if (session.stopped !== undefined) return leaveStopped(room, joined.appointmentId, wish);
  await offerFreed(room, session, wish.now);
  return joined;
}

function leaveStopped(room: BookingRoom, appointmentId: string, { actor, now }: Wish): Promise<Appointment> {
  return again(async () => {
    const { appointment: one } = await room.store.get(appointmentId);
    if (one.status !== 'waitlist') return one;
    await room.store.commit(releaseWrites(room, one, 'stopped', { actor, now }));
    return (await room.store.get(appointmentId)).appointment;
  });
}

async function join(room: BookingRoom, wish: Wish): Promise<Appointment> {
  const { store, directory } = room;
  const ground = await store.ground({ ...wish, numbers: [], quotaPlaces: 0 });
  const first = replayed(ground.replay);
  if (first !== undefined) return first;
  const session = knownSession(room, wish.sessionId, ground.deviation);
  if (ground.person === undefined) throw new Problem('not-found');
  const department = directory.departments.get(session.department);
  const practitioner = directory.practitioners.get(session.practitioner);
  if (department === undefined || practitioner === undefined) throw new Problem('not-found');
  const policy = directory.policyOf(session.department);
  const asking = { ...wish, session, department, practitioner, policy, person: ground.person, squeezeIn: false };
  const line = await store.waiting(session.sessionId);
  const place = placeIn(line, session.sessionId, policy.waitlist.places);
  const theirs = numbersFor(session, wish.channel, policy, wish.now);
  const rows = await store.numbers(session.sessionId, theirs);
  const left = theirs.some((no) => isFree(rows.get(no), wish.now));
  const holds = (SK: string): boolean => ground.guards.some((row) => row.SK === SK && !isFree(row, wish.now));
  const found = [
    ...mayBook({ ...asking, condition: wish.condition }),
    ...mayHold({ departmentDay: holds(`DEPARTMENT#${session.department}`), overlap: false, phoneQuota: false }),
    ...against(left && line.length === 0, 'waitlist-not-sold-out'),
    ...against(place === undefined, 'waitlist-full'),
    ...against(holds(`WAIT#${session.sessionId}`), 'waitlist-already'),
    ...against(wish.now >= momentOf(policy.waitlist.purge, session), 'waitlist-closed'),
  ];
  if (place === undefined || found.length > 0) return appointmentShape.parse(await refuse(room, wish, found));
  const { appointment, event } = waitingOne(room, wish, session, ground.person.patient.name, place);
  const { writes } = store;
  await store.commit([
    writes.joinWaiting(appointment, poolsJoinFor(appointment, policy)),
    ...writes.takeGuards(appointment, wish.now),
    writes.head(appointment, 0),
    writes.event(event),
    ...answerOf(room, appointment, wish),
  ]);
  return appointment;
}

/** A place nobody has, any of them by chance, so that those who come at once seldom meet. @returns its key; undefined: all are taken */
function placeIn(line: readonly Appointment[], sessionId: string, places: number): string | undefined {
  const taken = new Set(line.flatMap(({ guards }) => guards));
  const free = Array.from({ length: places }, (_, at) => keyText(waitPlaceKey(sessionId, at + 1))).filter(
    (key) => !taken.has(key),
  );
  return line.length < places ? free[Math.floor(Math.random() * free.length)] : undefined;
}

function waitingOne(room: BookingRoom, wish: Wish, session: Session, patientName: string, place: string) {
  const appointmentId = room.newId();
  const blank: Appointment = {
    appointmentId,
    version: 0,
    status: 'waitlist',
    patientId: wish.patientId,
    patientName,
    account: wish.account,
    sessionId: session.sessionId,
    hospital: session.hospital,
    department: session.department,
    practitioner: session.practitioner,
    kind: session.kind,
    date: session.date,
    start: session.start,
    end: session.end,
    feeFen: session.feeFen,
    channel: wish.channel,
    // By time, and among those of the same millisecond by chance.
    waiting: `${wish.now}#${appointmentId}`,
    guards: [keyText(waitGuardKey(wish.patientId, session.date, session.sessionId)), place],
    createdAt: wish.now,
    updatedAt: wish.now,
    ...(wish.condition === undefined ? {} : { condition: wish.condition }),
  };
  return next(blank, 'wait-joined', wish, {});
}
