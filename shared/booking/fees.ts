/**
 * Registration fees (挂号费): which appointments are paid online, and how long their number is kept for that. The order itself is
 * asked for by the function `fees`, after the hold, from the outbox: nobody who gets no number costs an order. Pure.
 */
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { orderNoOf } from '../payments/order-no.ts';
import type { Appointment } from './appointment.ts';
import type { Directory } from './directory.ts';
import type { Policy } from './policy.ts';

export interface FeePort {
  /** Does this agency take money online? */
  online(agency: string): boolean;
}

/** Where payments are not there: fees are paid at the hospital. */
export const paidAtTheDesk: FeePort = { online: () => false };
export const paidOnlineTo = (payees: readonly string[]): FeePort => ({ online: (agency) => payees.includes(agency) });

/** The number outlives the pay window a little: who paid in its last second is told of a moment later. */
const graceSeconds = 180;

type Asked = Pick<Appointment, 'appointmentId' | 'feeFen' | 'channel' | 'account' | 'hospital'>;

/** Who books online at a hospital that takes money online pays online; the window and the doctor's own pay at the desk. */
export function mustPayOnline(fees: FeePort, directory: Directory, one: Omit<Asked, 'appointmentId'>): boolean {
  const agency = directory.hospitals.get(one.hospital)?.code ?? '';
  return one.feeFen > 0 && one.channel === 'online' && one.account !== '' && fees.online(agency);
}

/** What a hold with a fee carries. @param until when it would have lapsed without one */
export const payable = (appointmentId: string, until: Instant) => ({
  orderId: orderNoOf(`appointment ${appointmentId}`),
  payUntil: until,
  holdUntil: secondsAfter(until, graceSeconds),
});

/** What goes back of the fee when the appointment ends so, in fen. */
export function refundOf({ cancelReason, lateCancel, feeFen }: Appointment, policy: Policy): number {
  if (cancelReason === 'rescheduled') return 0;
  return lateCancel === true ? Math.floor((feeFen * policy.refundLatePercent) / 100) : feeFen;
}
