/** A case and its fee: who owes what by their answers, what waits for it, and what goes back when the case ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/fees/fees.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { withdraw } from '../../../shared/cases/applying.ts';
import type { CaseHead } from '../../../shared/cases/case.ts';
import { type Item, item as itemSchema } from '../../../shared/catalogue/item.ts';
import type { Order } from '../../../shared/payments/order.ts';
import { grantAsk } from '../../../shared/payments/reducing.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { agency, type MoneyHall, moneyHall, wechatPaid } from '../../support/money-hall.ts';
import { failedIds, sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { caseId, goodAnswers, type Life, lifeIn, monday, wang } from '../../support/test-case.ts';
import { feeItem as anyFeeItem } from '../../support/test-item.ts';

let engines: Engines;
let money: MoneyHall;
let cases: QueueHall;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  [money, cases] = await Promise.all([moneyHall(engines), queueHall(engines)]);
  money.now = Date.parse(monday);
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

/** Of the agency whose merchant the provider plays. */
const feeItem: Item = { ...anyFeeItem, agency: { ...anyFeeItem.agency, code: agency } };
const [theFee] = feeItem.fees;
const itemWith = (fees: readonly object[]): Item =>
  itemSchema.parse({ ...feeItem, fees: fees.map((one) => ({ ...theFee, ...one })) });

const worker = (item: Item) => makeHandler({ ...cases, payments: money.store, catalogue: catalogueOf([item]) });
const tell = async (item: Item, message: object): Promise<string[]> =>
  failedIds(await worker(item)(sqsEvent('case-fees', [message])));
const caseSays = (item: Item, type: string) =>
  tell(item, {
    kind: 'case',
    eventId: `${caseId}-9-${type}`,
    type,
    caseId,
    seq: 9,
    at: monday,
  });
const moneySays = (item: Item, type: string, { orderNo, amount, beforeDecision }: Order) =>
  tell(item, {
    kind: 'money',
    eventId: `${orderNo}-${type}`,
    type,
    orderNo,
    caseId,
    amount,
    beforeDecision,
    at: monday,
  });

const head = async (): Promise<CaseHead> => (await cases.cases.loadHead(caseId)).head;
const theOrder = async (): Promise<Order | undefined> => {
  const no = await money.store.orderNoOfCase(caseId);
  return no === undefined ? undefined : money.get(no);
};
async function asked(item: Item, answers: object = goodAnswers): Promise<Order | undefined> {
  const life = lifeIn('in-review', item);
  await cases.put({ ...life, head: { ...life.head, answers: { ...life.head.answers, ...answers } } } as Life);
  expect(await caseSays(item, 'accepted')).toEqual([]);
  return theOrder();
}
async function paid(order: Order | undefined): Promise<Order> {
  if (order === undefined) throw new Error('no order');
  await money.post('wechat-pay', wechatPaid(money, { orderNo: order.orderNo, total: order.amount }));
  expect(await money.settle()).toEqual([]);
  const after = await money.store.get(order.orderNo);
  expect(after.state).toBe('paid');
  return after;
}
async function ends(how: 'withdraw' | 'deny', item: Item): Promise<void> {
  const before = await head();
  const context = { item, actor: wang, now: money.iso() };
  const ended = how === 'withdraw' ? withdraw(before, { reason: '不办了' }, context) : undefined;
  if (ended !== undefined && 'head' in ended)
    await cases.cases.commit({ ...ended, expected: before.version, now: monday });
  if (how === 'deny') await cases.put({ ...lifeIn('in-review', item), head: { ...before, state: 'denied' } } as Life);
}

describe('who owes what', () => {
  const either = itemWith([
    { amount: 2000, when: { field: 'married', in: [true] } },
    { amount: 4000, when: { field: 'married', in: [false] }, beforeDecision: false },
  ]);

  it('follows from the answers: the fee, its sum, and whether the case waits', async () => {
    expect(await asked(either, { married: false })).toMatchObject({ amount: 4000, beforeDecision: false });
    expect((await head()).state).toBe('in-review');
  });

  it('the other answer owes the other fee, and waits for it', async () => {
    expect(await asked(either, { married: true })).toMatchObject({ amount: 2000, beforeDecision: true });
    expect((await head()).state).toBe('suspended');
  });

  it('who owes nothing gets no order and waits for nothing; nor does who pays at the counter', async () => {
    expect(await asked(itemWith([{ when: { field: 'married', in: [true] } }]), { married: false })).toBeUndefined();
    expect((await head()).state).toBe('in-review');
    expect(await asked(itemWith([{ onlinePayment: false }]))).toBeUndefined();
  });

  it('is asked once, however often the case says so', async () => {
    const order = await asked(feeItem);
    expect(await caseSays(feeItem, 'accepted')).toEqual([]);
    expect(await theOrder()).toEqual(order);
    expect(order).toMatchObject({ items: [{ amount: 12_000, basis: { zh: '《收费标准》' } }], caseId });
  });
});

describe('paying', () => {
  it('moves the case on, and so does being let off', async () => {
    const order = await paid(await asked(feeItem));
    expect(await moneySays(feeItem, 'paid', order)).toEqual([]);
    expect(await moneySays(feeItem, 'paid', order)).toEqual([]);
    expect(await head()).toMatchObject({ state: 'in-review', feeSettled: true });
  });

  it('a case that waits asks again when the order ran out, with what was granted before', async () => {
    const order = await asked(feeItem);
    if (order === undefined) throw new Error('no order');
    const certificate = { name: '低保证', number: '1' };
    const ask = {
      askNo: 1,
      ground: 'student' as const,
      statement: '在读',
      certificate,
      files: [],
      state: 'asked' as const,
      askedAt: monday,
    };
    const granted = grantAsk({ ...order, asks: [ask] }, 1, { amount: 5000, answer: '减收', by: 'finance-1' }, monday);
    if (!('order' in granted)) throw granted;
    await money.store.commit({ orders: [granted.order], now: monday });
    money.now = Date.parse(secondsAfter(granted.order.expiresAt, 60));
    await money.tick();
    expect(await money.get(order.orderNo)).toMatchObject({ state: 'closed', closedFor: 'expired' });
    expect(await moneySays(feeItem, 'closed', order)).toEqual([]);
    const next = await theOrder();
    expect(next?.orderNo).not.toBe(order.orderNo);
    expect(next).toMatchObject({ state: 'created', amount: 7000, reductions: [{ amount: 5000 }] });
    expect(await moneySays(feeItem, 'closed', order)).toEqual([]);
    expect((await theOrder())?.orderNo).toBe(next?.orderNo);
  });
});

describe('an ended case', () => {
  const both = itemWith([
    { amount: 2000, refundWhen: ['denied', 'withdrawn'] },
    { amount: 500, refundWhen: ['denied'] },
  ]);

  it.each([
    ['denied', 'deny', 2500],
    ['withdrawn', 'withdraw', 2000],
  ] as const)('%s: each fee goes back by its own rule, once', async (type, how, amount) => {
    const order = await paid(await asked(both));
    await moneySays(both, 'paid', order);
    await ends(how, both);
    expect(await caseSays(both, type)).toEqual([]);
    expect(await caseSays(both, type)).toEqual([]);
    expect((await theOrder())?.refunds).toMatchObject([{ amount, state: 'asked', askedBy: 'hall' }]);
  });

  it('terminated: nothing goes back, as no rule says so', async () => {
    const order = await paid(await asked(feeItem));
    await moneySays(feeItem, 'paid', order);
    expect(await caseSays(feeItem, 'withdrawn')).toEqual([]);
    expect((await theOrder())?.refunds).toEqual([]);
  });

  it('ended unpaid: the order is dropped, closed at the next tick; paid in that very moment, it goes back', async () => {
    const order = await asked(both);
    await ends('withdraw', both);
    await caseSays(both, 'withdrawn');
    expect(await theOrder()).toMatchObject({ state: 'created', expiresAt: monday });
    const late = await paid(order);
    expect(await moneySays(both, 'paid', late)).toEqual([]);
    expect((await theOrder())?.refunds).toMatchObject([{ amount: 2000, state: 'asked' }]);
  });

  it('terminated unpaid: nobody is asked to pay for it any more', async () => {
    const order = await asked(itemWith([{ beforeDecision: false }]));
    await cases.put(lifeIn('terminated', feeItem));
    expect(await caseSays(feeItem, 'terminated')).toEqual([]);
    expect([order?.expiresAt === monday, (await theOrder())?.expiresAt]).toEqual([false, monday]);
  });

  it('ended before it was asked: nothing is asked, in whatever order that is told', async () => {
    const life = lifeIn('in-review', feeItem);
    await cases.put(life);
    await ends('withdraw', feeItem);
    expect(await caseSays(feeItem, 'withdrawn')).toEqual([]);
    expect(await caseSays(feeItem, 'accepted')).toEqual([]);
    expect(await theOrder()).toBeUndefined();
  });

  it('ended in the moment in which it was asked: the order is dropped', async () => {
    await cases.put(lifeIn('in-review', feeItem));
    const { commit } = money.store;
    const asking = vi.spyOn(money.store, 'commit').mockImplementationOnce(async (change) => {
      await ends('withdraw', feeItem);
      expect(await caseSays(feeItem, 'withdrawn')).toEqual([]);
      await commit(change);
    });
    expect(await caseSays(feeItem, 'accepted')).toEqual([]);
    asking.mockRestore();
    expect(await theOrder()).toMatchObject({ state: 'created', expiresAt: monday });
  });

  it('a refund by rule stands beside one that is under way, and never takes more than is left', async () => {
    const order = await paid(await asked(both));
    const refund = {
      refundNo: `${order.orderNo}R01`,
      amount: 1000,
      reason: '多收',
      state: 'approved',
      askedBy: 'a',
      decidedBy: 'b',
      askedAt: monday,
    } as const;
    await money.store.commit({
      orders: [{ ...order, version: order.version + 1, state: 'refunding', refunds: [refund] }],
      now: monday,
    });
    await ends('withdraw', both);
    expect(await caseSays(both, 'withdrawn')).toEqual([]);
    expect((await theOrder())?.refunds).toMatchObject([{ state: 'approved' }, { amount: 1500, state: 'asked' }]);
  });

  it('money of an appointment that nobody takes up comes again', async () => {
    const order = await asked(feeItem);
    const message = {
      kind: 'money',
      eventId: 'a',
      type: 'paid',
      orderNo: order?.orderNo,
      appointmentId: caseId,
      amount: 1,
      beforeDecision: false,
      at: monday,
    };
    expect(await tell(feeItem, message)).toEqual(['m0']);
    const taken: string[] = [];
    const appointments = {
      onBooking: async () => undefined,
      onMoney: async ({ type }: { type: string }): Promise<void> => void taken.push(type),
    };
    const handler = makeHandler({ ...cases, payments: money.store, catalogue: catalogueOf([feeItem]), appointments });
    expect(failedIds(await handler(sqsEvent('case-fees', [message])))).toEqual([]);
    expect(taken).toEqual(['paid']);
  });
});
