/** What lists show of orders and of refunds: kept beside their rows, so that a list is one question. */
import * as z from 'zod';
import { instant } from '../base/words.ts';
import {
  type Order,
  order as orderSchema,
  reductionAsk,
  refundedOf,
  refund as refundSchema,
  refundStates,
} from './order.ts';
import { fen, provider } from './words.ts';

/** What a line of a list shows. */
export const orderSummary = orderSchema
  .pick({
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
  })
  .extend({
    paid: z.strictObject({ provider, amount: fen, at: instant }).optional(),
    /** Paid out so far, and the state of the last refund. */
    refunded: fen.optional(),
    refund: z.enum(refundStates).optional(),
    /** Number of the fiscal e-receipt (票据号码). */
    receipt: z.string().optional(),
    /** State of the last request to pay less. */
    ask: reductionAsk.shape.state.optional(),
  });
export type OrderSummary = z.infer<typeof orderSummary>;

export function summaryOf(order: Order): OrderSummary {
  const { payment, refunds, receipt, asks } = order;
  return orderSummary.strip().parse({
    ...order,
    paid: payment && { provider: payment.provider, amount: payment.amount, at: payment.at },
    refunded: refunds.length === 0 ? undefined : refundedOf(order),
    refund: refunds.at(-1)?.state,
    receipt: receipt?.number,
    ask: asks.at(-1)?.state,
  });
}

/** What an agent's line rests on besides: whose order it is, and in which item a consent has to cover it. */
export const agentOrderSummary = orderSummary.extend({
  payer: orderSchema.shape.payer.unwrap(),
  itemCode: orderSchema.shape.itemCode.unwrap(),
});
export type AgentOrderSummary = z.infer<typeof agentOrderSummary>;

/** What a line of a list of requests to pay less shows. */
export const askSummary = z.strictObject({
  ...orderSchema.pick({ orderNo: true, agency: true, title: true, amount: true }).shape,
  ...reductionAsk.pick({ askNo: true, ground: true, state: true, askedAt: true }).shape,
  updatedAt: instant,
});
export type AskSummary = z.infer<typeof askSummary>;

/** What a line of a list of refunds shows. */
export const refundSummary = z.strictObject({
  ...orderSchema.pick({ orderNo: true, agency: true, title: true, stray: true }).shape,
  ...refundSchema.shape,
  provider: provider.optional(),
  updatedAt: instant,
});
export type RefundSummary = z.infer<typeof refundSummary>;
