/** What finance officers and the hall's own rules do to an order: reduce, refund with four eyes, dispute, close. */
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import type { Transfer } from './ledger.ts';
import type { MoneyEventType } from './money-event.ts';
import { type Order, openAsk, promisedOf, type Refund, refundedOf, reservedOf } from './order.ts';
import { isUnpaid, mayHappen, type OrderAction, stateAfter } from './order-transitions.ts';
import { askRefund, promiseOf } from './settle.ts';

/** What a command makes of an order. `order.version` is raised by one. */
export interface OrderOutcome {
  readonly order: Order;
  readonly transfers: readonly Transfer[];
  readonly events: readonly { readonly type: MoneyEventType; readonly order: Order }[];
}

/** The order as it is written next. */
export const changed = (order: Order, now: Instant, set: Partial<Order>): Order => ({
  ...order,
  ...set,
  version: order.version + 1,
  updatedAt: now,
});

const alone = (order: Order): OrderOutcome => ({ order, transfers: [], events: [] });

/** Reduces or waives (减免) before payment, on evidence. Waived wholly, the order is closed and counts as settled for its case. */
export function reduce(
  order: Order,
  { amount, reason, evidence, by }: { amount: number; reason: string; evidence: string; by: string },
  now: Instant,
): OrderOutcome | Problem {
  if (!mayHappen('reduce', order.state)) return new Problem('wrong-state');
  // A provider that was told the old amount may be paid it at any moment; that attempt has to end first.
  if (order.state === 'pending') return new Problem('payment-under-way');
  // What the payer has asked is answered first.
  if (openAsk(order) !== undefined) return new Problem('reduction-open');
  if (amount > order.amount) return new Problem('too-much');
  const reductions = [...order.reductions, { amount, reason, evidence, by, at: now }];
  const left = order.amount - amount;
  if (left > 0) return alone(changed(order, now, { amount: left, reductions }));
  const waived = closed(changed(order, now, { amount: 0, reductions }), 'waived');
  return { order: waived, transfers: [], events: [{ type: 'waived', order: waived }] };
}

/** Asks for a refund: one officer's half of four eyes. One refund at a time, and never more than was paid. */
export function requestRefund(
  order: Order,
  { amount, reason, by }: { amount: number; reason: string; by: string },
  now: Instant,
): OrderOutcome | Problem {
  if (order.payment === undefined || !mayHappen('ask-refund', order.state)) return new Problem('wrong-state');
  if (openRefund(order) !== undefined) return new Problem('refund-open');
  if (reservedOf(order) + amount > order.payment.amount) return new Problem('too-much');
  return alone(changed(askRefund(order, reason, amount, now, by), now, {}));
}

/**
 * The hall asks by a rule: whatever is left of the amount, once for each reason, and also while another refund is under way, as
 * nobody would ask again.
 */
export function refundByRule(
  order: Order,
  { amount, reason }: { amount: number; reason: string },
  now: Instant,
): OrderOutcome | undefined {
  const left = Math.min(amount, (order.payment?.amount ?? 0) - reservedOf(order));
  const asked = order.refunds.some((one) => one.reason === reason);
  if (asked || left <= 0 || !mayHappen('ask-refund', order.state)) return undefined;
  return alone(changed(askRefund(order, reason, left, now, 'hall'), now, {}));
}

const open: readonly Refund['state'][] = ['asked', 'approved', 'abnormal', 'refused'];
export const openRefund = ({ refunds }: Order): Refund | undefined => refunds.find(({ state }) => open.includes(state));

/** What the provider is to be asked about next: one that it may still be told of, before those that wait for a person. */
export const refundAtProvider = ({ refunds }: Order): Refund | undefined =>
  (['approved', 'abnormal', 'refused'] as const)
    .map((wanted) => refunds.find(({ state }) => state === wanted))
    .find((found) => found !== undefined);

/** The other half: another person approves, the money is promised, and the provider is told next. */
export function approveRefund(order: Order, no: string, by: string, now: Instant): OrderOutcome | Problem {
  const asked = refundAsked(order, no, by);
  if (asked instanceof Problem) return asked;
  if (!mayHappen('start-refund', order.state)) return new Problem('wrong-state');
  // Meanwhile something went back in the provider's own console.
  if (promisedOf(order) + asked.amount > (order.payment?.amount ?? 0)) return new Problem('too-much');
  const approved = changed(order, now, {
    state: stateAfter('start-refund', order.state),
    refunds: withRefund(order, { ...asked, state: 'approved', decidedBy: by }),
    checkAt: now,
    checks: 0,
  });
  return {
    order: approved,
    transfers: [promiseOf(order, asked, now)],
    events: [{ type: 'refund-approved', order: approved }],
  };
}

export function rejectRefund(order: Order, no: string, by: string, now: Instant): OrderOutcome | Problem {
  const asked = refundAsked(order, no, by);
  if (asked instanceof Problem) return asked;
  return alone(
    changed(order, now, { refunds: withRefund(order, { ...asked, state: 'rejected', decidedBy: by, endedAt: now }) }),
  );
}

function refundAsked(order: Order, no: string, by: string): Refund | Problem {
  const found = order.refunds.find(({ refundNo }) => refundNo === no);
  if (found === undefined) return new Problem('not-found');
  if (found.state !== 'asked') return new Problem('wrong-state');
  return found.askedBy === by ? new Problem('four-eyes') : found;
}

const withRefund = (order: Order, one: Refund): Refund[] =>
  order.refunds.map((other) => (other.refundNo === one.refundNo ? one : other));

/** Moves an order between paid and disputed, where a payer disputes a charge with the provider. */
export function dispute(
  order: Order,
  action: Extract<OrderAction, 'dispute' | 'end-dispute'>,
  now: Instant,
): OrderOutcome | Problem {
  if (!mayHappen(action, order.state)) return new Problem('wrong-state');
  const state = stateAfter(action, order.state);
  return alone(changed(order, now, { state: action === 'dispute' ? state : undisputed(order) }));
}

/** As it was before the dispute, and what has come since. */
function undisputed(order: Order): Order['state'] {
  if (refundedOf(order) > 0) return 'partly-refunded';
  return order.receipt === undefined ? 'paid' : 'receipted';
}

/** Ends an unpaid order: the provider has closed its own before. */
export function close(order: Order, why: NonNullable<Order['closedFor']>, now: Instant): OrderOutcome | Problem {
  if (!isUnpaid(order.state)) return new Problem('wrong-state');
  const ended = closed(changed(order, now, {}), why);
  return { order: ended, transfers: [], events: [{ type: 'closed', order: ended }] };
}

function closed(order: Order, closedFor: NonNullable<Order['closedFor']>): Order {
  const { checkAt: _, ...rest } = order;
  return { ...rest, state: stateAfter('close', order.state), closedFor };
}

/** The provider has been told of the order: money may come from now on, and silence is broken by asking after a minute. */
export function offered(order: Order, attempt: Order['attempts'][number], checkAt: Instant): Order {
  const attempts = [
    ...order.attempts.filter(({ provider, client }) => provider !== attempt.provider || client !== attempt.client),
    attempt,
  ];
  return changed(order, attempt.at, { state: stateAfter('offer', order.state), attempts, checkAt, checks: 0 });
}

/** Seconds in which an order that just moved is not asked about again. */
const askPause = 3;

/**
 * The payer is back from the provider and nothing was heard yet: those who were told of the order are to be asked now.
 * @returns undefined when there is nobody to ask, or it was done a moment ago
 */
export function toAsk(order: Order, now: Instant): OrderOutcome | undefined {
  const quiet = Date.parse(now) - Date.parse(order.updatedAt) >= askPause * 1000;
  if (!isUnpaid(order.state) || order.attempts.length === 0 || !quiet) return undefined;
  const asked = changed(order, now, {});
  return { order: asked, transfers: [], events: [{ type: 'silent', order: asked }] };
}
