/** A refund that its provider refuses for good, or never answers: a person's, never lost, sent again or paid another way by two people. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Order, Refund } from '../../../shared/payments/order.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { type ModelProvider, modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions, payers } from '../../support/money-functions.ts';
import {
  alipayFields,
  alipayPost,
  type MoneyHall,
  moneyHall,
  wechatPaid,
  wechatRefunded,
} from '../../support/money-hall.ts';

let engines: Engines;
let hall: MoneyHall;
let api: MoneyFunctions;
let model: ModelProvider;
let alarms: string[];
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  model = modelProvider();
  hall = await moneyHall(engines, { providers: model.port });
  api = moneyFunctions(engines, hall);
  alarms = [];
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation((line) => void alarms.push(String(line)));
});

const refundsOf = '/v1/money/orders/{orderNo}/refunds';
type Step = 'approve' | 'reject' | 'retry' | 'offline' | 'confirm';
async function step(
  { orderNo }: Pick<Order, 'orderNo'>,
  name: Step,
  who: Record<string, string>,
  body: object = {},
  n = 1,
) {
  const refundNo = `${orderNo}R0${n}`;
  const { refunds } = await hall.store.get(orderNo);
  const { offline } = refunds.find((one) => one.refundNo === refundNo) ?? {};
  const seen = name === 'confirm' ? { recordedAt: offline?.at ?? hall.iso() } : {};
  return api.call(who, `POST ${refundsOf}/{refundNo}/${name}`, { orderNo, refundNo }, { ...body, ...seen });
}
const ask = ({ orderNo }: Order, amount: number) =>
  api.call(finance.cai, `POST ${refundsOf}`, { orderNo }, { amount, reason: '多收' });
const actions = async ({ orderNo }: Order, who: Record<string, string>): Promise<string[]> =>
  (await api.call(who, 'GET /v1/money/orders/{orderNo}', { orderNo })).body.actions;
const states = async ({ orderNo }: Order): Promise<[string, ...Refund['state'][]]> => {
  const order = await hall.store.get(orderNo);
  return [order.state, ...order.refunds.map(({ state }) => state)];
};
const wait = async (minutes: number): Promise<void> => {
  hall.now += minutes * 60_000;
  await hall.tick();
};

async function paid(): Promise<Order> {
  const { orderNo } = await hall.order();
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
  expect(await hall.settle()).toEqual([]);
  return hall.store.get(orderNo);
}

async function refused(amount = 400): Promise<Order> {
  const order = await paid();
  await ask(order, amount);
  expect((await step(order, 'approve', finance.tan)).status).toBe(200);
  model.faults.push('refused');
  expect(await hall.relay()).toBe(0);
  expect(await states(order)).toEqual(['refund-failed', 'refused']);
  return hall.store.get(order.orderNo);
}

const voucher = { reference: 'ICBC-20261122-0007', paidOn: '2026-11-22', evidence: '转入张伟工商银行账户，回单已归档' };

describe('refused for good', () => {
  it('is asked for no more: it waits for a person, is told and listed, and stays promised to the payer', async () => {
    const order = await refused();
    expect(order.refunds[0]?.refusal).toEqual({ code: 'NOT_ENOUGH', at: hall.iso() });
    expect(alarms.filter((line) => line.includes('MONEY_ALARM') && line.includes('refund-refused'))).toHaveLength(1);
    for (const minutes of [2, 60, 60, 60]) await wait(minutes);
    expect(model.refunds.size).toBe(0);
    expect(await states(order)).toEqual(['refund-failed', 'refused']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -600, 'refunds-payable': -400 });
    const list = await api.call(finance.cai, 'GET /v1/money/refunds', {}, undefined, { query: { state: 'refused' } });
    expect(list.body.items).toMatchObject([{ orderNo: order.orderNo, amount: 400, refusal: { code: 'NOT_ENOUGH' } }]);
    expect(await actions(order, finance.cai)).toEqual(['retry', 'offline']);
  });

  it('never lets more be asked for than was paid', async () => {
    const order = await refused(700);
    expect((await ask(order, 1000)).body.type).toContain('refund-open');
    expect((await ask(order, 300)).body.type).toContain('refund-open');
  });

  it('is told the payer without names or codes', async () => {
    const order = await refused();
    const { body } = await api.call(payers.zhang, 'GET /v1/orders/{orderNo}', { orderNo: order.orderNo });
    expect(body.refunds).toEqual([
      { refundNo: `${order.orderNo}R01`, amount: 400, reason: '多收', state: 'refused', askedAt: expect.any(String) },
    ]);
  });

  it('is paid out by the provider after all: found by asking, and it ends', async () => {
    const order = await refused();
    model.refunds.set(`${order.orderNo}R01`, {
      ...{ provider: 'wechat-pay', refundNo: `${order.orderNo}R01`, orderNo: order.orderNo, amount: 400 },
      ...{ transactionId: order.payment?.transactionId ?? '', status: 'success', told: 1 },
    });
    for (const minutes of [60, 60]) await wait(minutes);
    expect(await states(order)).toEqual(['partly-refunded', 'success']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 600, agency: -600 });
  });

  it('turns out closed at the provider: the promise is taken back', async () => {
    const order = await refused();
    await hall.post(
      'wechat-pay',
      wechatRefunded(hall, order, { refundNo: `${order.orderNo}R01`, amount: 400, status: 'CLOSED' }),
    );
    expect(await hall.settle()).toEqual([]);
    expect(await states(order)).toEqual(['refund-failed', 'failed']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
  });
});

describe('never answered', () => {
  it('is sent again with pauses that grow, and after twelve silences is a person’s', async () => {
    const order = await paid();
    await ask(order, 400);
    await step(order, 'approve', finance.tan);
    model.faults.push(...Array.from({ length: 40 }, () => 'before' as const));
    for (let hour = 0; hour < 9; hour += 1) for (const minutes of [1, 2, 4, 8, 16, 29]) await wait(minutes);
    expect(await states(order)).toEqual(['refund-failed', 'refused']);
    expect((await hall.store.get(order.orderNo)).refunds[0]?.refusal?.code).toBe('NO_ANSWER');
    // Eleven that were counted, the twelfth that ended it, and then a question an hour.
    expect(40 - model.faults.length).toBeLessThan(18);
    model.faults.length = 0;
    expect((await step(order, 'retry', finance.cai)).status).toBe(200);
    // What was never answered may have been taken: it comes as the very same again.
    expect((await hall.store.get(order.orderNo)).refunds[0]?.retriedAt).toBeUndefined();
    expect(await hall.relay()).toBe(0);
    expect(model.refunds.size).toBe(1);
  });
});

describe('sent again', () => {
  it('under its number, once, however often it is pressed', async () => {
    const order = await refused();
    const call = { orderNo: order.orderNo, refundNo: `${order.orderNo}R01` };
    const again = () => api.call(finance.cai, `POST ${refundsOf}/{refundNo}/retry`, call, {}, { key: 'one-press' });
    const [first, second] = [await again(), await again()];
    expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
    expect((await step(order, 'retry', finance.cai)).body.type).toContain('wrong-state');
    expect(await states(order)).toEqual(['refunding', 'approved']);
    expect(await hall.relay()).toBe(0);
    const told = model.refunds.get(`${order.orderNo}R01`);
    expect(told).toMatchObject({ amount: 400, told: 1 });
    if (told !== undefined) told.status = 'success';
    await wait(3);
    expect(await states(order)).toEqual(['partly-refunded', 'success']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 600, agency: -600 });
  });

  it('and refused again: it waits again, and is promised once', async () => {
    const order = await refused();
    await step(order, 'retry', finance.cai);
    model.faults.push('refused');
    await hall.relay();
    expect(await states(order)).toEqual(['refund-failed', 'refused']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -600, 'refunds-payable': -400 });
  });
});

describe('paid another way', () => {
  it('one records the transfer, another confirms it: the ledger says from which account it went', async () => {
    const order = await refused();
    const recorded = await step(order, 'offline', finance.cai, voucher);
    expect(recorded.body.refunds[0].offline).toEqual({ ...voucher, by: 'finance-cai', at: hall.iso() });
    expect(await states(order)).toEqual(['refund-failed', 'refused']);
    expect((await step(order, 'confirm', finance.cai)).body.type).toContain('four-eyes');
    expect((await step(order, 'confirm', finance.elsewhere)).status).toBe(404);
    expect(await actions(order, finance.cai)).not.toContain('confirm');
    expect(await actions(order, finance.tan)).toContain('confirm');
    expect((await step(order, 'confirm', finance.tan)).status).toBe(200);
    expect(await states(order)).toEqual(['partly-refunded', 'success']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -600, bank: -400 });
    const { body } = await api.call(payers.zhang, 'GET /v1/orders/{orderNo}', { orderNo: order.orderNo });
    expect(body.refunds[0]).toMatchObject({
      state: 'success',
      offline: { reference: voucher.reference, paidOn: voucher.paidOn },
    });
    expect(JSON.stringify(body.refunds)).not.toMatch(/finance-|归档/);
    for (const name of ['confirm', 'retry'] as const)
      expect((await step(order, name, finance.tan)).body.type).toContain('wrong-state');
    expect((await step(order, 'offline', finance.tan, voucher)).body.type).toContain('wrong-state');
    expect((await ask(order, 601)).body.type).toContain('too-much');
  });

  it('both halves repeated and raced: once', async () => {
    const order = await refused();
    const record = await Promise.all([finance.cai, finance.cai].map((who) => step(order, 'offline', who, voucher)));
    expect(record.some(({ status }) => status === 200)).toBe(true);
    const confirmed = await Promise.all(Array.from({ length: 6 }, () => step(order, 'confirm', finance.tan)));
    expect(confirmed.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -600, bank: -400 });
  });

  it('needs a voucher, and a day between the asking and today', async () => {
    const order = await refused();
    for (const paidOn of ['2026-11-21', '2026-11-23'])
      expect((await step(order, 'offline', finance.cai, { ...voucher, paidOn })).body.type).toContain('not-paid-then');
    for (const bad of [{ reference: '回单' }, { evidence: ' ' }, { paidOn: 'today' }])
      expect((await step(order, 'offline', finance.cai, { ...voucher, ...bad })).status).toBe(422);
    expect((await step(order, 'confirm', finance.tan)).body.type).toContain('wrong-state');
  });

  it('also where the provider could not pay it out', async () => {
    const order = await paid();
    await ask(order, 1000);
    await step(order, 'approve', finance.tan);
    await hall.relay();
    const told = model.refunds.get(`${order.orderNo}R01`);
    if (told !== undefined) told.status = 'abnormal';
    await wait(3);
    expect(await actions(order, finance.cai)).toEqual(['offline']);
    await step(order, 'offline', finance.cai, voucher);
    await step(order, 'confirm', finance.tan);
    expect(await states(order)).toEqual(['refunded', 'success']);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, bank: -1000 });
  });

  it('and by the provider after all: booked as what it is, too much, and a person is told', async () => {
    const order = await refused(1000);
    await step(order, 'offline', finance.cai, voucher);
    await step(order, 'confirm', finance.tan);
    alarms = [];
    await hall.post('wechat-pay', wechatRefunded(hall, order, { refundNo: `${order.orderNo}R01`, amount: 1000 }));
    expect(await hall.settle()).toEqual([]);
    expect(alarms.some((line) => line.includes('over-refund'))).toBe(true);
    expect(await states(order)).toEqual(['refunded', 'success']);
    expect(await hall.balances()).toEqual({ bank: -1000, suspense: 1000 });
  });

  it('and then part of the rest in Alipay’s console, whose sums know nothing of the transfer', async () => {
    const { orderNo } = await hall.order();
    const fields = alipayFields(orderNo);
    await hall.post('alipay', alipayPost(fields));
    await hall.settle();
    const order = await hall.store.get(orderNo);
    await ask(order, 400);
    await step(order, 'approve', finance.tan);
    model.faults.push('refused');
    await hall.relay();
    await step(order, 'offline', finance.cai, voucher);
    await step(order, 'confirm', finance.tan);
    const elsewhere = { refund_fee: '3.00', gmt_refund: '2026-11-22 12:30:00.000', out_biz_no: 'console-1' };
    await hall.post('alipay', alipayPost({ ...fields, ...elsewhere, notify_id: `${fields.notify_id}9` }));
    expect(await hall.settle()).toEqual([]);
    expect(await states(order)).toEqual(['partly-refunded', 'success', 'success']);
    expect(await hall.balances()).toEqual({ 'clearing:alipay': 700, agency: -300, bank: -400 });
  });
});
