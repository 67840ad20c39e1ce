/** A virtual visit (互联网诊疗): who may have a way into its room, and when. Pure. */
import { createHash } from 'node:crypto';
import type { Appointment } from './appointment.ts';
import { against, type Conflict } from './conflicts.ts';
import type { Directory } from './directory.ts';
import type { EncounterRecord } from './visit-record.ts';

export const mayEnter = (one: Appointment): Conflict[] =>
  against(one.kind !== 'virtual' || !['checked-in', 'arrived', 'fulfilled'].includes(one.status), 'wrong-state');

/** The chat is open from check-in until the visit ends. */
export const mayWrite = (one: Appointment): Conflict[] =>
  against(one.kind !== 'virtual' || !['checked-in', 'arrived'].includes(one.status), 'wrong-state');

export const encounterViewOf = (
  { appointmentId, kind, start, end, condition, practitioner, note }: EncounterRecord & { readonly note: string },
  directory: Directory,
) => ({
  ...{ appointmentId, kind, start, end, note },
  practitioner: directory.practitioners.get(practitioner)?.name ?? { zh: '—', en: '—' },
  ...(condition === undefined ? {} : { condition }),
});

export function stateOf({ status }: Appointment): 'waiting' | 'admitted' | 'ended' {
  if (status === 'arrived') return 'admitted';
  return status === 'fulfilled' ? 'ended' : 'waiting';
}

/** Name of the room: follows from the appointment, but not the other way round. */
export const roomOf = ({ appointmentId, createdAt }: Appointment): string =>
  `visit-${createHash('sha256').update(`${appointmentId} ${createdAt}`).digest('hex').slice(0, 32)}`;
