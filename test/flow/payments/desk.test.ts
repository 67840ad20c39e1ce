/** The finance desk's questions and the payer's, on an embedded engine: lists, one order whole, money matched by hand, asking at once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { moneyOutgoing } from '../../../functions/relay/money-routing.ts';
import { makeHandler as makeSettlement } from '../../../functions/settlement/settlement.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import { moneyEvent } from '../../../shared/payments/money-event.ts';
import type { Order } from '../../../shared/payments/order.ts';
import { ProviderFailed } from '../../../shared/payments/provider-api.ts';
import { createReconciliationStore } from '../../../shared/payments/reconciliation-store.ts';
import { offered } from '../../../shared/payments/refunding.ts';
import type { Notice } from '../../../shared/payments/words.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { type MoneyFunctions, moneyFunctions } from '../../support/money-functions.ts';
import { agency, type MoneyHall, moneyHall, newTransaction, wechatPaid } from '../../support/money-hall.ts';
import { sqsEvent } from '../../support/queue-events.ts';

let engines: Engines;
let hall: MoneyHall;
let api: MoneyFunctions;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(() => engines.stop());
beforeEach(async () => {
  hall = await moneyHall(engines);
  api = moneyFunctions(engines, hall, { providers });
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const iso = (): string => new Date(hall.now).toISOString();
const providers = { of: async () => undefined, taken: async () => ['wechat-pay' as const] };
const officer = { sub: 'finance-cai', name: '蔡晶', kind: 'natural', roles: 'finance', agency };
const colleague = { ...officer, sub: 'finance-fang' };
const stranger = { ...officer, agency: '11440100DEM000065L' };
const payer = { sub: 'zhang-wei', name: '张伟', kind: 'natural', roles: 'citizen' };

interface Parts {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly as?: Record<string, string>;
}

const ask = (routeKey: string, { params = {}, query = {}, body, as = officer }: Parts = {}) =>
  api.call(as, routeKey, params, body, { query });

async function paid(fields: Partial<Order> = {}): Promise<Order> {
  const order = await hall.order(fields);
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo }));
  await hall.settle();
  return (await hall.get(order.orderNo)) ?? order;
}

const orders = async (query: Record<string, string>, as = officer): Promise<string[]> =>
  (await ask('GET /v1/money/orders', { query, as })).body.items.map(({ orderNo }: Order) => orderNo);

describe('orders', () => {
  it('are found by their number, by their case and by its number, and by nobody of another agency', async () => {
    const caseId = '7Z9ABCDEFGHJKMNPQRSTVWXYZ0';
    const caseNumber = '1144010000000000000044010601000120261122000017'.slice(0, 43);
    const order = await hall.order({ caseId, caseNumber });
    const { store } = hall;
    await store.commit({ with: [store.caseItem(caseId, order.orderNo)], now: iso() });
    await store.commit({ with: [store.caseNumberItem(caseNumber, order.orderNo)], now: iso() });
    for (const find of [order.orderNo, order.orderNo.toLowerCase(), caseId, caseNumber, ` ${caseNumber} `]) {
      expect(await orders({ find }), find).toEqual([order.orderNo]);
      expect(await orders({ find }, stranger)).toEqual([]);
    }
    expect(await orders({ find: 'NOTHING' })).toEqual([]);
    const next = `${order.orderNo.slice(0, 25)}Z`;
    await store.commit({ with: [store.caseNumberItem(caseNumber, next, order.orderNo)], now: iso() });
    expect(await store.orderNoOfCase(caseNumber)).toBe(next);
    await expect(
      store.commit({ with: [store.caseNumberItem(caseNumber, order.orderNo, order.orderNo)], now: iso() }),
    ).rejects.toThrow();
  });

  it('are listed by state and by the days of their last change', async () => {
    const first = await paid();
    hall.now += 86_400_000;
    const second = await paid();
    const [one, two] = [dayOf(first.updatedAt), dayOf(second.updatedAt)];
    expect(await orders({ state: 'paid' })).toEqual([second.orderNo, first.orderNo]);
    expect(await orders({ state: 'paid', from: one, to: one })).toEqual([first.orderNo]);
    expect(await orders({ state: 'paid', from: two })).toEqual([second.orderNo]);
    expect(await orders({ state: 'paid', to: one })).toEqual([first.orderNo]);
    expect(await orders({ state: 'created' })).toEqual([]);
    expect(await orders({ state: 'paid', from: two, to: one })).toEqual([]);
    expect(await orders({ state: 'paid', from: '0000-01-01', to: '9999-12-31' })).toHaveLength(2);
    expect(await orders({ state: 'paid', from: '9999-12-31' })).toEqual([]);
    expect((await ask('GET /v1/money/orders', { query: { from: 'yesterday' } })).status).toBe(400);
    const page = (await ask('GET /v1/money/orders', { query: { state: 'paid', from: one, to: two, limit: '1' } })).body;
    expect(page.items).toHaveLength(1);
    expect(await orders({ state: 'paid', from: one, to: two, cursor: page.next })).toEqual([first.orderNo]);
  });

  it('are shown whole: entries that sum to zero, what was told, and only what this person may do', async () => {
    const order = await paid();
    const params = { orderNo: order.orderNo };
    const view = async (as: Record<string, string> = officer) =>
      (await ask('GET /v1/money/orders/{orderNo}', { params, as })).body;
    expect(await view()).toMatchObject({
      entries: [
        { account: 'agency', amount: -1000, reason: 'payment' },
        { account: 'clearing:wechat-pay', amount: 1000, reason: 'payment' },
      ],
      told: [{ type: 'paid', amount: 1000 }],
      actions: ['ask-refund', 'dispute'],
      strays: [],
    });
    const refund = { amount: 400, reason: '多收' };
    await ask('POST /v1/money/orders/{orderNo}/refunds', { params, body: refund });
    expect((await view()).actions).toEqual(['dispute']);
    expect((await view(colleague)).actions).toEqual(['approve', 'reject', 'dispute']);
    const auditor = { sub: 'auditor-wu', name: '吴清', kind: 'natural', roles: 'auditor' };
    expect((await view(auditor)).actions).toEqual([]);
    const approve = { ...params, refundNo: `${order.orderNo}R01` };
    await ask('POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve', {
      params: approve,
      as: colleague,
      body: {},
    });
    const after = await view();
    expect(after.entries.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)).toBe(0);
    expect(after.entries).toHaveLength(4);
    expect((await ask('GET /v1/money/orders/{orderNo}', { params, as: stranger })).status).toBe(404);
  });
});

describe('refunds', () => {
  it('are listed by state, each once, as they move', async () => {
    const order = await paid();
    const params = { orderNo: order.orderNo };
    const refundNo = `${order.orderNo}R01`;
    const list = async (state: string) =>
      (await ask('GET /v1/money/refunds', { query: { state } })).body.items.map(
        (one: { refundNo: string }) => one.refundNo,
      );
    await ask('POST /v1/money/orders/{orderNo}/refunds', { params, body: { amount: 400, reason: '多收' } });
    expect([await list('asked'), await list('approved')]).toEqual([[refundNo], []]);
    const own = await ask('POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject', {
      params: { ...params, refundNo },
      body: {},
    });
    expect(own.body.type).toBe('urn:banshi:problem:four-eyes');
    await ask('POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject', {
      params: { ...params, refundNo },
      as: colleague,
      body: {},
    });
    expect([await list('asked'), await list('rejected')]).toEqual([[], [refundNo]]);
    expect((await ask('GET /v1/money/refunds', { query: { state: 'rejected' }, as: stranger })).body.items).toEqual([]);
    expect((await ask('GET /v1/money/refunds', { query: { state: 'gone' } })).status).toBe(400);
  });

  it('of a second payment are seen by desk and payer beside the order', async () => {
    const order = await paid();
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo }));
    await hall.settle();
    const params = { orderNo: order.orderNo };
    const [stray] = await hall.strays();
    const expected = [{ orderNo: stray?.orderNo, state: 'late-paid', stray: { reason: 'second-payment' } }];
    expect((await ask('GET /v1/money/orders/{orderNo}', { params })).body.strays).toMatchObject(expected);
    expect((await ask('GET /v1/orders/{orderNo}', { params, as: payer })).body.strays).toMatchObject(expected);
    const asked = (await ask('GET /v1/money/refunds', { query: { state: 'asked' } })).body.items;
    expect(asked).toMatchObject([{ orderNo: stray?.orderNo, askedBy: 'hall', provider: 'wechat-pay', amount: 1000 }]);
  });
});

describe('money in suspense', () => {
  async function unknown(total: number): Promise<Order> {
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: 'TEST0000000000000000NOBODY', total }));
    await hall.settle();
    const found = (await hall.strays()).find(({ payment }) => payment?.amount === total);
    if (found === undefined) throw new Error('no stray');
    return found;
  }
  const match = (from: Order, to: string, as = officer) =>
    ask('POST /v1/money/orders/{orderNo}/match', { params: { orderNo: from.orderNo }, body: { orderNo: to }, as });

  it('is matched by hand to the order it was meant for, and the ledger follows', async () => {
    const order = await hall.order();
    const stray = await unknown(1000);
    expect((await match(stray, order.orderNo, stranger)).status).toBe(404);
    expect((await match(order, stray.orderNo)).body.type).toBe('urn:banshi:problem:wrong-state');
    const done = await match(stray, order.orderNo);
    expect(done).toMatchObject({ status: 200, body: { state: 'closed', closedFor: 'matched' } });
    expect(await hall.get(order.orderNo)).toMatchObject({ state: 'paid', payment: { account: 'agency' } });
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
    expect((await match(stray, order.orderNo)).body.type).toBe('urn:banshi:problem:wrong-state');
  });

  it('of another amount fits no order', async () => {
    const order = await hall.order();
    const stray = await unknown(999);
    expect((await match(stray, order.orderNo)).body.type).toBe('urn:banshi:problem:no-match');
    expect((await match(stray, 'TEST00000000000000000000ZZ')).status).toBe(404);
    expect(await hall.get(order.orderNo)).toMatchObject({ state: 'created' });
  });
});

describe('days', () => {
  it('are listed last first, with what is open', async () => {
    const store = createReconciliationStore(engines.documents, hall.table);
    const difference = {
      differenceId: 'a',
      kind: 'missing-there',
      provider: 'alipay',
      what: 'payment',
      reference: '1',
      action: 'await-next-bill',
    } as const;
    for (const day of ['2026-11-19', '2026-11-20', '2026-11-21']) {
      const differences = day === '2026-11-20' ? [difference] : [];
      await store.replace(undefined, { agency, day, providers: [], runAt: iso() }, differences);
    }
    const { body } = await ask('GET /v1/money/days', { query: { limit: '2' } });
    expect(body.items.map(({ day, open }: { day: string; open: number }) => [day, open])).toEqual([
      ['2026-11-21', 0],
      ['2026-11-20', 1],
    ]);
    const rest = await ask('GET /v1/money/days', { query: { cursor: body.next } });
    expect(rest.body.items).toMatchObject([{ day: '2026-11-19' }]);
    expect((await ask('GET /v1/money/days', { query: { cursor: body.next }, as: stranger })).status).toBe(400);
  });
});

describe('a payer who is back and has heard nothing', () => {
  async function begun(): Promise<Order> {
    const order = await hall.order();
    const told = offered(order, { provider: 'wechat-pay', client: 'native', at: iso() }, secondsAfter(iso(), 60));
    await hall.store.commit({ orders: [told], now: iso() });
    return told;
  }
  const askNow = ({ orderNo }: Order, as = payer) =>
    ask('POST /v1/orders/{orderNo}/ask', { params: { orderNo }, body: {}, as });

  /** What the relay takes from the table's stream for this order, worked off by settlement. */
  async function settleAsked({ orderNo }: Order, query: () => Promise<Notice | undefined>): Promise<string[]> {
    const rows = await hall.rows();
    const told = rows.filter(({ PK, SK }) => PK === `ORDER#${orderNo}` && String(SK).endsWith('-silent'));
    const api = { query, checkout: none, close: none, refund: none, queryRefund: none, bill: none };
    const settlement = makeSettlement({ store: hall.store, providers: { of: async () => api as never }, clock: iso });
    const messages = told.map(({ event }) => ({ kind: 'money', ...moneyEvent.parse(event) }));
    const { batchItemFailures } = await settlement(sqsEvent('settlement', messages));
    expect(batchItemFailures).toEqual([]);
    return messages.map(({ type }) => type);
  }
  const none = async () => undefined;

  it('has the provider asked at once, and is told when that was', async () => {
    const order = await begun();
    hall.now += 5000;
    const first = await askNow(order);
    expect(first.body).toMatchObject({ state: 'pending', begun: { provider: 'wechat-pay' }, asked: {} });
    expect(await settleAsked(order, none)).toEqual(['silent']);
    const view = await ask('GET /v1/orders/{orderNo}', { params: { orderNo: order.orderNo }, as: payer });
    expect(view.body.asked).toEqual({ last: iso(), next: order.checkAt });
  });

  it('sees the payment that no notice told', async () => {
    const order = await begun();
    hall.now += 5000;
    await askNow(order);
    const transactionId = newTransaction();
    const effect = `wechat-pay#${transactionId}#PAID`;
    const money = { amount: 1000, currency: 'CNY', orderNo: order.orderNo, transactionId, effect };
    await settleAsked(order, async () => ({
      provider: 'wechat-pay',
      noticeId: 'query-1',
      agency,
      kind: 'payment',
      needsQuery: false,
      ...money,
    }));
    expect(await hall.get(order.orderNo)).toMatchObject({ state: 'paid' });
    expect((await askNow(order)).body).toMatchObject({ state: 'paid' });
  });

  it('who asks again and again asks once, and a provider that does not answer is left to the clock', async () => {
    const order = await begun();
    hall.now += 5000;
    await Promise.all([askNow(order), askNow(order), askNow(order)]);
    hall.now += 1000;
    await askNow(order);
    const fails = async (): Promise<undefined> => {
      throw new ProviderFailed('no answer');
    };
    expect(await settleAsked(order, fails)).toEqual(['silent']);
    expect((await hall.get(order.orderNo))?.askedAt).toBeUndefined();
    expect((await askNow(order, { ...payer, sub: 'li-na' })).status).toBe(404);
    const unbegun = await hall.order();
    hall.now += 60_000;
    expect((await askNow(unbegun)).body).toMatchObject({ state: 'created' });
    expect(await settleAsked(unbegun, none)).toEqual([]);
  });

  it('is routed from the stream to settlement alone', () => {
    const text = (value: string) => ({ S: value });
    const event = {
      eventId: text('a'),
      type: text('silent'),
      orderNo: text('TEST00000000000000000SAMP1'),
      beforeDecision: { BOOL: false },
      amount: { N: '1000' },
      at: text('2026-11-22T04:00:00.000Z'),
    };
    const sent = moneyOutgoing('MONEY#a', { event: { M: event } });
    expect(sent.map(({ queue }) => queue)).toEqual(['settlement']);
  });
});
