/**
 * A proxy has lost the answer and the browser repeats its POST, with the same key: every POST of the money room is answered the same
 * again, and the table is as it was after the first.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { routes } from '../../../shared/base/routes.ts';
import { dayOf } from '../../../shared/base/time.ts';
import type { Order } from '../../../shared/payments/order.ts';
import { createReconciliationStore } from '../../../shared/payments/reconciliation-store.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { type ModelProvider, modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions, payers } from '../../support/money-functions.ts';
import { agency, type MoneyHall, moneyHall, newOrderNo, wechatPaid } from '../../support/money-hall.ts';

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
  api = moneyFunctions(engines, hall, { providers: model.port });
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

interface Ready {
  readonly who: Record<string, string>;
  readonly params: Record<string, string>;
  readonly body: object;
}

const ofOrder = 'POST /v1/money/orders/{orderNo}';
const ofRefund = `${ofOrder}/refunds/{refundNo}`;
const ofAsk = `${ofOrder}/reductions/{askNo}`;
const voucher = { reference: 'ICBC-0007', paidOn: dayOf('2026-11-22T04:00:00.000Z'), evidence: '回单已归档' };
const certificate = { ground: 'student', statement: '在校', certificate: { name: '学生证', number: '1' }, files: [] };

async function paid(): Promise<string> {
  const { orderNo } = await hall.order();
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
  expect(await hall.settle()).toEqual([]);
  return orderNo;
}
async function done(route: string, { who, params, body }: Ready): Promise<void> {
  expect((await api.call(who, route, params, body)).status).toBeLessThan(300);
}
const cai = (params: Record<string, string>, body: object = {}): Ready => ({ who: finance.cai, params, body });
const tan = (params: Record<string, string>, body: object = {}): Ready => ({ ...cai(params, body), who: finance.tan });

async function asked(): Promise<Record<string, string>> {
  const orderNo = await paid();
  await done(`${ofOrder}/refunds`, cai({ orderNo }, { amount: 400, reason: '多收' }));
  return { orderNo, refundNo: `${orderNo}R01` };
}
async function refused(): Promise<Record<string, string>> {
  const params = await asked();
  await done(`${ofRefund}/approve`, tan(params));
  model.faults.push('refused');
  expect(await hall.relay()).toBe(0);
  return params;
}
async function reductionAsked(): Promise<Record<string, string>> {
  const { orderNo } = await hall.order({ caseId: newOrderNo() });
  await done('POST /v1/orders/{orderNo}/reductions', { who: payers.zhang, params: { orderNo }, body: certificate });
  return { orderNo, askNo: '1' };
}
async function difference(resolved: boolean): Promise<Record<string, string>> {
  const found = {
    differenceId: 'wechat-pay-1',
    kind: 'missing-there',
    provider: 'wechat-pay',
    reference: '1',
  } as const;
  const resolution = { note: '次日账单有', by: 'finance-tan', at: hall.iso() };
  const line = {
    ...found,
    what: 'payment',
    action: 'await-next-bill',
    here: 100,
    ...(resolved ? { resolution } : {}),
  } as const;
  const providers = [{ provider: 'wechat-pay', state: 'matched', lines: 1, total: 100 } as const];
  const run = { agency, day: dayOf(hall.iso()), runAt: hall.iso(), providers: [...providers] };
  await createReconciliationStore(engines.documents, hall.table).replace(undefined, run, [line]);
  return { day: dayOf(hall.iso()) };
}
const waiting = { provider: 'wechat-pay', client: 'native' } as const;
const pending = (): Promise<Order> =>
  hall.order({ state: 'pending', attempts: [{ ...waiting, at: hall.iso() }], checkAt: hall.iso() });

const ready: Record<string, () => Promise<Ready>> = {
  'POST /v1/orders/{orderNo}/ask': async () => {
    const { orderNo } = await pending();
    hall.now += 10_000;
    return { who: payers.zhang, params: { orderNo }, body: {} };
  },
  'POST /v1/orders/{orderNo}/reductions': async () => {
    const { orderNo } = await hall.order({ caseId: newOrderNo() });
    return { who: payers.zhang, params: { orderNo }, body: certificate };
  },
  'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw': async () => ({
    ...{ who: payers.zhang, params: await reductionAsked(), body: {} },
  }),
  [`${ofAsk}/grant`]: async () => cai(await reductionAsked(), { amount: 500, answer: '属实' }),
  [`${ofAsk}/reject`]: async () => cai(await reductionAsked(), { answer: '证件已过期' }),
  [`${ofOrder}/reduce`]: async () =>
    cai({ orderNo: (await hall.order()).orderNo }, { amount: 500, reason: '减半', evidence: '低保证 1' }),
  [`${ofOrder}/dispute`]: async () => cai({ orderNo: await paid() }),
  [`${ofOrder}/end-dispute`]: async () => {
    const orderNo = await paid();
    await done(`${ofOrder}/dispute`, cai({ orderNo }));
    return cai({ orderNo });
  },
  [`${ofOrder}/refunds`]: async () => cai({ orderNo: await paid() }, { amount: 400, reason: '多收' }),
  [`${ofRefund}/approve`]: async () => tan(await asked()),
  [`${ofRefund}/reject`]: async () => tan(await asked()),
  [`${ofRefund}/retry`]: async () => cai(await refused()),
  [`${ofRefund}/offline`]: async () => cai(await refused(), voucher),
  [`${ofRefund}/confirm`]: async () => {
    const params = await refused();
    await done(`${ofRefund}/offline`, cai(params, voucher));
    const [refund] = (await hall.store.get(params.orderNo ?? '')).refunds;
    return tan(params, { recordedAt: refund?.offline?.at });
  },
  [`${ofOrder}/match`]: async () => {
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo() }));
    await hall.settle();
    const [stray] = await hall.strays();
    return cai({ orderNo: stray?.orderNo ?? '' }, { orderNo: (await hall.order()).orderNo });
  },
  'POST /v1/money/days/{day}/differences/{differenceId}/resolve': async () =>
    cai({ ...(await difference(false)), differenceId: 'wechat-pay-1' }, { note: '次日账单有' }),
  'POST /v1/money/days/{day}/sign-off': async () => cai(await difference(true)),
};

/** They write nothing that a second call would add to: a link to upload to, and how the payer last set out to pay. */
const apart = ['POST /v1/orders/{orderNo}/evidence', 'POST /v1/orders/{orderNo}/checkout'];

describe('repeated', () => {
  it.each(Object.entries(ready))('%s: answered the same, done once', async (route, prepare) => {
    const { who, params, body } = await prepare();
    const press = () => api.call(who, route, params, body, { key: 'the-same-press' });
    const first = await press();
    expect(first.status).toBeLessThan(300);
    const after = await hall.rows();
    expect(await press()).toEqual(first);
    expect(await hall.rows()).toEqual(after);
  });

  it('a checkout begins the same payment again, and asks no second price', async () => {
    const { orderNo } = await hall.order();
    const press = () => api.call(payers.zhang, 'POST /v1/orders/{orderNo}/checkout', { orderNo }, waiting);
    const first = await press();
    expect(first.status).toBe(200);
    expect(await press()).toEqual(first);
    expect((await hall.store.get(orderNo)).attempts).toHaveLength(1);
  });

  it('a place for evidence writes nothing', async () => {
    const { orderNo } = await hall.order({ caseId: newOrderNo() });
    const before = await hall.rows();
    const file = { fileName: '证.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) };
    const press = () => api.call(payers.zhang, 'POST /v1/orders/{orderNo}/evidence', { orderNo }, file);
    expect([(await press()).status, (await press()).status]).toEqual([201, 201]);
    expect(await hall.rows()).toEqual(before);
  });

  it('is asked of every POST of the room', () => {
    const posts = Object.entries(routes).filter(
      ([key, { function: of }]) => key.startsWith('POST') && (of === 'checkout' || of === 'money-desk'),
    );
    expect([...Object.keys(ready), ...apart].sort()).toEqual(posts.map(([key]) => key).sort());
  });
});
