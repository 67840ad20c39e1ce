/** What citizens and finance officers are shown of an order. */
import * as z from 'zod';
import { bilingual, instant } from '../shared/base/words.ts';
import {
  evidenceFile,
  type Order,
  order as orderSchema,
  orderSummary,
  reductionAsk,
  refund,
  refundedOf,
} from '../shared/payments/order.ts';
import { fen, provider } from '../shared/payments/words.ts';

export const orderLine = orderSummary;

const lineBase = orderLine.omit({ paid: true, refunded: true, refund: true, receipt: true, ask: true });

/** What was asked, without the files' hashes and who decided. */
const askView = reductionAsk
  .omit({ decidedBy: true, files: true })
  .extend({ files: z.array(evidenceFile.pick({ fileId: true, fileName: true, mediaType: true, bytes: true })) });

export const orderView = z.strictObject({
  ...lineBase.shape,
  version: z.int(),
  agencyName: bilingual.optional(),
  items: orderSchema.shape.items,
  reductions: z.array(z.strictObject({ amount: fen, reason: z.string(), at: instant })),
  /** Requests to pay less or nothing, and what became of them. */
  asks: z.array(askView),
  exemption: bilingual.optional(),
  /** How it can be paid now; empty when it cannot. */
  ways: z.array(provider),
  payment: z.strictObject({ provider, amount: fen, at: instant }).optional(),
  refunds: z.array(refund.omit({ askedBy: true, decidedBy: true })),
  refunded: fen,
  receipt: z.strictObject({ code: z.string(), number: z.string(), check: z.string(), issuedAt: instant }).optional(),
});

/** For the desk: also who asked and decided, what the provider calls it, and the evidence of reductions. */
export const deskOrderView = z.strictObject({
  ...orderView.shape,
  reductions: orderSchema.shape.reductions,
  asks: z.array(askView.extend({ decidedBy: z.string().optional() })),
  payment: orderSchema.shape.payment,
  refunds: z.array(refund),
  payer: z.strictObject({ name: z.string() }).optional(),
  closedFor: orderSchema.shape.closedFor,
  attempts: orderSchema.shape.attempts,
});

export function orderViewOf(order: Order, ways: readonly z.infer<typeof provider>[]): z.input<typeof orderView> {
  const { payment, receipt } = order;
  return {
    ...shown(order, ways),
    reductions: order.reductions.map(({ amount, reason, at }) => ({ amount, reason, at })),
    asks: order.asks.map(({ decidedBy: _, ...ask }) => ({ ...ask, files: filesOf(ask) })),
    refunds: order.refunds.map(({ askedBy: _, decidedBy: __, ...told }) => told),
    ...(payment === undefined
      ? {}
      : { payment: { provider: payment.provider, amount: payment.amount, at: payment.at } }),
    ...(receipt === undefined ? {} : { receipt: receiptOf(receipt) }),
  };
}

export function deskOrderViewOf(order: Order): z.input<typeof deskOrderView> {
  const { payment, receipt, payer, closedFor, attempts, reductions, refunds } = order;
  return {
    ...shown(order, []),
    reductions,
    asks: order.asks.map((ask) => ({ ...ask, files: filesOf(ask) })),
    refunds,
    attempts,
    payment,
    closedFor,
    payer: payer && { name: payer.name },
    receipt: receipt && receiptOf(receipt),
  };
}

const filesOf = ({ files }: Pick<Order['asks'][number], 'files'>) => files.map(({ sha256: _, ...file }) => file);

const receiptOf = ({ code, number, check, issuedAt }: NonNullable<Order['receipt']>) => ({
  code,
  number,
  check,
  issuedAt,
});

function shown(order: Order, ways: readonly z.infer<typeof provider>[]) {
  const { orderNo: no, version, state, agency, agencyName, title, items, amount, exemption, stray } = order;
  return {
    orderNo: no,
    version,
    state,
    agency,
    agencyName,
    caseId: order.caseId,
    appointmentId: order.appointmentId,
    title,
    items,
    amount,
    exemption,
    stray,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    expiresAt: order.expiresAt,
    ways: [...ways],
    refunded: refundedOf(order),
  };
}
