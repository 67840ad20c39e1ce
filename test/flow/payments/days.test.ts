/** A day at the finance desk: the bill against the ledger, differences resolved, signed off; trial balance and the treasury's file. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as z from 'zod';
import { makeHandler as makeClock } from '../../../functions/money-clock/clock.ts';
import { pageOf } from '../../../shared/base/page.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import type { Order } from '../../../shared/payments/order.ts';
import { BillRefused, type ProviderApi } from '../../../shared/payments/provider-api.ts';
import { compare, difference, differenceKinds } from '../../../shared/payments/reconciliation.ts';
import { createReconciliationStore } from '../../../shared/payments/reconciliation-store.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions } from '../../support/money-functions.ts';
import {
  agency,
  type MoneyHall,
  moneyHall,
  newOrderNo,
  newTransaction,
  otherMerchant,
  wechatPaid,
} from '../../support/money-hall.ts';

let engines: Engines;
let hall: MoneyHall;
let api: MoneyFunctions;
/** Lines of the day's bill: transaction, order, yuan; `refused` and `none` in place of it. */
let bill: [string, string, string][] | 'refused' | 'none';
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  hall = await moneyHall(engines);
  api = moneyFunctions(engines, hall);
  bill = [];
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

const today = (): string => dayOf(hall.iso());

/** WeChat's own format, of what the test says. */
async function theBill(): Promise<Buffer | undefined> {
  if (bill === 'refused') throw new BillRefused('hash');
  if (bill === 'none') return undefined;
  const rows = bill.map(
    ([transaction, orderNo, yuan]) =>
      `\`2026-11-22 12:00:00,\`${transaction},\`${orderNo},\`SUCCESS,\`${yuan},\`0,\`0.00`,
  );
  const head = '交易时间,微信订单号,商户订单号,交易状态,订单金额,商户退款单号,申请退款金额';
  return Buffer.from(`\uFEFF${[head, ...rows, '总交易单数,订单总金额', `\`${bill.length},\`0.00`, ''].join('\r\n')}`);
}
async function reconcile(): Promise<void> {
  const model = modelProvider().port;
  const of = async (): Promise<ProviderApi> => {
    const one = await model.of(agency, 'wechat-pay');
    if (one === undefined) throw new Error('no model');
    return { ...one, bill: theBill };
  };
  const clock = makeClock({
    store: hall.store,
    reconciliation: createReconciliationStore(engines.documents, hall.table),
    providers: { of, taken: async () => ['wechat-pay'] },
    agencies: [agency],
    clock: hall.iso,
  });
  await clock({ task: 'bills', day: today() });
}
async function paid(fields: Partial<Order> = {}): Promise<{ orderNo: string; transaction: string }> {
  const { orderNo } = await hall.order(fields);
  const transaction = newTransaction();
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo, transactionId: transaction }));
  expect(await hall.settle()).toEqual([]);
  return { orderNo, transaction };
}
const day = async (who: Record<string, string> = finance.cai, query = {}) =>
  (await api.call(who, 'GET /v1/money/days/{day}', { day: today() }, undefined, { query })).body;
type Listed = z.infer<typeof difference>;
/** All differences of the day, list by list, a page at a time. */
async function differences(limit = '2'): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const kind of differenceKinds) {
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const query = { kind, limit, ...(cursor === '' ? {} : { cursor }) };
      const { body } = await api.call(finance.cai, route, { day: today() }, undefined, { query });
      const page = pageOf(difference).parse(body);
      expect(page.items.length).toBeLessThanOrEqual(Number(limit));
      found.push(...page.items);
      cursor = page.next;
    }
  }
  return found;
}
const route = 'GET /v1/money/days/{day}/differences';
const signOff = (who: Record<string, string> = finance.cai) =>
  api.call(who, 'POST /v1/money/days/{day}/sign-off', { day: today() }, {});
const resolve = (differenceId: string, note = '已与微信支付核对') =>
  api.call(
    finance.cai,
    'POST /v1/money/days/{day}/differences/{differenceId}/resolve',
    { day: today(), differenceId },
    { note },
  );

describe('sign-off', () => {
  it('of a day that agrees line by line', async () => {
    const one = await paid();
    bill = [[one.transaction, one.orderNo, '10.00']];
    expect((await signOff()).status).toBe(404);
    await reconcile();
    const done = await signOff();
    expect(done.body.run).toMatchObject({ differences: 0, open: 0, signedOff: { by: 'finance-cai', at: hall.iso() } });
    expect((await signOff(finance.tan)).body.type).toContain('wrong-state');
    // A bill that comes later changes nothing any more.
    bill = [];
    await reconcile();
    expect((await day()).run).toEqual(done.body.run);
  });

  it('waits until every difference of the three kinds is resolved, each once, by whom and how', async () => {
    const [agreed, differs, missing] = [await paid(), await paid(), await paid()];
    const unheard = { ...(await hall.order()), transaction: newTransaction() };
    bill = [
      [agreed.transaction, agreed.orderNo, '10.00'],
      [differs.transaction, differs.orderNo, '9.00'],
      [unheard.transaction, unheard.orderNo, '10.00'],
    ];
    await reconcile();
    expect((await day()).run).toMatchObject({ differences: 3, open: 3 });
    const listed = await differences();
    expect(Object.fromEntries(listed.map(({ kind, reference, action }) => [kind, [reference, action]]))).toEqual({
      'missing-here': [unheard.transaction, 'settle-from-bill'],
      'missing-there': [missing.transaction, 'await-next-bill'],
      'amount-differs': [differs.transaction, 'ask-provider'],
    });
    expect((await hall.get(unheard.orderNo))?.state).toBe('paid');
    expect((await signOff()).body.type).toContain('differences-open');
    expect((await resolve('nobody-knows')).status).toBe(404);
    const [first = '', ...rest] = listed.toReversed().map(({ differenceId }) => differenceId);
    expect((await resolve(first)).body.resolution).toEqual({
      note: '已与微信支付核对',
      by: 'finance-cai',
      at: hall.iso(),
    });
    expect((await resolve(first, '再来')).body.type).toContain('wrong-state');
    // The same day run again keeps what was resolved and finds nothing that was settled.
    await reconcile();
    const again = await differences();
    expect(again.map(({ kind }) => kind)).toEqual(['missing-there', 'amount-differs']);
    expect(again.map(({ resolution }) => resolution?.by)).toEqual([undefined, 'finance-cai']);
    expect((await day()).run).toMatchObject({ differences: 2, open: 1 });
    // What was settled is gone; what is left can be resolved.
    expect(await Promise.all(rest.map(async (id) => (await resolve(id)).status))).toEqual([200, 404]);
    expect((await signOff()).status).toBe(200);
  });

  it.each(['refused', 'none'] as const)('is not given to a day whose bill is %s', async (kind) => {
    const one = await paid();
    bill = kind;
    await reconcile();
    expect((await day()).run.providers).toMatchObject([{ state: kind === 'none' ? 'no-bill' : kind, lines: 0 }]);
    expect((await signOff()).body.type).toContain('differences-open');
    bill = [[one.transaction, one.orderNo, '10.00']];
    await reconcile();
    expect((await signOff()).status).toBe(200);
  });

  it('waits for the last of thousands of differences, which one run puts in the place of another’s', async () => {
    const store = createReconciliationStore(engines.documents, hall.table);
    const found = {
      agency,
      day: today(),
      runAt: hall.iso(),
      providers: [{ provider: 'wechat-pay' as const, state: 'matched' as const, lines: 1, total: 1 }],
    };
    const many = (length: number) =>
      compare(
        'wechat-pay',
        Array.from({ length }, (_, n) => ({
          kind: 'payment' as const,
          orderNo: newOrderNo(),
          transactionId: `4200${String(n).padStart(24, '0')}`,
          amount: 1000,
        })),
        [],
      );
    const first = await store.replace(undefined, found, many(2000));
    const listed = await differences('100');
    expect(new Set(listed.map(({ differenceId }) => differenceId)).size).toBe(2000);
    await resolve(listed[1999]?.differenceId ?? '');
    expect((await day()).run).toMatchObject({ differences: 2000, open: 1999 });
    expect((await signOff()).body.type).toContain('differences-open');

    // One that began before the resolution changes nothing; one that began after it keeps it.
    await expect(store.replace(first, found, many(7))).rejects.toThrow('conflict');
    expect((await differences('100')).filter(({ resolution }) => resolution !== undefined)).toHaveLength(1);
    const before = await store.find(agency, today());
    const last = many(2000).slice(-1);
    expect(await store.replace(before, found, last)).toMatchObject({ differences: 1, open: 0 });
    expect(await differences()).toMatchObject([{ resolution: { by: 'finance-cai' } }]);
    expect((await signOff()).status).toBe(200);
    const rows = (await hall.rows()).filter(({ PK }) => String(PK).startsWith('DIFFERENCES#'));
    expect(rows).toHaveLength(1);
  });

  it('is not kept from one agency by another’s provider that does not answer', async () => {
    const clock = makeClock({
      store: hall.store,
      reconciliation: createReconciliationStore(engines.documents, hall.table),
      providers: {
        of: async () => undefined,
        taken: async (of) => (of === agency ? ['wechat-pay'] : Promise.reject(new Error('throttled'))),
      },
      agencies: [otherMerchant.agency, agency],
      clock: hall.iso,
    });
    await expect(clock({ task: 'bills', day: today() })).rejects.toThrow('1 agencies');
    expect((await day()).run.providers).toMatchObject([{ provider: 'wechat-pay', state: 'no-bill' }]);
  });

  it('raced by two officers is given by one', async () => {
    await reconcile();
    const both = await Promise.all([signOff(), signOff(finance.tan)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });
});

describe('trial balance and export', () => {
  it('are one agency’s and one day’s, sum to zero, and leave nothing out', async () => {
    const first = await paid();
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: first.orderNo }));
    const others = await hall.order({ agency: otherMerchant.agency });
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: others.orderNo, merchant: otherMerchant }));
    expect(await hall.settle()).toEqual([]);
    const balanceOf = async (who: Record<string, string>, query = {}) => {
      const { total, balances } = await day(who, query);
      expect(total).toBe(0);
      return Object.fromEntries(
        balances.map(({ account, amount }: { account: string; amount: number }) => [account, amount]),
      );
    };
    const ours = { 'clearing:wechat-pay': 2000, agency: -1000, suspense: -1000 };
    expect(await balanceOf(finance.cai)).toEqual(ours);
    expect(await balanceOf(finance.auditor, { agency })).toEqual(ours);
    expect(await balanceOf(finance.auditor, { agency: otherMerchant.agency })).toEqual({
      'clearing:wechat-pay': 1000,
      agency: -1000,
    });

    const exported = (await api.call(finance.cai, 'GET /v1/money/days/{day}/export', { day: today() })).body;
    const [head, ...lines] = exported.csv.trimEnd().split('\r\n');
    expect(head).toBe('日期,分录,科目,借方,贷方,缴费单号,摘要');
    expect(lines).toHaveLength(4);
    const column = (at: number) =>
      lines.reduce((sum: number, line: string) => sum + Math.round(Number(line.split(',')[at]) * 100), 0);
    expect([column(3), column(4)]).toEqual([2000, 2000]);
    expect(exported.csv).not.toContain(others.orderNo);
    expect(exported.sha256).toBe(createHash('sha256').update(exported.csv).digest('hex'));
    // In pieces it is the same file, byte for byte, however small they are.
    let [file, cursor] = ['', undefined as string | undefined];
    do {
      const query = { limit: '3', ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await api.call(finance.cai, 'GET /v1/money/days/{day}/export', { day: today() }, undefined, {
        query,
      });
      file += body.csv;
      cursor = body.next;
    } while (cursor !== undefined);
    expect(file).toBe(exported.csv);
    const foreign = await api.call(finance.elsewhere, 'GET /v1/money/days/{day}/export', { day: today() }, undefined, {
      query: { cursor: 'AAAA' },
    });
    expect(foreign.body.type).toContain('bad-cursor');

    hall.now = Date.parse(secondsAfter(hall.iso(), 86_400));
    expect(await balanceOf(finance.cai)).toEqual({});
    await paid();
    expect(await balanceOf(finance.cai)).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
  });
});
