/**
 * The queue before a very hot session (放号排队). For the first minutes after its release people are let in by lot, in turns;
 * after that as they come. Nobody gains by a faster line or a script, and the crowd comes at a rate that the session can bear.
 * The lot is computed, not drawn (`turn-ticket.ts`): nothing is written for the queue, and no counter is there to grow hot. Pure.
 */
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { against, type Conflict } from './conflicts.ts';
import type { Directory } from './directory.ts';
import type { Queue } from './policy.ts';
import type { Session } from './session.ts';

/** When the queue of one session opens, lets in its first and is over. */
export interface Doors extends Pick<Queue, 'turns' | 'ticketMinutes'> {
  readonly opensAt: Instant;
  readonly releaseAt: Instant;
  readonly endsAt: Instant;
}

/** @returns undefined for a session without a queue */
export function doorsOf(
  { practitioner, department, releaseAt }: Pick<Session, 'practitioner' | 'department' | 'releaseAt'>,
  directory: Directory,
): Doors | undefined {
  const { queue } = directory.policyOf(department);
  const grade = directory.practitioners.get(practitioner)?.grade;
  if (queue === undefined || grade === undefined || !queue.grades.includes(grade)) return undefined;
  const { turns, turnSeconds, opensMinutes, ticketMinutes } = queue;
  return {
    turns,
    ticketMinutes,
    opensAt: secondsAfter(releaseAt, -opensMinutes * 60),
    releaseAt,
    endsAt: secondsAfter(releaseAt, turns * turnSeconds),
  };
}

/** Does a booking online need a ticket at this instant? Before the release it is refused anyway. */
export const ticketNeeded = (doors: Doors | undefined, now: Instant): doors is Doors =>
  doors !== undefined && now >= doors.releaseAt && now < doors.endsAt;

/** May a ticket be taken now? */
export const mayTakeTicket = (doors: Doors | undefined, now: Instant): Conflict[] =>
  doors === undefined || now >= doors.endsAt
    ? against(true, 'queue-not-needed')
    : against(now < doors.opensAt, 'queue-not-open');

export interface Turn {
  /** Which turn, 1 … `turns`. */
  readonly turn: number;
  /** When its holder is let in, to the millisecond: within a turn people come one after the other, too. */
  readonly admittedFrom: Instant;
}

/** @param lot at least 0, less than 1 */
export function turnOf(lot: number, { turns, releaseAt, endsAt }: Doors): Turn {
  const released = Date.parse(releaseAt);
  const admitted = released + Math.floor(lot * (Date.parse(endsAt) - released));
  return { turn: 1 + Math.floor(lot * turns), admittedFrom: new Date(admitted).toISOString() };
}

/** Until when a ticket taken now is good: to a full minute, so that a call sent twice has one answer. */
export const ticketUntil = ({ ticketMinutes }: Doors, now: Instant): Instant =>
  secondsAfter(`${now.slice(0, 16)}:00.000Z`, (ticketMinutes + 1) * 60);
