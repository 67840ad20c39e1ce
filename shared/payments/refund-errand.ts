/** Takes an approved refund to its provider and follows it to its end: settlement sends it first, the clock asks and sends again. */
import { log } from '../base/log.ts';
import type { Instant } from '../base/words.ts';
import type { Order, Refund } from './order.ts';
import type { PaymentsStore } from './payments-store.ts';
import { type ProviderApi, ProviderFailed, RefundRefused } from './provider-api.ts';
import type { OrderOutcome } from './refunding.ts';
import { refuseRefund, unansweredRefund } from './refusing.ts';
import { settleFact } from './settling.ts';

interface Errand {
  readonly store: PaymentsStore;
  readonly api: ProviderApi;
  readonly order: Order;
  readonly refund: Refund;
  readonly now: Instant;
}

/** Its number makes the call repeatable: the provider knows it and does not pay twice. @throws ProviderFailed, to be tried again */
export async function sendRefund(errand: Errand): Promise<void> {
  const { store, api, order, refund, now } = errand;
  try {
    const told = await api.refund(order, refund, Date.parse(now));
    if (told !== undefined) await settleFact(store, told, 'asked', now);
  } catch (error) {
    if (!(error instanceof RefundRefused)) throw error;
    await keep(errand, refuseRefund(order, refund.refundNo, error.code, now));
  }
}

/** Asks what became of it; one that was never taken is sent again, under its own number. @returns whether it is still under way */
export async function followRefund(errand: Errand): Promise<boolean> {
  const { store, api, order, refund, now } = errand;
  try {
    const told =
      (await api.queryRefund(order, refund, Date.parse(now))) ??
      (refund.state === 'approved' ? await api.refund(order, refund, Date.parse(now)) : undefined);
    if (told !== undefined) await settleFact(store, told, 'asked', now);
    return true;
  } catch (error) {
    if (error instanceof RefundRefused) await keep(errand, refuseRefund(order, refund.refundNo, error.code, now));
    else if (!(error instanceof ProviderFailed)) throw error;
    else await keep(errand, unansweredRefund(order, refund.refundNo, now));
    // One that waits for a person goes on being asked about.
    return refund.state !== 'approved';
  }
}

async function keep({ store, order, refund, now }: Errand, outcome: OrderOutcome | undefined): Promise<void> {
  if (outcome === undefined) return;
  await store.commit({ ...outcome, orders: [outcome.order], now });
  const after = outcome.order.refunds.find(({ refundNo }) => refundNo === refund.refundNo);
  const { orderNo, agency } = order;
  if (after?.state === 'refused') log('error', 'MONEY_ALARM', { orderNo, agency, reason: 'refund-refused' });
  else log('warn', 'PROVIDER_FAILED', { orderNo, agency, reason: 'refund' });
}
