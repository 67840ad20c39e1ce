/** What an appointment waits for from its patient, and until when or from when. Pure. */
import type { AppointmentView } from '../base/booking-answers.ts';

export interface Step {
  readonly what: 'pay' | 'take' | 'check-in' | 'check-in-later' | 'wait-turn' | 'go-in' | 'enter-room' | 'read';
  readonly at?: string;
  /** It can be done now. */
  readonly now: boolean;
}

/** How long after a visit its record, its prescription and the follow-up are pointed to. */
const readDays = 7;

/** @returns undefined when there is nothing they could do */
export function stepOf(one: AppointmentView, now: Date): Step | undefined {
  const at = now.toISOString();
  const virtual = one.kind === 'virtual';
  switch (one.status) {
    case 'pending':
      return {
        what: one.orderId === undefined ? 'take' : 'pay',
        now: true,
        ...(one.holdUntil === undefined ? {} : { at: one.holdUntil }),
      };
    case 'booked':
      if (at >= one.end) return undefined;
      return at < one.checkInFrom
        ? { what: 'check-in-later', at: one.checkInFrom, now: false }
        : { what: 'check-in', now: true };
    case 'checked-in':
      return virtual ? { what: 'enter-room', now: true } : { what: 'wait-turn', now: false };
    case 'arrived':
      return { what: virtual ? 'enter-room' : 'go-in', now: true };
    case 'fulfilled':
      return now.getTime() - Date.parse(one.end) < readDays * 86_400_000 ? { what: 'read', now: false } : undefined;
    default:
      return undefined;
  }
}
