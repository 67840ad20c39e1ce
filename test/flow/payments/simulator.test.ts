/**
 * The simulated providers on the wire: repetition by each provider's schedule under a clock in the test's hand, probes of the
 * signature check, changing keys, and a person's clicks on the payment page, taken by the hall's own callback function.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { schedules } from '../../../local/provider-simulator/notices.ts';
import { type Simulator, startSimulator } from '../../../local/provider-simulator/simulator.ts';
import { Problem } from '../../../shared/base/problems.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { callbackKeys, signingKeys } from '../../../shared/payments/merchant-keys.ts';
import type { Order } from '../../../shared/payments/order.ts';
import type { Checkout } from '../../../shared/payments/provider-api.ts';
import { createProviderPort } from '../../../shared/payments/provider-port.ts';
import { approveRefund, close, offered, requestRefund } from '../../../shared/payments/refunding.ts';
import { retryRefund } from '../../../shared/payments/refusing.ts';
import type { Provider } from '../../../shared/payments/words.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { agency, type MoneyHall, moneyHall } from '../../support/money-hall.ts';

interface Heard {
  readonly at: number;
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, string>;
}

let engines: Engines;
let simulator: Simulator;
let hall: MoneyHall;
let door: Server;
/** What came to the hall's door. */
let heard: Heard[];
/** Answers in place of the hall's own; absent, the hall answers. */
let outage: number | undefined;
let started: number;

beforeAll(async () => {
  engines = await startEngines();
  simulator = await startSimulator({ agencies: [agency], onKeys: () => readKeys() });
});
afterAll(async () => {
  await simulator.stop();
  await engines.stop();
});
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  heard = [];
  outage = undefined;
  door = createServer((request, response) => {
    take(request).then(
      ({ status, body }) => response.writeHead(status).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  hall = await moneyHall(engines, {
    providers: { of: (of, provider) => port().of(of, provider), taken: async () => [] },
  });
  started = simulator.world.now();
  readKeys();
});
afterEach(() => {
  door.close();
  door.closeAllConnections();
  vi.restoreAllMocks();
});

const access = () => {
  const secrets = simulator.secrets(agency);
  return { callback: callbackKeys.parse(secrets?.callback), signing: signingKeys.parse(secrets?.signing) };
};
function readKeys(): void {
  if (hall !== undefined) hall.keys = [access().callback];
}
const port = () => createProviderPort(async () => access(), `http://localhost:${(door.address() as AddressInfo).port}`);

async function take(request: IncomingMessage): Promise<{ status: number; body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  hall.now = simulator.world.now();
  const provider = request.url?.split('/').at(-1) as Provider;
  const answer =
    outage === undefined
      ? await hall.post(provider, { body, headers }, { base64: true })
      : { statusCode: outage, body: '' };
  const status = answer.statusCode ?? 0;
  heard.push({ at: Math.round((hall.now - started) / 1000), status, body, headers });
  return { status, body: answer.body ?? '' };
}

const clients = { 'wechat-pay': 'native', alipay: 'page', unionpay: 'form' } as const;

/** An order at the provider's page. @returns the page's address */
async function begun(provider: Provider): Promise<{ order: Order; page: string }> {
  hall.now = simulator.world.now();
  const made = await hall.order();
  const client = clients[provider];
  const order = offered(made, { provider, client, at: hall.iso() }, secondsAfter(hall.iso(), 60));
  await hall.store.commit({ orders: [order], now: hall.iso() });
  const checkout = await (await port().of(agency, provider))?.checkout(order, {
    client,
    payerAddress: '203.0.113.9',
    now: hall.now,
  });
  return { order, page: await pageOf(checkout) };
}
async function pageOf(checkout: Checkout | undefined): Promise<string> {
  if (checkout?.kind === 'qr') return checkout.code;
  const opened =
    checkout?.kind === 'form'
      ? await fetch(checkout.action, { method: 'POST', body: new URLSearchParams(checkout.fields), redirect: 'manual' })
      : await fetch(checkout?.kind === 'redirect' ? checkout.url : '', { redirect: 'manual' });
  return opened.headers.get('location') ?? '';
}

/** A click on the page. */
async function click(page: string, how: 'pay' | 'fail' | 'twice' | 'late'): Promise<void> {
  const shown = await (await fetch(page)).text();
  expect(shown).toContain(`value="${how}"`);
  const done = await fetch(page, { method: 'POST', body: new URLSearchParams({ how }), redirect: 'manual' });
  expect(done.status).toBe(303);
  await simulator.advance(0);
}
const settled = async ({ orderNo }: Order): Promise<Order | undefined> => {
  expect(await hall.settle()).toEqual([]);
  return hall.get(orderNo);
};

describe.each(['wechat-pay', 'alipay', 'unionpay'] as const)('%s', (provider) => {
  it('repeats what was not taken by its own schedule, under the same id, and then gives up', async () => {
    outage = 503;
    const { page } = await begun(provider);
    started = simulator.world.now();
    await click(page, 'pay');
    const waits = schedules[provider].map((one) => one / 1000);
    for (const seconds of waits) {
      await simulator.advance((seconds - 5) * 1000);
      const early = heard.length;
      await simulator.advance(5000);
      expect(heard.length).toBe(early + 1);
    }
    await simulator.advance(7 * 86_400_000);
    expect(heard).toHaveLength(waits.length + 1);
    let due = 0;
    for (const [index, { at }] of heard.entries()) {
      expect(Math.abs(at - due)).toBeLessThan(5);
      due += waits[index] ?? 0;
    }
    expect(new Set(heard.map(({ body }) => idOf(provider, body))).size).toBe(1);
  });

  it('what was refused in an outage is taken after it, once', async () => {
    outage = 500;
    const { order, page } = await begun(provider);
    await click(page, 'pay');
    outage = undefined;
    const [first = 0] = schedules[provider];
    await simulator.advance(first);
    expect(await settled(order)).toMatchObject({ state: 'paid', payment: { provider } });
    const count = heard.length;
    await simulator.advance(86_400_000);
    expect(heard.length).toBe(count);
  });

  it('a failure pays nothing; a click more pays', async () => {
    const { order, page } = await begun(provider);
    await click(page, 'fail');
    expect(heard).toEqual([]);
    expect((await settled(order))?.state).toBe('pending');
    await click(page, 'pay');
    expect((await settled(order))?.state).toBe('paid');
  });

  it('paid after closing, the money is late and asked back', async () => {
    const { order, page } = await begun(provider);
    await simulator.advance(Date.parse(order.expiresAt) + 1000 - simulator.world.now());
    hall.now = simulator.world.now();
    await hall.tick();
    expect((await hall.get(order.orderNo))?.state).toBe('closed');
    if (provider !== 'unionpay') {
      await click(page, 'pay');
      expect(heard).toEqual([]);
    }
    await click(page, 'late');
    expect(await settled(order)).toMatchObject({ state: 'late-paid', refunds: [{ state: 'asked', askedBy: 'hall' }] });
    expect(await hall.balances()).toEqual({ [`clearing:${provider}`]: 1000, suspense: -1000 });
  });
});

it.each(['wechat-pay', 'alipay'] as const)(
  'paid twice by %s, the second lies in suspense and is asked back',
  async (provider) => {
    const { order, page } = await begun(provider);
    await click(page, 'twice');
    expect((await settled(order))?.state).toBe('paid');
    expect(await hall.strays()).toMatchObject([{ stray: { reason: 'second-payment' }, refunds: [{ state: 'asked' }] }]);
    expect(await hall.balances()).toEqual({ [`clearing:${provider}`]: 2000, agency: -1000, suspense: -1000 });
  },
);

it('every fifth notice of WeChat’s is led by a probe, which is refused and not repeated', async () => {
  const orders: Order[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { order, page } = await begun('wechat-pay');
    await click(page, 'pay');
    orders.push(order);
  }
  const probes = heard.filter(({ headers }) => isProbe(headers));
  expect(probes.map(({ status }) => status)).toEqual([401]);
  expect(heard.filter(({ status }) => status === 204)).toHaveLength(5);
  await simulator.advance(86_400_000);
  expect(heard).toHaveLength(6);
  for (const order of orders) expect((await settled(order))?.state).toBe('paid');
});

it('a new platform certificate signs beside the old key; a hall that does not know it yet asks for the notice again', async () => {
  const knownBefore = hall.keys;
  await fetch(`${simulator.url}/control/rotate?agency=${agency}`);
  expect(hall.keys[0]?.wechatPay?.platformKeys).toHaveLength(3);
  // The secret is not filled yet: the notice under the new serial comes again and is taken then.
  const filled = hall.keys;
  hall.keys = knownBefore;
  const orders: Order[] = [];
  for (let n = 0; n < 3; n += 1) {
    const { order, page } = await begun('wechat-pay');
    await click(page, 'pay');
    orders.push(order);
  }
  const statuses = heard.filter(({ headers }) => !isProbe(headers)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([204, 204, 503]);
  hall.keys = filled;
  await simulator.advance(600_000);
  for (let n = 0; n < 3; n += 1) {
    const { order, page } = await begun('wechat-pay');
    await click(page, 'pay');
    orders.push(order);
  }
  for (const order of orders) expect((await settled(order))?.state).toBe('paid');
  const serials = new Set(
    heard.filter(({ status }) => status === 204).map(({ headers }) => headers['wechatpay-serial']),
  );
  expect(serials.size).toBe(3);
});

const isProbe = (headers: Record<string, string>): boolean =>
  headers['wechatpay-signature']?.startsWith('WECHATPAY/SIGNTEST/') === true;

const idOf = (provider: Provider, body: string): string => {
  if (provider === 'wechat-pay') return (JSON.parse(body) as { id: string }).id;
  const form = new URLSearchParams(body);
  return form.get(provider === 'alipay' ? 'notify_id' : 'queryId') ?? '';
};

describe('a refund that the provider refuses', () => {
  afterEach(() => {
    simulator.world.refusing.clear();
  });

  it.each([
    ['wechat-pay', 'NOT_ENOUGH'],
    ['alipay', 'ACQ.SELLER_BALANCE_NOT_ENOUGH'],
    ['unionpay', '31'],
  ] as const)('%s: in its own words, signed; sent again when it would, and paid out once', async (provider, code) => {
    const { order } = await begun(provider);
    await simulator.pay(provider, order.orderNo, 'pay');
    expect(await hall.settle()).toEqual([]);
    const paid = await hall.store.get(order.orderNo);
    const asked = requestRefund(paid, { amount: 400, reason: '多收', by: 'finance-cai' }, hall.iso());
    if (asked instanceof Problem) throw asked;
    const no = `${order.orderNo}R01`;
    const approved = approveRefund(asked.order, no, 'finance-tan', hall.iso());
    if (approved instanceof Problem) throw approved;
    await hall.store.commit({ ...asked, orders: [asked.order], now: hall.iso() });
    await hall.store.commit({ ...approved, orders: [approved.order], now: hall.iso() });
    simulator.world.refusing.add(order.orderNo);
    expect(await hall.relay()).toBe(0);
    const refused = await hall.store.get(order.orderNo);
    expect(refused.refunds).toMatchObject([{ state: 'refused', refusal: { code } }]);
    simulator.world.refusing.clear();
    hall.now += 60_000;
    const again = retryRefund(refused, no, hall.iso());
    if (again instanceof Problem) throw again;
    await hall.store.commit({ ...again, orders: [again.order], now: hall.iso() });
    expect(await hall.relay()).toBe(0);
    // Told by notice, by its answer or by asking: whichever comes first.
    await simulator.advance(1000);
    await hall.settle();
    hall.now += 120_000;
    await hall.tick();
    expect((await hall.store.get(order.orderNo)).refunds).toMatchObject([{ state: 'success', amount: 400 }]);
    expect(simulator.world.trades.find(provider, order.orderNo)?.payments[0]?.refunds).toMatchObject([{ amount: 400 }]);
    expect(await hall.balances()).toEqual({ [`clearing:${provider}`]: 600, agency: -600 });
  });
});

describe('the page, at every provider', () => {
  const providers = ['wechat-pay', 'alipay', 'unionpay'] as const;

  it.each(providers)('%s paid twice: once for the order, once in suspense with a refund task', async (provider) => {
    const { order } = await begun(provider);
    await simulator.pay(provider, order.orderNo, 'twice');
    await simulator.advance(20_000);
    expect(await hall.settle()).toEqual([]);
    expect((await hall.store.get(order.orderNo)).state).toBe('paid');
    expect(await hall.strays()).toMatchObject([
      { stray: { reason: 'second-payment' }, refunds: [{ state: 'asked', amount: 1000, askedBy: 'hall' }] },
    ]);
    expect(await hall.balances()).toEqual({ [`clearing:${provider}`]: 2000, agency: -1000, suspense: -1000 });
  });

  it.each(providers)('%s paid late: in suspense with a refund task', async (provider) => {
    const { order } = await begun(provider);
    const ended = close(order, 'expired', hall.iso());
    if (ended instanceof Problem) throw ended;
    await hall.store.commit({ ...ended, orders: [ended.order], now: hall.iso() });
    await simulator.pay(provider, order.orderNo, 'late');
    await simulator.advance(20_000);
    expect(await hall.settle()).toEqual([]);
    expect(await hall.store.get(order.orderNo)).toMatchObject({
      state: 'late-paid',
      refunds: [{ state: 'asked', amount: 1000 }],
    });
    expect(await hall.balances()).toEqual({ [`clearing:${provider}`]: 1000, suspense: -1000 });
  });
});
