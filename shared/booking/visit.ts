/** A virtual visit (互联网诊疗): who may have a way into its room, and when. Pure. */
import { createHash } from 'node:crypto';
import type { Appointment } from './appointment.ts';
import { against, type Conflict } from './conflicts.ts';

export const mayEnter = (one: Appointment): Conflict[] =>
  against(one.kind !== 'virtual' || !['checked-in', 'arrived', 'fulfilled'].includes(one.status), 'wrong-state');

export function stateOf({ status }: Appointment): 'waiting' | 'admitted' | 'ended' {
  if (status === 'arrived') return 'admitted';
  return status === 'fulfilled' ? 'ended' : 'waiting';
}

/** Name of the room: follows from the appointment, but not the other way round. */
export const roomOf = ({ appointmentId, createdAt }: Appointment): string =>
  `visit-${createHash('sha256').update(`${appointmentId} ${createdAt}`).digest('hex').slice(0, 32)}`;
