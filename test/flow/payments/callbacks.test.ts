/**
 * The table of bad callbacks: each row by its number, through the function's own event and on to the ledger. Every row runs
 * twice: with the body as text, and with it base64-encoded, as API Gateway hands on forms.
 */
import { createPrivateKey, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/callbacks/callbacks.ts';
import {
  makeMerchant,
  makePair,
  unionpayCertificate,
  unionpayName,
  wechatCertificate,
} from '../../../local/provider-simulator/keys.ts';
import { signUnionpay, signWechat } from '../../../local/provider-simulator/signing.ts';
import { Problem } from '../../../shared/base/problems.ts';
import { createKeyring, usualLimits } from '../../../shared/payments/keyring.ts';
import type { Order } from '../../../shared/payments/order.ts';
import type { OrderOutcome } from '../../../shared/payments/refunding.ts';
import { approveRefund, close, requestRefund } from '../../../shared/payments/refunding.ts';
import type { Provider } from '../../../shared/payments/words.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { httpEvent } from '../../support/http.ts';
import {
  agency,
  alipayFields,
  alipayPost,
  formHeaders,
  type MoneyHall,
  moneyHall,
  newOrderNo,
  newTransaction,
  otherMerchant,
  type Post,
  signedByWechat,
  theMerchant,
  unionpayFields,
  unionpayPost,
  wechatPaid,
  wechatRefunded,
} from '../../support/money-hall.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());

describe.each([
  ['text', false],
  ['base64', true],
])('the table of bad callbacks, body as %s', (_name, base64) => {
  let hall: MoneyHall;
  const logged: string[] = [];
  beforeEach(async () => {
    hall = await moneyHall(engines);
    logged.length = 0;
    for (const level of ['info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((line: string) => void logged.push(line));
    }
  });

  const alarmed = (): boolean => logged.some((line) => line.includes('"level":"error"'));
  const post = (provider: Provider, one: Post) => hall.post(provider, one, { base64 });
  const status = async (provider: Provider, one: Post): Promise<number | undefined> =>
    (await post(provider, one)).statusCode;
  const rawPost = async (provider: Provider, one: Post, parts: Parameters<MoneyHall['post']>[2]) =>
    (await hall.post(provider, one, parts)).statusCode;
  const seconds = (): number => Math.floor(hall.now / 1000);

  /** Not taken: the failure says nothing, and nothing was written. */
  const refused = async (provider: Provider, one: Post, code: number | undefined = undefined): Promise<void> => {
    const before = (await hall.rows()).length;
    const answer = await post(provider, one);
    if (code === undefined) expect([400, 401, 405, 413, 415]).toContain(answer.statusCode);
    else expect(answer.statusCode).toBe(code);
    expect(answer.body).toBe(
      { 'wechat-pay': '{"code":"FAIL","message":"失败"}', alipay: 'failure', unionpay: 'fail' }[provider],
    );
    expect((await hall.rows()).length).toBe(before);
  };
  const accepted = async (provider: Provider, one: Post): Promise<void> => {
    const answer = await post(provider, one);
    const { code, body } = {
      'wechat-pay': { code: 204, body: undefined },
      alipay: { code: 200, body: 'success' },
      unionpay: { code: 200, body: 'ok' },
    }[provider];
    expect([answer.statusCode, answer.body]).toEqual([code, body]);
  };
  const state = async (order: Order): Promise<string | undefined> => (await hall.get(order.orderNo))?.state;

  const did = (outcome: OrderOutcome | Problem): OrderOutcome => {
    if (outcome instanceof Problem) throw outcome;
    return outcome;
  };
  const write = (outcome: OrderOutcome) =>
    hall.store.commit({ ...outcome, orders: [outcome.order], now: outcome.order.updatedAt });
  const now = (): string => new Date(hall.now).toISOString();

  async function paidOrder(amount = 1000): Promise<Order> {
    const order = await hall.order({ amount });
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, total: amount }));
    expect(await hall.settle()).toEqual([]);
    return (await hall.get(order.orderNo)) as Order;
  }

  async function refunding(order: Order, amount: number): Promise<Order> {
    const asked = did(requestRefund(order, { amount, reason: '多收', by: 'finance-1' }, now())).order;
    await write({ order: asked, transfers: [], events: [] });
    const no = asked.refunds.at(-1)?.refundNo ?? '';
    const approved = did(approveRefund(asked, no, 'finance-2', now()));
    await write(approved);
    return approved.order;
  }

  it('1 body re-serialised: refused', async () => {
    const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    const parsed = JSON.parse(body) as Record<string, unknown>;
    await refused('wechat-pay', { headers, body: JSON.stringify(parsed, null, 1) });
    await refused('wechat-pay', {
      headers,
      body: JSON.stringify(Object.fromEntries(Object.entries(parsed).reverse())),
    });
    const slashes = signedByWechat('{"id":"a\\/b","event_type":"X"}', seconds());
    await refused('wechat-pay', { headers: slashes.headers, body: '{"id":"a/b","event_type":"X"}' });
  });

  it('2 one byte of body changed: refused', async () => {
    const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    await refused('wechat-pay', { headers, body: body.replace('encrypt', 'encrypT') });
    const alipay = alipayPost(alipayFields(newOrderNo()));
    await refused('alipay', { ...alipay, body: alipay.body.replace('10.00', '10.01') });
    const unionpay = unionpayPost(unionpayFields(newOrderNo()));
    await refused('unionpay', { ...unionpay, body: unionpay.body.replace('txnAmt=1000', 'txnAmt=1001') });
  });

  it('3 signature missing or empty: refused', async () => {
    const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    const { 'Wechatpay-Signature': _, ...rest } = headers;
    await refused('wechat-pay', { body, headers: rest });
    await refused('wechat-pay', { body, headers: { ...rest, 'Wechatpay-Signature': '' } });
    for (const make of [
      () => alipayPost(alipayFields(newOrderNo())),
      () => unionpayPost(unionpayFields(newOrderNo())),
    ]) {
      const one = make();
      const provider = one.body.includes('merId') ? 'unionpay' : 'alipay';
      const form = new URLSearchParams(one.body);
      const key = provider === 'alipay' ? 'sign' : 'signature';
      form.set(key, '');
      await refused(provider, { ...one, body: form.toString() });
      form.delete(key);
      await refused(provider, { ...one, body: form.toString() });
    }
  });

  it('4 a SIGNTEST probe, then the right one: refused, then once', async () => {
    const order = await hall.order();
    const transactionId = newTransaction();
    await refused('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, transactionId, probe: true }));
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, transactionId }));
    await hall.settle();
    expect(await state(order)).toBe('paid');
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
  });

  it('5 signature by another RSA key under the right serial: refused', async () => {
    const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    const stranger = createPrivateKey(makePair().privateKey);
    const serial = headers['Wechatpay-Serial'] ?? '';
    await refused('wechat-pay', signWechat(body, { serial, privateKey: stranger }, seconds()));
    const form = alipayPost(alipayFields(newOrderNo()), {
      ...theMerchant,
      alipay: { ...theMerchant.alipay, platform: makePair() },
    });
    await refused('alipay', form);
  });

  it('6 a valid signature of another merchant or app: refused, with an alarm', async () => {
    await refused('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo(), mchid: otherMerchant.wechatPay.mchid }));
    expect(alarmed()).toBe(true);
    await refused('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo(), appid: 'wxsomebodyelse' }));
    logged.length = 0;
    await refused('alipay', alipayPost(alipayFields(newOrderNo(), { seller_id: otherMerchant.alipay.sellerId })));
    expect(alarmed()).toBe(true);
    logged.length = 0;
    await refused('alipay', alipayPost(alipayFields(newOrderNo(), { app_id: '2099999999999999' })));
    expect(alarmed()).toBe(true);
    // Sealed under another merchant's APIv3 key: it may be ours newly changed, so it is asked for again (row 24).
    await refused(
      'wechat-pay',
      wechatPaid(hall, { orderNo: newOrderNo(), apiV3Key: otherMerchant.wechatPay.apiV3Key }),
      503,
    );
    await refused('unionpay', unionpayPost(unionpayFields(newOrderNo(), { merId: '777290058167151' })));
  });

  it('7 an unknown serial: keys are read once more; then RETRY; never skipped', async () => {
    const fresh = wechatCertificate('6A00000000000000000000000000000000000001');
    const stranger = { serial: fresh.serial, privateKey: createPrivateKey(fresh.privateKey) };
    const order = await hall.order();
    const { body } = wechatPaid(hall, { orderNo: order.orderNo });
    await refused('wechat-pay', signWechat(body, stranger, seconds()), 503);
    expect(hall.keyReads).toBe(2);
    // The new certificate is configured; after the name's time as unknown it is read and believed.
    const [ours, other] = hall.keys;
    if (ours?.wechatPay === undefined || other === undefined) throw new Error('keys');
    const platformKeys = [...ours.wechatPay.platformKeys, { id: fresh.serial, pem: fresh.pem, retired: false }];
    hall.keys = [{ ...ours, wechatPay: { ...ours.wechatPay, platformKeys } }, other];
    hall.now += usualLimits.unknownFor + 1;
    await accepted('wechat-pay', signWechat(body, stranger, seconds()));
    // A key that was configured before its first notice is found at the first call.
    expect(hall.keyReads).toBe(3);
  });

  it('8 a flood of unknown serials: refused from memory, key reads bounded', async () => {
    const { body } = wechatPaid(hall, { orderNo: newOrderNo() });
    const privateKey = createPrivateKey(makePair().privateKey);
    const answers: (number | undefined)[] = [];
    for (let n = 0; n < 60; n += 1) {
      const serial = `5${String(n % 30).padStart(39, '0')}`;
      answers.push(await status('wechat-pay', signWechat(body, { serial, privateKey }, seconds())));
    }
    expect(new Set(answers)).toEqual(new Set([401, 503]));
    expect(answers.filter((code) => code === 503).length).toBeLessThanOrEqual(usualLimits.refreshesPerMinute);
    expect(hall.keyReads).toBeLessThanOrEqual(1 + usualLimits.refreshesPerMinute);
  });

  it('9 old certificate and PUB_KEY_ID_ alternating: both believed, once each', async () => {
    for (const key of [0, 1, 0, 1]) {
      const order = await hall.order();
      await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, key }));
      await hall.settle();
      expect(await state(order)).toBe('paid');
    }
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 4000, agency: -4000 });
  });

  it('10 a serial that is retired or expired: refused, with an alarm', async () => {
    const [ours, other] = hall.keys;
    if (ours?.wechatPay === undefined || other === undefined) throw new Error('keys');
    const [first, ...rest] = ours.wechatPay.platformKeys;
    if (first === undefined) throw new Error('keys');
    hall.keys = [
      { ...ours, wechatPay: { ...ours.wechatPay, platformKeys: [{ ...first, retired: true }, ...rest] } },
      other,
    ];
    await refused('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo() }));
    expect(alarmed()).toBe(true);
    const old = wechatCertificate(
      '5B00000000000000000000000000000000000002',
      new Date('2020-01-01'),
      new Date('2025-01-01'),
    );
    hall = await moneyHall(engines);
    hall.keys = [
      { ...ours, wechatPay: { ...ours.wechatPay, platformKeys: [{ id: old.serial, pem: old.pem, retired: false }] } },
      other,
    ];
    const { body } = wechatPaid(hall, { orderNo: newOrderNo() });
    logged.length = 0;
    await refused(
      'wechat-pay',
      signWechat(body, { serial: old.serial, privateKey: createPrivateKey(old.privateKey) }, seconds()),
    );
    expect(alarmed()).toBe(true);
  });

  it('11 a timestamp 301 s old or ahead: refused', async () => {
    for (const off of [-301, 301])
      await refused('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo(), at: seconds() + off }));
  });

  it('12 exactly 299 s is believed, exactly 300 s is not', async () => {
    for (const off of [-299, 299])
      await accepted('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo(), at: seconds() + off }));
    for (const off of [-300, 300])
      await refused('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo(), at: seconds() + off }));
  });

  it.each([
    'abc',
    '1e9',
    '-1795320000',
    '17953200000000000000',
    String(Date.now()),
    '',
    undefined,
    '0',
    ' 1795320000',
    '1795320000.0',
  ])('13 timestamp %j: refused', async (text) => {
    const { body } = wechatPaid(hall, { orderNo: newOrderNo() });
    const { 'Wechatpay-Timestamp': _, ...headers } = signedWithTimestamp(body, text ?? '');
    await refused('wechat-pay', {
      body,
      headers: text === undefined ? headers : { ...headers, 'Wechatpay-Timestamp': text },
    });
  });

  /** Signed over whatever stands there, so that only its shape can be what is refused. */
  function signedWithTimestamp(body: string, timestamp: string): Record<string, string> {
    const [platform] = theMerchant.wechatPay.platform;
    if (platform === undefined) throw new Error('keys');
    const signed = signWechat(
      body,
      { serial: platform.serial, privateKey: createPrivateKey(platform.privateKey) },
      Number(timestamp),
    );
    return signed.headers;
  }

  it('14 nonce or timestamp holding LF, comma or spaces: refused', async () => {
    const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    const { 'Wechatpay-Nonce': nonce = '', 'Wechatpay-Timestamp': timestamp = '' } = headers;
    for (const bad of [`${nonce}\n`, `${nonce},${nonce}`, ` ${nonce}`, `${nonce} x`, '']) {
      await refused('wechat-pay', { body, headers: { ...headers, 'Wechatpay-Nonce': bad } });
    }
    // The boundary shifted: the signed text stays the very same, and only the shape gives it away.
    const at = body.indexOf('"');
    const shifted = { ...headers, 'Wechatpay-Nonce': `${nonce}\n${body.slice(0, at)}` };
    await refused('wechat-pay', { body: body.slice(at), headers: shifted });
    await refused('wechat-pay', { body, headers: { ...headers, 'Wechatpay-Timestamp': `${timestamp}\n${nonce}` } });
    await refused('wechat-pay', { body, headers: { ...headers, 'Wechatpay-Timestamp': `${timestamp},${timestamp}` } });
  });

  it('15 a duplicate Wechatpay header, as API Gateway joins it: refused', async () => {
    const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    for (const name of ['Wechatpay-Serial', 'Wechatpay-Signature', 'Wechatpay-Timestamp', 'Wechatpay-Nonce']) {
      await refused('wechat-pay', { body, headers: { ...headers, [name]: `${headers[name]},${headers[name]}` } });
    }
  });

  it('16 header names in any letter case: believed once', async () => {
    const order = await hall.order();
    const { body, headers } = wechatPaid(hall, { orderNo: order.orderNo });
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    await accepted('wechat-pay', { body, headers: upper });
    await hall.settle();
    expect(await state(order)).toBe('paid');
  });

  it('17 Host localhost and a provider address in X-Forwarded-For, with a bad signature: refused', async () => {
    const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    const spoofed = { ...headers, host: 'localhost', 'x-forwarded-for': '101.226.103.1', 'x-real-ip': '127.0.0.1' };
    await refused('wechat-pay', { body: body.replace('通知', '通志'), headers: spoofed });
  });

  it('18 isBase64Encoded true with a base64 body: believed once', async () => {
    const order = await hall.order();
    expect(await rawPost('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo }), { base64: true })).toBe(204);
    await hall.settle();
    expect(await state(order)).toBe('paid');
  });

  it('19 the flag and the body at odds, or invalid UTF-8: refused', async () => {
    const one = wechatPaid(hall, { orderNo: newOrderNo() });
    const encoded = Buffer.from(one.body).toString('base64');
    expect(await rawPost('wechat-pay', one, { base64: false, rawBody: encoded })).toBe(401);
    expect(await rawPost('wechat-pay', one, { base64: true, rawBody: one.body })).toBe(400);
    const broken = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]).toString(
      'base64',
    );
    expect(await rawPost('wechat-pay', one, { base64: true, rawBody: broken })).toBe(400);
    expect(await rawPost('wechat-pay', one, { base64: true, rawBody: `${encoded}!!` })).toBe(400);
  });

  it('20 empty, null, array, 6 MB, 10,000 deep, gzip: refused in bounded time', async () => {
    const started = performance.now();
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    for (const body of ['null', '[]', deep, '1', '"text"', '{}'])
      await refused('wechat-pay', signedByWechat(body, seconds()));
    const { headers } = wechatPaid(hall, { orderNo: newOrderNo() });
    await refused('wechat-pay', { headers, body: '' });
    await refused('wechat-pay', { headers, body: 'x'.repeat(6_000_000) }, 413);
    await refused('alipay', { headers: formHeaders, body: `a=${'1'.repeat(6_000_000)}` }, 413);
    const zipped = { ...headers, 'content-encoding': 'gzip' };
    const packed = gzipSync(Buffer.from('{}')).toString('base64');
    expect(await rawPost('wechat-pay', { headers: zipped, body: '{}' }, { base64: true, rawBody: packed })).toBe(400);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('21 wrong method or content type; return_url replayed as GET: refused', async () => {
    const one = alipayPost(alipayFields(newOrderNo()));
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD', 'PATCH'])
      expect(await rawPost('alipay', one, { method })).toBe(405);
    for (const type of ['text/html', 'application/json', 'multipart/form-data', '']) {
      await refused('alipay', { ...one, headers: { 'content-type': type } }, 415);
    }
    const wechat = wechatPaid(hall, { orderNo: newOrderNo() });
    await refused('wechat-pay', { ...wechat, headers: { ...wechat.headers, 'Content-Type': 'text/plain' } }, 415);
  });

  const resourceWith = (change: Record<string, unknown>): Post => {
    const { body } = wechatPaid(hall, { orderNo: newOrderNo() });
    const outer = JSON.parse(body) as { resource: Record<string, unknown> };
    return signedByWechat(JSON.stringify({ ...outer, resource: { ...outer.resource, ...change } }), seconds());
  };

  it('22 resource.algorithm other or absent: refused', async () => {
    for (const algorithm of ['AEAD_SM4_GCM', 'AES_256_CBC', '', undefined])
      await refused('wechat-pay', resourceWith({ algorithm }));
  });

  it('23 ciphertext, tag, aad or nonce tampered with under a good signature: never opened', async () => {
    const { body } = wechatPaid(hall, { orderNo: newOrderNo() });
    const { resource } = JSON.parse(body) as { resource: { ciphertext: string; nonce: string } };
    const bytes = Buffer.from(resource.ciphertext, 'base64');
    const flipped = Buffer.from(bytes);
    flipped[3] = (flipped[3] ?? 0) ^ 1;
    const short = bytes.subarray(0, -12).toString('base64');
    // What could be a changed key is asked for again; what no key could open is refused. Neither is ever taken.
    await refused('wechat-pay', resourceWith({ ciphertext: flipped.toString('base64') }), 503);
    await refused('wechat-pay', resourceWith({ ciphertext: short }), 503);
    await refused('wechat-pay', resourceWith({ associated_data: 'other' }), 503);
    await refused('wechat-pay', resourceWith({ ciphertext: bytes.subarray(0, 15).toString('base64') }), 401);
    await refused('wechat-pay', resourceWith({ nonce: resource.nonce.slice(0, 11) }), 401);
    await refused('wechat-pay', resourceWith({ nonce: `${resource.nonce}0` }), 401);
    await refused(
      'wechat-pay',
      resourceWith({ ciphertext: `${resource.ciphertext.slice(0, 8)}\n!${resource.ciphertext.slice(8)}` }),
      401,
    );
  });

  it('24 the APIv3 key was just changed: RETRY with an alarm; both keys in the overlap', async () => {
    const order = await hall.order();
    const apiV3Key = 'a-new-key-of-thirty-two-letters-';
    await refused('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, apiV3Key }), 503);
    expect(alarmed()).toBe(true);
    const [ours, other] = hall.keys;
    if (ours?.wechatPay === undefined || other === undefined) throw new Error('keys');
    const apiV3Keys = [apiV3Key, theMerchant.wechatPay.apiV3Key];
    hall.keys = [{ ...ours, wechatPay: { ...ours.wechatPay, apiV3Keys } }, other];
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, apiV3Key }));
    const older = await hall.order();
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: older.orderNo }));
    await hall.settle();
    expect([await state(order), await state(older)]).toEqual(['paid', 'paid']);
  });

  it('25 outer and inner state at odds: recorded, OK, alarm, nobody paid', async () => {
    const order = await hall.order();
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, tradeState: 'NOTPAY' }));
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, originalType: 'refund' }));
    expect(alarmed()).toBe(true);
    expect(await hall.settle()).toEqual([]);
    expect(await state(order)).toBe('created');
    expect(await hall.legs()).toEqual([]);
  });

  it('26 SECURITY_ECHO and unknown event types, well signed: recorded, OK', async () => {
    for (const type of ['SECURITY_ECHO.SUCCESS', 'COUPON.USE']) {
      await accepted('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo(), type, id: `echo-${type.length}` }));
    }
    expect(await hall.settle()).toEqual([]);
    const notices = (await hall.rows()).filter(({ SK }) => SK === 'NOTICE');
    expect(notices.map(({ state: one }) => one)).toEqual(['settled', 'settled']);
    expect(await hall.legs()).toEqual([]);
  });

  it('27 the same notice twice, and 50 at once: exactly once', async () => {
    const order = await hall.order();
    const one = wechatPaid(hall, { orderNo: order.orderNo });
    await accepted('wechat-pay', one);
    await accepted('wechat-pay', one);
    const codes = await Promise.all(Array.from({ length: 50 }, () => status('wechat-pay', one)));
    expect(new Set(codes)).toEqual(new Set([204]));
    await Promise.all([hall.settle(), hall.settle(), hall.settle()]);
    expect(await state(order)).toBe('paid');
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
    expect(await hall.strays()).toEqual([]);
  });

  it('28 the same payment under another notice id: exactly once', async () => {
    const order = await hall.order();
    const transactionId = newTransaction();
    for (const id of ['first-id', 'second-id', 'third-id']) {
      await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, transactionId, id }));
    }
    await hall.settle();
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
    expect(await hall.strays()).toEqual([]);
    const notices = (await hall.rows()).filter(({ SK }) => SK === 'NOTICE');
    expect(notices.every(({ state: one }) => one === 'settled')).toBe(true);
  });

  it('29 the same notice id with another content, both signed: the first only, conflict alarm', async () => {
    const order = await hall.order();
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, id: 'one-id' }));
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, id: 'one-id', total: 999_999 }));
    expect(logged.some((line) => line.includes('CALLBACK_CONFLICT'))).toBe(true);
    await hall.settle();
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
  });

  it('30 a genuine notice replayed after 6 min, 25 h, 8 days: WeChat by its clock; Alipay without effect', async () => {
    const [order, other] = [await hall.order(), await hall.order()];
    const wechat = wechatPaid(hall, { orderNo: order.orderNo });
    const alipay = alipayPost(alipayFields(other.orderNo));
    await accepted('wechat-pay', wechat);
    await accepted('alipay', alipay);
    await hall.settle();
    for (const later of [360_000, 25 * 3_600_000, 8 * 86_400_000]) {
      hall.now += later;
      await refused('wechat-pay', wechat);
      await accepted('alipay', alipay);
      await hall.settle();
    }
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, 'clearing:alipay': 1000, agency: -2000 });
  });

  it('31 amount lower, higher, or another currency: OK, suspense, alarm, not paid', async () => {
    const orders: Order[] = [];
    for (const parts of [{ total: 999 }, { total: 1001 }, { currency: 'USD' }]) {
      const order = await hall.order();
      orders.push(order);
      await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, ...parts }));
    }
    await hall.settle();
    expect(await Promise.all(orders.map(state))).toEqual(['created', 'created', 'created']);
    expect(alarmed()).toBe(true);
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 3000, suspense: -3000 });
    expect((await hall.strays()).map(({ stray }) => stray?.reason)).toEqual(Array(3).fill('wrong-amount'));
  });

  it.each(['0.1', '1e2', '0.10 ', '００.10', '0.100', '-0.01', '01.00', '+1.00', '1,000.00', '.10', '0x10', ''])(
    '32 amount text %j: refused by its shape',
    async (total_amount) => {
      await refused('alipay', alipayPost(alipayFields(newOrderNo(), { total_amount })));
    },
  );

  it('32 amount smuggled as a second parameter: refused', async () => {
    const one = alipayPost(alipayFields(newOrderNo(), { total_amount: '100.00&total_amount=0.01' }));
    await refused('alipay', one);
    await refused('alipay', {
      ...one,
      body: one.body.replace('100.00%26total_amount%3D0.01', '100.00&total_amount=0.01'),
    });
  });

  it('33 yuan and fen mixed up: suspense', async () => {
    const order = await hall.order({ amount: 10_000 });
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, total: 100 }));
    await hall.settle();
    expect(await state(order)).toBe('created');
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 100, suspense: -100 });
  });

  it('34 an Alipay percent-variant of notify_id or out_trade_no: refused', async () => {
    const fields = alipayFields(newOrderNo());
    const { body } = alipayPost(fields);
    for (const key of ['notify_id', 'out_trade_no']) {
      const value = fields[key] ?? '';
      const variant = `%${(value.codePointAt(0) ?? 0).toString(16)}${value.slice(1)}`;
      await refused('alipay', { headers: formHeaders, body: body.replace(`${key}=${value}`, `${key}=${variant}`) });
      await refused('alipay', {
        headers: formHeaders,
        body: body.replace(`${key}=${value}`, `${key}=${encodeURIComponent(variant)}`),
      });
    }
  });

  it('35 duplicate, array and __proto__ keys refused; key order, empty values, + % and emoji are good text', async () => {
    const fields = alipayFields(newOrderNo());
    const { body } = alipayPost(fields);
    for (const bad of [
      `${body}&total_amount=0.01`,
      `${body}&a[]=1`,
      `${body}&a%5B%5D=1`,
      `${body}&__proto__=1`,
      `${body}&`,
      `${body}&x`,
      `${body}&%E4=1`,
    ]) {
      await refused('alipay', { headers: formHeaders, body: bad });
    }
    const order = await hall.order();
    const good = alipayPost(
      alipayFields(order.orderNo, { subject: '缴费 100% + 其他 & 🚗 = ok', passback_params: '', gmt_refund: '' }),
    );
    await accepted('alipay', { ...good, body: good.body.split('&').reverse().join('&') });
    await hall.settle();
    expect(await state(order)).toBe('paid');
    expect(await hall.balances()).toEqual({ 'clearing:alipay': 1000, agency: -1000 });
  });

  it('36 sign_type RSA, MD5 or absent, or charset GBK: refused', async () => {
    const { body } = alipayPost(alipayFields(newOrderNo()));
    for (const type of ['RSA', 'MD5', 'rsa2', '']) {
      await refused('alipay', { headers: formHeaders, body: body.replace('sign_type=RSA2', `sign_type=${type}`) });
    }
    await refused('alipay', { headers: formHeaders, body: body.replace('&sign_type=RSA2', '') });
    await refused('alipay', { headers: formHeaders, body: body.replace('charset=utf-8', 'charset=GBK') });
    await refused('unionpay', {
      headers: formHeaders,
      body: unionpayPost(unionpayFields(newOrderNo())).body.replace('encoding=utf-8', 'encoding=GBK'),
    });
  });

  async function paidByAlipay(): Promise<{ order: Order; fields: Record<string, string> }> {
    const order = await hall.order();
    const fields = alipayFields(order.orderNo);
    await accepted('alipay', alipayPost(fields));
    await hall.settle();
    return { order: (await hall.get(order.orderNo)) as Order, fields };
  }

  const alipayAgain = (fields: Record<string, string>, more: Record<string, string>): Post =>
    alipayPost({ ...fields, notify_id: `2026112200299${newTransaction()}`, ...more });

  it('37 an Alipay partial refund as TRADE_SUCCESS: a refund, no second payment', async () => {
    const { order, fields } = await paidByAlipay();
    const asked = await refunding(order, 400);
    const out_biz_no = asked.refunds[0]?.refundNo ?? '';
    await accepted(
      'alipay',
      alipayAgain(fields, { refund_fee: '4.00', out_biz_no, gmt_refund: '2026-11-22 13:00:00.123' }),
    );
    await hall.settle();
    expect(await state(order)).toBe('partly-refunded');
    expect(await hall.balances()).toEqual({ 'clearing:alipay': 600, agency: -600 });
    expect(await hall.strays()).toEqual([]);
  });

  it('38 TRADE_FINISHED after TRADE_SUCCESS does nothing; without it, it pays', async () => {
    const { order, fields } = await paidByAlipay();
    await accepted('alipay', alipayAgain(fields, { trade_status: 'TRADE_FINISHED' }));
    const other = await hall.order();
    await accepted('alipay', alipayPost(alipayFields(other.orderNo, { trade_status: 'TRADE_FINISHED' })));
    await hall.settle();
    expect([await state(order), await state(other)]).toEqual(['paid', 'paid']);
    expect(await hall.balances()).toEqual({ 'clearing:alipay': 2000, agency: -2000 });
  });

  it('39 TRADE_CLOSED after paid: with refund fields refunded, without them a conflict and still paid', async () => {
    const { order, fields } = await paidByAlipay();
    logged.length = 0;
    await accepted('alipay', alipayAgain(fields, { trade_status: 'TRADE_CLOSED' }));
    await hall.settle();
    expect(await state(order)).toBe('paid');
    expect(alarmed()).toBe(true);
    await accepted(
      'alipay',
      alipayAgain(fields, { trade_status: 'TRADE_CLOSED', refund_fee: '10.00', gmt_refund: '2026-11-22 13:00:00' }),
    );
    await hall.settle();
    expect(await state(order)).toBe('refunded');
    expect(await hall.balances()).toEqual({});
  });

  it('40 a refund told before its payment: parked, applied after', async () => {
    const order = await hall.order();
    const fields = alipayFields(order.orderNo);
    await accepted('alipay', alipayAgain(fields, { trade_status: 'TRADE_CLOSED', refund_fee: '10.00' }));
    await hall.settle();
    expect(await state(order)).toBe('created');
    await accepted('alipay', alipayPost(fields));
    await hall.settle();
    expect(await state(order)).toBe('refunded');
    expect(await hall.balances()).toEqual({});
    expect((await hall.rows()).filter(({ SK }) => String(SK).startsWith('PARKED#'))).toEqual([]);
  });

  it('41 paid after we closed: late-paid, in suspense, with a refund task', async () => {
    const order = await hall.order();
    await write(did(close(order, 'expired', now())));
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo }));
    await hall.settle();
    const late = await hall.get(order.orderNo);
    expect(late).toMatchObject({ state: 'late-paid', refunds: [{ state: 'asked', amount: 1000, askedBy: 'hall' }] });
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, suspense: -1000 });
  });

  it('41 UnionPay paid after we closed: late-paid once its query agrees, in suspense, with a refund task', async () => {
    const order = await hall.order();
    await write(did(close(order, 'expired', now())));
    const fields = unionpayFields(order.orderNo);
    hall.atProvider.set(order.orderNo, unionpayAnswer(order, fields));
    await accepted('unionpay', unionpayPost(fields));
    expect(await hall.settle()).toEqual([]);
    const late = await hall.get(order.orderNo);
    expect(late).toMatchObject({ state: 'late-paid', refunds: [{ state: 'asked', amount: 1000, askedBy: 'hall' }] });
    expect(await hall.balances()).toEqual({ 'clearing:unionpay': 1000, suspense: -1000 });
  });

  it('42 attempt A closed when B has paid: stays paid', async () => {
    const order = await paidOrder();
    await accepted('alipay', alipayPost(alipayFields(order.orderNo, { trade_status: 'TRADE_CLOSED' })));
    await hall.settle();
    expect(await state(order)).toBe('paid');
  });

  it('43 a second payment of one order: suspense and a refund task', async () => {
    const order = await paidOrder();
    await accepted('alipay', alipayPost(alipayFields(order.orderNo)));
    await hall.settle();
    expect(await state(order)).toBe('paid');
    const [stray] = await hall.strays();
    expect(stray).toMatchObject({ stray: { reason: 'second-payment' }, refunds: [{ state: 'asked', amount: 1000 }] });
    expect(await hall.balances()).toEqual({
      'clearing:wechat-pay': 1000,
      'clearing:alipay': 1000,
      agency: -1000,
      suspense: -1000,
    });
  });

  it('43 UnionPay pays one order twice, the second at another time: found by its own time, suspense and a refund task', async () => {
    const order = await hall.order();
    const first = unionpayFields(order.orderNo);
    const second = unionpayFields(order.orderNo, { txnTime: '20261122120500' });
    hall.atProvider.set(order.orderNo, unionpayAnswer(order, first));
    for (const fields of [first, second]) await accepted('unionpay', unionpayPost(fields));
    // Its query by our own time tells of the first; of the second none agrees, and it is not believed.
    expect(await hall.settle()).toHaveLength(1);
    expect([await state(order), await hall.strays()]).toEqual(['paid', []]);
    hall.atProvider.set(`${order.orderNo} 2026-11-22T04:05:00.000Z`, unionpayAnswer(order, second));
    expect(await hall.settle()).toEqual([]);
    expect(await state(order)).toBe('paid');
    const [stray, ...more] = await hall.strays();
    expect(stray).toMatchObject({ stray: { reason: 'second-payment' }, refunds: [{ state: 'asked', amount: 1000 }] });
    expect(more).toEqual([]);
    for (const fields of [first, second]) await accepted('unionpay', unionpayPost(fields));
    expect(await hall.settle()).toEqual([]);
    expect(await hall.balances()).toEqual({ 'clearing:unionpay': 2000, agency: -1000, suspense: -1000 });
  });

  /** What its query answers of the transaction that a notice tells of. */
  const unionpayAnswer = ({ orderNo }: Order, { queryId = '' }: Record<string, string>) => ({
    ...{ provider: 'unionpay' as const, noticeId: `query-${queryId}`, agency, kind: 'payment' as const },
    ...{ effect: `unionpay#${queryId}#PAID`, orderNo, transactionId: queryId },
    ...{ amount: 1000, currency: 'CNY', needsQuery: false },
  });

  it('44 money for an unknown order number: suspense, alarm, kept for the clock to match', async () => {
    await accepted('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo() }));
    await hall.settle();
    expect(alarmed()).toBe(true);
    const [stray] = await hall.strays();
    expect(stray).toMatchObject({ state: 'late-paid', stray: { reason: 'unknown-order' }, checkAt: now() });
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, suspense: -1000 });
  });

  it('45 REFUND.ABNORMAL then SUCCESS; CLOSED; more refunded than paid', async () => {
    const first = await refunding(await paidOrder(), 300);
    const refundNo = first.refunds[0]?.refundNo ?? '';
    await accepted('wechat-pay', wechatRefunded(hall, first, { refundNo, amount: 300, status: 'ABNORMAL' }));
    await hall.settle();
    expect(await hall.get(first.orderNo)).toMatchObject({
      state: 'refunding',
      refunds: [{ state: 'abnormal' }],
      checkAt: expect.any(String),
    });
    expect(alarmed()).toBe(true);
    await accepted('wechat-pay', wechatRefunded(hall, first, { refundNo, amount: 300 }));
    await hall.settle();
    expect(await state(first)).toBe('partly-refunded');
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 700, agency: -700 });

    const second = await refunding(await paidOrder(), 1000);
    const no = second.refunds[0]?.refundNo ?? '';
    await accepted('wechat-pay', wechatRefunded(hall, second, { refundNo: no, amount: 1000, status: 'CLOSED' }));
    await hall.settle();
    expect(await state(second)).toBe('refund-failed');
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1700, agency: -1700 });

    logged.length = 0;
    const third = await paidOrder();
    await accepted('wechat-pay', wechatRefunded(hall, third, { refundNo: 'somewhere-else-1', amount: 5000 }));
    await hall.settle();
    expect(logged.some((line) => line.includes('over-refund'))).toBe(true);
    expect(await state(third)).toBe('paid');
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': -2300, agency: -2700, suspense: 5000 });
  });

  it('46 UnionPay: copied name, expired, other name, single hash: refused', async () => {
    const fields = unionpayFields(newOrderNo());
    await refused('unionpay', unionpayPost(fields, unionpayCertificate()));
    const expired = unionpayCertificate(unionpayName, new Date('2026-01-01'));
    const other = unionpayCertificate('041@8310000000083040@某某有限公司@00016495');
    const [ours, second] = hall.keys;
    if (ours?.unionpay === undefined || second === undefined) throw new Error('keys');
    const authorities = [theMerchant.unionpay.authority, expired.authority, other.authority];
    hall.keys = [{ ...ours, unionpay: { ...ours.unionpay, trust: { ...ours.unionpay.trust, authorities } } }, second];
    await refused('unionpay', unionpayPost(fields, expired));
    await refused('unionpay', unionpayPost(fields, other));
    const once = signUnionpayOnce(fields);
    await refused('unionpay', { headers: formHeaders, body: new URLSearchParams(once).toString() });
    await accepted('unionpay', unionpayPost(fields));
  });

  /** Signed over the text itself instead of over its digest's text. */
  function signUnionpayOnce(fields: Record<string, string>): Record<string, string> {
    const { certificate, privateKey } = theMerchant.unionpay;
    const whole = signUnionpay(fields, certificate, createPrivateKey(privateKey));
    const { signature: _, ...rest } = whole;
    const text = Object.keys(rest)
      .sort()
      .map((key) => `${key}=${rest[key]}`)
      .join('&');
    return { ...rest, signature: signText(text, privateKey) };
  }

  it('47 UnionPay 00 and A6: recorded; paid only after a query agrees', async () => {
    for (const respCode of ['00', 'A6']) {
      const order = await hall.order();
      const fields = unionpayFields(order.orderNo, { respCode });
      await accepted('unionpay', unionpayPost(fields));
      expect(await hall.settle()).toEqual(['m0']);
      expect(await state(order)).toBe('created');
      const transactionId = fields.queryId ?? '';
      hall.atProvider.set(order.orderNo, {
        provider: 'unionpay',
        noticeId: `query-${transactionId}`,
        agency,
        kind: 'payment',
        effect: `unionpay#${transactionId}#PAID`,
        orderNo: order.orderNo,
        transactionId,
        amount: 1000,
        currency: 'CNY',
        needsQuery: false,
      });
      expect(await hall.settle()).toEqual([]);
      expect(await state(order)).toBe('paid');
    }
    expect(await hall.balances()).toEqual({ 'clearing:unionpay': 2000, agency: -2000 });
  });

  it('48 the table throttled, or dead before or after the write: RETRY, then exactly once', async () => {
    const order = await hall.order();
    const one = wechatPaid(hall, { orderNo: order.orderNo });
    const troubles = ['before', 'after', 'none'] as const;
    let call = 0;
    const real = hall;
    const handler = makeHandler({
      keyring: createKeyring(async () => hall.keys),
      clock: () => hall.now,
      inbox: {
        async record(received) {
          const trouble = troubles[call];
          call += 1;
          if (trouble === 'before') throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
          const answered = await real.post('wechat-pay', one, { base64 });
          expect(answered.statusCode).toBe(204);
          if (trouble === 'after') throw new Error('the connection broke after the write');
          expect(received.notice.orderNo).toBe(order.orderNo);
          return 'again';
        },
      },
    });
    const headers = Object.fromEntries(Object.entries(one.headers).map(([name, value]) => [name.toLowerCase(), value]));
    const event = httpEvent({
      routeKey: 'POST /callbacks/{provider}',
      params: { provider: 'wechat-pay' },
      headers,
      body: one.body,
    });
    const codes = [await handler(event), await handler(event), await handler(event)].map(
      ({ statusCode }) => statusCode,
    );
    expect(codes).toEqual([503, 503, 204]);
    await hall.settle();
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
  });

  it('49 a queue that delivers twice, and settlement interrupted: effect once', async () => {
    const order = await hall.order();
    const one = wechatPaid(hall, { orderNo: order.orderNo });
    for (let times = 0; times < 4; times += 1) {
      await accepted('wechat-pay', one);
      await hall.settle();
    }
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
    expect((await hall.get(order.orderNo))?.version).toBe(2);
  });

  it('50 an answer that the provider did not wait for: the notice comes again and counts once', async () => {
    const order = await hall.order();
    const transactionId = newTransaction();
    const resend = () => wechatPaid(hall, { orderNo: order.orderNo, transactionId, id: 'slow' });
    const [first, second] = [resend(), resend()];
    await Promise.all([post('wechat-pay', first), post('wechat-pay', second)]);
    await hall.settle();
    expect(await hall.balances()).toEqual({ 'clearing:wechat-pay': 1000, agency: -1000 });
  });

  it('51 our answers are byte-exact', async () => {
    const alipay = await post('alipay', alipayPost(alipayFields(newOrderNo())));
    expect(Buffer.from(alipay.body ?? '').toString('hex')).toBe('73756363657373');
    expect(alipay.headers?.['content-type']).toBe('text/plain; charset=utf-8');
    const unionpay = await post('unionpay', unionpayPost(unionpayFields(newOrderNo())));
    expect(unionpay.body).toBe('ok');
    const wechat = await post('wechat-pay', wechatPaid(hall, { orderNo: newOrderNo() }));
    expect([wechat.statusCode, wechat.body]).toEqual([204, undefined]);
  });

  it('52 no openid, buyer, card, signature, key or body in any log line', async () => {
    const order = await hall.order();
    const posts: [Provider, Post][] = [
      ['wechat-pay', wechatPaid(hall, { orderNo: order.orderNo })],
      ['wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, mchid: '99999999' })],
      ['alipay', alipayPost(alipayFields(order.orderNo))],
      ['alipay', alipayPost(alipayFields(order.orderNo, { total_amount: '1e2' }))],
      ['unionpay', unionpayPost(unionpayFields(order.orderNo))],
      ['unionpay', unionpayPost(unionpayFields(order.orderNo), unionpayCertificate())],
    ];
    for (const [provider, one] of posts) await post(provider, one);
    await hall.settle();
    const all = logged.join('\n');
    expect(logged.length).toBeGreaterThan(6);
    const secret = [
      'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
      '2088102534368455',
      'xud***',
      '6216',
      'BEGIN',
      theMerchant.wechatPay.apiV3Key,
      'ciphertext',
      'total_amount',
      ...posts.map(([, one]) =>
        (
          one.headers['Wechatpay-Signature'] ??
          new URLSearchParams(one.body).get('sign') ??
          new URLSearchParams(one.body).get('signature') ??
          ''
        ).slice(0, 24),
      ),
    ];
    for (const text of secret) expect(all.includes(text), text).toBe(false);
    const rows = JSON.stringify(await hall.rows());
    for (const text of secret.slice(0, 5)) expect(rows.includes(text), text).toBe(false);
  });
});

describe('keys of two merchants', () => {
  it('a notice of the other merchant is booked to the other agency', async () => {
    const hall = await moneyHall(engines);
    const order = await hall.order({ agency: otherMerchant.agency });
    const third = makeMerchant('11440100DEM000014C');
    expect(
      (await hall.post('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, merchant: otherMerchant }))).statusCode,
    ).toBe(204);
    expect(
      (await hall.post('wechat-pay', wechatPaid(hall, { orderNo: order.orderNo, merchant: third }))).statusCode,
    ).toBe(503);
    await hall.settle();
    expect((await hall.get(order.orderNo))?.state).toBe('paid');
    expect((await hall.legs()).every((leg) => leg.agency === otherMerchant.agency)).toBe(true);
    // An order of one agency paid into the account of another is nobody's payment.
    const crossed = await hall.order();
    await hall.post('wechat-pay', wechatPaid(hall, { orderNo: crossed.orderNo, merchant: otherMerchant }));
    await hall.settle();
    expect((await hall.get(crossed.orderNo))?.state).toBe('created');
  });
});

const signText = (text: string, pem: string): string =>
  sign('RSA-SHA256', Buffer.from(text), createPrivateKey(pem)).toString('base64');
