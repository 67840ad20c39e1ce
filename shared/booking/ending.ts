/** How an appointment ends before its time. */
import type { Appointment, cancelReasons } from './appointment.ts';
import type { Write } from './booking-writes.ts';
import { type BookingRoom, next, type Step } from './room.ts';

export type Reason = (typeof cancelReasons)[number];

/** The writes that end an appointment and free what it holds, but for guards that pass on to another. */
export function releaseWrites(
  { store: { writes } }: BookingRoom,
  one: Appointment,
  reason: Reason,
  step: Pick<Step, 'actor' | 'now' | 'reason'>,
  passedOn: readonly string[] = [],
  more: Partial<Appointment> = {},
): Write[] {
  const { appointment, event } = next(one, 'cancelled', step, { status: 'cancelled', cancelReason: reason, ...more });
  return [
    ...(one.no === undefined ? [] : [writes.freeNumber(one)]),
    ...(one.status === 'waitlist' ? [writes.leaveWaiting(one)] : []),
    ...writes.freeGuards(one, passedOn),
    writes.head({ ...appointment, guards: [] }, one.version),
    writes.event(event),
  ];
}
