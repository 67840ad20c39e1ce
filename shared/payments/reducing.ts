/** A payer asks to pay less or nothing (减免), and an officer decides: before anything was paid, on evidence. */
import { Problem } from '../base/problems.ts';
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { type Order, openAsk, type ReductionAsk } from './order.ts';
import { isUnpaid } from './order-transitions.ts';
import { type OrderOutcome, reduce } from './refunding.ts';

type Asked = Pick<ReductionAsk, 'ground' | 'statement' | 'certificate' | 'files'>;

/** Seconds that a payer has at least after the answer, however long the officers took. */
const payWithin = 7 * 86_400;
const mostAsks = 9;

/** One at a time, on a case's fee that no provider was told of yet. */
export function askReduction(order: Order, asked: Asked, now: Instant): OrderOutcome | Problem {
  if (order.state === 'pending') return new Problem('payment-under-way');
  if (order.state !== 'created' || order.caseId === undefined || order.asks.length >= mostAsks)
    return new Problem('wrong-state');
  if (openAsk(order) !== undefined) return new Problem('reduction-open');
  const ask: ReductionAsk = { ...asked, askNo: order.asks.length + 1, state: 'asked', askedAt: now };
  return changed(order, [...order.asks, ask], now);
}

export function withdrawAsk(order: Order, askNo: number, now: Instant): OrderOutcome | Problem {
  const ask = open(order, askNo);
  return ask instanceof Problem
    ? ask
    : changed(order, withAsk(order, { ...ask, state: 'withdrawn', decidedAt: now }), now);
}

interface Decision {
  readonly answer: string;
  readonly by: string;
}

export function rejectAsk(order: Order, askNo: number, { answer, by }: Decision, now: Instant): OrderOutcome | Problem {
  const ask = open(order, askNo);
  if (ask instanceof Problem) return ask;
  const decided = { ...ask, state: 'rejected', answer, decidedBy: by, decidedAt: now } as const;
  return changed(payable(order, now), withAsk(order, decided), now);
}

/** Waived wholly, the order is closed and counts as settled for its case. */
export function grantAsk(
  order: Order,
  askNo: number,
  { amount, answer, by }: Decision & { amount: number },
  now: Instant,
): OrderOutcome | Problem {
  const ask = open(order, askNo);
  if (ask instanceof Problem) return ask;
  const decided = { ...ask, state: 'granted', answer, decidedBy: by, decidedAt: now } as const;
  const answered = { ...payable(order, now), asks: withAsk(order, decided) };
  return reduce(answered, { amount, reason: answer, evidence: evidenceOf(ask), by }, now);
}

function open(order: Order, askNo: number): ReductionAsk | Problem {
  const ask = order.asks.find((one) => one.askNo === askNo);
  if (ask === undefined) return new Problem('not-found');
  return ask.state === 'asked' && isUnpaid(order.state) ? ask : new Problem('wrong-state');
}

const withAsk = (order: Order, ask: ReductionAsk): ReductionAsk[] =>
  order.asks.map((one) => (one.askNo === ask.askNo ? ask : one));

const changed = (order: Order, asks: ReductionAsk[], now: Instant): OrderOutcome => ({
  order: { ...order, asks, version: order.version + 1, updatedAt: now },
  transfers: [],
  events: [],
});

function payable(order: Order, now: Instant): Order {
  const until = secondsAfter(now, payWithin);
  return order.expiresAt >= until ? order : { ...order, expiresAt: until, checkAt: until };
}

/** For the reduction's own line, beside the ask that has all of it. */
const evidenceOf = ({ certificate, files }: ReductionAsk): string =>
  [
    ...(certificate === undefined ? [] : [`${certificate.name} ${certificate.number}`]),
    ...files.map(({ fileName }) => fileName),
  ]
    .join('；')
    .slice(0, 200);
