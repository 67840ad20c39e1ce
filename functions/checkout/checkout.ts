/** What a payer does: look, pay, fetch the receipt. */
import type * as z from 'zod';
import { log } from '../../shared/base/log.ts';
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { checkoutRoutes } from '../../shared/base/routes/checkout.ts';
import { serve } from '../../shared/base/serve.ts';
import { secondsAfter } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { type Client, type Order, openAsk } from '../../shared/payments/order.ts';
import { type Checkout, ProviderFailed } from '../../shared/payments/provider-api.ts';
import { receiptNumbers } from '../../shared/payments/receipting.ts';
import { offered, toAsk } from '../../shared/payments/refunding.ts';
import type { Provider } from '../../shared/payments/words.ts';
import { checkoutApi, type checkoutBody } from './api.ts';
import { type CheckoutDeps, ordersForOthers, payable, payableBy, viewOf, write } from './deps.ts';
import { reductionHandlers } from './reductions.ts';

export const makeHandler = (deps: CheckoutDeps) => serve(checkoutRoutes, checkoutApi, handlersOf(deps), deps.clock);

const handlersOf = (deps: CheckoutDeps): Handlers<typeof checkoutApi> => ({
  'GET /v1/orders': async ({ caller, query, now }) => {
    const { limit, cursor, having } = query;
    if (query.for === 'others') return { body: await ordersForOthers(deps, caller, query, now) };
    return { body: await deps.store.payerOrders(caller.id, limit, cursor, having) };
  },

  'GET /v1/orders/{orderNo}': async ({ caller, params, now }) => ({
    body: await viewOf(deps, await payableBy(deps, params.orderNo, caller, now), now),
  }),

  'POST /v1/orders/{orderNo}/ask': async ({ caller, params, now }) => {
    const order = await payableBy(deps, params.orderNo, caller, now);
    const asked = toAsk(order, now);
    if (asked !== undefined) await write(deps, { ...asked, orders: [asked.order], now });
    return { body: await viewOf(deps, asked?.order ?? order, now) };
  },

  'GET /v1/cases/{caseId}/order': async ({ caller, params, now }) => {
    const no = await deps.store.orderNoOfCase(params.caseId);
    if (no === undefined) throw new Problem('not-found');
    return { body: await viewOf(deps, await payableBy(deps, no, caller, now), now) };
  },

  'POST /v1/orders/{orderNo}/checkout': async ({ caller, params, body, addresses, now }) => {
    const order = await payableBy(deps, params.orderNo, caller, now);
    const checkout = await begin(deps, order, { ...body, caller }, payerAddress(deps, addresses), now);
    return { body: { orderNo: order.orderNo, expiresAt: order.expiresAt, checkout } };
  },

  'GET /v1/orders/{orderNo}/receipt': async ({ caller, params, query, now }) => {
    const order = await payableBy(deps, params.orderNo, caller, now);
    const number = query.number ?? order.receipt?.number;
    if (number === undefined) throw new Problem('receipt-not-ready');
    if (!receiptNumbers(order).includes(number)) throw new Problem('not-found');
    return { body: await deps.receipts.link(order.orderNo, number, now) };
  },

  ...reductionHandlers(deps),
});

const clientsOf: Readonly<Record<Provider, readonly Client[]>> = {
  'wechat-pay': ['jsapi', 'h5', 'native'],
  alipay: ['page', 'wap'],
  unionpay: ['form'],
};

/** WeChat compares it with the address that the payer's browser comes from. Behind CloudFront the caller of the API is CloudFront. */
const payerAddress = ({ behindEdge }: CheckoutDeps, addresses: readonly string[]): string =>
  addresses.at(behindEdge ? -2 : -1) ?? addresses.at(-1) ?? '';

/** First written down that money may come, then the provider is told: so no payment goes unlooked for. */
async function begin(
  deps: CheckoutDeps,
  order: Order,
  body: z.output<typeof checkoutBody> & { readonly caller: Person },
  payerAddress: string,
  now: Instant,
): Promise<Checkout> {
  const { provider, client, openid, caller } = body;
  if (!payable(order, now)) throw new Problem('wrong-state');
  if (openAsk(order) !== undefined) throw new Problem('reduction-open');
  const jsapiWithoutPayer = client === 'jsapi' && openid === undefined;
  if (!clientsOf[provider].includes(client) || jsapiWithoutPayer) throw new Problem('not-paid-here');
  const api = await deps.providers.of(order.agency, provider);
  if (api === undefined) throw new Problem('not-paid-here');
  const by = order.payer?.id === caller.id ? {} : { by: { id: caller.id, name: caller.name } };
  await write(deps, { orders: [offered(order, { provider, client, at: now, ...by }, secondsAfter(now, 60))], now });
  try {
    return await api.checkout(order, { client, openid, payerAddress, now: Date.parse(now) });
  } catch (error) {
    if (!(error instanceof ProviderFailed)) throw error;
    log('warn', 'PROVIDER_FAILED', { provider, orderNo: order.orderNo, reason: error.message });
    throw new Problem('provider-unavailable');
  }
}
