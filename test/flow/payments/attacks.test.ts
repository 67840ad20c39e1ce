/**
 * Money attacked with fresh eyes: refunds in the provider's own console, told twice and of the wrong payment; providers that are down
 * or at work; officers who confirm what they have not seen, or decide over their own; requests that outlive their case; bills of other days.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler as makeClock } from '../../../functions/money-clock/clock.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import { dropped } from '../../../shared/payments/asking.ts';
import type { Order, ReductionAsk } from '../../../shared/payments/order.ts';
import type { ProviderApi } from '../../../shared/payments/provider-api.ts';
import { receipted } from '../../../shared/payments/receipting.ts';
import { type DayRun, type Difference, differenceKinds } from '../../../shared/payments/reconciliation.ts';
import { createReconciliationStore } from '../../../shared/payments/reconciliation-store.ts';
import { offered } from '../../../shared/payments/refunding.ts';
import type { Provider } from '../../../shared/payments/words.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { type ModelProvider, modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions } from '../../support/money-functions.ts';
import {
  agency,
  alipayFields,
  alipayPost,
  type MoneyHall,
  moneyHall,
  newTransaction,
  wechatPaid,
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

const settled = async (): Promise<void> => expect(await hall.settle()).toEqual([]);
const get = (orderNo: string): Promise<Order> => hall.store.get(orderNo);
async function paid(fields: Partial<Order> = {}): Promise<Order> {
  const { orderNo } = await hall.order(fields);
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
  await settled();
  return get(orderNo);
}
const refundsOf = '/v1/money/orders/{orderNo}/refunds';
const at = ({ orderNo }: Pick<Order, 'orderNo'>, name: string, who: Record<string, string>, body: object = {}, n = 1) =>
  api.call(who, `POST ${refundsOf}/{refundNo}/${name}`, { orderNo, refundNo: `${orderNo}R0${n}` }, body);
const ask = ({ orderNo }: Pick<Order, 'orderNo'>, amount: number, who: Record<string, string> = finance.cai) =>
  api.call(who, `POST ${refundsOf}`, { orderNo }, { amount, reason: '多收' });

interface Console {
  readonly orderNo: string;
  readonly transactionId: string;
  readonly refundId: string;
  readonly amount: number;
}
/** WeChat tells of a refund that somebody made in its console. */
const consoleRefund = ({ orderNo, transactionId, refundId, amount }: Console) =>
  hall.post(
    'wechat-pay',
    wechatPaid(hall, {
      orderNo,
      type: 'REFUND.SUCCESS',
      id: `console-${refundId}`,
      resource: {
        mchid: hall.keys[0]?.wechatPay?.mchid,
        out_trade_no: orderNo,
        transaction_id: transactionId,
        out_refund_no: `PLATFORM${refundId}`,
        refund_id: refundId,
        refund_status: 'SUCCESS',
        success_time: '2026-11-22T12:30:00+08:00',
        amount: { total: 1000, refund: amount },
      },
    }),
  );

interface Line {
  readonly transaction: string;
  readonly orderNo: string;
  readonly yuan: string;
  readonly refundNo?: string;
  readonly refundId?: string;
  readonly status?: string;
}
const wechatBill = (lines: readonly Line[]): Buffer => {
  const head = '交易时间,微信订单号,商户订单号,交易状态,微信退款单号,商户退款单号,退款状态,订单金额,申请退款金额';
  const rows = lines.map(({ transaction, orderNo, yuan, refundNo = '0', refundId = '0', status = 'SUCCESS' }) => {
    const back = refundNo !== '0';
    const amounts = back ? ['0.00', yuan] : [yuan, '0.00'];
    const fields = ['2026-11-22 11:59:00', transaction, orderNo, back ? 'REFUND' : 'SUCCESS', refundId, refundNo];
    return `\`${[...fields, back ? status : '', ...amounts].join(',`')}`;
  });
  return Buffer.from(`\uFEFF${[head, ...rows, '总交易单数', `\`${lines.length}`, ''].join('\r\n')}`);
};

/** The day's bill of one provider against the ledger, as the clock has it fetched. */
async function reconcile(bills: Record<string, Buffer | undefined>, provider: Provider, day?: string): Promise<void> {
  const of = async (): Promise<ProviderApi> => {
    const one = await model.port.of(agency, provider);
    if (one === undefined) throw new Error('no model');
    return { ...one, bill: async (asked) => bills[asked] };
  };
  const clock = makeClock({
    store: hall.store,
    reconciliation: createReconciliationStore(engines.documents, hall.table),
    providers: { of, taken: async () => [provider] },
    agencies: [agency],
    clock: hall.iso,
  });
  await clock({ task: 'bills', ...(day === undefined ? {} : { day }) });
}
const today = (): string => dayOf(hall.iso());
async function dayOfBooks(day: string): Promise<{ run: DayRun; found: Difference[] }> {
  const store = createReconciliationStore(engines.documents, hall.table);
  const run = await store.find(agency, day);
  if (run === undefined) throw new Error('no run');
  const lists = await Promise.all(differenceKinds.map((kind) => store.differences(run, kind, { limit: 50 })));
  return { run, found: lists.flatMap(({ items }) => items) };
}

describe('a refund in the provider’s own console', () => {
  it('is booked once, whether WeChat’s notice or its bill tells it, and both agree', async () => {
    const { orderNo, payment } = await paid();
    const transaction = payment?.transactionId ?? '';
    await consoleRefund({ orderNo, transactionId: transaction, refundId: '50300001', amount: 300 });
    await settled();
    const bill = wechatBill([
      { transaction, orderNo, yuan: '10.00' },
      { transaction, orderNo, yuan: '3.00', refundNo: 'PLATFORM50300001', refundId: '50300001' },
    ]);
    await reconcile({ [today()]: bill }, 'wechat-pay', today());
    expect((await get(orderNo)).refunds).toMatchObject([{ state: 'success', amount: 300 }]);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 700, agency: -700 });
    expect((await dayOfBooks(today())).found).toEqual([]);
  });

  it('is booked once, whether Alipay’s notice or its bill tells it', async () => {
    const { orderNo } = await hall.order();
    const fields = alipayFields(orderNo);
    await hall.post('alipay', alipayPost(fields));
    await settled();
    const elsewhere = { refund_fee: '3.00', gmt_refund: '2026-11-22 12:30:00.000', out_biz_no: 'console-1' };
    await hall.post('alipay', alipayPost({ ...fields, ...elsewhere, notify_id: `${fields.notify_id}9` }));
    await settled();
    const head = '支付宝交易号,商户订单号,业务类型,完成时间,订单金额（元）,退款批次号/请求号';
    const rows = [
      `${fields.trade_no}\t,${orderNo}\t,交易\t,2026-11-22 12:00:00,10.00,`,
      `${fields.trade_no}\t,${orderNo}\t,退款\t,2026-11-22 12:30:00,-3.00,console-1\t`,
    ];
    const text = [head, ...rows, '#交易合计：1笔', '#退款合计：1笔', ''].join('\r\n');
    await reconcile({ [today()]: gbk(text) }, 'alipay', today());
    expect((await get(orderNo)).refunds).toMatchObject([{ state: 'success', amount: 300 }]);
    expect(await hall.balances()).toEqual({ 'clearing:alipay': 700, agency: -700 });
    expect((await dayOfBooks(today())).found).toEqual([]);
  });

  it('of a second payment takes it out of suspense, and leaves the first where it is', async () => {
    const { orderNo } = await paid();
    const second = newTransaction();
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo, transactionId: second }));
    await settled();
    await consoleRefund({ orderNo, transactionId: second, refundId: '50300002', amount: 1000 });
    await settled();
    expect(await get(orderNo)).toMatchObject({ state: 'paid', refunds: [] });
    const [stray] = await hall.strays();
    expect(stray).toMatchObject({ state: 'refunded', refunds: [{ state: 'asked' }, { state: 'success' }] });
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
    // What the hall had asked for is not paid out beside it.
    expect((await at(stray ?? { orderNo }, 'approve', finance.tan)).status).toBe(409);
  });

  it.each(['before', 'after'] as const)('of money for nobody, told %s that money', async (when) => {
    const orderNo = 'TESTNOBODYKNOWSTH1S0RDER00';
    const transactionId = newTransaction();
    const pay = () => hall.post('wechat-pay', wechatPaid(hall, { orderNo, transactionId }));
    const back = () =>
      consoleRefund({ orderNo, transactionId, refundId: `5030000${transactionId.slice(-4)}`, amount: 1000 });
    for (const step of when === 'before' ? [back, pay] : [pay, back]) {
      await step();
      await settled();
    }
    hall.now += 61_000;
    await hall.tick();
    expect((await hall.strays())[0]).toMatchObject({ state: 'refunded' });
    expect(await hall.balances()).toEqual({});
  });

  it('of a payment that never comes rings after a day and leaves the clock', async () => {
    await consoleRefund({ orderNo: 'TESTNEVERPA1D0000000000000', transactionId: '42001', refundId: '5031', amount: 5 });
    await settled();
    hall.now += 60_000;
    await hall.tick();
    expect(await hall.store.due(hall.iso(), 9)).toHaveLength(1);
    expect(alarms.some((line) => line.includes('refund-unmatched'))).toBe(false);
    hall.now += 86_400_000;
    await hall.tick();
    expect(alarms.filter((line) => line.includes('refund-unmatched'))).toHaveLength(1);
    expect(await hall.store.due(hall.iso(), 9)).toEqual([]);
  });

  it('leaves no more to be approved than is left', async () => {
    const order = await paid();
    await ask(order, 1000);
    const transactionId = order.payment?.transactionId ?? '';
    await consoleRefund({ orderNo: order.orderNo, transactionId, refundId: '50300003', amount: 600 });
    await settled();
    expect((await at(order, 'approve', finance.tan)).body.type).toContain('too-much');
    expect((await at(order, 'reject', finance.tan)).status).toBe(200);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 400, agency: -400 });
    expect((await ask(order, 400)).status).toBe(200);
  });

  it('in place of one that was refused ends what was promised: nobody pays it a second time', async () => {
    const order = await paid();
    await ask(order, 1000);
    await at(order, 'approve', finance.tan);
    model.faults.push('refused');
    await hall.relay();
    const transactionId = order.payment?.transactionId ?? '';
    await consoleRefund({ orderNo: order.orderNo, transactionId, refundId: '50300004', amount: 1000 });
    await settled();
    expect(await get(order.orderNo)).toMatchObject({
      state: 'refunded',
      refunds: [{ state: 'failed' }, { state: 'success' }],
    });
    expect(await hall.balances()).toEqual({});
    const voucher = { reference: 'ICBC-0007', paidOn: '2026-11-22', evidence: '转账' };
    expect((await at(order, 'offline', finance.cai, voucher)).body.type).toContain('wrong-state');
  });

  it('while ours was on its way, which is then refused: nothing stays promised', async () => {
    const order = await paid();
    await ask(order, 1000);
    await at(order, 'approve', finance.tan);
    const transactionId = order.payment?.transactionId ?? '';
    await consoleRefund({ orderNo: order.orderNo, transactionId, refundId: '50300005', amount: 1000 });
    await settled();
    model.faults.push('refused');
    await hall.relay();
    expect(await get(order.orderNo)).toMatchObject({ state: 'refunded' });
    expect(await hall.balances()).toEqual({});
  });
});

describe('the bill', () => {
  it('pays out no refund that is under way: it may fail yet', async () => {
    const order = await paid();
    await ask(order, 400);
    await at(order, 'approve', finance.tan);
    await hall.relay();
    const { orderNo } = order;
    const transaction = order.payment?.transactionId ?? '';
    const refund = {
      transaction,
      orderNo,
      yuan: '4.00',
      refundNo: `${orderNo}R01`,
      refundId: '50301',
      status: 'PROCESSING',
    };
    const bill = wechatBill([{ transaction, orderNo, yuan: '10.00' }, refund]);
    await reconcile({ [today()]: bill }, 'wechat-pay', today());
    expect((await get(orderNo)).refunds[0]?.state).toBe('approved');
    expect((await dayOfBooks(today())).run).toMatchObject({ differences: 1, open: 0 });
    // Paid out two days later: no bill has it again, and the first has told it.
    hall.now += 2 * 86_400_000;
    const told = model.refunds.get(`${orderNo}R01`);
    if (told !== undefined) told.status = 'success';
    await hall.tick();
    expect((await get(orderNo)).refunds[0]?.state).toBe('success');
    await reconcile({ [today()]: wechatBill([]) }, 'wechat-pay', today());
    const { run, found } = await dayOfBooks(today());
    expect(run).toMatchObject({ differences: 1, open: 0 });
    expect(found[0]).toMatchObject({ kind: 'missing-there', resolution: { by: 'hall' } });
  });

  it('of a day has what was paid before midnight and told after it: explained in both days', async () => {
    const first = today();
    hall.now = Date.parse(`${first}T16:00:04.000Z`);
    const { orderNo, payment } = await paid();
    const second = today();
    expect(second > first).toBe(true);
    hall.now += 11 * 3_600_000;
    const transaction = payment?.transactionId ?? '';
    await reconcile({ [first]: wechatBill([{ transaction, orderNo, yuan: '10.00' }]) }, 'wechat-pay');
    const before = await dayOfBooks(first);
    expect(before.run).toMatchObject({ differences: 1, open: 0 });
    expect(before.found[0]).toMatchObject({ kind: 'missing-here', resolution: { by: 'hall' } });
    hall.now += 86_400_000;
    await reconcile({ [second]: wechatBill([]) }, 'wechat-pay');
    expect((await dayOfBooks(second)).run).toMatchObject({ differences: 1, open: 0 });
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
  });

  it('that only the next day’s has closes what the day before waited for', async () => {
    const first = today();
    const { orderNo, payment } = await paid();
    const transaction = payment?.transactionId ?? '';
    hall.now += 86_400_000;
    await reconcile({ [first]: wechatBill([]) }, 'wechat-pay');
    expect((await dayOfBooks(first)).run).toMatchObject({ open: 1 });
    const second = today();
    hall.now += 86_400_000;
    await reconcile({ [second]: wechatBill([{ transaction, orderNo, yuan: '10.00' }]) }, 'wechat-pay');
    expect((await dayOfBooks(first)).run).toMatchObject({ differences: 1, open: 0 });
    expect((await dayOfBooks(second)).run).toMatchObject({ open: 0 });
  });

  it('of another amount on another day explains nothing', async () => {
    const first = today();
    const { orderNo, payment } = await paid();
    const transaction = payment?.transactionId ?? '';
    hall.now += 86_400_000;
    await reconcile({ [first]: wechatBill([]) }, 'wechat-pay');
    const second = today();
    hall.now += 86_400_000;
    await reconcile({ [second]: wechatBill([{ transaction, orderNo, yuan: '9.99' }]) }, 'wechat-pay');
    expect((await dayOfBooks(first)).run).toMatchObject({ open: 1 });
    expect((await dayOfBooks(second)).found).toMatchObject([{ kind: 'amount-differs', here: 1000, there: 999 }]);
  });

  it('that is late is fetched by itself on the days after', async () => {
    const first = today();
    const { orderNo, payment } = await paid();
    hall.now += 86_400_000;
    await reconcile({}, 'wechat-pay');
    expect((await dayOfBooks(first)).run.providers).toMatchObject([{ state: 'no-bill' }]);
    hall.now += 2 * 86_400_000;
    const transaction = payment?.transactionId ?? '';
    await reconcile({ [first]: wechatBill([{ transaction, orderNo, yuan: '10.00' }]) }, 'wechat-pay');
    expect((await dayOfBooks(first)).run).toMatchObject({ open: 0, providers: [{ state: 'matched', lines: 1 }] });
  });

  it('of a day without a transaction never comes: after three days of asking it can be signed off', async () => {
    const first = today();
    const sign = () => api.call(finance.cai, 'POST /v1/money/days/{day}/sign-off', { day: first }, {});
    hall.now += 86_400_000;
    await reconcile({}, 'wechat-pay');
    expect((await sign()).body.type).toContain('differences-open');
    hall.now += 2 * 86_400_000;
    await reconcile({}, 'wechat-pay');
    const { body } = await api.call(finance.cai, 'GET /v1/money/days/{day}', { day: first });
    expect(body).toMatchObject({ complete: true });
    expect((await sign()).status).toBe(200);
  });

  it('that is missing where money is booked is waited for, however long', async () => {
    const first = today();
    await paid();
    hall.now += 5 * 86_400_000;
    await reconcile({}, 'wechat-pay', first);
    const { body } = await api.call(finance.cai, 'GET /v1/money/days/{day}', { day: first });
    expect(body).toMatchObject({ complete: false });
    const signed = await api.call(finance.cai, 'POST /v1/money/days/{day}/sign-off', { day: first }, {});
    expect(signed.body.type).toContain('differences-open');
  });

  it.each([
    ['a line twice', [{ n: 1 }, { n: 1 }]],
    ['a number that is none', [{ n: '=1+1,x' }]],
  ])('with %s is refused whole', async (_, lines) => {
    const rows = lines.map(({ n }) => ({ transaction: `4200${n}`, orderNo: 'TESTA', yuan: '1.00' }));
    await reconcile({ [today()]: wechatBill(rows) }, 'wechat-pay', today());
    expect((await dayOfBooks(today())).run.providers).toMatchObject([{ state: 'refused' }]);
  });

  it('says when it was paid: the receipt is of that day', async () => {
    const { orderNo } = await hall.order();
    hall.now += 86_400_000;
    await reconcile(
      { '2026-11-22': wechatBill([{ transaction: newTransaction(), orderNo, yuan: '10.00' }]) },
      'wechat-pay',
    );
    expect((await get(orderNo)).payment?.at).toBe('2026-11-22T03:59:00.000Z');
  });
});

describe('a provider that is down', () => {
  /** Told of an order: these providers, the first of which does not answer. */
  async function told(...providers: Provider[]): Promise<Order> {
    let order = await hall.order();
    for (const provider of providers) {
      order = offered(order, { provider, client: 'native', at: hall.iso() }, secondsAfter(hall.iso(), 60));
      await hall.store.commit({ orders: [order], now: hall.iso() });
    }
    return order;
  }

  it('keeps nobody from finding what was paid by another', async () => {
    const order = await told('wechat-pay', 'alipay');
    model.payments.push({ provider: 'alipay', orderNo: order.orderNo, transactionId: newTransaction(), amount: 1000 });
    model.faults.push('before');
    hall.now += 61_000;
    await hall.tick();
    expect((await get(order.orderNo)).state).toBe('paid');
  });

  it('is asked again later, and not before all others at every tick', async () => {
    const order = await told('wechat-pay');
    for (const minutes of [1, 2, 4]) {
      model.faults.push('before');
      hall.now += minutes * 60_000 + 1000;
      await hall.tick();
      const { checkAt = '', state } = await get(order.orderNo);
      expect(checkAt > hall.iso()).toBe(true);
      expect(state).toBe('pending');
    }
    // It has said nothing: the payer is not told that it was asked and knew of no payment.
    expect((await get(order.orderNo)).askedAt).toBeUndefined();
  });

  it('at the moment of expiry ends nothing: money may lie there', async () => {
    const order = await told('wechat-pay');
    hall.now = Date.parse(order.expiresAt) + 1000;
    model.faults.push('before');
    await hall.tick();
    expect((await get(order.orderNo)).state).toBe('pending');
    model.payments.push({
      provider: 'wechat-pay',
      orderNo: order.orderNo,
      transactionId: newTransaction(),
      amount: 1000,
    });
    hall.now += 3_600_000;
    await hall.tick();
    expect((await get(order.orderNo)).state).toBe('paid');
  });

  it.each([
    ['whose account is gone', async () => undefined],
    ['that answers what nobody foresaw', async () => Promise.reject(new Error('not foreseen'))],
  ])('or %s leaves no refund at the head of the queue', async (_, of) => {
    const order = await paid();
    await ask(order, 100);
    await at(order, 'approve', finance.tan);
    const without = makeClock({
      store: hall.store,
      reconciliation: createReconciliationStore(engines.documents, hall.table),
      providers: { of, taken: async () => [] },
      agencies: [],
      clock: hall.iso,
    });
    await without({ task: 'silence' });
    expect(await hall.store.due(hall.iso(), 9)).toEqual([]);
  });
});

describe('four eyes', () => {
  const voucher = { reference: 'ICBC-20261122-0007', paidOn: '2026-11-22', evidence: '转入张伟工商银行账户' };

  it('confirm the record that they have seen, and no other that was put in its place', async () => {
    const order = await paid();
    await ask(order, 400);
    await at(order, 'approve', finance.tan);
    model.faults.push('refused');
    await hall.relay();
    const seen = (await at(order, 'offline', finance.cai, voucher)).body.refunds[0].offline.at;
    hall.now += 1000;
    const other = await at(order, 'offline', finance.cai, { ...voucher, evidence: '转入另一账户' });
    expect((await at(order, 'confirm', finance.tan, { recordedAt: seen })).body.type).toContain('conflict');
    expect((await at(order, 'confirm', finance.tan, {})).status).toBe(422);
    const now = other.body.refunds[0].offline.at;
    expect((await at(order, 'confirm', finance.tan, { recordedAt: now })).status).toBe(200);
  });

  it('are never one’s own: neither the payer nor whoever paid for them decides', async () => {
    const order = await paid({
      payer: { id: 'finance-cai', name: '蔡敏' },
      agent: { id: 'finance-tan', name: '谭静' },
    });
    for (const who of [finance.cai, finance.tan]) {
      expect((await ask(order, 100, who)).body.type).toContain('own-matter');
      const { body } = await api.call(who, 'GET /v1/money/orders/{orderNo}', { orderNo: order.orderNo });
      expect(body.actions).toEqual([]);
    }
    const unpaid = await hall.order({ payer: { id: 'finance-cai', name: '蔡敏' } });
    const waive = { amount: 1000, reason: '低保', evidence: '证' };
    const waived = await api.call(
      finance.cai,
      'POST /v1/money/orders/{orderNo}/reduce',
      { orderNo: unpaid.orderNo },
      waive,
    );
    expect(waived.status).toBe(403);
  });

  it('are not one person’s, whatever role, agency or key they come with', async () => {
    const order = await paid();
    const key = 'one-and-the-same-key';
    const params = { orderNo: order.orderNo, refundNo: `${order.orderNo}R01` };
    await api.call(
      finance.cai,
      `POST ${refundsOf}`,
      { orderNo: order.orderNo },
      { amount: 100, reason: '多收' },
      { key },
    );
    const approve = (who: Record<string, string>, more = {}) =>
      api.call(who, `POST ${refundsOf}/{refundNo}/approve`, params, {}, more);
    expect((await approve(finance.cai, { key })).body.type).toContain('idempotency-key-reused');
    expect((await approve({ ...finance.cai, roles: 'finance auditor' })).body.type).toContain('four-eyes');
    expect((await approve({ ...finance.cai, agency: '11440100DEM000225U' })).status).toBe(404);
    expect((await approve({ sub: 'finance-cai', name: '蔡敏', roles: 'auditor' })).status).toBe(403);
    expect((await approve(finance.tan, { key })).status).toBe(200);
  });
});

describe('a request to pay less', () => {
  const asked = (): ReductionAsk => ({
    askNo: 1,
    ground: 'student',
    statement: '在校学生',
    certificate: { name: '学生证', number: '1' },
    files: [],
    state: 'asked',
    askedAt: hall.iso(),
  });
  const open = () => hall.order({ asks: [asked()], caseId: 'CASE00000000000000000000AA' });
  const decide = ({ orderNo }: Order, end: string, body: object) =>
    api.call(finance.cai, `POST /v1/money/orders/{orderNo}/reductions/{askNo}/${end}`, { orderNo, askNo: '1' }, body);

  it('ends with its case: no answer gives another week to pay for what is over', async () => {
    const order = await open();
    hall.now += 60_000;
    await hall.store.commit({ orders: [dropped(order, hall.iso()).order], now: hall.iso() });
    expect((await decide(order, 'reject', { answer: '不符合' })).body.type).toContain('wrong-state');
    await hall.tick();
    expect(await get(order.orderNo)).toMatchObject({ state: 'closed', asks: [{ state: 'withdrawn' }] });
  });

  it('is answered before anything else is reduced', async () => {
    const order = await open();
    const body = { amount: 1000, reason: '低保', evidence: '证' };
    const reduced = await api.call(
      finance.cai,
      'POST /v1/money/orders/{orderNo}/reduce',
      { orderNo: order.orderNo },
      body,
    );
    expect(reduced.body.type).toContain('reduction-open');
    expect((await decide(order, 'grant', { amount: 1000, answer: '符合' })).status).toBe(200);
    expect((await get(order.orderNo)).state).toBe('closed');
    expect(await hall.store.due(secondsAfter(hall.iso(), 99 * 86_400), 9)).toEqual([]);
  });
});

describe('a dispute', () => {
  const end = ({ orderNo }: Order, which: string) =>
    api.call(finance.cai, `POST /v1/money/orders/{orderNo}/${which}`, { orderNo }, {});

  it('that ends leaves the order as it was: receipted, or refunded in part', async () => {
    const order = await paid();
    const receipt = { code: '1', number: '2', check: '3', issuedAt: hall.iso(), sha256: 'a'.repeat(64) };
    await hall.store.commit({ orders: [receipted(order, { blue: receipt }, hall.iso())], now: hall.iso() });
    await end(order, 'dispute');
    expect((await end(order, 'end-dispute')).body.state).toBe('receipted');
    await ask(order, 100);
    await at(order, 'approve', finance.tan);
    await hall.relay();
    const told = model.refunds.get(`${order.orderNo}R01`);
    if (told !== undefined) told.status = 'success';
    hall.now += 180_000;
    await hall.tick();
    await end(order, 'dispute');
    expect((await end(order, 'end-dispute')).body.state).toBe('partly-refunded');
  });
});

it('a notice that nobody could read behind the door is not taken in, and rings', async () => {
  const { orderNo } = await hall.order();
  const { statusCode } = await hall.post('wechat-pay', wechatPaid(hall, { orderNo, total: 200_000_000_000 }));
  expect(statusCode).toBe(401);
  expect(alarms.some((line) => line.includes('notice-shape'))).toBe(true);
  expect((await hall.rows()).filter(({ SK }) => SK === 'NOTICE')).toEqual([]);
});

/** The few characters that these bills need. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const wanted = new Set(text);
  const table = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const pair = Buffer.from([high, low]);
      const one = decoder.decode(pair);
      if (wanted.has(one)) table.set(one, pair);
    }
  }
  return Buffer.concat(Array.from(text, (one) => table.get(one) ?? Buffer.from(one)));
}
