/** What lists show of orders and of refunds: kept beside their rows, so that a list is one question. */
import * as z from 'zod';
import { instant } from '../base/words.ts';
import { order as orderSchema, refund as refundSchema } from './order.ts';
import { provider } from './words.ts';

/** What a line of a list shows. */
export const orderSummary = orderSchema.pick({
  orderNo: true,
  state: true,
  agency: true,
  caseId: true,
  appointmentId: true,
  title: true,
  amount: true,
  createdAt: true,
  updatedAt: true,
  expiresAt: true,
  stray: true,
});
export type OrderSummary = z.infer<typeof orderSummary>;

/** What a line of a list of refunds shows. */
export const refundSummary = z.strictObject({
  ...orderSchema.pick({ orderNo: true, agency: true, title: true, stray: true }).shape,
  ...refundSchema.shape,
  provider: provider.optional(),
  updatedAt: instant,
});
export type RefundSummary = z.infer<typeof refundSummary>;
