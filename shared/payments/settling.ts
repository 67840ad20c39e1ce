/**
 * Settles one fact: reads the order, asks the rule, writes one transaction, and reads the reasons when it is refused. The same for a
 * notice, for a query's answer and for a line of a bill, so that whichever comes first has the effect and the others none.
 */
import { log } from '../base/log.ts';
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { type Commit, PartRefused } from './commit-store.ts';
import type { Order } from './order.ts';
import type { OrderRead, PaymentsStore } from './payments-store.ts';
import { type Settlement, settle } from './settle.ts';
import { type Notice, orderNoOfNotice, paymentOfNotice } from './words.ts';

const tries = 8;
const nowhere: OrderRead = { order: undefined, parked: [] };

/** Whence it comes: a row of the inbox, a row parked beside its order, or asked for by ourselves. */
export type Source = 'received' | 'parked' | 'asked';

/**
 * Two round trips, one if the order was read before.
 * @param read the order of the notice's number and what is parked beside it, as it was a moment ago
 * @returns what became of it @throws when the table cannot now; to be tried again
 */
export async function settleFact(
  store: PaymentsStore,
  notice: Notice,
  source: Source,
  now: Instant,
  read?: OrderRead,
): Promise<string> {
  const orderNo = orderNoOfNotice(notice);
  for (let left = tries; ; left -= 1) {
    const known = left === tries ? read : undefined;
    const named = known ?? (orderNo === undefined ? nowhere : await store.findWithParked(orderNo));
    const { order, parked } = (await holderOf(store, notice, named.order)) ?? named;
    const settled = settle(notice, order, now);
    try {
      if (settled.park === true) await park(store, notice, source, orderNo ?? '', named.order, now);
      else await store.commit(commitOf(store, notice, source, orderNo, settled, now));
      tell(notice, settled);
      // One that is parked in this very moment is the clock's, which looks at it next.
      const paid = settled.order?.payment ?? settled.stray?.payment;
      if (paid !== undefined && source !== 'parked') await settleAll(store, parked, now);
      return settled.outcome;
    } catch (error) {
      const outcome = await afterRefusal(store, error, notice, source);
      if (outcome !== undefined) return outcome;
      if (left === 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** (tries - left)));
    }
  }
}

/**
 * A refund is of one payment, and not of every payment that came under its order's number: a second one, or one in another amount, is
 * an order of its own. @returns undefined where the order of the notice's number holds it, or nobody does
 */
async function holderOf(
  store: PaymentsStore,
  notice: Notice,
  order: Order | undefined,
): Promise<OrderRead | undefined> {
  const payment = paymentOfNotice(notice);
  const isTheirs = order?.payment?.transactionId === payment && order?.payment?.provider === notice.provider;
  if (notice.kind !== 'refund' || payment === undefined || isTheirs) return undefined;
  const holder = await store.orderNoOfPayment(notice.provider, payment);
  if (holder === undefined || holder === order?.orderNo) return undefined;
  return { order: await store.get(holder), parked: [] };
}

/** The cancellation's reasons, read. @returns undefined to try again @throws what is no refusal, and throttling */
async function afterRefusal(
  store: PaymentsStore,
  error: unknown,
  notice: Notice,
  source: Source,
): Promise<string | undefined> {
  if (!(error instanceof PartRefused) || error.throttled) throw error;
  if (error.parts.has('notice')) return 'settled-before';
  // The fact had its effect, in a transaction that wrote all of it, whatever else has moved since.
  if (error.parts.has('effect')) {
    if (source === 'received') await store.endNotice(notice, 'effect-before');
    return 'effect-before';
  }
  return undefined;
}

async function park(
  store: PaymentsStore,
  notice: Notice,
  source: Source,
  orderNo: string,
  order: Order | undefined,
  now: Instant,
): Promise<void> {
  if (source === 'received') await store.park(notice, orderNo, order, now);
}

function commitOf(
  store: PaymentsStore,
  notice: Notice,
  source: Source,
  orderNo: string | undefined,
  { outcome, order, stray, transfers, events }: Settlement,
  now: Instant,
): Commit {
  const hasEffect = transfers.length > 0 || order !== undefined || stray !== undefined;
  return {
    orders: [order, stray].filter((one) => one !== undefined),
    transfers,
    events,
    ...(hasEffect ? { effect: notice.effect } : {}),
    ...(source === 'asked' ? {} : { notice: { of: notice, outcome, from: source } }),
    ...(source === 'parked' ? { with: [store.unparkItem(notice, orderNo ?? '')] } : {}),
    now,
  };
}

/** Refunds that were told before their payment. One that is still without it after a day is a person's, and off the clock. */
export async function settleParked(
  store: PaymentsStore,
  orderNo: string,
  parked: readonly Notice[],
  now: Instant,
): Promise<void> {
  for (const notice of parked) {
    const outcome = await settleFact(store, notice, 'parked', now);
    if (outcome !== 'refund-before-payment') continue;
    if (await store.setAside(notice, orderNo, secondsAfter(now, -86_400)))
      log('error', 'MONEY_ALARM', {
        provider: notice.provider,
        agency: notice.agency,
        orderNo,
        reason: 'refund-unmatched',
      });
  }
}

async function settleAll(store: PaymentsStore, parked: readonly Notice[], now: Instant): Promise<void> {
  for (const notice of parked) await settleFact(store, notice, 'parked', now);
}

function tell({ provider, agency, kind }: Notice, { outcome, order, stray, alarm }: Settlement): void {
  const orderNo = order?.orderNo ?? stray?.orderNo;
  const keys = { provider, agency, eventType: kind, reason: outcome, ...(orderNo === undefined ? {} : { orderNo }) };
  log(alarm === true ? 'error' : 'info', alarm === true ? 'MONEY_ALARM' : 'MONEY_SETTLED', keys);
}
