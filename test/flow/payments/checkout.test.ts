/** Beginning to pay, through the payer's function and the simulated providers: what each client gets, signed as the providers say. */
import { createPublicKey, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../../local/provider-simulator/simulator.ts';
import { callbackKeys, signingKeys } from '../../../shared/payments/merchant-keys.ts';
import { createProviderPort, type ProviderPort } from '../../../shared/payments/provider-port.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { type MoneyFunctions, moneyFunctions, payers } from '../../support/money-functions.ts';
import { agency, type MoneyHall, moneyHall } from '../../support/money-hall.ts';

let engines: Engines;
let simulator: Simulator;
let providers: ProviderPort;
let hall: MoneyHall;
let api: MoneyFunctions;
/** What went to the providers. */
let sent: { url: string; body: string }[];

beforeAll(async () => {
  engines = await startEngines();
  simulator = await startSimulator({ agencies: [agency], silent: true });
  const secrets = simulator.secrets(agency);
  const access = { callback: callbackKeys.parse(secrets?.callback), signing: signingKeys.parse(secrets?.signing) };
  providers = createProviderPort(async (of) => (of === agency ? access : undefined), 'https://hall.example');
});
afterAll(async () => {
  await simulator.stop();
  await engines.stop();
});
beforeEach(async () => {
  hall = await moneyHall(engines);
  hall.now = Date.now();
  api = moneyFunctions(engines, hall, { providers });
  sent = [];
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  const real = fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    sent.push({ url: String(input), body: String(init?.body ?? '') });
    return real(input, init);
  });
});
afterEach(() => vi.restoreAllMocks());

const begin = (orderNo: string, body: object, extra = {}, from = api) =>
  from.call(payers.zhang, 'POST /v1/orders/{orderNo}/checkout', { orderNo }, body, extra);

describe('WeChat Pay', () => {
  it('JSAPI: the payer’s client gets what wx.requestPayment takes, signed with the merchant’s key', async () => {
    const { orderNo } = await hall.order();
    const { status, body } = await begin(orderNo, {
      provider: 'wechat-pay',
      client: 'jsapi',
      openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    });
    expect([status, body.checkout.kind]).toEqual([200, 'wechat-jsapi']);
    const { appId, timeStamp, nonceStr, package: packed, signType, paySign } = body.checkout.params;
    const merchant = simulator.world.merchants.get(agency)?.wechatPay;
    expect([appId, signType]).toEqual([merchant?.appid, 'RSA']);
    expect(packed).toMatch(/^prepay_id=wx/);
    const text = Buffer.from(`${appId}\n${timeStamp}\n${nonceStr}\n${packed}\n`);
    const key = createPublicKey(merchant?.merchantKey.publicKey ?? '');
    expect(verify('sha256', text, key, Buffer.from(paySign, 'base64'))).toBe(true);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      out_trade_no: orderNo,
      payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
      amount: { total: 1000, currency: 'CNY' },
      notify_url: 'https://hall.example/callbacks/wechat-pay',
    });
  });

  it('JSAPI without the payer’s id is refused before anybody is told', async () => {
    const { orderNo } = await hall.order();
    expect((await begin(orderNo, { provider: 'wechat-pay', client: 'jsapi' })).body.type).toContain('not-paid-here');
    expect(sent).toEqual([]);
    expect((await hall.get(orderNo))?.state).toBe('created');
  });

  it.each([
    ['called directly', false, { sourceIp: '203.0.113.7' }, '203.0.113.7'],
    [
      'called directly, whatever the caller claims',
      false,
      { sourceIp: '203.0.113.7', headers: { 'x-forwarded-for': '10.1.1.1' } },
      '203.0.113.7',
    ],
    [
      'behind CloudFront',
      true,
      { sourceIp: '130.176.1.1', headers: { 'x-forwarded-for': '6.6.6.6, 198.51.100.4, 130.176.1.1' } },
      '198.51.100.4',
    ],
    [
      'behind CloudFront, by IPv6',
      true,
      { sourceIp: '130.176.1.1', headers: { 'x-forwarded-for': '2001:db8::7,130.176.1.1' } },
      '2001:db8::7',
    ],
    [
      'behind CloudFront, with nonsense',
      true,
      { sourceIp: '130.176.1.1', headers: { 'x-forwarded-for': 'unknown, 130.176.1.1' } },
      '130.176.1.1',
    ],
  ])('H5 tells the payer’s own address, %s', async (_how, behindEdge, extra, address) => {
    const { orderNo } = await hall.order();
    const door = moneyFunctions(engines, hall, { providers, behindEdge });
    const { body } = await begin(orderNo, { provider: 'wechat-pay', client: 'h5' }, extra, door);
    expect(body.checkout.kind).toBe('redirect');
    expect(JSON.parse(sent[0]?.body ?? '').scene_info).toEqual({ payer_client_ip: address, h5_info: { type: 'Wap' } });
  });
});

it.each([
  ['wechat-pay', 'native', 'qr'],
  ['alipay', 'page', 'redirect'],
  ['alipay', 'wap', 'redirect'],
  ['unionpay', 'form', 'form'],
])('%s %s: begun again under the same number, the same amount', async (provider, client, kind) => {
  const { orderNo } = await hall.order();
  const first = await begin(orderNo, { provider, client });
  const second = await begin(orderNo, { provider, client });
  expect([first.status, first.body.checkout.kind, second.body.checkout.kind]).toEqual([200, kind, kind]);
  const order = await hall.get(orderNo);
  expect(order).toMatchObject({ state: 'pending', attempts: [{ provider, client }] });
});

it('what is closed, somebody else’s, another’s way, or of an agency without an account is not begun', async () => {
  const closed = await hall.order({ state: 'closed' });
  expect((await begin(closed.orderNo, { provider: 'alipay', client: 'page' })).body.type).toContain('wrong-state');
  const { orderNo } = await hall.order();
  expect((await begin(orderNo, { provider: 'alipay', client: 'native' })).body.type).toContain('not-paid-here');
  const strange = await api.call(
    payers.li,
    'POST /v1/orders/{orderNo}/checkout',
    { orderNo },
    { provider: 'alipay', client: 'page' },
  );
  expect(strange.status).toBe(404);
  const elsewhere = await hall.order({ agency: '11440100DEM000225U' });
  expect((await begin(elsewhere.orderNo, { provider: 'alipay', client: 'page' })).body.type).toContain('not-paid-here');
});
