/** Rows 53 and 54, silence and the daily bill: settlement's stores and the ports, against the simulated providers on the wire. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler as makeClock } from '../../../functions/money-clock/clock.ts';
import { type Simulator, startSimulator } from '../../../local/provider-simulator/simulator.ts';
import { Problem } from '../../../shared/base/problems.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import { callbackKeys, signingKeys } from '../../../shared/payments/merchant-keys.ts';
import type { Order } from '../../../shared/payments/order.ts';
import { createProviderPort, type ProviderPort } from '../../../shared/payments/provider-port.ts';
import { differenceKinds } from '../../../shared/payments/reconciliation.ts';
import { createReconciliationStore } from '../../../shared/payments/reconciliation-store.ts';
import { approveRefund, offered, requestRefund } from '../../../shared/payments/refunding.ts';
import type { Provider } from '../../../shared/payments/words.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { agency, type MoneyHall, moneyHall, newOrderNo, newTransaction, wechatPaid } from '../../support/money-hall.ts';

let engines: Engines;
let simulator: Simulator;
let providers: ProviderPort;
let hall: MoneyHall;

beforeAll(async () => {
  engines = await startEngines();
  simulator = await startSimulator({ agencies: [agency], silent: true });
  const secrets = simulator.secrets(agency);
  if (secrets === undefined) throw new Error('no secrets');
  const access = { callback: callbackKeys.parse(secrets.callback), signing: signingKeys.parse(secrets.signing) };
  providers = createProviderPort(async (of) => (of === agency ? access : undefined), 'http://localhost:1');
});
afterAll(async () => {
  await simulator.stop();
  await engines.stop();
});
beforeEach(async () => {
  hall = await moneyHall(engines);
  hall.now = Date.now();
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const iso = (): string => new Date(hall.now).toISOString();
const clockOf = () =>
  makeClock({
    store: hall.store,
    reconciliation: createReconciliationStore(engines.documents, hall.table),
    providers,
    agencies: [agency],
    clock: iso,
  });
const tick = () => clockOf()({ task: 'silence' });

const clients = { 'wechat-pay': 'native', alipay: 'page', unionpay: 'form' } as const;

async function begun(provider: Provider, fields: Partial<Order> = {}): Promise<Order> {
  const order = await hall.order(fields);
  const client = clients[provider];
  const told = offered(order, { provider, client, at: iso() }, secondsAfter(iso(), 60));
  await hall.store.commit({ orders: [told], now: iso() });
  const api = await providers.of(agency, provider);
  const checkout = await api?.checkout(told, { client, payerAddress: '127.0.0.1', now: hall.now });
  if (checkout?.kind === 'redirect') await fetch(checkout.url, { redirect: 'manual' });
  if (checkout?.kind === 'form') {
    await fetch(checkout.action, { method: 'POST', body: new URLSearchParams(checkout.fields), redirect: 'manual' });
  }
  return told;
}
const state = async ({ orderNo }: Order) => (await hall.get(orderNo))?.state;

describe.each(['wechat-pay', 'alipay', 'unionpay'] as const)('silence of %s', (provider) => {
  it('53 no notice at all: the query after a minute finds the payment, once', async () => {
    const order = await begun(provider);
    await simulator.pay(provider, order.orderNo, 'pay');
    await tick();
    expect(await state(order)).toBe('pending');
    hall.now += 61_000;
    await tick();
    expect(await state(order)).toBe('paid');
    await tick();
    expect(await hall.balances()).toEqual({ [`clearing:${provider}`]: 1000, agency: -1000 });
  });

  it('an order that runs out is closed at the provider first, then here', async () => {
    const order = await begun(provider, { expiresAt: secondsAfter(iso(), 100) });
    hall.now += 61_000;
    await tick();
    expect(await state(order)).toBe('pending');
    hall.now = Date.parse(order.expiresAt) + 1000;
    await tick();
    expect(await hall.get(order.orderNo)).toMatchObject({ state: 'closed', closedFor: 'expired' });
    if (provider !== 'unionpay') expect(simulator.world.trades.find(provider, order.orderNo)?.state).toBe('closed');
  });

  it('an order that runs out there by itself is closed here, too', async () => {
    const order = await begun(provider, { expiresAt: secondsAfter(iso(), 100) });
    const trade = simulator.world.trades.find(provider, order.orderNo);
    if (trade !== undefined) simulator.world.trades.close(trade);
    hall.now = Date.parse(order.expiresAt) + 1000;
    await tick();
    expect(await state(order)).toBe('closed');
  });

  it('paid in the last moment: found by the query before the close', async () => {
    const order = await begun(provider, { expiresAt: secondsAfter(iso(), 100) });
    await simulator.pay(provider, order.orderNo, 'pay');
    hall.now = Date.parse(order.expiresAt) + 1000;
    await tick();
    expect(await state(order)).toBe('paid');
  });

  it('a refund is sent, found done by asking, and never twice', async () => {
    const order = await begun(provider);
    await simulator.pay(provider, order.orderNo, 'pay');
    hall.now += 61_000;
    await tick();
    const paid = (await hall.get(order.orderNo)) as Order;
    const asked = requestRefund(paid, { amount: 400, reason: '多收', by: 'one' }, iso());
    if (asked instanceof Problem) throw asked;
    await hall.store.commit({ orders: [asked.order], now: iso() });
    const approved = approveRefund(asked.order, `${order.orderNo}R01`, 'two', iso());
    if (approved instanceof Problem) throw approved;
    await hall.store.commit({ ...approved, orders: [approved.order], now: iso() });
    for (const wait of [0, 121_000, 241_000]) {
      hall.now += wait;
      await tick();
    }
    expect(await hall.get(order.orderNo)).toMatchObject({ state: 'partly-refunded', refunds: [{ state: 'success' }] });
    expect(await hall.balances()).toEqual({ [`clearing:${provider}`]: 600, agency: -600 });
    const [payment] = simulator.world.trades.find(provider, order.orderNo)?.payments ?? [];
    expect(payment?.refunds.map(({ amount }) => amount)).toEqual([400]);
  });
});

it('a payment that a bank is still at work on ends nothing, however late it is', async () => {
  const order = await begun('unionpay', { expiresAt: secondsAfter(iso(), 100) });
  simulator.world.working.add(order.orderNo);
  hall.now = Date.parse(order.expiresAt) + 1000;
  await tick();
  expect(await state(order)).toBe('pending');
  simulator.world.working.delete(order.orderNo);
  await simulator.pay('unionpay', order.orderNo, 'pay');
  hall.now += 3_600_000;
  await tick();
  expect(await state(order)).toBe('paid');
});

describe('the daily bill', () => {
  const today = () => dayOf(iso());
  const reconciled = async () => {
    await clockOf()({ task: 'bills', day: today() });
    const store = createReconciliationStore(engines.documents, hall.table);
    const run = await store.find(agency, today());
    if (run === undefined) throw new Error('no run');
    const lists = await Promise.all(differenceKinds.map((kind) => store.differences(run, kind, { limit: 10 })));
    return { ...run, kinds: lists.flatMap(({ items }) => items.map(({ kind }) => kind)) };
  };

  it('53 and 54: the bill finds what no query did, and the three lists name every difference', async () => {
    const fresh = await startSimulator({ agencies: [agency], silent: true });
    const secrets = fresh.secrets(agency);
    if (secrets === undefined) throw new Error('no secrets');
    const access = { callback: callbackKeys.parse(secrets.callback), signing: signingKeys.parse(secrets.signing) };
    const before = [providers, simulator] as const;
    providers = createProviderPort(async () => access, 'http://localhost:1');
    simulator = fresh;
    try {
      const orders: Order[] = [];
      for (const provider of ['wechat-pay', 'alipay', 'unionpay'] as const) {
        const order = await begun(provider);
        orders.push(order);
        await simulator.pay(provider, order.orderNo, 'pay');
      }
      // Booked here and unknown there.
      await hall.post('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo(), transactionId: newTransaction() }));
      await hall.settle();
      const first = await reconciled();
      expect(first.providers.map(({ state: one, lines }) => [one, lines])).toEqual([
        ['matched', 1],
        ['matched', 1],
        ['matched', 1],
      ]);
      expect(first.kinds).toEqual(['missing-here', 'missing-here', 'missing-here', 'missing-there']);
      expect(await Promise.all(orders.map(state))).toEqual(['paid', 'paid', 'paid']);
      const balances = await hall.balances();
      expect(balances.agency).toBe(-3000);
      const second = await reconciled();
      expect(second.kinds).toEqual(['missing-there']);
      expect(await hall.balances()).toEqual(balances);
      // The bill says another amount than the ledger.
      const [order] = orders;
      const trade = simulator.world.trades.find('wechat-pay', order?.orderNo ?? '');
      const [payment] = trade?.payments ?? [];
      if (payment !== undefined) payment.amount = 999;
      const third = await reconciled();
      expect(third.kinds).toEqual(['missing-there', 'amount-differs']);
    } finally {
      [providers, simulator] = before;
      await fresh.stop();
    }
  });

  it('54 a bill whose hash is wrong is refused and not read', async () => {
    const order = await begun('wechat-pay');
    await simulator.pay('wechat-pay', order.orderNo, 'pay');
    const real = fetch;
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const answer = await real(input, init);
      if (!String(input).includes('billdownload')) return answer;
      return new Response(`${await answer.text()} `, { status: 200 });
    });
    const run = await reconciled();
    expect(run.providers.find(({ provider }) => provider === 'wechat-pay')).toMatchObject({
      state: 'refused',
      lines: 0,
    });
    expect(await state(order)).toBe('pending');
  });

  it('44 suspended money is matched when its order appears', async () => {
    const orderNo = newOrderNo();
    hall.now = Date.now();
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
    await hall.settle();
    const order = await hall.order({ orderNo });
    await tick();
    expect(await state(order)).toBe('paid');
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
    expect((await hall.strays())[0]).toMatchObject({ state: 'closed', closedFor: 'matched' });
  });
});
