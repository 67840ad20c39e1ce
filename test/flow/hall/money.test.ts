/** A fee from acceptance to receipt and refund, as strangers drive it: hall and providers are known by their addresses alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../../shared/base/time.ts';
import { type Caller, until } from '../../support/client.ts';
import { orderOf as feeOf, acceptedCase as newCase } from '../../support/fee-case.ts';
import { connect, type Hall } from '../../support/hall.ts';

let hall: Hall;
let citizen: Caller;
let other: Caller;
let officer: Caller;
let finance: Caller;
let colleague: Caller;

beforeAll(async () => {
  hall = await connect();
  citizen = await hall.as('zhang-wei');
  other = await hall.as('li-na');
  officer = await hall.as('officer-ma');
  finance = await hall.as('finance-tan');
  colleague = await hall.as('finance-yu');
}, 120_000);
afterAll(async () => hall?.stop());

const acceptedCase = () => newCase(hall, citizen, officer);
const orderOf = (caseId: string) => feeOf(citizen, caseId);

const orderIn = (orderNo: string, states: string[]) =>
  until(
    async () => (await citizen('GET', `/v1/orders/${orderNo}`)).body,
    ({ state }) => states.includes(state),
    60,
  );

/** What a person does on the provider's page. */
async function atProvider(address: string, how: string): Promise<void> {
  const done = await fetch(address, { method: 'POST', body: new URLSearchParams({ how }), redirect: 'manual' });
  expect(done.status).toBe(303);
}

describe('a fee', () => {
  it('is asked on acceptance, holds the case, is paid by WeChat, receipted, refunded with four eyes', async () => {
    const caseId = await acceptedCase();
    const order = await orderOf(caseId);
    expect(order).toMatchObject({ state: 'created', amount: 12_000, ways: ['wechat-pay', 'alipay', 'unionpay'] });
    expect(order.items[0].basis.zh).toContain('《');
    expect((await other('GET', `/v1/orders/${order.orderNo}`)).status).toBe(404);
    const waiting = await until(
      async () => (await citizen('GET', `/v1/cases/${caseId}`)).body,
      ({ state }) => state === 'suspended',
    );
    expect(waiting.state).toBe('suspended');
    const refusedResume = await officer('POST', `/v1/agency/cases/${caseId}/resume`, { body: { result: '已缴费' } });
    expect([refusedResume.status, refusedResume.body.type]).toEqual([409, 'urn:banshi:problem:fee-unpaid']);

    const checkout = await citizen('POST', `/v1/orders/${order.orderNo}/checkout`, {
      body: { provider: 'wechat-pay', client: 'native' },
    });
    expect(checkout.status, JSON.stringify(checkout.body)).toBe(200);
    const again = await citizen('POST', `/v1/orders/${order.orderNo}/checkout`, {
      body: { provider: 'wechat-pay', client: 'native' },
    });
    expect(again.body.checkout).toEqual(checkout.body.checkout);
    await atProvider(checkout.body.checkout.code, 'fail');
    expect((await orderIn(order.orderNo, ['pending'])).state).toBe('pending');
    await atProvider(checkout.body.checkout.code, 'pay');
    const paid = await orderIn(order.orderNo, ['receipted']);
    expect(paid.payment).toMatchObject({ provider: 'wechat-pay', amount: 12_000 });

    const receipt = await citizen('GET', `/v1/orders/${order.orderNo}/receipt`);
    const paper = Buffer.from(await (await fetch(receipt.body.url)).arrayBuffer());
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    const goesOn = await until(
      async () => (await citizen('GET', `/v1/cases/${caseId}`)).body,
      ({ state }) => state === 'in-review',
    );
    expect(goesOn.state).toBe('in-review');

    const path = `/v1/money/orders/${order.orderNo}`;
    const tooMuch = await finance('POST', `${path}/refunds`, { body: { amount: 12_001, reason: '多收' } });
    expect(tooMuch.status).toBe(422);
    const asked = await finance('POST', `${path}/refunds`, { body: { amount: 2000, reason: '多收' } });
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    const { refundNo } = asked.body.refunds[0];
    expect((await finance('POST', `${path}/refunds/${refundNo}/approve`, { body: {} })).body.type).toBe(
      'urn:banshi:problem:four-eyes',
    );
    expect((await colleague('POST', `${path}/refunds/${refundNo}/approve`, { body: {} })).status).toBe(200);
    const refunded = await orderIn(order.orderNo, ['partly-refunded']);
    expect(refunded.refunded).toBe(2000);
    const anew = await until(
      async () => (await citizen('GET', `/v1/orders/${order.orderNo}`)).body,
      ({ redReceipts }) => redReceipts.length === 1,
    );
    expect(anew.receipt.amount).toBe(10_000);
    expect(anew.redReceipts).toMatchObject([{ amount: 12_000, against: paid.receipt.number }]);
    const red = await citizen('GET', `/v1/orders/${order.orderNo}/receipt?number=${anew.redReceipts[0].number}`);
    expect((await fetch(red.body.url)).status).toBe(200);

    const day = (await finance('GET', `/v1/money/days/${dayOf(new Date().toISOString())}`)).body;
    expect(day.total).toBe(0);
    const line = (await finance('GET', `/v1/money/days/${dayOf(new Date().toISOString())}/export`)).body.csv;
    expect(line).toContain(refundNo);
    const withdrawn = await citizen('POST', `/v1/cases/${caseId}/withdraw`, { body: { reason: '不办了' } });
    expect(withdrawn.status, JSON.stringify(withdrawn.body)).toBe(200);
  });

  it.each([
    ['alipay', 'page'],
    ['alipay', 'wap'],
    ['unionpay', 'form'],
    ['wechat-pay', 'h5'],
  ])('is paid by %s (%s)', async (provider, client) => {
    const caseId = await acceptedCase();
    const { orderNo } = await orderOf(caseId);
    const reply = await citizen('POST', `/v1/orders/${orderNo}/checkout`, { body: { provider, client } });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    const { checkout } = reply.body;
    const opened =
      checkout.kind === 'form'
        ? await fetch(checkout.action, {
            method: 'POST',
            body: new URLSearchParams(checkout.fields),
            redirect: 'manual',
          })
        : await fetch(checkout.url, { redirect: 'manual' });
    await atProvider(opened.headers.get('location') ?? checkout.url, 'pay');
    expect((await orderIn(orderNo, ['paid', 'receipted'])).payment.provider).toBe(provider);
  });

  it('paid twice gives the second back by task', async () => {
    const caseId = await acceptedCase();
    const { orderNo } = await orderOf(caseId);
    const { checkout } = (
      await citizen('POST', `/v1/orders/${orderNo}/checkout`, { body: { provider: 'wechat-pay', client: 'native' } })
    ).body;
    await atProvider(checkout.code, 'twice');
    await orderIn(orderNo, ['receipted']);
    const suspense = await until(
      async () => (await finance('GET', '/v1/money/orders?state=late-paid&limit=100')).body.items,
      (items) => items.some((one: { caseId?: string }) => one.caseId === caseId),
    );
    const stray = suspense.find((one: { caseId?: string }) => one.caseId === caseId);
    expect(stray.stray.reason).toBe('second-payment');
    const view = (await finance('GET', `/v1/money/orders/${stray.orderNo}`)).body;
    const approved = await finance(
      'POST',
      `/v1/money/orders/${stray.orderNo}/refunds/${view.refunds[0].refundNo}/approve`,
      { body: {} },
    );
    expect(approved.status, JSON.stringify(approved.body)).toBe(200);
    await until(
      async () => (await finance('GET', `/v1/money/orders/${stray.orderNo}`)).body,
      ({ state }) => state === 'refunded',
      60,
    );
  });

  it('lets nobody forge a notice, and answers other methods and providers as it should', async () => {
    for (const provider of ['wechat-pay', 'alipay', 'unionpay']) {
      const forged = await fetch(`${hall.url}/callbacks/${provider}`, {
        method: 'POST',
        headers: {
          'content-type': provider === 'wechat-pay' ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: provider === 'wechat-pay' ? '{}' : 'a=b',
      });
      expect(forged.status).toBe(401);
      expect((await fetch(`${hall.url}/callbacks/${provider}?out_trade_no=1`)).status).toBe(405);
    }
    expect((await fetch(`${hall.url}/callbacks/paypal`, { method: 'POST' })).status).toBe(404);
  });
});
