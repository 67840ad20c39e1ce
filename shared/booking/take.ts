/**
 * A number is taken: held (锁号), booked, squeezed in (加号) or moved to (改约). One read, one transaction; the transaction checks
 * again whatever the read had shown. Callers go through the numbers in orders of their own (`own-order.ts`) and try a few; the number
 * is the only row in dispute.
 */
import { Problem } from '../base/problems.ts';
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { type Appointment, appointment } from './appointment.ts';
import { guardKeys, isFree, keyText, quotaKey } from './booking-rows.ts';
import { type Ground, WritesRefused } from './booking-store.ts';
import type { Label, Write } from './booking-writes.ts';
import { against, type Conflict, conflict, refusal } from './conflicts.ts';
import { releaseWrites } from './ending.ts';
import { mustPayOnline, payable } from './fees.ts';
import { mayBook, mayHold } from './may-book.ts';
import { quarterHours } from './moments.ts';
import { ownOrder } from './own-order.ts';
import { again, answerOf, type BookingRoom, knownSession, next, refuse, replayed, type TakingRoom } from './room.ts';
import { numbersFor, type Session, sessionOf, timeOf } from './session.ts';
import { ticketConflicts } from './turn-ticket.ts';
import { doorsOf, ticketNeeded } from './turns.ts';
import { type Heir, heirOf, heirWrites, offerFreed } from './wait.ts';
import type { Wish } from './wish.ts';

/** Numbers looked at in the first read, and tried at all. */
const firstLook = 6;
const tries = 5;
/** How long "sold out" is believed without looking again. */
const soldOutSeconds = 10;

/** @throws Problem `booking-refused` naming every conflict; `not-found`; `conflict`, `too-busy` after the last try */
export async function take(room: TakingRoom, wish: Wish): Promise<Appointment> {
  if (knowsSoldOut(wish) && (room.soldOut.get(wish.sessionId) ?? '') > wish.now) {
    const first = replayed(await room.store.replay(wish.idempotency));
    if (first !== undefined) return first;
    throw refusal([conflict('sold-out')]);
  }
  return again(() => attempt(room, wish));
}

/** "Sold out" is remembered of what is had online; the window and the doctor have numbers of their own. */
const knowsSoldOut = ({ channel, squeezeIn }: Wish): boolean => channel === 'online' && squeezeIn === undefined;

async function attempt(room: TakingRoom, wish: Wish): Promise<Appointment> {
  const { store, directory } = room;
  const plan = sessionOf(directory, wish.sessionId);
  const policy = plan && directory.policyOf(plan.department);
  const inOrder = plan && policy ? ownOrder(numbersFor(plan, wish.channel, policy, wish.now), wish.patientId) : [];
  const wanted = wish.no === undefined ? inOrder.slice(0, firstLook) : [wish.no];
  const ground = await store.ground({
    ...wish,
    numbers: wanted,
    quotaPlaces: wish.channel === 'online' ? (policy?.perPhoneMonth ?? 8) : 0,
  });
  const first = replayed(ground.replay);
  if (first !== undefined) return first;
  const session = knownSession(room, wish.sessionId, ground.deviation);
  if (ground.person === undefined) throw new Problem('not-found');
  const standing = [...conflictsOf(room, wish, session, ground), ...(await turnConflicts(room, wish, session))];
  const free =
    wish.squeezeIn === undefined ? await freeNumbers(room, wish, session, ground, wanted) : [nextExtra(session)];
  // One moves to another number: the own one may look free when it was given back in this very moment.
  const others = free.filter((no) => wish.replaces?.sessionId !== session.sessionId || wish.replaces.no !== no);
  const fitting = others.filter((no) => !overlaps(wish, session, ground, no));
  const found = [
    ...standing,
    ...(others.length === 0 ? [noneFree(room, wish, session)] : []),
    ...against(others.length > 0 && fitting.length === 0, 'overlap'),
  ];
  if (found.length > 0) return appointment.parse(await refuse(room, wish, found));
  return tryNumbers(room, wish, session, ground, fitting);
}

function noneFree({ directory }: BookingRoom, { no, channel, now }: Wish, session: Session): Conflict {
  if (no === undefined) return conflict('sold-out');
  if (isOver(session, no, now)) return conflict('in-the-past');
  const mine = numbersFor(session, channel, directory.policyOf(session.department), now);
  return conflict(mine.includes(no) ? 'number-taken' : 'kept-for-another');
}

/** The number's time is over while the session goes on; of a session that is over that is said of the whole. */
const isOver = (session: Session, no: number, now: Instant): boolean =>
  now < session.end && timeOf(session, no).end <= now;

const nextExtra = (session: Session): number => session.total + session.extra + 1;

function conflictsOf({ directory }: BookingRoom, wish: Wish, session: Session, ground: Ground): Conflict[] {
  const department = directory.departments.get(session.department);
  const practitioner = directory.practitioners.get(session.practitioner);
  if (department === undefined || practitioner === undefined || ground.person === undefined)
    throw new Problem('not-found');
  const policy = directory.policyOf(session.department);
  const asking = { ...wish, session, department, practitioner, policy, person: ground.person };
  const inDepartment = ground.guards.some(
    (row) => row.SK === `DEPARTMENT#${session.department}` && isOthers(row.appointmentId, row.until, wish),
  );
  const places = wish.channel === 'online' ? freePlaces(wish, ground, policy.perPhoneMonth) : [1];
  return [
    ...mayBook({ ...asking, squeezeIn: wish.squeezeIn !== undefined, condition: wish.condition }),
    ...mayHold({ departmentDay: inDepartment, overlap: false, phoneQuota: places.length === 0 }),
  ];
}

/** For the first minutes after release a hot session lets people in by ticket; staff stand before their patients. */
async function turnConflicts({ directory, turnKey }: TakingRoom, wish: Wish, session: Session): Promise<Conflict[]> {
  if (wish.channel !== 'online' || !ticketNeeded(doorsOf(session, directory), wish.now)) return [];
  return ticketConflicts(await turnKey(), wish, wish.ticket, wish.now);
}

/** What the appointment being replaced holds is no obstacle: it passes on in the same write. */
const isOthers = (holder: string, until: Instant, { now, replaces }: Wish): boolean =>
  until > now && holder !== replaces?.appointmentId;

function freePlaces(wish: Wish, { quota }: Ground, most: number): number[] {
  const all = Array.from({ length: most }, (_, index) => index + 1);
  return all.filter((place) => {
    const row = quota.get(place);
    return row === undefined || !isOthers(row.appointmentId, row.until, wish);
  });
}

function overlaps(wish: Wish, session: Session, { guards }: Ground, no: number): boolean {
  const { start, end } = timeOf(session, no);
  const cells = new Set(quarterHours(start, end).map((cell) => `CELL#${cell.slice(11)}`));
  return guards.some((row) => cells.has(row.SK) && isOthers(row.appointmentId, row.until, wish));
}

/**
 * Numbers to try. When none of the first look is free all are looked at, and when none is at all the next callers are told
 * without that. While people wait, what is free is theirs: it is offered to them here, should it have lapsed unseen.
 */
async function freeNumbers(
  room: BookingRoom,
  wish: Wish,
  session: Session,
  ground: Ground,
  wanted: readonly number[],
): Promise<number[]> {
  const { store, directory } = room;
  const policy = directory.policyOf(session.department);
  const mine = numbersFor(session, wish.channel, policy, wish.now).filter((no) => !isOver(session, no, wish.now));
  const looked = wanted.filter((no) => mine.includes(no) && isFree(ground.numbers.get(no), wish.now));
  if (await isWaitedFor(room, wish, session, ground.firstWaiting, mine)) return [];
  if (looked.length > 0 || wish.no !== undefined) return looked;
  if (knowsSoldOut(wish) && (ground.soldOutUntil ?? '') > wish.now) {
    room.soldOut.set(session.sessionId, ground.soldOutUntil ?? '');
    return [];
  }
  const rows = await store.numbers(session.sessionId, mine);
  const free = mine.filter((no) => isFree(rows.get(no), wish.now));
  if (free.length === 0 && knowsSoldOut(wish)) {
    const ends = [secondsAfter(wish.now, soldOutSeconds), ...[...rows.values()].map(({ until }) => until)].sort();
    const until = ends[0] ?? wish.now;
    room.soldOut.set(session.sessionId, until);
    await store.tellSoldOut(session.sessionId, until, wish.now);
  }
  return ownOrder(free, wish.patientId);
}

/** Does who waits have the first right to these numbers? Those of another pool are not theirs until the pools are joined. */
async function isWaitedFor(
  room: BookingRoom,
  { channel, now }: Wish,
  session: Session,
  first: Appointment | undefined,
  mine: readonly number[],
): Promise<boolean> {
  if (first === undefined) return false;
  const theirs = numbersFor(session, first.channel, room.directory.policyOf(session.department), now);
  if (!theirs.some((no) => mine.includes(no))) return false;
  await offerFreed(room, session, now);
  // Past the hour until which one can be offered anything the line is over, and who stands at the window is next.
  return channel === 'online' || (await room.store.firstWaiting(session.sessionId)) !== undefined;
}

async function tryNumbers(
  room: BookingRoom,
  wish: Wish,
  session: Session,
  ground: Ground,
  numbers: readonly number[],
): Promise<Appointment> {
  const policy = room.directory.policyOf(session.department);
  let places = wish.channel === 'online' ? freePlaces(wish, ground, policy.perPhoneMonth) : [];
  let left = [...numbers];
  for (let attempts = 0; attempts < tries; attempts += 1) {
    const no = left[0];
    if (no === undefined) break;
    const made = newAppointment(room, wish, session, ground, no, places[0]);
    try {
      const heir = wish.replaces === undefined ? undefined : await heirOf(room, wish.replaces, wish.now);
      await room.store.commit(writesOf(room, wish, session, ground, made, heir));
      return made.appointment;
    } catch (error) {
      if (!(error instanceof WritesRefused)) throw error;
      // The same call, sent twice, was quicker: the next look finds what it was answered.
      if (error.labels.includes('repeat')) throw error;
      const refused = lost(error.labels);
      if (refused.length > 0) throw refusal(refused);
      if (error.labels.includes('quota')) places = places.slice(1);
      if (places.length === 0 && wish.channel === 'online') throw refusal([conflict('phone-quota')]);
      if (!error.labels.includes('number') && !error.labels.includes('quota')) throw error;
      // Refused, a transaction costs what a done one does: the others are looked at before the next.
      if (error.labels.includes('number')) left = await stillFree(room, wish, session, left.slice(1));
    }
  }
  if (wish.no !== undefined) throw refusal([conflict('number-taken')]);
  throw new WritesRefused([], false);
}

async function stillFree(room: BookingRoom, { now }: Wish, { sessionId }: Session, numbers: readonly number[]) {
  if (numbers.length === 0) return [];
  const rows = await room.store.numbers(sessionId, numbers);
  return numbers.filter((no) => isFree(rows.get(no), now));
}

type Made = ReturnType<typeof newAppointment>;

/** Conflicts with oneself that came up since the read: two devices, one person. */
const lost = (labels: readonly Label[]): Conflict[] => [
  ...against(labels.includes('department'), 'department-day'),
  ...against(labels.includes('cell'), 'overlap'),
];

function newAppointment(
  room: BookingRoom,
  wish: Wish,
  session: Session,
  { person }: Ground,
  no: number,
  place: number | undefined,
) {
  if (person === undefined) throw new Problem('not-found');
  const policy = room.directory.policyOf(session.department);
  const { start, end } = timeOf(session, no);
  const guards = guardKeys(wish.patientId, session.department, session.date, start, end);
  const quota = place === undefined ? [] : [quotaKey(wish.account, session.date.slice(0, 7), place)];
  const appointmentId = room.newId();
  const { replaces } = wish;
  const mustPay = mustPayOnline(room.fees, room.directory, {
    ...session,
    account: wish.account,
    channel: wish.channel,
  });
  if (replaces !== undefined && replaces.feeFen !== session.feeFen && (mustPay || replaces.paidAt !== undefined)) {
    throw refusal([conflict('fee-differs')]);
  }
  const pays = mustPay && replaces === undefined;
  const isHold = wish.mode === 'hold' || pays;
  const until = secondsAfter(wish.now, policy.holdMinutes * 60);
  const blank: Appointment = {
    appointmentId,
    version: 0,
    status: isHold ? 'pending' : 'booked',
    patientId: wish.patientId,
    patientName: person.patient.name,
    account: wish.account,
    sessionId: session.sessionId,
    hospital: session.hospital,
    department: session.department,
    practitioner: session.practitioner,
    kind: session.kind,
    date: session.date,
    no,
    start,
    end,
    feeFen: session.feeFen,
    channel: wish.channel,
    guards: [...guards, ...quota].map(keyText),
    createdAt: wish.now,
    updatedAt: wish.now,
    ...(wish.condition === undefined ? {} : { condition: wish.condition }),
    ...(isHold ? { holdUntil: until } : {}),
    ...(pays ? payable(appointmentId, until) : {}),
    // What was paid for the one it takes the place of is paid for it.
    ...(replaces?.paidAt === undefined ? {} : { paidAt: replaces.paidAt, orderId: replaces.orderId }),
  };
  const type = wish.squeezeIn !== undefined ? 'squeezed-in' : isHold ? 'held' : 'booked';
  return next(blank, type, { ...wish, reason: wish.squeezeIn }, {});
}

function writesOf(
  room: BookingRoom,
  wish: Wish,
  session: Session,
  ground: Ground,
  { appointment, event }: Made,
  heir: Heir | undefined,
): Write[] {
  const { writes } = room.store;
  const { replaces } = wish;
  const extra = {
    sessionId: session.sessionId,
    version: (ground.deviation?.version ?? 0) + 1,
    extra: session.extra + 1,
    ...(ground.deviation?.added === undefined ? {} : { added: ground.deviation.added }),
  };
  return [
    writes.takeNumber(appointment, wish.now),
    ...writes.takeGuards(appointment, wish.now, replaces),
    writes.head(appointment, 0),
    writes.event(event),
    ...answerOf(room, appointment, wish),
    ...(wish.squeezeIn === undefined ? [] : [writes.deviation(extra, session.department)]),
    ...(replaces === undefined ? [] : leaving(room, wish, replaces, appointment, heir)),
  ];
}

/** What the appointment moved away from had: its number goes to who waits for it, its guards pass on where they are the same. */
function leaving(
  room: BookingRoom,
  wish: Wish,
  replaces: Appointment,
  { guards }: Appointment,
  heir: Heir | undefined,
): Write[] {
  const ended = releaseWrites(room, replaces, 'rescheduled', wish, guards);
  if (heir === undefined) return ended;
  return [
    ...ended.filter(({ label }) => label !== 'number'),
    ...heirWrites(room, heir, { from: replaces.appointmentId }, wish.now),
  ];
}
