/** A person takes a place in the queue before a hot session: one read, nothing written, the same turn however often it is asked. */
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import { isFree } from './booking-rows.ts';
import { against, conflict, refusal } from './conflicts.ts';
import { mayBook, mayHold } from './may-book.ts';
import { knownSession, type TakingRoom } from './room.ts';
import { lotOf, signTicket } from './turn-ticket.ts';
import { doorsOf, mayTakeTicket, ticketUntil, turnOf } from './turns.ts';
import type { TurnView } from './views.ts';

interface Asked {
  readonly account: string;
  readonly patientId: string;
  readonly sessionId: string;
  readonly condition?: string | undefined;
  /** The appointment that is to be moved. */
  readonly replaces?: string | undefined;
  readonly now: Instant;
}

/** @throws Problem `booking-refused` naming every conflict, those of booking included; `not-found` */
export async function drawTurn(room: TakingRoom, asked: Asked): Promise<TurnView> {
  const { store, directory } = room;
  const { account, patientId, sessionId, condition, replaces, now } = asked;
  if ((room.soldOut.get(sessionId) ?? '') > now) throw refusal([conflict('sold-out')]);
  const [ground, key] = await Promise.all([
    store.ground({ ...asked, numbers: [], quotaPlaces: 0, idempotency: undefined }),
    room.turnKey(),
  ]);
  const session = knownSession(room, sessionId, ground.deviation);
  const department = directory.departments.get(session.department);
  const practitioner = directory.practitioners.get(session.practitioner);
  if (ground.person === undefined || department === undefined || practitioner === undefined)
    throw new Problem('not-found');
  const policy = directory.policyOf(session.department);
  const doors = doorsOf(session, directory);
  const person = { person: ground.person, account, channel: 'online' as const, squeezeIn: false, condition, now };
  const booked = ground.guards.some(
    (row) => row.SK === `DEPARTMENT#${session.department}` && !isFree(row, now) && row.appointmentId !== replaces,
  );
  const found = [
    ...mayTakeTicket(doors, now),
    // That it has not been released is why one queues.
    ...mayBook({ session, department, practitioner, policy, ...person }).filter(({ code }) => code !== 'not-released'),
    ...mayHold({ departmentDay: booked, overlap: false, phoneQuota: false }),
    ...against((ground.soldOutUntil ?? '') > now, 'sold-out'),
  ];
  if (doors === undefined || found.length > 0) throw refusal(found);
  const { turn, admittedFrom } = turnOf(lotOf(key, patientId, session), doors);
  const until = ticketUntil(doors, now);
  return {
    sessionId,
    patientId,
    turn,
    turns: doors.turns,
    admittedFrom,
    releaseAt: doors.releaseAt,
    endsAt: doors.endsAt,
    ticket: signTicket(key, { account, patientId, sessionId }, admittedFrom, until),
    ticketUntil: until,
  };
}
