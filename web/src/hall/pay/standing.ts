/** Where an order stands for the one who pays it: what the page is about now. Pure. */
import type { OrderLine, OrderView } from '../../base/api-answers.ts';

/** How an order's state is told and toned in lists and headings. */
export function toldState({ state, expiresAt }: Pick<OrderLine, 'state' | 'expiresAt'>, now: Date) {
  const expired = (state === 'created' || state === 'pending') && Date.parse(expiresAt) <= now.getTime();
  return expired
    ? ({ word: 'state-expired', tone: '' } as const)
    : { word: `state-${state}` as const, tone: tones[state] };
}

const tones: Readonly<Record<OrderLine['state'], '' | 'info' | 'ok' | 'amber' | 'overdue'>> = {
  created: 'amber',
  pending: 'amber',
  paid: 'ok',
  receipted: 'ok',
  closed: '',
  'late-paid': 'info',
  refunding: 'info',
  'partly-refunded': 'info',
  refunded: '',
  'refund-failed': 'overdue',
  disputed: 'info',
};

/** Is there something to pay of it still? */
export function isToPay({ state, expiresAt }: Pick<OrderLine, 'state' | 'expiresAt'>, now: Date): boolean {
  return (state === 'created' || state === 'pending') && Date.parse(expiresAt) > now.getTime();
}

/**
 * What the page shows first. `waiting`: the payer was sent to a provider and nothing was heard since; `choose`: it can be
 * paid; `asking`: a request to pay less is looked at first; `paid`, `back` (money that returns), `closed`.
 */
export function standingOf(order: OrderView, now: Date): 'waiting' | 'choose' | 'asking' | 'paid' | 'back' | 'closed' {
  if (order.state === 'closed' || (!isToPay(order, now) && order.payment === undefined)) return 'closed';
  if (order.payment === undefined && order.asks.some(({ state }) => state === 'asked')) return 'asking';
  if (order.payment === undefined) return order.begun === undefined ? 'choose' : 'waiting';
  const late = order.stray !== undefined || order.state === 'late-paid' || order.closedFor !== undefined;
  return late ? 'back' : 'paid';
}

/** Is an e-receipt being issued: the first one, or another after a refund? */
export function receiptComes({
  payment,
  receipt,
  refunded,
}: Pick<OrderView, 'payment' | 'receipt' | 'refunded'>): boolean {
  if (payment === undefined) return false;
  const said = receipt === undefined ? 0 : (receipt.amount ?? payment.amount);
  return said !== payment.amount - refunded;
}

/** Is something of it about to change by itself, so that the page should look again? */
export function moves(order: OrderView, now: Date): boolean {
  const standing = standingOf(order, now);
  const refunding = [order, ...(order.strays ?? [])].some(({ state }) => state === 'refunding');
  return standing === 'waiting' || refunding || (standing === 'paid' && receiptComes(order));
}
