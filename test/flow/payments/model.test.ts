/**
 * The payments room under a hostile world: notices in random order, lost, doubled, fifty at once; payments late, twice, in a wrong
 * amount, for nobody; refunds asked by two officers at once, told to a provider that fails before or after; the table throttled; the
 * process dying before or after any write. Afterwards the ledger sums to zero, no order was paid twice, nothing verified is lost, no
 * payment went back more than once, and suspense explains the rest.
 */
import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { secondsAfter } from '../../../shared/base/time.ts';
import { type Order, refundedOf } from '../../../shared/payments/order.ts';
import { offered } from '../../../shared/payments/refunding.ts';
import { type Provider, yuanOf } from '../../../shared/payments/words.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { type ModelProvider, type ModelRefund, modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions } from '../../support/money-functions.ts';
import {
  alipayFields,
  alipayPost,
  type MoneyHall,
  moneyHall,
  newTransaction,
  type Post,
  unionpayFields,
  unionpayPost,
  wechatPaid,
  wechatRefunded,
} from '../../support/money-hall.ts';

/** A handful in `npm test`, with a crash at every third write; all in `npm run test:thorough`. */
const thorough = process.env.THOROUGH !== undefined;
const runs = thorough ? 120 : 4;

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const faultKinds = ['throttled', 'dies-before', 'dies-after'] as const;
type Fault = 'none' | (typeof faultKinds)[number];

/** A client whose next writes meet these faults, one after another; none once they are used up. */
function faulty<C extends DynamoDBClient | DynamoDBDocumentClient>(real: C, faults: Fault[]): C {
  const send = real.send.bind(real) as (command: object) => Promise<unknown>;
  return Object.assign(Object.create(real), {
    async send(command: object) {
      const writes = /TransactWrite|Update|Put/.test(command.constructor.name);
      const fault = writes ? (faults.shift() ?? 'none') : 'none';
      if (fault === 'dies-before') throw new Error('died before the write');
      if (fault === 'throttled') {
        const reason = { Code: 'ThrottlingError', Message: 'slow down' };
        throw new TransactionCanceledException({ message: 'throttled', CancellationReasons: [reason], $metadata: {} });
      }
      const answer = await send(command);
      if (fault === 'dies-after') throw new Error('died after the write');
      return answer;
    },
  });
}

interface World {
  readonly hall: MoneyHall;
  readonly desk: MoneyFunctions;
  readonly model: ModelProvider;
  readonly orders: Order[];
  /** Amount of every payment that a provider has told at least once, by transaction. */
  readonly told: Map<string, { provider: Provider; amount: number }>;
}

async function newWorld(faults: Fault[]): Promise<World> {
  const model = modelProvider();
  const hall = await moneyHall(engines, {
    documents: faulty(engines.documents, faults),
    dynamodb: faulty(engines.dynamodb, faults),
    providers: model.port,
  });
  return { hall, desk: moneyFunctions(engines, hall), model, orders: [], told: new Map() };
}

const providers = ['wechat-pay', 'alipay', 'unionpay'] as const;

/** An order that all three providers were told of. */
async function newOrder({ hall, orders }: World): Promise<void> {
  const now = hall.iso();
  let order = await hall.order();
  for (const provider of providers) {
    order = offered(order, { provider, client: 'native', at: now }, secondsAfter(now, 60));
    await hall.store.commit({ orders: [order], now });
  }
  orders.push(order);
}

interface Payment {
  readonly order: number;
  readonly provider: Provider;
  /** In the amount that was asked. */
  readonly right: boolean;
  /** Under a number that we gave out. */
  readonly known: boolean;
  readonly copies: number;
}

async function pay(world: World, { order: index, provider, right, known, copies }: Payment): Promise<void> {
  const { hall, model, orders, told } = world;
  const order = orders[index % orders.length];
  if (order === undefined) return;
  const orderNo = known ? order.orderNo : `${order.orderNo.slice(0, 20)}ZZZZZZ`;
  // UnionPay takes one payment for a number.
  if (provider === 'unionpay' && model.payments.some((one) => one.provider === provider && one.orderNo === orderNo))
    return;
  const transactionId = newTransaction();
  const amount = right ? order.amount : 700;
  model.payments.push({ provider, orderNo, transactionId, amount });
  if (copies > 0) told.set(transactionId, { provider, amount });
  await deliver(hall, provider, copies, () => {
    if (provider === 'wechat-pay') return wechatPaid(hall, { orderNo, transactionId, total: amount });
    if (provider === 'alipay') {
      return alipayPost(
        alipayFields(orderNo, {
          trade_no: transactionId,
          total_amount: yuanOf(amount),
          notify_id: `p${transactionId}`,
        }),
      );
    }
    return unionpayPost(unionpayFields(orderNo, { queryId: transactionId, txnAmt: String(amount) }));
  });
}

/** All copies at once; a copy that is not taken comes again, as providers do. */
async function deliver(hall: MoneyHall, provider: Provider, copies: number, make: () => Post): Promise<void> {
  const post = make();
  await Promise.all(
    Array.from({ length: copies }, async () => {
      for (let tries = 0; tries < 60; tries += 1) {
        const { statusCode = 0 } = await hall.post(provider, post);
        if (statusCode < 300) return;
        expect(statusCode).toBe(503);
      }
      throw new Error('never taken');
    }),
  );
}

/** Two officers at once ask for a refund of the same order; each other's, or the hall's, is approved by both at once. */
async function refund(world: World, index: number, amount: number): Promise<void> {
  const { hall, desk } = world;
  const all = (await hall.allOrders()).filter(({ payment }) => payment !== undefined);
  const order = all[index % Math.max(all.length, 1)];
  if (order === undefined) return;
  const params = { orderNo: order.orderNo };
  const both = async (routeKey: string, more: Record<string, string>, body: object) => {
    const officers = [finance.cai, finance.tan];
    const answers = await Promise.all(officers.map((who) => desk.call(who, routeKey, { ...params, ...more }, body)));
    for (const { status } of answers) expect([200, 404, 409, 422, 500, 503]).toContain(status);
  };
  await both('POST /v1/money/orders/{orderNo}/refunds', {}, { amount, reason: '多收' });
  const asked = (await hall.get(order.orderNo))?.refunds.find(({ state }) => state === 'asked');
  if (asked === undefined) return;
  await both('POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve', { refundNo: asked.refundNo }, {});
}

/** The provider pays a refund out, or cannot, or closes it, and tells so or not. */
async function payOut(
  { hall, model }: World,
  index: number,
  status: ModelRefund['status'],
  copies: number,
): Promise<void> {
  const open = [...model.refunds.values()].filter((one) => one.status === 'processing' || one.status === 'abnormal');
  const one = open[index % Math.max(open.length, 1)];
  if (one === undefined || status === 'processing') return;
  one.status = status;
  const order = await hall.get(one.orderNo);
  if (order === undefined) return;
  if (one.provider === 'wechat-pay') {
    const upper = status.toUpperCase() as 'SUCCESS' | 'ABNORMAL' | 'CLOSED';
    await deliver(hall, one.provider, copies, () => wechatRefunded(hall, order, { ...one, status: upper }));
  }
  if (one.provider === 'alipay' && status === 'success')
    await deliver(hall, one.provider, copies, () => alipayRefund(model, order, one));
}

function alipayRefund({ refunds }: ModelProvider, order: Order, one: ModelRefund): Post {
  const gone = [...refunds.values()].filter(
    ({ transactionId, status }) => transactionId === one.transactionId && status === 'success',
  );
  const sum = gone.reduce((total, { amount }) => total + amount, 0);
  const whole = sum >= (order.payment?.amount ?? 0);
  return alipayPost(
    alipayFields(order.payment?.providerOrderNo ?? order.orderNo, {
      notify_id: `r${one.refundNo}`,
      trade_no: one.transactionId,
      trade_status: whole ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
      total_amount: yuanOf(order.payment?.amount ?? 0),
      refund_fee: yuanOf(sum),
      out_biz_no: one.refundNo,
      gmt_refund: '2026-11-22 12:30:00.000',
    }),
  );
}

type Deed =
  | ({ readonly do: 'pay' } & Payment)
  | { readonly do: 'refund'; readonly order: number; readonly amount: number }
  | {
      readonly do: 'pay-out';
      readonly which: number;
      readonly status: 'success' | 'abnormal' | 'closed';
      readonly copies: number;
    }
  | { readonly do: 'settle' | 'relay' }
  | { readonly do: 'tick'; readonly minutes: number };

async function act(world: World, deed: Deed): Promise<void> {
  switch (deed.do) {
    case 'pay':
      return pay(world, deed);
    case 'refund':
      return refund(world, deed.order, deed.amount);
    case 'pay-out':
      return payOut(world, deed.which, deed.status, deed.copies);
    case 'settle':
      return void (await Promise.all([world.hall.settle(), world.hall.settle()]));
    case 'relay':
      return void (await world.hall.relay());
    case 'tick':
      world.hall.now += deed.minutes * 60_000;
      return tick(world);
  }
}

/** A tick that dies is followed by the next one. */
const tick = ({ hall }: World): Promise<void> => hall.tick().catch(() => undefined);

/** No more faults: everything that waits is worked off, and every refund comes to its end. */
async function comeToRest(world: World): Promise<void> {
  const { hall, model } = world;
  model.faults.length = 0;
  for (const one of model.refunds.values())
    if (one.status === 'processing' || one.status === 'abnormal') one.status = 'success';
  for (let round = 0; round < 8; round += 1) {
    await hall.settle();
    await hall.relay();
    const awaited = (await hall.allOrders()).some(({ checkAt, stray }) => checkAt !== undefined && stray === undefined);
    const open = (await hall.allOrders()).some(({ refunds }) =>
      refunds.some(({ state }) => state === 'approved' || state === 'abnormal'),
    );
    if (!awaited && !open) break;
    for (const one of model.refunds.values()) if (one.status === 'processing') one.status = 'success';
    hall.now += 61 * 60_000;
    await tick(world);
  }
  expect(await hall.settle()).toEqual([]);
  expect(await hall.relay()).toBe(0);
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

async function expectEveryFen({ hall, model, orders, told }: World): Promise<void> {
  const legs = await hall.legs();
  const byTransfer = Map.groupBy(legs, ({ transferId }) => transferId);
  for (const [id, pair] of byTransfer) expect([pair.length, sum(pair.map(({ amount }) => amount))], id).toEqual([2, 0]);
  // Throws unless the whole ledger sums to zero.
  const balances = await hall.balances();

  const all = (await hall.allOrders()).filter(({ closedFor }) => closedFor !== 'matched');
  const paid = all.flatMap((one) => (one.payment === undefined ? [] : [{ one, payment: one.payment }]));
  const transactions = paid.map(({ payment }) => payment.transactionId);
  expect(new Set(transactions).size, 'no payment is booked twice').toBe(transactions.length);
  const booked = [...byTransfer.keys()].flatMap((id) => /#(\d+)#PAID#in$/.exec(id)?.[1] ?? []);
  expect(booked.toSorted()).toEqual(transactions.toSorted());
  for (const transaction of told.keys()) expect(transactions, 'nothing verified is lost').toContain(transaction);
  for (const transaction of transactions)
    expect(model.payments.map(({ transactionId }) => transactionId)).toContain(transaction);
  for (const { orderNo, amount } of orders) {
    const here = all.find((one) => one.orderNo === orderNo);
    const fits = model.payments.some((one) => one.orderNo === orderNo && one.amount === amount);
    expect(here?.payment !== undefined, 'paid by whoever paid it, told or found').toBe(fits);
  }

  for (const provider of providers) {
    const came = paid.filter(({ payment }) => payment.provider === provider).map(({ payment }) => payment.amount);
    const went = [...model.refunds.values()].filter((one) => one.provider === provider && one.status === 'success');
    expect(balances[`clearing:${provider}`] ?? 0).toBe(sum(came) - sum(went.map(({ amount }) => amount)));
  }
  for (const account of ['agency', 'suspense'] as const) {
    const held = paid.filter(({ payment }) => payment.account === account);
    expect(0 - (balances[account] ?? 0), `${account} is explained`).toBe(
      sum(held.map(({ one, payment }) => payment.amount - refundedOf(one))),
    );
  }
  expect(balances['refunds-payable']).toBeUndefined();
  for (const { one, payment } of paid) {
    const went = [...model.refunds.values()].filter(
      ({ transactionId, status }) => transactionId === payment.transactionId && status === 'success',
    );
    expect(refundedOf(one)).toBe(sum(went.map(({ amount }) => amount)));
    expect(refundedOf(one)).toBeLessThanOrEqual(payment.amount);
  }
}

const copies = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constant(50) },
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      order: fc.nat(9),
      provider: fc.constantFrom(...providers),
      right: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      known: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      copies,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      order: fc.nat(9),
      amount: fc.constantFrom(1, 300, 400, 700, 1000, 1001),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pay-out' as const),
      which: fc.nat(9),
      status: fc.constantFrom('success' as const, 'success' as const, 'abnormal' as const, 'closed' as const),
      copies: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('relay' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tick' as const), minutes: fc.constantFrom(1, 2, 30, 130) }) },
);
const fault = fc.constantFrom<Fault>('none', 'none', 'none', ...faultKinds);

it('after any storm every fen is where it belongs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(deed, { minLength: 5, maxLength: 25 }),
      fc.array(fault, { maxLength: 30 }),
      fc.array(fc.constantFrom('none' as const, 'before' as const, 'after' as const), { maxLength: 12 }),
      async (count, deeds, faults, silences) => {
        const now: Fault[] = [];
        const world = await newWorld(now);
        for (let n = 0; n < count; n += 1) await newOrder(world);
        now.push(...faults);
        world.model.faults.push(...silences);
        for (const one of deeds) await act(world, one);
        now.length = 0;
        await comeToRest(world);
        await expectEveryFen(world);
      },
    ),
    { numRuns: runs, seed: 20_261_122 },
  );
}, 600_000);

/** The whole way of one fee, with a second payment beside it, part of it refunded. */
const way: readonly Deed[] = [
  { do: 'pay', order: 0, provider: 'wechat-pay', right: true, known: true, copies: 2 },
  { do: 'pay', order: 0, provider: 'unionpay', right: true, known: true, copies: 1 },
  { do: 'settle' },
  { do: 'refund', order: 0, amount: 400 },
  { do: 'relay' },
  { do: 'pay-out', which: 0, status: 'success', copies: 2 },
  { do: 'settle' },
];

it.each(faultKinds)(
  '%s at every write of one fee’s way, each in turn',
  async (kind) => {
    let writes = 0;
    for (let at = 0; at === 0 || at < writes; at += thorough ? 1 : 3) {
      const faults: Fault[] = [];
      const world = await newWorld(faults);
      await newOrder(world);
      faults.push(
        ...Array.from({ length: at }, () => 'none' as const),
        kind,
        ...Array.from({ length: 60 }, () => 'none' as const),
      );
      for (const one of way) await act(world, one);
      if (at === 0) writes = 61 - faults.length;
      faults.length = 0;
      await comeToRest(world);
      await expectEveryFen(world);
    }
    expect(writes).toBeGreaterThan(8);
  },
  120_000,
);

it('fifty copies of one notice at once, settled by five workers at once, count once', async () => {
  const world = await newWorld([]);
  await newOrder(world);
  await pay(world, { order: 0, provider: 'wechat-pay', right: true, known: true, copies: 50 });
  await Promise.all(Array.from({ length: 5 }, () => world.hall.settle()));
  expect(await world.hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
});
