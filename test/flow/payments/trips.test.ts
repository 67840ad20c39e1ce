/** What a callback costs before it is answered: one round trip to the table, and to the secrets none once they were read. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Engines, startEngines } from '../../support/engines.ts';
import {
  alipayFields,
  alipayPost,
  type MoneyHall,
  moneyHall,
  unionpayFields,
  unionpayPost,
  wechatPaid,
} from '../../support/money-hall.ts';
import { countTrips } from '../../support/round-trips.ts';

let engines: Engines;
let hall: MoneyHall;
let count: () => number;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
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
