/** What the relay puts on the queues of the payments room: that a notice was recorded, or that something happened to an order. */
import * as z from 'zod';
import { moneyEvent } from '../shared/payments/money-event.ts';
import { provider } from '../shared/payments/words.ts';
import { bookingEventMessage } from './booking-event.ts';
import { caseEventMessage } from './case-event.ts';

/** Queue settlement: a verified notice lies in the inbox. */
export const noticeMessage = z.strictObject({
  kind: z.literal('notice'),
  eventId: z.string(),
  provider,
  noticeId: z.string(),
  /** Number of the order that it is about, so that both are read at once. */
  orderNo: z.string().max(64).optional(),
});
export type NoticeMessage = z.infer<typeof noticeMessage>;

/** Queues settlement (types refund-approved, silent), receipts (paid, refunded) and case-fees (asked, paid, waived). */
export const moneyMessage = moneyEvent.extend({ kind: z.literal('money') });
export type MoneyMessage = z.infer<typeof moneyMessage>;

/** Queue case-fees: what happened to a case or an appointment that may have a fee, and to the order of either. */
export const feeMessage = z.discriminatedUnion('kind', [
  caseEventMessage.extend({ kind: z.literal('case') }),
  bookingEventMessage.extend({ kind: z.literal('booking') }),
  moneyMessage,
]);
export type FeeMessage = z.infer<typeof feeMessage>;

export const settlementMessage = z.discriminatedUnion('kind', [noticeMessage, moneyMessage]);
export type SettlementMessage = z.infer<typeof settlementMessage>;
