/**
 * Genuine messages from official and public SDK tests (sources and licences in `test/data/payment-vectors.json`), and every byte of
 * them flipped. The official SDKs are asked the same questions.
 */
import { createPrivateKey, createPublicKey, createSecretKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AlipaySdk } from 'alipay-sdk';
import { describe, expect, it } from 'vitest';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import * as z from 'zod';
import { makePair } from '../../../local/provider-simulator/keys.ts';
import {
  alipayRequestHolds,
  sealWechat,
  signAlipayNotice,
  wechatRequestHolds,
} from '../../../local/provider-simulator/signing.ts';
import * as alipay from '../../../shared/payments/alipay.ts';
import { formOf, parseForm } from '../../../shared/payments/form.ts';
import * as unionpay from '../../../shared/payments/unionpay.ts';
import * as wechatPay from '../../../shared/payments/wechat-pay.ts';
import { isRefusal } from '../../../shared/payments/words.ts';
import { alipayFields, theMerchant } from '../../support/money-hall.ts';

const vector = z.looseObject({ id: z.string(), params: z.record(z.string(), z.string()).optional() });
const { vectors } = z
  .object({ vectors: z.array(vector) })
  .parse(JSON.parse(readFileSync(new URL('../../data/payment-vectors.json', import.meta.url), 'utf8')));

function text(id: string, ...path: string[]): string {
  let value: unknown = vectors.find((one) => one.id === id);
  for (const key of path) value = z.record(z.string(), z.unknown()).parse(value)[key];
  return z.string().parse(value);
}
const params = (id: string): Record<string, string> => vectors.find((one) => one.id === id)?.params ?? {};

/** The text with one bit of each character flipped, one after another. */
function* flips(value: string): Generator<string> {
  for (let at = 0; at < value.length; at += 1) {
    const other = String.fromCharCode((value.codePointAt(at) ?? 0) ^ 1);
    yield value.slice(0, at) + other + value.slice(at + 1);
  }
}

const secretKey = (key: string) => createSecretKey(Buffer.from(key));

describe('WeChat Pay', () => {
  const id = 'wechat-go-notify-full';
  const headers = (): Record<string, string> => {
    const found = z
      .looseObject({ headers: z.record(z.string(), z.string()) })
      .parse(vectors.find((one) => one.id === id)).headers;
    return Object.fromEntries(Object.entries(found).map(([name, value]) => [name.toLowerCase(), value]));
  };
  const now = 1624523846;
  const body = Buffer.from(text(id, 'rawBody'));
  const key = new X509Certificate(text(id, 'platformCertificatePem')).publicKey;
  const holds = (given: Record<string, string>, bytes: Buffer, at = now): boolean => {
    const signed = wechatPay.signedHeaders(given, at);
    return (
      !isRefusal(signed) &&
      signed.serial === headers()['wechatpay-serial'] &&
      wechatPay.signatureHolds(signed, bytes, key)
    );
  };

  it('believes the genuine notice, as the official rule does', () => {
    expect(holds(headers(), body)).toBe(true);
    const {
      'wechatpay-timestamp': timestamp = '',
      'wechatpay-nonce': nonce = '',
      'wechatpay-signature': signature = '',
    } = headers();
    const message = Formatter.joinedByLineFeed(timestamp, nonce, body.toString());
    expect(Rsa.verify(message, signature, key)).toBe(true);
  });

  it.each(['wechatpay-signature', 'wechatpay-nonce', 'wechatpay-timestamp', 'wechatpay-serial'])(
    'refuses every flipped byte of %s',
    (name) => {
      const genuine = headers();
      for (const bad of flips(genuine[name] ?? '')) expect(holds({ ...genuine, [name]: bad }, body), bad).toBe(false);
    },
  );

  it('refuses every flipped byte of the body', () => {
    for (let at = 0; at < body.length; at += 1) {
      const bad = Buffer.from(body);
      bad[at] = (bad[at] ?? 0) ^ 1;
      expect(holds(headers(), bad)).toBe(false);
    }
  });

  it("rejects the vector's 16-byte APIv3 key by its length, and every AEAD vector with it", () => {
    const { resource } = wechatPay.envelope.parse(JSON.parse(body.toString()));
    if (resource === undefined) throw new Error('no resource');
    expect(() => wechatPay.openResource(resource, secretKey(text(id, 'apiV3KeyUtf8')))).toThrow('key length');
    for (const { id: one } of vectors.filter(({ kind }) => kind === 'aead')) {
      const sealed = {
        ciphertext: text(one, 'ciphertextB64'),
        nonce: text(one, 'nonceUtf8'),
        associated_data: text(one, 'aadUtf8'),
      };
      expect(() => wechatPay.openResource(sealed, secretKey(text(one, 'keyUtf8'))), one).toThrow('key length');
    }
  });

  it('opens what the official SDK seals, and no ciphertext, tag, nonce or aad with a flipped byte', () => {
    const apiV3Key = 'k'.repeat(32);
    const ciphertext = Aes.AesGcm.encrypt('{"amount":"100"}', apiV3Key, 'abcdefghijkl', 'transaction');
    const sealed = { ciphertext, nonce: 'abcdefghijkl', associated_data: 'transaction' };
    expect(wechatPay.openResource(sealed, secretKey(apiV3Key))).toBe('{"amount":"100"}');
    const bytes = Buffer.from(ciphertext, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const bad = Buffer.from(bytes);
      bad[at] = (bad[at] ?? 0) ^ 1;
      expect(() =>
        wechatPay.openResource({ ...sealed, ciphertext: bad.toString('base64') }, secretKey(apiV3Key)),
      ).toThrow();
    }
    for (const nonce of flips(sealed.nonce))
      expect(() => wechatPay.openResource({ ...sealed, nonce }, secretKey(apiV3Key))).toThrow();
    for (const aad of flips(sealed.associated_data)) {
      expect(() => wechatPay.openResource({ ...sealed, associated_data: aad }, secretKey(apiV3Key))).toThrow();
    }
    const event = { id: '1', type: 'T', originalType: 'transaction', resource: { a: 1 }, createdAt: '' };
    const { resource } = wechatPay.envelope.parse(JSON.parse(sealWechat(event, apiV3Key)));
    if (resource === undefined) throw new Error('no resource');
    expect(Aes.AesGcm.decrypt(resource.ciphertext, apiV3Key, resource.nonce, resource.associated_data)).toBe('{"a":1}');
  });

  it("verifies the Go SDK's signature of a text", () => {
    const signer = createPublicKey(text('wechat-go-sign-source', 'publicKeyPem'));
    expect(
      Rsa.verify(text('wechat-go-sign-source', 'messageUtf8'), text('wechat-go-sign-source', 'signatureB64'), signer),
    ).toBe(true);
  });

  it("signs requests and the payer's client as the official SDK does", () => {
    const { publicKey, privateKey } = makePair();
    const request = {
      method: 'POST',
      path: '/v3/pay/transactions/native?x=1',
      body: '{"a":"中"}',
      timestamp: now,
      nonce: 'n0nce',
    };
    const header = wechatPay.authorization(request, { mchid: '1900000001', serial: 'ABC', privateKey });
    const message = Formatter.request(request.method, request.path, String(now), request.nonce, request.body);
    const signature = Rsa.sign(message, createPrivateKey(privateKey));
    expect(header).toBe(
      `WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="n0nce",timestamp="${now}",serial_no="ABC",signature="${signature}"`,
    );
    expect(wechatRequestHolds(request, header, createPublicKey(publicKey))).toBe(true);
    const payer = wechatPay.payerParams({ appid: 'wx1', prepayId: 'p1', timestamp: now, nonce: 'n' }, privateKey);
    const signed = Formatter.joinedByLineFeed('wx1', String(now), 'n', 'prepay_id=p1');
    expect(Rsa.verify(signed, payer.paySign, createPublicKey(publicKey))).toBe(true);
  });
});

describe('Alipay', () => {
  const id = 'alipay-sdk-trade-success';
  const key = createPublicKey(text(id, 'publicKeyPem'));
  const genuine = params(id);
  const form = (fields: Record<string, string>) => parseForm(formOf(Object.entries(fields))) ?? new Map();
  const sdk = (publicKeyPem: string) =>
    new AlipaySdk({
      appId: '1',
      privateKey: theMerchant.alipay.appKey.privateKey,
      alipayPublicKey: publicKeyPem,
      keyType: 'PKCS8',
    });

  it('believes the genuine notice and reads it', () => {
    expect(alipay.signatureHolds(form(genuine), key)).toBe(true);
    const merchant = { agency: 'a', appId: genuine.app_id ?? '', sellerId: genuine.seller_id ?? '', publicKey: '' };
    expect(alipay.readNotice(form(genuine), merchant)).toMatchObject({
      kind: 'payment',
      orderNo: '20190815155618536-564-57',
      amount: 10,
      at: '2019-08-15T07:56:24.000Z',
    });
    expect(sdk(text(id, 'publicKeyPem')).checkNotifySignV2({ ...genuine })).toBe(true);
  });

  it('refuses the other vectors: no sign_type (we pin RSA2), another merchant, another key', () => {
    for (const one of ['alipay-sdk-trade-success-no-sign-type', 'alipay-sdk-other-merchant', 'alipay-sdk-wrong-key']) {
      expect(alipay.signatureHolds(form(params(one)), createPublicKey(text(one, 'publicKeyPem'))), one).toBe(false);
    }
  });

  it('refuses every flipped character of every field', () => {
    for (const [name, value] of Object.entries(genuine)) {
      for (const bad of flips(value)) {
        const changed = form({ ...genuine, [name]: bad });
        if (name === 'charset' && bad.toLowerCase() === 'utf-8') continue;
        expect(alipay.signatureHolds(changed, key), `${name}=${bad}`).toBe(false);
      }
    }
  });

  it('agrees with the SDK on notices that the simulator signs, good and tampered with', () => {
    const { publicKey, privateKey } = theMerchant.alipay.platform;
    const check = sdk(publicKey);
    for (const more of [{}, { subject: '中文 100% & = + 🚗' }, { body: "a'b(c)" }]) {
      const body = signAlipayNotice(alipayFields('T'.repeat(26), more), createPrivateKey(privateKey));
      const fields = Object.fromEntries(parseForm(body) ?? []);
      const verdicts = [
        alipay.signatureHolds(new Map(Object.entries(fields)), createPublicKey(publicKey)),
        check.checkNotifySignV2({ ...fields }),
      ];
      expect(verdicts).toEqual([true, true]);
      const bad = { ...fields, total_amount: '0.01' };
      expect([
        alipay.signatureHolds(new Map(Object.entries(bad)), createPublicKey(publicKey)),
        check.checkNotifySignV2(bad),
      ]).toEqual([false, false]);
    }
  });

  it("signs requests so that the gateway's rule holds", () => {
    const { publicKey, privateKey } = theMerchant.alipay.appKey;
    const signed = alipay.signedRequest(
      { method: 'alipay.trade.query', app_id: '1', biz_content: '{"a":"中"}' },
      privateKey,
    );
    expect(alipayRequestHolds(signed, createPublicKey(publicKey))).toBe(true);
  });
});

describe('UnionPay', () => {
  const id = 'unionpay-yansongda-notify';
  const genuine = params(id);
  const fields = new Map(Object.entries(genuine));
  const trust = (pinned: string[]) =>
    unionpay.trustOf({ merId: '', trust: { pinned, authorities: [], company: '中国银联股份有限公司' } });
  const then = Date.parse('2022-09-08T05:22:06Z');

  it('believes the genuine notice under the pinned certificate while that is in force', () => {
    const pinned = trust([text(id, 'pinnedCertificatePem')]);
    const key = unionpay.trustedKey(fields, pinned, then);
    if (key === undefined) throw new Error('not trusted');
    expect(unionpay.signatureHolds(fields, key)).toBe(true);
    expect(unionpay.trustedKey(fields, pinned, Date.parse('2026-01-01'))).toBeUndefined();
    expect(unionpay.trustedKey(fields, trust([]), then)).toBeUndefined();
    const merchant = { agency: 'a', merId: genuine.merId ?? '', trust: { pinned: [], authorities: [], company: '' } };
    expect(unionpay.readNotice(fields, merchant)).toMatchObject({
      kind: 'payment',
      amount: 1,
      needsQuery: true,
      orderNo: 'yansongda20220908132206',
    });
  });

  it('refuses every flipped character of every field', () => {
    const pinned = trust([text(id, 'pinnedCertificatePem')]);
    const key = new X509Certificate(text(id, 'pinnedCertificatePem')).publicKey;
    for (const [name, value] of fields) {
      if (name === 'signPubKeyCert') continue;
      for (const bad of flips(value))
        expect(unionpay.signatureHolds(new Map(fields).set(name, bad), key), `${name}=${bad}`).toBe(false);
    }
    let trusted = 0;
    for (const bad of flips(fields.get('signPubKeyCert') ?? '')) {
      const changed = new Map(fields).set('signPubKeyCert', bad);
      const given = unionpay.trustedKey(changed, pinned, then);
      // A flipped line break is the same certificate still; the signed text is another, so it is refused all the same.
      if (given !== undefined) trusted += unionpay.signatureHolds(changed, given) ? 1 : 0;
    }
    expect(trusted).toBe(0);
  });
});
