/**
 * What a verified notice means for its order and for the ledger. A pure rule: the same notice and order give the same outcome,
 * and every verified fen ends in an account.
 */
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { clearing, reversalOf, type Transfer, transferOf } from './ledger.ts';
import type { MoneyEventType } from './money-event.ts';
import { type Order, openAsk, promisedOf, type Refund, refundedOf } from './order.ts';
import { orderNoOf } from './order-no.ts';
import { isUnpaid, mayHappen, stateAfter } from './order-transitions.ts';
import { type Notice, paymentOfNotice } from './words.ts';

export interface Settlement {
  /** For the log and for whoever asks what became of a notice. */
  readonly outcome: string;
  /** The order as it now is, its version raised by one. */
  readonly order?: Order;
  /** Money that fits no order, as an order of its own. */
  readonly stray?: Order;
  readonly transfers: readonly Transfer[];
  readonly events: readonly { readonly type: MoneyEventType; readonly order: Order }[];
  /** It came before what it is about: kept beside the order and looked at again when that comes. */
  readonly park?: true;
  /** A person is told. */
  readonly alarm?: true;
}

const nothing = (outcome: string, alarm?: true): Settlement => ({
  outcome,
  transfers: [],
  events: [],
  ...(alarm === undefined ? {} : { alarm }),
});

/** @param order the one of that number, if there is one @param now when it is settled */
export function settle(notice: Notice, order: Order | undefined, now: Instant): Settlement {
  if (notice.odd !== undefined) return nothing('odd', true);
  switch (notice.kind) {
    case 'payment':
      return settlePayment(notice, order, now);
    case 'refund':
      return settleRefund(notice, order, now);
    case 'closed':
      // An attempt that ran out says nothing of the order; but a payment that is said to be none is for a person.
      return nothing('attempt-closed', order?.payment?.transactionId === notice.transactionId ? true : undefined);
    case 'other':
      return nothing('recorded');
  }
}

function settlePayment(notice: Notice, order: Order | undefined, now: Instant): Settlement {
  const amount = notice.amount ?? 0;
  if (order === undefined) return stray(notice, 'unknown-order', undefined, now);
  if (order.agency !== notice.agency) return stray(notice, 'unknown-order', undefined, now);
  if (order.payment?.transactionId === notice.transactionId && order.payment?.provider === notice.provider) {
    return nothing('paid-before');
  }
  if (order.payment !== undefined) return stray(notice, 'second-payment', order, now);
  if (amount !== order.amount || notice.currency !== order.currency) return stray(notice, 'wrong-amount', order, now);
  const late = order.state === 'closed';
  const by = order.attempts.findLast(({ provider }) => provider === notice.provider)?.by;
  const payment = { ...paymentOf(notice, now, late ? 'suspense' : 'agency'), ...(by && { by }) };
  const action = late ? 'pay-late' : 'pay';
  const { checkAt: _, ...rest } = order;
  const paid: Order = {
    ...rest,
    version: order.version + 1,
    state: stateAfter(action, order.state),
    payment,
    updatedAt: now,
  };
  const settled = late ? askRefund(paid, '订单关闭后到账', paid.amount, now) : paid;
  const transfer = transferOf({
    transferId: `${notice.effect}#in`,
    agency: order.agency,
    at: now,
    debit: clearing(notice.provider),
    credit: payment.account,
    amount,
    orderNo: order.orderNo,
    reason: late ? 'suspense' : 'payment',
  });
  const type = late ? 'late-paid' : 'paid';
  return {
    outcome: type,
    order: settled,
    transfers: [transfer],
    events: [{ type, order: settled }],
    ...(late ? { alarm: true } : {}),
  };
}

function paymentOf(notice: Notice, now: Instant, account: 'agency' | 'suspense'): NonNullable<Order['payment']> {
  return {
    provider: notice.provider,
    transactionId: notice.transactionId ?? '',
    providerOrderNo: notice.orderNo ?? '',
    amount: notice.amount ?? 0,
    currency: notice.currency ?? 'CNY',
    at: notice.at ?? now,
    account,
  };
}

/** Money that fits no order becomes an order of its own in suspense; a second payment is asked back at once. */
function stray(
  notice: Notice,
  reason: NonNullable<Order['stray']>['reason'],
  order: Order | undefined,
  now: Instant,
): Settlement {
  const amount = notice.amount ?? 0;
  if (amount === 0) return nothing('no-money', true);
  const made: Order = {
    orderNo: orderNoOf(notice.effect),
    version: 1,
    state: 'late-paid',
    agency: notice.agency,
    ...(order?.caseId === undefined ? {} : { caseId: order.caseId }),
    ...(order?.appointmentId === undefined ? {} : { appointmentId: order.appointmentId }),
    ...(order?.payer === undefined ? {} : { payer: order.payer }),
    title: strayTitles[reason],
    items: [],
    amount,
    currency: 'CNY',
    reductions: [],
    asks: [],
    beforeDecision: false,
    createdAt: now,
    updatedAt: now,
    expiresAt: now,
    attempts: [],
    payment: paymentOf(notice, now, 'suspense'),
    refunds: [],
    redReceipts: [],
    stray: { reason },
    checks: 0,
    ...(reason === 'unknown-order' ? { checkAt: now } : {}),
  };
  const settled = reason === 'second-payment' ? askRefund(made, '重复缴费', amount, now) : made;
  const transfer = transferOf({
    transferId: `${notice.effect}#in`,
    agency: notice.agency,
    at: now,
    debit: clearing(notice.provider),
    credit: 'suspense',
    amount,
    orderNo: settled.orderNo,
    reason: 'suspense',
  });
  return { outcome: reason, stray: settled, transfers: [transfer], events: [], alarm: true };
}

const strayTitles = {
  'unknown-order': { zh: '无对应订单的来款', en: 'Money for an order we do not know' },
  'wrong-amount': { zh: '金额不符的来款', en: 'Money in another amount than asked' },
  'second-payment': { zh: '重复缴费', en: 'Paid a second time' },
  'over-refund': { zh: '超额退款', en: 'More refunded than paid' },
} as const;

/** A task for a finance officer: the money is to go back, once somebody has approved it. */
export function askRefund(order: Order, reason: string, amount: number, now: Instant, askedBy = 'hall'): Order {
  const no = `${order.orderNo}R${String(order.refunds.length + 1).padStart(2, '0')}`;
  const asked: Refund = { refundNo: no, amount, reason, state: 'asked', askedBy, askedAt: now };
  return { ...order, state: stateAfter('ask-refund', order.state), refunds: [...order.refunds, asked] };
}

function settleRefund(notice: Notice, order: Order | undefined, now: Instant): Settlement {
  const payment = paymentOfNotice(notice);
  // Nothing came under its number yet, or another payment than the one that it gives back.
  const isHeld = payment === undefined || order?.payment?.transactionId === payment;
  if (order?.payment === undefined || !isHeld) return { ...nothing('refund-before-payment'), park: true };
  const ours = order.refunds.find((one) => one.refundNo === notice.refund?.refundNo);
  if (ours === undefined) return refundElsewhere(notice, order, now);
  if (ours.state === 'asked' || ours.state === 'rejected') return refundElsewhere(notice, order, now);
  // Paid out by the provider after all: beside the agency's own transfer, or when it had been given up.
  const byTransfer = ours.state === 'success' && ours.offline?.confirmedBy !== undefined;
  if ((byTransfer || ours.state === 'failed') && notice.refund?.status === 'success')
    return refundElsewhere(notice, order, now);
  if (ours.state === 'success' || ours.state === 'failed') return nothing('refunded-before');
  switch (notice.refund?.status) {
    case 'success':
      return refundPaid(notice, order, ours, now);
    case 'abnormal':
      return ended(order, ours, 'abnormal', now, { outcome: 'refund-abnormal', alarm: true });
    case 'closed':
      return refundFailed(notice, order, ours, now);
    default:
      return nothing('refund-unclear', true);
  }
}

function refundPaid(notice: Notice, order: Order, ours: Refund, now: Instant): Settlement {
  const settled = ended(order, ours, 'success', now, { outcome: 'refunded' });
  const transfer = transferOf({
    transferId: `${ours.refundNo}#paid`,
    agency: order.agency,
    at: now,
    debit: 'refunds-payable',
    credit: clearing(notice.provider),
    amount: ours.amount,
    orderNo: order.orderNo,
    reason: 'refund-paid',
  });
  return { ...settled, transfers: [transfer] };
}

/** The provider closed it: what was promised is taken back by a new entry, the old one stays. */
function refundFailed(_notice: Notice, order: Order, ours: Refund, now: Instant): Settlement {
  const settled = ended(order, ours, 'failed', now, { outcome: 'refund-failed', alarm: true });
  return { ...settled, transfers: [reversalOf(promiseOf(order, ours, now), now, 'refund-failed')] };
}

/** An approved refund is promised: the money is nobody's but the payer's until it is paid out or the provider closes it. */
export const promiseOf = (
  order: Order,
  { refundNo, amount }: Pick<Refund, 'refundNo' | 'amount'>,
  at: Instant,
): Transfer =>
  transferOf({
    transferId: `${refundNo}#promised`,
    agency: order.agency,
    at,
    debit: order.payment?.account ?? 'suspense',
    credit: 'refunds-payable',
    amount,
    orderNo: order.orderNo,
    reason: 'refund-promised',
  });

/** Between questions about a refund that a provider could not pay out. */
const stuckSeconds = 3600;

function ended(
  order: Order,
  ours: Refund,
  state: 'success' | 'abnormal' | 'failed',
  now: Instant,
  told: { outcome: string; alarm?: true },
): Settlement {
  const refunds = order.refunds.map((one) => (one.refundNo === ours.refundNo ? { ...one, state, endedAt: now } : one));
  const { checkAt: _, ...rest } = order;
  const changed: Order = { ...rest, version: order.version + 1, refunds, updatedAt: now };
  // A person sees to it at the provider, which may tell of its end or not: it is asked on, however it was told.
  if (state === 'abnormal')
    return { ...told, order: { ...changed, checkAt: secondsAfter(now, stuckSeconds) }, transfers: [], events: [] };
  const after: Order = {
    ...changed,
    state: state === 'failed' ? failedState(order) : refundedState(changed),
  };
  const type = state === 'failed' ? 'refund-failed' : 'refunded';
  return { ...told, order: after, transfers: [], events: [{ type, order: after }] };
}

const failedState = ({ state }: Order): Order['state'] =>
  mayHappen('fail-refund', state) ? stateAfter('fail-refund', state) : state;

export function refundedState(order: Order): Order['state'] {
  const whole = refundedOf(order) >= (order.payment?.amount ?? 0);
  const action = whole ? 'refund-whole' : 'refund-part';
  return mayHappen(action, order.state) ? stateAfter(action, order.state) : order.state;
}

/** What went back by the provider: its sums know nothing of the agency's own transfers. */
const refundedThere = ({ refunds }: Order): number =>
  refundedOf({ refunds: refunds.filter(({ offline }) => offline?.confirmedBy === undefined) });

/** Somebody refunded in the provider's own console: it is booked as it is, and told. More than was paid is never booked to the order. */
function refundElsewhere(notice: Notice, order: Order, now: Instant): Settlement {
  if (notice.refund?.status !== 'success') return nothing('refund-elsewhere-open', true);
  const { cumulative, refundNo: theirs } = notice.refund;
  const amount = (notice.amount ?? 0) - (cumulative ? refundedThere(order) : 0);
  if (amount <= 0 || isToldAlready(order, amount, cumulative)) return nothing('refunded-before');
  const over = refundedOf(order) + amount > (order.payment?.amount ?? 0);
  const transfer = transferOf({
    transferId: `${notice.effect}#elsewhere`,
    agency: order.agency,
    at: now,
    debit: over ? 'suspense' : (order.payment?.account ?? 'suspense'),
    credit: clearing(notice.provider),
    amount,
    orderNo: order.orderNo,
    reason: 'refund-elsewhere',
  });
  if (over) return { outcome: 'over-refund', transfers: [transfer], events: [], alarm: true };
  const no = `${order.orderNo}R${String(order.refunds.length + 1).padStart(2, '0')}`;
  const made: Refund = {
    refundNo: no,
    amount,
    reason: '在支付机构商户平台退款',
    state: 'success',
    askedBy: 'provider',
    askedAt: now,
    endedAt: now,
    ...(theirs === undefined ? {} : { theirs }),
  };
  const { order: changed, transfers } = withdrawPromises(
    { ...order, version: order.version + 1, refunds: [...order.refunds, made], updatedAt: now },
    now,
  );
  const after = { ...changed, state: refundedState(changed) };
  return {
    outcome: 'refund-elsewhere',
    order: after,
    transfers: [transfer, ...transfers],
    events: [{ type: 'refunded', order: after }],
    alarm: true,
  };
}

/** Alipay's notice of a refund in its console may name no number, and its bill one: the same refund. */
const isToldAlready = ({ refunds }: Order, amount: number, cumulative: boolean): boolean =>
  !cumulative && refunds.some((one) => one.askedBy === 'provider' && one.theirs === undefined && one.amount === amount);

/**
 * What the provider refused and nothing is left for any more is promised no longer: it went back another way.
 * @param order as it is about to be written
 */
export function withdrawPromises(order: Order, now: Instant): { order: Order; transfers: Transfer[] } {
  if (promisedOf(order) <= (order.payment?.amount ?? 0)) return { order, transfers: [] };
  const refused = order.refunds.filter(({ state }) => state === 'refused');
  const refunds = order.refunds.map(
    (one): Refund => (one.state === 'refused' ? { ...one, state: 'failed', endedAt: now } : one),
  );
  return {
    order: { ...order, refunds },
    transfers: refused.map((one) => reversalOf(promiseOf(order, one, now), now, 'refund-failed')),
  };
}

/** Suspended money for an order that has come to be: takes it out of suspense and pays the order. Undefined when it still fits none. */
export function match(strayOrder: Order, order: Order | undefined, now: Instant): Settlement | undefined {
  const { payment } = strayOrder;
  const fits =
    payment !== undefined &&
    order !== undefined &&
    strayOrder.state === 'late-paid' &&
    strayOrder.refunds.length === 0 &&
    isUnpaid(order.state) &&
    openAsk(order) === undefined &&
    order.agency === strayOrder.agency &&
    order.amount === payment.amount &&
    order.currency === payment.currency;
  if (!fits) return undefined;
  const { checkAt: _, ...rest } = strayOrder;
  const { checkAt: __, ...awaited } = order;
  const closed: Order = {
    ...rest,
    version: strayOrder.version + 1,
    state: stateAfter('match', strayOrder.state),
    closedFor: 'matched',
    updatedAt: now,
  };
  const paid: Order = {
    ...awaited,
    version: order.version + 1,
    state: stateAfter('pay', order.state),
    payment: { ...payment, account: 'agency' },
    updatedAt: now,
  };
  const transfer = transferOf({
    transferId: `${strayOrder.orderNo}#matched`,
    agency: order.agency,
    at: now,
    debit: 'suspense',
    credit: 'agency',
    amount: payment.amount,
    orderNo: order.orderNo,
    reason: 'matched',
  });
  return {
    outcome: 'matched',
    order: paid,
    stray: closed,
    transfers: [transfer],
    events: [{ type: 'paid', order: paid }],
  };
}
