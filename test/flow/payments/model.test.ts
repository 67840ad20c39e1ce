/**
 * The payments room under a hostile world: notices in random order, lost, doubled, fifty at once; the table throttled; the process
 * dying before or after any write. Afterwards the ledger sums to zero, no order was paid twice, nothing verified is lost, and
 * suspense explains the rest.
 */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Order } from '../../../shared/payments/order.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import {
  alipayFields,
  alipayPost,
  moneyHall,
  newTransaction,
  type Post,
  wechatPaid,
} from '../../support/money-hall.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

type Fault = 'none' | 'throttled' | 'dies-before' | 'dies-after';

/** A client whose next writes meet these faults, one after another; none once they are used up. */
function faulty(faults: Fault[]): DynamoDBDocumentClient {
  const real = DynamoDBDocumentClient.from(engines.dynamodb, { marshallOptions: { removeUndefinedValues: true } });
  const send = real.send.bind(real);
  return Object.assign(Object.create(real), {
    async send(command: Parameters<typeof send>[0]) {
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

const fault = fc.constantFrom<Fault>('none', 'none', 'throttled', 'dies-before', 'dies-after');

/** What happens to one order: how often it is paid, by whom, in which amount, and what becomes of each notice. */
const story = fc.record({
  payments: fc.array(
    fc.record({
      provider: fc.constantFrom('wechat-pay', 'alipay'),
      right: fc.boolean(),
      copies: fc.integer({ min: 0, max: 4 }),
      known: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

it('after any storm every verified fen is in one account, and no order is paid twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(story, { minLength: 1, maxLength: 4 }),
      fc.array(fault, { maxLength: 25 }),
      fc.infiniteStream(fc.nat()),
      async (stories, faults, random) => {
        const hall = await moneyHall(engines, { documents: faulty(faults) });
        const orders: Order[] = [];
        const deliveries: { provider: 'wechat-pay' | 'alipay'; post: Post }[] = [];
        const verified = new Map<string, number>();
        const pending = [...faults];
        faults.length = 0;
        for (const { payments } of stories) {
          const order = await hall.order();
          orders.push(order);
          for (const { provider, right, copies, known } of payments) {
            const orderNo = known ? order.orderNo : `${order.orderNo.slice(0, 20)}ZZZZZZ`;
            const total = right ? 1000 : 700;
            const transactionId = newTransaction();
            const post =
              provider === 'alipay'
                ? alipayPost(alipayFields(orderNo, { trade_no: transactionId, total_amount: (total / 100).toFixed(2) }))
                : wechatPaid(hall, { orderNo, transactionId, total });
            // No copy at all is a notice that was lost: nothing was verified, and nothing may be booked.
            for (let copy = 0; copy < copies; copy += 1) deliveries.push({ provider: provider as 'wechat-pay', post });
            if (copies > 0) verified.set(transactionId, total);
          }
        }
        faults.push(...pending);
        const shuffled = deliveries
          .map((one) => ({ one, at: random.next().value }))
          .sort((left, right) => left.at - right.at)
          .map(({ one }) => one);
        for (const { provider, post } of shuffled) {
          expect([200, 204]).toContain((await hall.post(provider, post)).statusCode);
          if ((random.next().value ?? 0) % 3 === 0) await hall.settle();
        }
        for (let round = 0; round < 40 && (await hall.settle()).length > 0; round += 1);
        expect(await hall.settle()).toEqual([]);

        const { agency = 0, suspense = 0, ...clearing } = await hall.balances();
        const sum = [...verified.values()].reduce((total, amount) => total + amount, 0);
        expect(Object.values(clearing).reduce((total, amount) => total + amount, 0)).toBe(sum);
        expect(-agency - suspense).toBe(sum);
        const after = await Promise.all(orders.map(({ orderNo }) => hall.get(orderNo)));
        const paid = after.filter((one) => one?.payment !== undefined);
        expect(agency).toBe(paid.length === 0 ? 0 : -1000 * paid.length);
        for (const one of after) expect(['created', 'paid']).toContain(one?.state);
        const held = (await hall.strays()).reduce((total, one) => total + (one.payment?.amount ?? 0), 0);
        expect(suspense).toBe(held === 0 ? 0 : -held);
        const booked = [
          ...paid.map((one) => one?.payment?.transactionId),
          ...(await hall.strays()).map(({ payment }) => payment?.transactionId),
        ];
        expect(booked.sort()).toEqual([...verified.keys()].sort());
      },
    ),
    { numRuns: 40, seed: 20261122 },
  );
}, 120_000);

it('fifty copies of one notice at once, settled by five workers at once, count once', async () => {
  const hall = await moneyHall(engines);
  const order = await hall.order();
  const post = wechatPaid(hall, { orderNo: order.orderNo });
  const codes = await Promise.all(
    Array.from({ length: 50 }, async () => (await hall.post('wechat-pay', post)).statusCode),
  );
  expect(new Set(codes)).toEqual(new Set([204]));
  await Promise.all(Array.from({ length: 5 }, () => hall.settle()));
  expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
});
