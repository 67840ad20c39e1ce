/** An agent (代办人) pays the fee of a case that they file for somebody: while the consent holds, and never anything else of theirs. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { dayOf } from '../../../shared/base/time.ts';
import type { Consent } from '../../../shared/cases/consent.ts';
import { createConsentStore } from '../../../shared/cases/consent-store.ts';
import { createDelegations } from '../../../shared/cases/delegation-port.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { modelProvider } from '../../support/model-provider.ts';
import { finance, type MoneyFunctions, moneyFunctions, payers } from '../../support/money-functions.ts';
import { type MoneyHall, moneyHall, newOrderNo, wechatPaid } from '../../support/money-hall.ts';

const item = '440106010000';
const agents = { li: payers.li, wang: { sub: 'wang-qiang', name: '王强', roles: 'citizen', kind: 'natural' } } as const;
const codes = { seal: async (text: string) => text, open: async (text: string) => text };
let engines: Engines;
let hall: MoneyHall;
let api: MoneyFunctions;
let consents: ReturnType<typeof createConsentStore>;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  hall = await moneyHall(engines);
  const table = await engines.createCasesTable();
  consents = createConsentStore(engines.documents, table, codes);
  const delegations = createDelegations(engines.documents, table);
  api = moneyFunctions(engines, hall, { providers: modelProvider().port, delegations });
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

/** Zhang Wei lets Li Na act for him. */
async function consented(parts: Partial<Consent> = {}): Promise<Consent> {
  const today = dayOf(hall.iso());
  const given: Consent = {
    ...{ consentId: newOrderNo(), version: 1, state: 'given', agentName: '李娜', items: [item] },
    principal: { id: 'zhang-wei', name: '张伟', kind: 'natural' },
    ...{ from: today, until: today, givenAt: hall.iso(), acceptBy: hall.iso() },
    ...parts,
  };
  await consents.give(given, 'ABCDEFGHJK');
  const agent = { id: 'li-na', name: '李娜', kind: 'natural' } as const;
  const accepted: Consent = { ...given, version: 2, state: 'accepted', agent, acceptedAt: hall.iso() };
  await consents.change(accepted, 1);
  return accepted;
}
const order = (agent: { id: string; name: string } | undefined = { id: 'li-na', name: '李娜' }) =>
  hall.order({ itemCode: item, caseId: newOrderNo(), agent });

const calls = (orderNo: string): [string, object | undefined][] => [
  ['GET /v1/orders/{orderNo}', undefined],
  ['POST /v1/orders/{orderNo}/checkout', { provider: 'wechat-pay', client: 'native' }],
  ['POST /v1/orders/{orderNo}/ask', {}],
  ['GET /v1/orders/{orderNo}/receipt', undefined],
  ['POST /v1/orders/{orderNo}/reductions', { ground: 'student', statement: orderNo, files: [] }],
];
const answers = async (who: Record<string, string>, orderNo: string): Promise<string[]> => {
  const told: string[] = [];
  for (const [route, body] of calls(orderNo)) {
    const { status, body: answer } = await api.call(who, route, { orderNo }, body);
    told.push(status < 300 ? String(status) : String(answer.type).replace('urn:banshi:problem:', ''));
  }
  return told;
};

it('the agent sees it and pays it; asking to pay less stays the payer’s', async () => {
  await consented();
  const { orderNo } = await order();
  expect(await answers(agents.li, orderNo)).toEqual(['200', '200', '200', 'receipt-not-ready', 'forbidden']);
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
  expect(await hall.settle()).toEqual([]);
  // Who owed it and who paid it are two people, and both are told.
  expect(await hall.store.get(orderNo)).toMatchObject({
    state: 'paid',
    payer: { id: 'zhang-wei', name: '张伟' },
    payment: { by: { id: 'li-na', name: '李娜' } },
  });
  for (const who of [payers.zhang, agents.li]) {
    const { body } = await api.call(who, 'GET /v1/orders/{orderNo}', { orderNo });
    expect(body.payment.by).toBe('李娜');
  }
  const { body } = await api.call(finance.cai, 'GET /v1/money/orders/{orderNo}', { orderNo });
  expect([body.payer.name, body.payment.by.name]).toEqual(['张伟', '李娜']);
});

it('the payer pays their own after the agent had begun: it is theirs', async () => {
  await consented();
  const { orderNo } = await order();
  const begin = (who: Record<string, string>) =>
    api.call(who, 'POST /v1/orders/{orderNo}/checkout', { orderNo }, { provider: 'wechat-pay', client: 'native' });
  await begin(agents.li);
  expect((await begin(payers.zhang)).status).toBe(200);
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo }));
  await hall.settle();
  expect((await hall.store.get(orderNo)).payment?.by).toBeUndefined();
});

it.each<[string, Partial<Consent> | undefined]>([
  ['never was', undefined],
  ['has run out', { from: '2026-11-01', until: '2026-11-21' }],
  ['has not begun', { from: '2026-11-23', until: '2026-11-30' }],
  ['is for another item', { items: ['440106020000'] }],
])('a consent that %s lets nobody see or pay it', async (_name, parts) => {
  if (parts !== undefined) await consented(parts);
  const { orderNo } = await order();
  expect(await answers(agents.li, orderNo)).toEqual(Array.from({ length: 5 }, () => 'not-consented'));
  expect((await hall.store.get(orderNo)).attempts).toEqual([]);
});

it('a consent that was revoked ends it at once', async () => {
  const consent = await consented();
  const { orderNo } = await order();
  expect((await answers(agents.li, orderNo))[0]).toBe('200');
  await consents.change({ ...consent, version: 3, state: 'revoked', endedAt: hall.iso() }, 2);
  expect((await answers(agents.li, orderNo))[1]).toBe('not-consented');
});

it('nobody else: neither another agent, nor the agent at an order of the payer’s that is not theirs', async () => {
  await consented();
  const nothing = Array.from({ length: 5 }, () => 'not-found');
  const { orderNo } = await order();
  expect(await answers(agents.wang, orderNo)).toEqual(nothing);
  const own = await hall.order({ itemCode: item, caseId: newOrderNo() });
  expect(await answers(agents.li, own.orderNo)).toEqual(nothing);
});
