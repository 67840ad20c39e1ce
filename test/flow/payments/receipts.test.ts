/** Fiscal e-receipts: one for what was paid; after a refund a red one that takes it back, and one for what is left. */
import { extractText } from 'unpdf';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/receipts/receipts.ts';
import type { Order } from '../../../shared/payments/order.ts';
import type { PaymentsStore } from '../../../shared/payments/payments-store.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { paperFonts } from '../../support/fonts.ts';
import { type ModelProvider, modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions } from '../../support/money-functions.ts';
import { type MoneyHall, moneyHall, wechatPaid } from '../../support/money-hall.ts';
import { failedIds, sqsEvent } from '../../support/queue-events.ts';

const payer = { sub: 'zhang-wei', name: '张伟', roles: 'citizen', kind: 'natural' };
let engines: Engines;
let hall: MoneyHall;
let api: MoneyFunctions;
let model: ModelProvider;
/** Papers as they were put, by number. */
let papers: Map<string, { sha256: string; bytes: Uint8Array }>;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  model = modelProvider();
  hall = await moneyHall(engines, { providers: model.port });
  api = moneyFunctions(engines, hall);
  papers = new Map();
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

const textOf = async (number = ''): Promise<string> => {
  const { text } = await extractText(Uint8Array.from(papers.get(number)?.bytes ?? []), { mergePages: true });
  return text.replaceAll(/\s/g, '');
};
const load = ({ orderNo }: Order) => hall.store.get(orderNo);

async function paid(): Promise<Order> {
  const { orderNo } = await hall.order();
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
  expect(await hall.settle()).toEqual([]);
  return hall.store.get(orderNo);
}

/** The event as the relay hands it over. @returns messages that come again */
async function issue({ orderNo }: Order, store: PaymentsStore = hall.store): Promise<string[]> {
  const fonts = await paperFonts();
  const put = async (_orderNo: string, number: string, bytes: Uint8Array, sha256: string): Promise<void> => {
    // A number stands for one paper, however often it is made.
    expect(papers.get(number)?.sha256 ?? sha256).toBe(sha256);
    papers.set(number, { sha256, bytes });
  };
  const handler = makeHandler({
    store,
    receipts: { put },
    fonts: async () => fonts,
    hallUrl: 'http://localhost:3000',
    clock: hall.iso,
  });
  const event = {
    eventId: `${orderNo}-2-paid`,
    type: 'paid',
    orderNo,
    beforeDecision: false,
    amount: 1000,
    at: hall.iso(),
  };
  return failedIds(await handler(sqsEvent('receipts', [{ kind: 'money', ...event }])));
}

async function refund(order: Order, amount: number, n: number): Promise<void> {
  const at = 'POST /v1/money/orders/{orderNo}/refunds';
  const { orderNo } = order;
  const refundNo = `${orderNo}R0${n}`;
  expect((await api.call(finance.cai, at, { orderNo }, { amount, reason: '多收' })).status).toBe(200);
  expect((await api.call(finance.tan, `${at}/{refundNo}/approve`, { orderNo, refundNo }, {})).status).toBe(200);
  await hall.relay();
  const told = model.refunds.get(refundNo);
  if (told === undefined) throw new Error('the provider knows no such refund');
  told.status = 'success';
  hall.now += 180_000;
  await hall.tick();
}

const link = ({ orderNo }: Order, number?: string) =>
  api.call(
    payer,
    'GET /v1/orders/{orderNo}/receipt',
    { orderNo },
    undefined,
    number === undefined ? {} : { query: { number } },
  );

describe('a receipt', () => {
  it('is issued once for what was paid, and says the sum', async () => {
    const order = await paid();
    expect((await link(order)).body.type).toContain('receipt-not-ready');
    expect(await issue(order)).toEqual([]);
    const first = await load(order);
    expect(first).toMatchObject({ state: 'receipted', receipt: { amount: 1000 }, redReceipts: [] });
    await issue(order);
    expect(await load(order)).toEqual(first);
    expect([...papers.keys()]).toEqual([first.receipt?.number]);
    expect((await link(order)).body.url).toContain(first.receipt?.number);
  });

  it('is taken back whole by a red one when a part goes back, and another says what is left; and so on to nothing', async () => {
    const order = await paid();
    await issue(order);
    const first = (await load(order)).receipt;
    await refund(order, 300, 1);
    await issue(order);
    const second = await load(order);
    expect(second).toMatchObject({
      state: 'partly-refunded',
      receipt: { amount: 700 },
      redReceipts: [{ amount: 1000, against: first?.number }],
    });
    await issue(order);
    expect(await load(order)).toEqual(second);

    await refund(order, 700, 2);
    await issue(order);
    const last = await load(order);
    expect(last.state).toBe('refunded');
    expect(last.receipt).toBeUndefined();
    expect(last.redReceipts.map(({ amount, against }) => [amount, against])).toEqual([
      [1000, first?.number],
      [700, second.receipt?.number],
    ]);
    const sums = [first?.amount, second.receipt?.amount, ...last.redReceipts.map(({ amount }) => -amount)];
    expect(sums.reduce((sum: number, one) => sum + (one ?? 0), 0)).toBe(0);
    expect(papers.size).toBe(4);
    const red = await textOf(last.redReceipts[0]?.number);
    expect(red).toContain('红字');
    expect(red).toContain('-10.00');
    expect(red).toContain(first?.number);
    const rest = await textOf(second.receipt?.number);
    expect(rest).toContain('-3.00');
    expect(rest).toContain('7.00');

    // Each paper can be opened by the payer; nothing else by that way, and none holds any more.
    for (const number of papers.keys()) expect((await link(order, number)).body.url).toContain(number);
    expect((await link(order, '0000000000')).status).toBe(404);
    expect((await link(order)).body.type).toContain('receipt-not-ready');
  });

  it('that comes after the money has gone back is of what is left, or is none', async () => {
    const order = await paid();
    await refund(order, 400, 1);
    await issue(order);
    expect(await load(order)).toMatchObject({ receipt: { amount: 600 }, redReceipts: [] });
    const other = await paid();
    await refund(other, 1000, 1);
    const before = await load(other);
    await issue(other);
    expect(await load(other)).toEqual(before);
  });

  it('is not issued for money that was not owed', async () => {
    const order = await hall.order({ state: 'closed', closedFor: 'expired' });
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo }));
    await hall.settle();
    expect((await load(order)).state).toBe('late-paid');
    await issue(order);
    expect(papers.size).toBe(0);
  });

  it('made by a process that dies before it is written down is the same when it is made again', async () => {
    const order = await paid();
    await issue(order);
    await refund(order, 300, 1);
    const dying: PaymentsStore = {
      ...hall.store,
      commit: async () => {
        throw new Error('killed');
      },
    };
    expect(await issue(order, dying)).toHaveLength(1);
    expect(papers.size).toBe(3);
    hall.now += 60_000;
    expect(await issue(order)).toEqual([]);
    expect(papers.size).toBe(3);
    const { receipt, redReceipts } = await load(order);
    expect([...papers.keys()]).toEqual(expect.arrayContaining([receipt?.number, redReceipts[0]?.number]));
  });
});
