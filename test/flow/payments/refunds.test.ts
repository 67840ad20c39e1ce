/** Refunds at the desk and at a provider that may fail before or after: part by part, raced, refused, told twice, never too much. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Order, Refund } from '../../../shared/payments/order.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { type ModelProvider, type ModelRefund, modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions } from '../../support/money-functions.ts';
import { type MoneyHall, moneyHall, wechatPaid, wechatRefunded } from '../../support/money-hall.ts';

let engines: Engines;
let hall: MoneyHall;
let api: MoneyFunctions;
let model: ModelProvider;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  model = modelProvider();
  hall = await moneyHall(engines, { providers: model.port });
  api = moneyFunctions(engines, hall);
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

async function paid(): Promise<Order> {
  const { orderNo } = await hall.order();
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
  expect(await hall.settle()).toEqual([]);
  return hall.store.get(orderNo);
}
const ask = ({ orderNo }: Order, amount: number, who: Record<string, string> = finance.cai) =>
  api.call(who, 'POST /v1/money/orders/{orderNo}/refunds', { orderNo }, { amount, reason: '多收' });
const approve = ({ orderNo }: Order, n = 1, who: Record<string, string> = finance.tan) =>
  api.call(
    who,
    'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve',
    { orderNo, refundNo: `${orderNo}R0${n}` },
    {},
  );
const atProvider = ({ orderNo }: Order, n = 1): ModelRefund => {
  const found = model.refunds.get(`${orderNo}R0${n}`);
  if (found === undefined) throw new Error('the provider knows no such refund');
  return found;
};
const wait = async (minutes: number): Promise<void> => {
  hall.now += minutes * 60_000;
  await hall.tick();
};
const states = async ({ orderNo }: Order): Promise<[string, ...Refund['state'][]]> => {
  const order = await hall.store.get(orderNo);
  return [order.state, ...order.refunds.map(({ state }) => state)];
};
async function done(order: Order, amount: number, n: number): Promise<void> {
  expect((await ask(order, amount)).status).toBe(200);
  expect((await approve(order, n)).status).toBe(200);
  expect(await hall.relay()).toBe(0);
  atProvider(order, n).status = 'success';
  await wait(3);
}

describe('never too much', () => {
  it('part after part until the whole, and then no fen more', async () => {
    const order = await paid();
    await done(order, 300, 1);
    expect(await states(order)).toEqual(['partly-refunded', 'success']);
    await done(order, 500, 2);
    expect((await ask(order, 201)).body.type).toContain('too-much');
    await done(order, 200, 3);
    expect(await states(order)).toEqual(['refunded', 'success', 'success', 'success']);
    expect((await ask(order, 1)).body.type).toContain('wrong-state');
    expect(await hall.balances()).toEqual({});
  });

  it('ten officers ask at once: one refund; ten approve at once: the provider is told of one', async () => {
    const order = await paid();
    const asked = await Promise.all(Array.from({ length: 10 }, () => ask(order, 1000)));
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of asked)
      if (status !== 200) expect([status, body.type]).toEqual([409, expect.stringMatching(/refund-open|conflict/)]);
    const approved = await Promise.all(Array.from({ length: 10 }, () => approve(order)));
    expect(approved.filter(({ status }) => status === 200)).toHaveLength(1);
    await hall.relay();
    await hall.relay();
    expect([...model.refunds.values()]).toMatchObject([{ amount: 1000 }]);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, 'refunds-payable': -1000 });
  });

  it('takes two people, and neither of them from elsewhere', async () => {
    const order = await paid();
    await ask(order, 400);
    expect((await approve(order, 1, finance.cai)).body.type).toContain('four-eyes');
    expect((await approve(order, 1, finance.elsewhere)).status).toBe(404);
    const reject = 'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject';
    const params = { orderNo: order.orderNo, refundNo: `${order.orderNo}R01` };
    expect((await api.call(finance.tan, reject, params, {})).status).toBe(200);
    expect(await states(order)).toEqual(['paid', 'rejected']);
    expect((await approve(order)).body.type).toContain('wrong-state');
    await hall.relay();
    expect(model.refunds.size).toBe(0);
  });
});

describe('the provider', () => {
  it('does not answer: the refund waits and is sent again under its own number, once', async () => {
    const order = await paid();
    await ask(order, 400);
    await approve(order);
    model.faults.push('before', 'before', 'before');
    expect(await hall.relay()).toBe(1);
    expect(model.refunds.size).toBe(0);
    for (const minutes of [1, 3, 5]) await wait(minutes);
    expect(atProvider(order)).toMatchObject({ amount: 400, told: 1 });
    expect(await states(order)).toEqual(['refunding', 'approved']);
  });

  it('took it, and its answer was lost: found by asking, never sent as another', async () => {
    const order = await paid();
    await ask(order, 400);
    await approve(order);
    model.faults.push('after');
    expect(await hall.relay()).toBe(1);
    atProvider(order).status = 'success';
    expect(await hall.relay()).toBe(0);
    await wait(3);
    expect(await states(order)).toEqual(['partly-refunded', 'success']);
    expect(model.refunds.size).toBe(1);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 600, agency: -600 });
  });

  it('was never told, as the process died after the approval: the clock tells it', async () => {
    const order = await paid();
    await ask(order, 400);
    await approve(order);
    await wait(1);
    expect(atProvider(order).told).toBe(1);
  });

  it('tells by notice and by query: paid out once', async () => {
    const order = await paid();
    await ask(order, 400);
    await approve(order);
    await hall.relay();
    const told = atProvider(order);
    told.status = 'success';
    const notice = wechatRefunded(hall, order, { refundNo: told.refundNo, amount: 400 });
    await Promise.all([hall.post('wechat-pay', notice), hall.post('wechat-pay', notice), wait(3)]);
    expect(await hall.settle()).toEqual([]);
    await wait(3);
    expect(await states(order)).toEqual(['partly-refunded', 'success']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 600, agency: -600 });
  });

  it('cannot pay it out: a person must see to it; when it is paid out after all, it ends', async () => {
    const order = await paid();
    await ask(order, 400);
    await approve(order);
    await hall.relay();
    atProvider(order).status = 'abnormal';
    await wait(3);
    expect(await states(order)).toEqual(['refunding', 'abnormal']);
    const { body } = await api.call(finance.cai, 'GET /v1/money/refunds', {}, undefined, {
      query: { state: 'abnormal' },
    });
    expect(body.items).toMatchObject([{ orderNo: order.orderNo, amount: 400 }]);
    expect((await ask(order, 100)).body.type).toContain('refund-open');
    atProvider(order).status = 'success';
    for (const minutes of [3, 60, 60]) await wait(minutes);
    expect(await states(order)).toEqual(['partly-refunded', 'success']);
    expect(atProvider(order).told).toBe(1);
  });

  it('closes it: the money is the agency’s again, and may be asked for anew, in whole', async () => {
    const order = await paid();
    await ask(order, 1000);
    await approve(order);
    await hall.relay();
    atProvider(order).status = 'closed';
    await wait(3);
    expect(await states(order)).toEqual(['refund-failed', 'failed']);
    // The promise stays in the ledger, and its reversal stands beside it.
    const entries = (await hall.legs()).filter(({ account }) => account === 'refunds-payable');
    const no = `${order.orderNo}R01#promised`;
    expect(Object.fromEntries(entries.map(({ transferId, amount }) => [transferId, amount]))).toEqual({
      [no]: -1000,
      [`${no}#reversed`]: 1000,
    });
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
    await done(order, 1000, 2);
    expect(await states(order)).toEqual(['refunded', 'failed', 'success']);
    expect(await hall.balances()).toEqual({});
  });
});
