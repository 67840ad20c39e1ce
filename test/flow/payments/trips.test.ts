/** What a callback costs before it is answered: one round trip to the table, and to the secrets none once they were read; its settlement: two. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Order } from '../../../shared/payments/order.ts';
import type { Provider } from '../../../shared/payments/words.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import {
  alipayFields,
  alipayPost,
  type MoneyHall,
  moneyHall,
  newOrderNo,
  type Post,
  unionpayFields,
  unionpayPost,
  wechatPaid,
} from '../../support/money-hall.ts';
import { countTrips } from '../../support/round-trips.ts';

let engines: Engines;
let hall: MoneyHall;
let count: () => number;
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  const dynamodb = new DynamoDBClient({ region: 'us-east-1', credentials, endpoint: engines.dynamodbEndpoint });
  count = countTrips(dynamodb);
  hall = await moneyHall(engines, { dynamodb });
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

it.each(['wechat-pay', 'alipay', 'unionpay'] as const)(
  '%s: one for a new notice and for the same again, none for a refused one',
  async (provider) => {
    const { orderNo } = await hall.order();
    const post = {
      'wechat-pay': () => wechatPaid(hall, { orderNo }),
      alipay: () => alipayPost(alipayFields(orderNo)),
      unionpay: () => unionpayPost(unionpayFields(orderNo)),
    }[provider]();
    expect([(await hall.post(provider, post)).statusCode, count()]).toEqual([provider === 'wechat-pay' ? 204 : 200, 1]);
    expect([(await hall.post(provider, post)).statusCode, count()]).toEqual([provider === 'wechat-pay' ? 204 : 200, 1]);
    const reads = hall.keyReads;
    const bad = { ...post, body: post.body.replace(/.$/, 'x') };
    expect([(await hall.post(provider, bad)).statusCode, count()]).toEqual([401, 0]);
    expect([reads, hall.keyReads]).toEqual([1, 1]);
  },
);

describe('settlement', () => {
  async function settled(post: (orderNo: string) => Post, provider: Provider, order: Partial<Order> = {}) {
    const documents = DynamoDBDocumentClient.from(
      new DynamoDBClient({ region: 'us-east-1', credentials, endpoint: engines.dynamodbEndpoint }),
      { marshallOptions: { removeUndefinedValues: true } },
    );
    const trips = countTrips(documents);
    const counted = await moneyHall(engines, { documents });
    const { orderNo } = await counted.order(order);
    expect((await counted.post(provider, post(orderNo))).statusCode).toBeLessThan(300);
    trips();
    expect(await counted.settle()).toEqual([]);
    return { trips: trips(), order: await counted.store.get(orderNo), strays: await counted.strays() };
  }

  it('of a payment: two, the notice and its order read side by side and one transaction', async () => {
    const { trips, order } = await settled((orderNo) => wechatPaid(hall, { orderNo }), 'wechat-pay');
    expect([order.state, trips]).toEqual(['paid', 2]);
  });

  it('of money that fits no order: two', async () => {
    const { trips, strays } = await settled(() => wechatPaid(hall, { orderNo: newOrderNo() }), 'wechat-pay');
    expect([strays.length, trips]).toEqual([1, 2]);
  });

  it('of a second payment: two', async () => {
    const paid = { provider: 'alipay', transactionId: '1', amount: 1000, currency: 'CNY', account: 'agency' } as const;
    const { trips, strays } = await settled((orderNo) => wechatPaid(hall, { orderNo }), 'wechat-pay', {
      state: 'paid',
      payment: { ...paid, providerOrderNo: '1', at: hall.iso() },
    });
    expect([strays.map(({ stray }) => stray?.reason), trips]).toEqual([['second-payment'], 2]);
  });
});
