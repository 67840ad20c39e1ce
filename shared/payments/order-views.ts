/** What citizens and finance officers are shown of an order. */
import * as z from 'zod';
import { bilingual, creditCode, day, instant } from '../base/words.ts';
import { account, type Leg } from './ledger.ts';
import { type MoneyEvent, moneyEventType } from './money-event.ts';
import {
  client,
  evidenceFile,
  type Order,
  offlineTransfer,
  order as orderSchema,
  type Receipt,
  type RedReceipt,
  reductionAsk,
  refund,
  refundedOf,
} from './order.ts';
import { askSummary, type OrderSummary, orderSummary, refundSummary } from './order-summary.ts';
import { isUnpaid } from './order-transitions.ts';
import { dayRun } from './reconciliation.ts';
import { fen, orderNo, provider } from './words.ts';

export const orderLine = orderSummary;
export const askLine = askSummary;
/** A payer's own line, or one of a case that the caller files for somebody: then the payer's name is said. */
export const payerLine = orderLine.extend({ payerName: z.string().optional() });

const lineBase = orderLine.omit({ paid: true, refunded: true, refund: true, receipt: true, ask: true });

/** What was asked, without the files' hashes and who decided. */
const askView = reductionAsk
  .omit({ decidedBy: true, files: true })
  .extend({ files: z.array(evidenceFile.pick({ fileId: true, fileName: true, mediaType: true, bytes: true })) });

const receiptView = z.strictObject({
  code: z.string(),
  number: z.string(),
  check: z.string(),
  issuedAt: instant,
  amount: fen.optional(),
});

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
  /** `by`: name of the agent who paid for the payer. */
  payment: z.strictObject({ provider, amount: fen, at: instant, by: z.string().optional() }).optional(),
  refunds: z.array(
    refund
      .pick({ refundNo: true, amount: true, reason: true, state: true, askedAt: true, endedAt: true })
      // By a transfer of the agency's own, as the provider would not.
      .extend({ offline: offlineTransfer.pick({ reference: true, paidOn: true }).optional() }),
  ),
  refunded: fen,
  receipt: receiptView.optional(),
  /** Red ones (红字票据), each taking an earlier one back after a refund. */
  redReceipts: z.array(receiptView.extend({ against: z.string() })),
  closedFor: orderSchema.shape.closedFor,
  /** How the payer last set out to pay. */
  begun: z.strictObject({ provider, client, at: instant }).optional(),
  /** While nothing was heard: when the providers were last asked and knew of no payment, and when they are asked next. */
  asked: z.strictObject({ last: instant.optional(), next: instant.optional() }).optional(),
  /** Money that came under the same number and did not fit: a second payment, which goes back, or another amount. */
  strays: z.array(orderLine).optional(),
});

/** What the desk may do to an order, in the order of the buttons. */
export const deskActions = [
  'approve',
  'reject',
  'retry',
  'confirm',
  'offline',
  'grant-ask',
  'reject-ask',
  'ask-refund',
  'match',
  'reduce',
  'dispute',
  'end-dispute',
] as const;

/** For the desk: also who asked and decided, what the provider calls it, and the evidence of reductions. */
export const deskOrderView = z.strictObject({
  ...orderView.shape,
  reductions: orderSchema.shape.reductions,
  asks: z.array(askView.extend({ decidedBy: z.string().optional() })),
  payment: orderSchema.shape.payment,
  refunds: z.array(refund),
  payer: z.strictObject({ name: z.string() }).optional(),
  attempts: orderSchema.shape.attempts,
  caseNumber: orderSchema.shape.caseNumber,
});

/** One order as the desk opens it: with its entries in the ledger, what was told of it, and what this person may do. */
export const deskOrderDetail = z.strictObject({
  ...deskOrderView.shape,
  entries: z.array(
    z.strictObject({ transferId: z.string(), at: instant, account, amount: z.int(), reason: z.string() }),
  ),
  told: z.array(z.strictObject({ type: moneyEventType, at: instant, amount: fen })),
  actions: z.array(z.enum(deskActions)),
});

export const refundLine = refundSummary;

export function orderViewOf(
  order: Order,
  ways: readonly z.infer<typeof provider>[],
  strays: readonly z.infer<typeof orderLine>[] = [],
): z.input<typeof orderView> {
  const { payment, receipt, askedAt, checkAt } = order;
  const last = order.attempts.at(-1);
  const begun = last && { provider: last.provider, client: last.client, at: last.at };
  return {
    ...shown(order, ways),
    reductions: order.reductions.map(({ amount, reason, at }) => ({ amount, reason, at })),
    asks: order.asks.map(({ decidedBy: _, ...ask }) => ({ ...ask, files: filesOf(ask) })),
    refunds: order.refunds.map(refundViewOf),
    ...(payment === undefined
      ? {}
      : { payment: { provider: payment.provider, amount: payment.amount, at: payment.at, by: payment.by?.name } }),
    ...(receipt === undefined ? {} : { receipt: receiptOf(receipt) }),
    redReceipts: order.redReceipts.map(redReceiptOf),
    ...(begun === undefined || !isUnpaid(order.state)
      ? {}
      : { begun, asked: { ...(askedAt && { last: askedAt }), ...(checkAt && { next: checkAt }) } }),
    strays: [...strays],
    ...(order.closedFor && { closedFor: order.closedFor }),
  };
}

export function deskOrderViewOf(order: Order): z.input<typeof deskOrderView> {
  const { payment, receipt, payer, closedFor, attempts, reductions, refunds, caseNumber } = order;
  return {
    ...shown(order, []),
    reductions,
    asks: order.asks.map((ask) => ({ ...ask, files: filesOf(ask) })),
    refunds,
    attempts,
    caseNumber,
    payment,
    closedFor,
    payer: payer && { name: payer.name },
    receipt: receipt && receiptOf(receipt),
    redReceipts: order.redReceipts.map(redReceiptOf),
  };
}

export function deskOrderDetailOf(
  order: Order,
  {
    told,
    strays,
    legs,
    actions,
  }: {
    readonly told: readonly MoneyEvent[];
    readonly strays: readonly OrderSummary[];
    readonly legs: readonly Leg[];
    readonly actions: readonly (typeof deskActions)[number][];
  },
): z.input<typeof deskOrderDetail> {
  return {
    ...deskOrderViewOf(order),
    strays: [...strays],
    entries: legs.map(({ transferId, at, account: of, amount, reason }) => ({
      transferId,
      at,
      account: of,
      amount,
      reason,
    })),
    told: told.map(({ type, at, amount }) => ({ type, at, amount })),
    actions: [...actions],
  };
}

const filesOf = ({ files }: Pick<Order['asks'][number], 'files'>) => files.map(({ sha256: _, ...file }) => file);

function refundViewOf({ refundNo, amount, reason, state, askedAt, endedAt, offline }: Order['refunds'][number]) {
  const shown = { refundNo, amount, reason, state, askedAt, endedAt };
  if (offline?.confirmedBy === undefined) return shown;
  return { ...shown, offline: { reference: offline.reference, paidOn: offline.paidOn } };
}

const receiptOf = ({ sha256: _, ...receipt }: Receipt) => receipt;
const redReceiptOf = ({ sha256: _, ...receipt }: RedReceipt) => receipt;

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

/** One day of an agency, as finance officers and auditors see it. */
export const dayView = z.strictObject({
  day,
  agency: creditCode,
  /** Trial balance of the day: debit positive, credit negative; sums to zero. */
  balances: z.array(z.strictObject({ account, amount: z.int() })),
  total: z.int(),
  /** Absent until the day's bills were fetched. */
  run: dayRun.omit({ agency: true, day: true, version: true, generation: true }).optional(),
  /** Every bill is there, or has nothing in it. */
  complete: z.boolean().optional(),
});

/** A reconciled day in the list of days. */
export const dayLine = dayRun.omit({ agency: true, version: true, generation: true });

const texts = z.record(z.string(), z.string());

/** What the payer's browser does next. */
const checkout = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('wechat-jsapi'), params: texts }),
  z.strictObject({ kind: z.literal('qr'), code: z.string() }),
  z.strictObject({ kind: z.literal('redirect'), url: z.url() }),
  z.strictObject({ kind: z.literal('form'), action: z.url(), fields: texts }),
]);

export const checkoutView = z.strictObject({ orderNo, expiresAt: instant, checkout });

export const receiptLink = z.strictObject({ url: z.url(), urlExpiresAt: instant });

/** A piece of a day's file: its first begins with the head line; `next` leads to the next. `sha256` is the piece's. */
export const dayExport = z.strictObject({
  fileName: z.string(),
  csv: z.string(),
  sha256: z.string(),
  next: z.string().optional(),
});

/** Where a file goes that shows why somebody should pay less. */
export const uploadPlace = z.strictObject({
  file: evidenceFile,
  upload: z.strictObject({ url: z.url(), method: z.literal('PUT'), headers: texts, expiresAt: instant }),
});
