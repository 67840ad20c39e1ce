/** Settlement: what a recorded notice means, telling the provider of an approved refund, asking it for a payment it keeps silent about. */
import { type MoneyMessage, type NoticeMessage, settlementMessage } from '../../events/money-messages.ts';
import { consume, PermanentError } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import type { Instant } from '../../shared/base/words.ts';
import { PartRefused } from '../../shared/payments/commit-store.ts';
import { isUnpaid } from '../../shared/payments/order-transitions.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import { ProviderFailed } from '../../shared/payments/provider-api.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import { sendRefund } from '../../shared/payments/refund-errand.ts';
import { settleFact } from '../../shared/payments/settling.ts';
import { type Notice, orderNoOfNotice } from '../../shared/payments/words.ts';

export interface SettlementDeps {
  readonly store: PaymentsStore;
  readonly providers: Pick<ProviderPort, 'of'>;
  readonly clock: () => Instant;
}

export const makeHandler = (deps: SettlementDeps) =>
  consume(settlementMessage, (message) =>
    message.kind === 'notice' ? settleNotice(deps, message) : onOrder(deps, message),
  );

const onOrder = (deps: SettlementDeps, message: MoneyMessage): Promise<void> =>
  message.type === 'silent' ? askPayment(deps, message) : takeRefund(deps, message);

/** Two round trips: the notice and its order are read side by side, then one transaction. */
async function settleNotice(deps: SettlementDeps, { provider, noticeId, orderNo }: NoticeMessage): Promise<void> {
  const [found, read] = await Promise.all([
    deps.store.notice(provider, noticeId),
    orderNo === undefined ? undefined : deps.store.findWithParked(orderNo),
  ]);
  if (found === undefined) throw new PermanentError('notice is not in the inbox');
  if (found.state !== 'received') return;
  const { notice } = found;
  if (notice.needsQuery && notice.kind !== 'other' && !(await queryAgrees(deps, notice))) {
    // It comes back from the queue a few times; after that the clock asks, and the bill tells.
    throw new Error('the query does not agree yet');
  }
  const known = orderNoOfNotice(notice) === orderNo ? read : undefined;
  await settleFact(deps.store, { ...notice, needsQuery: false }, 'received', deps.clock(), known);
}

/** UnionPay's notice is believed only when its query says the same of the same transaction. */
async function queryAgrees({ store, providers, clock }: SettlementDeps, notice: Notice): Promise<boolean> {
  const { agency, provider, orderNo = '', refund } = notice;
  const api = await providers.of(agency, provider);
  const order = await store.find(orderNo);
  const now = Date.parse(clock());
  // A number we never gave out cannot be asked for as ours; its money goes to suspense, and the bill confirms it.
  if (api === undefined || order === undefined) return order === undefined;
  const ours = order.refunds.find(({ refundNo }) => refundNo === refund?.refundNo);
  // A payment begun elsewhere under our number, a second one perhaps, is found by its own time.
  const told = ours === undefined ? await api.query(order, now, notice.at) : await api.queryRefund(order, ours, now);
  return told?.transactionId === notice.transactionId && told?.amount === notice.amount;
}

/** A provider that does not answer now is asked again by the clock: the payer's question is not worth a retry of the queue. */
async function askPayment({ store, providers, clock }: SettlementDeps, { orderNo }: MoneyMessage): Promise<void> {
  const order = await store.find(orderNo);
  if (order === undefined || !isUnpaid(order.state)) return;
  const now = clock();
  try {
    for (const provider of new Set(order.attempts.map((attempt) => attempt.provider))) {
      const found = await (await providers.of(order.agency, provider))?.query(order, Date.parse(now));
      if (found === undefined) continue;
      await settleFact(store, found, 'asked', now);
      log('info', 'PAYMENT_FOUND', { orderNo, provider });
      return;
    }
    await store.commit({ orders: [{ ...order, version: order.version + 1, askedAt: now }], now });
  } catch (error) {
    if (error instanceof ProviderFailed) log('warn', 'PROVIDER_FAILED', { orderNo, reason: error.message });
    // Something has happened to the order meanwhile: that is what was asked for.
    else if (!(error instanceof PartRefused) || error.throttled) throw error;
  }
}

async function takeRefund({ store, providers, clock }: SettlementDeps, { type, orderNo }: MoneyMessage): Promise<void> {
  if (type !== 'refund-approved') throw new PermanentError('not for settlement');
  const { order } = await store.load(orderNo);
  const refund = order.refunds.find(({ state }) => state === 'approved');
  if (refund === undefined || order.payment === undefined) return;
  const api = await providers.of(order.agency, order.payment.provider);
  if (api === undefined) throw new PermanentError('agency has no such account');
  await sendRefund({ store, api, order, refund, now: clock() });
  log('info', 'REFUND_SENT', { orderNo, provider: order.payment.provider });
}
