/**
 * A refund that its provider will not make: the money stays promised to the payer, and a person sees to it. It is sent again, once
 * what was in the way is gone; or the agency transfers the money itself, which one officer records and another confirms.
 */
import { Problem } from '../base/problems.ts';
import { dayOf, secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { transferOf } from './ledger.ts';
import type { Order, Refund } from './order.ts';
import { mayHappen, stateAfter } from './order-transitions.ts';
import type { OrderOutcome } from './refunding.ts';
import { refundedState, withdrawPromises } from './settle.ts';

/** After as many sendings without an answer it is a person's: with the clock's pauses some seven hours. */
const mostUnanswered = 12;
/** In place of a provider's code. */
export const noAnswer = 'NO_ANSWER';
/** The provider is asked on, as it may pay out after all: every hour, which is what the clock comes to after as many questions. */
const askedEvery = 3600;
const checksToHourly = 6;

/** The provider has said no, for good. @returns undefined when it is not at the provider any more */
export function refuseRefund(order: Order, no: string, code: string, now: Instant): OrderOutcome | undefined {
  const sent = order.refunds.find(({ refundNo, state }) => refundNo === no && state === 'approved');
  if (sent === undefined) return undefined;
  const { unanswered: _, ...rest } = sent;
  const refused: Refund = { ...rest, state: 'refused', refusal: { code, at: now } };
  const state = mayHappen('refuse-refund', order.state) ? stateAfter('refuse-refund', order.state) : order.state;
  const { order: left, transfers } = withdrawPromises({ ...withRefund(order, refused, now), state }, now);
  if (transfers.length > 0) return { order: { ...left, state: refundedState(left) }, transfers, events: [] };
  return alone({ ...left, checkAt: secondsAfter(now, askedEvery), checks: checksToHourly });
}

/** It was sent, and nothing came back. @returns undefined when it is not at the provider any more */
export function unansweredRefund(order: Order, no: string, now: Instant): OrderOutcome | undefined {
  const sent = order.refunds.find(({ refundNo, state }) => refundNo === no && state === 'approved');
  if (sent === undefined) return undefined;
  const unanswered = (sent.unanswered ?? 0) + 1;
  if (unanswered >= mostUnanswered) return refuseRefund(order, no, noAnswer, now);
  const wait = Math.min(60 * 2 ** (unanswered - 1), 3600);
  return alone({ ...withRefund(order, { ...sent, unanswered }, now), checkAt: secondsAfter(now, wait) });
}

/** What was in the way is gone: approved it is already, and is sent again under its number. */
export function retryRefund(order: Order, no: string, now: Instant): OrderOutcome | Problem {
  const found = order.refunds.find(({ refundNo }) => refundNo === no);
  if (found === undefined) return new Problem('not-found');
  if (found.state !== 'refused' || !mayHappen('start-refund', order.state)) return new Problem('wrong-state');
  const { refusal, offline: _, ...rest } = found;
  // What was never answered may have been taken: it must come as the very same again.
  const again: Refund = { ...rest, state: 'approved', ...(refusal?.code === noAnswer ? {} : { retriedAt: now }) };
  const sent: Order = {
    ...withRefund(order, again, now),
    state: stateAfter('start-refund', order.state),
    checkAt: now,
    checks: 0,
  };
  return { order: sent, transfers: [], events: [{ type: 'refund-approved', order: sent }] };
}

type Offline = Pick<NonNullable<Refund['offline']>, 'reference' | 'paidOn' | 'evidence' | 'by'>;

/** One officer's half: the agency has transferred the money itself. Recorded anew, it takes the place of what was recorded. */
export function recordOffline(order: Order, no: string, given: Offline, now: Instant): OrderOutcome | Problem {
  const found = order.refunds.find(({ refundNo }) => refundNo === no);
  if (found === undefined) return new Problem('not-found');
  if (!isStuck(found)) return new Problem('wrong-state');
  const day = dayOf(now);
  if (given.paidOn > day || given.paidOn < dayOf(found.askedAt)) return new Problem('not-paid-then');
  return alone(withRefund(order, { ...found, offline: { ...given, at: now } }, now));
}

/** The other half: another officer has seen the voucher. The refund has ended, and the ledger says from which account it went. */
export function confirmOffline(
  order: Order,
  no: string,
  { by, recordedAt }: { by: string; recordedAt: Instant },
  now: Instant,
): OrderOutcome | Problem {
  const found = order.refunds.find(({ refundNo }) => refundNo === no);
  if (found === undefined) return new Problem('not-found');
  if (!isStuck(found) || found.offline === undefined) return new Problem('wrong-state');
  if (found.offline.by === by) return new Problem('four-eyes');
  // Two pairs of eyes on one and the same record.
  if (found.offline.at !== recordedAt) return new Problem('conflict');
  const paid: Refund = { ...found, state: 'success', endedAt: now, offline: { ...found.offline, confirmedBy: by } };
  const { checkAt: _, ...changed } = withRefund(order, paid, now);
  const ended: Order = { ...changed, state: refundedState(changed) };
  const transfer = transferOf({
    transferId: `${no}#offline`,
    agency: order.agency,
    at: now,
    debit: 'refunds-payable',
    credit: 'bank',
    amount: paid.amount,
    orderNo: order.orderNo,
    reason: 'refund-offline',
  });
  return { order: ended, transfers: [transfer], events: [{ type: 'refunded', order: ended }] };
}

/** A person must see to it. */
export const isStuck = ({ state }: Pick<Refund, 'state'>): boolean => state === 'refused' || state === 'abnormal';

const alone = (order: Order): OrderOutcome => ({ order, transfers: [], events: [] });

const withRefund = (order: Order, one: Refund, now: Instant): Order => ({
  ...order,
  version: order.version + 1,
  updatedAt: now,
  refunds: order.refunds.map((other) => (other.refundNo === one.refundNo ? one : other)),
});
