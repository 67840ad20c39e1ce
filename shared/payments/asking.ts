/**
 * The port by which another room asks for money: an appointment its registration fee (挂号费), a case its item's fee. It gives a number;
 * what becomes of the order comes back as `MoneyEvent`s, at least once each and in the order's own order (functions/relay/money-routing.ts):
 * `paid` or `waived`, it may go on; `closed`, nobody paid in time and nobody can any more; `late-paid`, money came after that and is
 * on its way back; `refunded`, `refund-failed`.
 *
 * Every call may be made again, by a crash or a second message: one subject has one order.
 */
import type { Instant } from '../base/words.ts';
import { PartRefused } from './commit-store.ts';
import type { Order } from './order.ts';
import { orderNoOf } from './order-no.ts';
import { isUnpaid } from './order-transitions.ts';
import type { PaymentsStore } from './payments-store.ts';
import { type OrderOutcome, refundByRule } from './refunding.ts';

export interface Asking {
  readonly appointmentId: string;
  /** Payee: its merchant account takes the money, its finance officers see the order. */
  readonly agency: string;
  readonly agencyName: NonNullable<Order['agencyName']>;
  readonly payer: NonNullable<Order['payer']>;
  readonly title: Order['title'];
  /** What for, on which basis, each in fen. */
  readonly items: Order['items'];
  readonly exemption?: Order['exemption'];
  /** End of the pay window: closed at the provider first, and then here, within a minute or two after it. */
  readonly expiresAt: Instant;
}

export interface OrderPort {
  /** Asks for money, in one round trip. @returns the order's number; undefined when the payee takes no money online */
  ask(asking: Asking, now: Instant): Promise<string | undefined>;
  /** Not wanted any more. An unpaid order is closed (event `closed`), or turns out paid (event `paid`). One that is paid stays so. */
  drop(orderNo: string, now: Instant): Promise<void>;
  /**
   * Asks for a paid order's money back, whole when no amount is said; an officer of the payee approves it, then the provider is told
   * and `refunded` comes. An unpaid one is dropped.
   * @param reason a sentence of ours; for one order each reason gives money back once, and never more than is left
   */
  giveBack(orderNo: string, back: { amount?: number; reason: string }, now: Instant): Promise<void>;
}

/** Number of an appointment's order: known before it is asked for. */
export const orderNoOfAppointment = (appointmentId: string): string => orderNoOf(`appointment ${appointmentId}`);

/** @param payees agencies that have merchant accounts (`merchants` of the environment) */
export function createOrderPort(store: PaymentsStore, payees: readonly string[]): OrderPort {
  return {
    async ask(asking, now) {
      if (!payees.includes(asking.agency)) return undefined;
      const order = newOrder({ orderNo: orderNoOfAppointment(asking.appointmentId), ...asking }, now);
      await once(() => store.commit({ orders: [order], events: [{ type: 'asked', order }], now }));
      return order.orderNo;
    },
    drop: (orderNo, now) =>
      change(store, orderNo, now, (order) => (isUnpaid(order.state) ? dropped(order, now) : undefined)),
    giveBack: (orderNo, { amount = Number.POSITIVE_INFINITY, reason }, now) =>
      change(store, orderNo, now, (order) =>
        isUnpaid(order.state) ? dropped(order, now) : refundByRule(order, { amount, reason }, now),
      ),
  };
}

/** An order as it is first written. */
export function newOrder(
  asked: Pick<Order, 'orderNo' | 'agency' | 'agencyName' | 'payer' | 'title' | 'items' | 'expiresAt'> & Partial<Order>,
  now: Instant,
): Order {
  return {
    version: 1,
    state: 'created',
    amount: asked.items.reduce((sum, { amount }) => sum + amount, 0),
    currency: 'CNY',
    reductions: [],
    asks: [],
    beforeDecision: false,
    createdAt: now,
    updatedAt: now,
    attempts: [],
    refunds: [],
    redReceipts: [],
    checkAt: asked.expiresAt,
    checks: 0,
    ...asked,
  };
}

/**
 * An unpaid order runs out now: the clock asks the providers once more, closes it there, and then here. A request to pay less has nothing
 * to ask for any more: answered later it would give the payer another week to pay for what has ended.
 */
export function dropped(order: Order, now: Instant): OrderOutcome {
  const asks = order.asks.map((ask) =>
    ask.state === 'asked' ? { ...ask, state: 'withdrawn' as const, decidedAt: now } : ask,
  );
  const ended = { ...order, asks, version: order.version + 1, expiresAt: now, checkAt: now, updatedAt: now };
  return { order: ended, transfers: [], events: [] };
}

/** Runs a commit that may have been run before: what is there already is as good. */
export async function once(commit: () => Promise<void>): Promise<void> {
  try {
    await commit();
  } catch (error) {
    if (!(error instanceof PartRefused) || error.throttled || error.parts.size === 0) throw error;
  }
}

const tries = 6;

/** Reads, asks the rule, writes over what was read; again when somebody else wrote meanwhile. @throws Problem `not-found` */
async function change(
  store: PaymentsStore,
  orderNo: string,
  now: Instant,
  rule: (order: Order) => OrderOutcome | undefined,
): Promise<void> {
  for (let left = tries; ; left -= 1) {
    const outcome = rule(await store.get(orderNo));
    if (outcome === undefined) return;
    try {
      return await store.commit({ ...outcome, orders: [outcome.order], now });
    } catch (error) {
      if (!(error instanceof PartRefused) || left === 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 15 * 2 ** (tries - left)));
    }
  }
}
