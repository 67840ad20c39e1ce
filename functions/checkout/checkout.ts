/** What a payer does: look, pay, fetch the receipt. */
import type * as z from 'zod';
import { log } from '../../shared/base/log.ts';
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { serve } from '../../shared/base/serve.ts';
import { secondsAfter } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Client, Order } from '../../shared/payments/order.ts';
import { isUnpaid } from '../../shared/payments/order-transitions.ts';
import { orderViewOf } from '../../shared/payments/order-views.ts';
import { PartRefused, type PaymentsStore } from '../../shared/payments/payments-store.ts';
import { type Checkout, ProviderFailed } from '../../shared/payments/provider-api.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import type { ReceiptStore } from '../../shared/payments/receipt-store.ts';
import { type OrderOutcome, offered, toAsk } from '../../shared/payments/refunding.ts';
import type { Provider } from '../../shared/payments/words.ts';
import { checkoutApi, type checkoutBody } from './api.ts';

export interface CheckoutDeps {
  readonly store: PaymentsStore;
  readonly providers: ProviderPort;
  readonly receipts: Pick<ReceiptStore, 'link'>;
  readonly clock: () => Instant;
}

export const makeHandler = (deps: CheckoutDeps) => serve(checkoutApi, handlersOf(deps), deps.clock);

const handlersOf = (deps: CheckoutDeps): Handlers<typeof checkoutApi> => ({
  'GET /v1/orders': async ({ caller, query }) => ({
    body: await deps.store.payerOrders(caller.id, query.limit, query.cursor),
  }),

  'GET /v1/orders/{orderNo}': async ({ caller, params, now }) => ({
    body: await viewOf(deps, await mine(deps, params.orderNo, caller), now),
  }),

  'POST /v1/orders/{orderNo}/ask': async ({ caller, params, now }) => {
    const order = await mine(deps, params.orderNo, caller);
    const asked = toAsk(order, now);
    if (asked !== undefined) await write(deps, asked, now);
    return { body: await viewOf(deps, asked?.order ?? order, now) };
  },

  'GET /v1/cases/{caseId}/order': async ({ caller, params, now }) => {
    const no = await deps.store.orderNoOfCase(params.caseId);
    if (no === undefined) throw new Problem('not-found');
    return { body: await viewOf(deps, await mine(deps, no, caller), now) };
  },

  'POST /v1/orders/{orderNo}/checkout': async ({ caller, params, body, now }) => {
    const order = await mine(deps, params.orderNo, caller);
    const checkout = await begin(deps, order, body, now);
    return { body: { orderNo: order.orderNo, expiresAt: order.expiresAt, checkout } };
  },

  'GET /v1/orders/{orderNo}/receipt': async ({ caller, params, now }) => {
    const order = await mine(deps, params.orderNo, caller);
    if (order.receipt === undefined) throw new Problem('receipt-not-ready');
    return { body: await deps.receipts.link(order.orderNo, order.receipt.number, now) };
  },
});

/** @throws Problem `not-found` also for somebody else's */
async function mine({ store }: CheckoutDeps, orderNo: string, caller: Person): Promise<Order> {
  const { order } = await store.load(orderNo);
  if (order.payer?.id !== caller.id || order.stray?.reason === 'unknown-order') throw new Problem('not-found');
  return order;
}

async function viewOf({ providers, store }: CheckoutDeps, order: Order, now: Instant) {
  const ways = payable(order, now) ? providers.taken(order.agency) : [];
  const [taken, { strays }] = await Promise.all([ways, store.around(order.orderNo)]);
  return orderViewOf(
    order,
    taken,
    strays.filter(({ stray }) => stray?.reason !== 'unknown-order'),
  );
}

const payable = ({ state, expiresAt }: Order, now: Instant): boolean => isUnpaid(state) && expiresAt > now;

const clientsOf: Readonly<Record<Provider, readonly Client[]>> = {
  'wechat-pay': ['jsapi', 'h5', 'native'],
  alipay: ['page', 'wap'],
  unionpay: ['form'],
};

/** First written down that money may come, then the provider is told: so no payment goes unlooked for. */
async function begin(
  deps: CheckoutDeps,
  order: Order,
  body: z.output<typeof checkoutBody>,
  now: Instant,
): Promise<Checkout> {
  const { provider, client, openid } = body;
  if (!payable(order, now)) throw new Problem('wrong-state');
  const jsapiWithoutPayer = client === 'jsapi' && openid === undefined;
  if (!clientsOf[provider].includes(client) || jsapiWithoutPayer) throw new Problem('not-paid-here');
  const api = await deps.providers.of(order.agency, provider);
  if (api === undefined) throw new Problem('not-paid-here');
  await write(deps, { order: offered(order, { provider, client, at: now }, secondsAfter(now, 60)) }, now);
  try {
    return await api.checkout(order, { client, openid, payerAddress: '127.0.0.1', now: Date.parse(now) });
  } catch (error) {
    if (!(error instanceof ProviderFailed)) throw error;
    log('warn', 'PROVIDER_FAILED', { provider, orderNo: order.orderNo, reason: error.message });
    throw new Problem('provider-unavailable');
  }
}

async function write(
  { store }: CheckoutDeps,
  { order, events = [] }: Pick<OrderOutcome, 'order'> & Partial<OrderOutcome>,
  now: Instant,
): Promise<void> {
  try {
    await store.commit({ orders: [order], events, now });
  } catch (error) {
    if (error instanceof PartRefused) throw new Problem(error.throttled ? 'too-busy' : 'conflict');
    throw error;
  }
}
