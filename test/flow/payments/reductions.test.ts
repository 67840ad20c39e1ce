/** A payer asks to pay less or nothing, with evidence; an officer of the payee decides; lists show who waits for whom. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Engines, startEngines } from '../../support/engines.ts';
import { eicarFile, sha256Of, tinyPdf, tinyPng } from '../../support/files.ts';
import { finance, type MoneyFunctions, moneyFunctions, payers } from '../../support/money-functions.ts';
import { type MoneyHall, moneyHall, wechatPaid } from '../../support/money-hall.ts';

const caseId = 'CASE0000000000000000000001';
let engines: Engines;
let hall: MoneyHall;
let api: MoneyFunctions;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  hall = await moneyHall(engines);
  api = moneyFunctions(engines, hall);
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

const certificate = { name: '低保证', number: '粤低保0012345' };
const ground = { ground: 'subsistence-allowance', statement: '本人享受最低生活保障，申请免收工本费。' };
const asked = { ...ground, certificate, files: [] };
const fee = () => hall.order({ caseId });
const ask = (orderNo: string, body: unknown = asked, extra = {}) =>
  api.call(payers.zhang, 'POST /v1/orders/{orderNo}/reductions', { orderNo }, body, extra);
const waiting = async (list = 'reductions', state = 'asked'): Promise<string[]> => {
  const { body } = await api.call(finance.cai, `GET /v1/money/${list}`, {}, undefined, { query: { state } });
  return body.items.map(({ orderNo }: { orderNo: string }) => orderNo);
};
const decide = (how: 'grant' | 'reject', orderNo: string, body: unknown, who: Record<string, string> = finance.cai) =>
  api.call(who, `POST /v1/money/orders/{orderNo}/reductions/{askNo}/${how}`, { orderNo, askNo: '1' }, body);

async function uploaded(orderNo: string, bytes: Buffer, mediaType = 'application/pdf', sha256 = sha256Of(bytes)) {
  const announced = { fileName: '低保证.pdf', mediaType, bytes: bytes.length, sha256 };
  const { status, body } = await api.call(payers.zhang, 'POST /v1/orders/{orderNo}/evidence', { orderNo }, announced);
  expect(status).toBe(201);
  const put = await fetch(body.upload.url, {
    method: 'PUT',
    headers: body.upload.headers,
    body: new Uint8Array(bytes),
  });
  expect(put.status).toBe(200);
  return { file: body.file };
}

describe('asking', () => {
  it('is in the officers’ list until decided, and granted wholly it waives the fee for its case', async () => {
    const { orderNo } = await fee();
    const { file } = await uploaded(orderNo, tinyPdf());
    const first = await ask(orderNo, { ...asked, files: [file] }, { key: 'same-key-1' });
    expect([first.status, first.body.asks[0]]).toMatchObject([201, { askNo: 1, state: 'asked', certificate }]);
    const again = await ask(orderNo, { ...asked, files: [file] }, { key: 'same-key-1' });
    expect(again.body).toEqual(first.body);
    expect((await ask(orderNo)).body.type).toContain('reduction-open');
    expect(await waiting()).toEqual([orderNo]);

    const seen = await api.call(finance.cai, 'GET /v1/money/orders/{orderNo}', { orderNo });
    const link = await api.call(finance.cai, 'GET /v1/money/orders/{orderNo}/evidence/{fileId}', {
      orderNo,
      fileId: seen.body.asks[0].files[0].fileId,
    });
    expect(Buffer.from(await (await fetch(link.body.url)).arrayBuffer())).toEqual(tinyPdf());
    const own = { orderNo, fileId: file.fileId };
    const mine = await api.call(payers.zhang, 'GET /v1/orders/{orderNo}/evidence/{fileId}', own);
    expect(Buffer.from(await (await fetch(mine.body.url)).arrayBuffer())).toEqual(tinyPdf());
    expect((await api.call(payers.li, 'GET /v1/orders/{orderNo}/evidence/{fileId}', own)).status).toBe(404);

    const granted = await decide('grant', orderNo, { amount: 1000, answer: '低保对象免收' });
    expect(granted.body).toMatchObject({
      state: 'closed',
      closedFor: 'waived',
      amount: 0,
      reductions: [{ amount: 1000, reason: '低保对象免收', by: 'finance-cai' }],
      asks: [{ state: 'granted', answer: '低保对象免收', decidedBy: 'finance-cai' }],
    });
    expect([await waiting(), await waiting('reductions', 'granted')]).toEqual([[], [orderNo]]);
    const events = (await hall.rows()).flatMap(({ SK, event }) => (String(SK).startsWith('MONEY#') ? [event] : []));
    expect(events).toMatchObject([{ type: 'waived', caseId }]);
  });

  it('granted in part, the rest is paid under the same number; the payer is not told who decided', async () => {
    const { orderNo } = await fee();
    await ask(orderNo);
    await decide('grant', orderNo, { amount: 400, answer: '减收百分之四十' });
    const mine = await api.call(payers.zhang, 'GET /v1/orders/{orderNo}', { orderNo });
    expect(mine.body).toMatchObject({ state: 'created', amount: 600, asks: [{ state: 'granted' }] });
    expect(JSON.stringify(mine.body)).not.toContain('finance-cai');
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo, total: 600 }));
    await hall.settle();
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 600, agency: -600 });
  });

  it('rejected, it says why, gives a week to pay, and may be asked again', async () => {
    const order = await fee();
    const { orderNo } = order;
    await ask(orderNo);
    hall.now = Date.parse(order.expiresAt) + 60_000;
    await hall.tick();
    expect((await hall.get(orderNo))?.state).toBe('created');
    const rejected = await decide('reject', orderNo, { answer: '证件已过期' });
    expect(rejected.body.asks).toMatchObject([{ state: 'rejected', answer: '证件已过期' }]);
    expect(Date.parse(rejected.body.expiresAt)).toBe(hall.now + 7 * 86_400_000);
    expect((await ask(orderNo)).body.asks).toHaveLength(2);
  });

  it('holds the checkout until it is decided or taken back', async () => {
    const { orderNo } = await fee();
    await ask(orderNo);
    const checkout = () =>
      api.call(payers.zhang, 'POST /v1/orders/{orderNo}/checkout', { orderNo }, { provider: 'alipay', client: 'page' });
    expect((await checkout()).body.type).toContain('reduction-open');
    const back = { orderNo, askNo: '1' };
    expect(
      (await api.call(payers.zhang, 'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw', back, {})).status,
    ).toBe(200);
    expect(await waiting()).toEqual([]);
    expect((await checkout()).body.type).toContain('not-paid-here');
    expect((await decide('grant', orderNo, { amount: 1, answer: '迟' })).body.type).toContain('wrong-state');
  });
});

describe('what is refused', () => {
  it('nothing to show, a file that never came, one that is not what it says, malware', async () => {
    const { orderNo } = await fee();
    expect((await ask(orderNo, { ...ground, files: [] })).body.type).toContain('evidence-needed');
    const missing = {
      fileId: 'F'.repeat(26),
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      bytes: 3,
      sha256: sha256Of(Buffer.from('abc')),
    };
    expect((await ask(orderNo, { ...ground, files: [missing] })).body.type).toContain('material-not-uploaded');
    const png = await uploaded(orderNo, tinyPng());
    expect((await ask(orderNo, { ...ground, files: [png.file] })).body.type).toContain('material-refused');
    const evil = await uploaded(orderNo, eicarFile);
    expect((await ask(orderNo, { ...ground, files: [evil.file] })).body.type).toContain('material-refused');
    // Announced otherwise than it lies there: kept is only what was looked at.
    const paper = await uploaded(orderNo, tinyPdf());
    const other = { ...paper.file, sha256: sha256Of(tinyPng()) };
    expect((await ask(orderNo, { ...ground, files: [other] })).body.type).toContain('material-refused');
    expect((await hall.get(orderNo))?.asks).toEqual([]);
  });

  it("somebody else's order, another agency's officer, more than is owed, a fee that is being paid, a number of nobody's", async () => {
    const { orderNo } = await fee();
    const strange = await api.call(payers.li, 'POST /v1/orders/{orderNo}/reductions', { orderNo }, asked);
    expect(strange.status).toBe(404);
    await ask(orderNo);
    expect((await decide('grant', orderNo, { amount: 1, answer: '可' }, finance.elsewhere)).status).toBe(404);
    expect((await decide('grant', orderNo, { amount: 1001, answer: '可' })).body.type).toContain('too-much');
    const pending = await hall.order({ caseId, state: 'pending' });
    expect((await ask(pending.orderNo)).body.type).toContain('payment-under-way');
    const announced = {
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      bytes: 3,
      sha256: sha256Of(Buffer.from('abc')),
    };
    const ticket = (no: string) =>
      api.call(payers.zhang, 'POST /v1/orders/{orderNo}/evidence', { orderNo: no }, announced);
    expect((await ticket(pending.orderNo)).body.type).toContain('payment-under-way');
    expect((await ticket(orderNo)).body.type).toContain('reduction-open');
    const paid = await hall.order({ caseId, state: 'paid' });
    expect((await ask(paid.orderNo)).body.type).toContain('wrong-state');
    expect((await ticket(paid.orderNo)).body.type).toContain('wrong-state');
    expect((await ask('NONE0000000000000000000000')).status).toBe(404);
  });
});

describe('lists', () => {
  it('a payer’s receipts and refunds; an agency’s refunds to decide', async () => {
    const refunded = await hall.order({ caseId });
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: refunded.orderNo }));
    await hall.settle();
    await hall.order({ caseId });
    const { orderNo } = refunded;
    const params = { orderNo, refundNo: `${orderNo}R01` };
    const body = { amount: 300, reason: '多收' };
    expect((await api.call(finance.cai, 'POST /v1/money/orders/{orderNo}/refunds', { orderNo }, body)).status).toBe(
      200,
    );
    expect(await waiting('refunds')).toEqual([orderNo]);
    const approve = 'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve';
    expect((await api.call(finance.cai, approve, params, {})).body.type).toContain('four-eyes');
    expect((await api.call(finance.tan, approve, params, {})).status).toBe(200);
    expect(await waiting('refunds')).toEqual([]);
    const list = async (query: Record<string, string>) =>
      (await api.call(payers.zhang, 'GET /v1/orders', {}, undefined, { query })).body.items;
    expect(await list({ having: 'refund' })).toMatchObject([
      { orderNo, refund: 'approved', refunded: 0, paid: { provider: 'wechat-pay', amount: 1000 } },
    ]);
    expect(await list({ having: 'receipt' })).toEqual([]);
    expect(await list({})).toHaveLength(2);
    const auditor = await api.call(finance.auditor, 'GET /v1/money/reductions', {}, undefined, {
      query: { state: 'asked' },
    });
    expect(auditor.status).toBe(403);
  });
});
