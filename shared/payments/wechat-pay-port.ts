/** WeChat Pay API v3, as an agency's merchant calls it. */
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import type { SigningKeys } from './merchant-keys.ts';
import type { Order } from './order.ts';
import {
  ask,
  BillRefused,
  type Checkout,
  type CheckoutRequest,
  type ProviderApi,
  ProviderFailed,
  RefundRefused,
  type Surroundings,
  subjectOf,
} from './provider-api.ts';
import {
  authorization,
  noticeOfQuery,
  noticeOfRefund,
  payerParams,
  signatureHolds,
  signedHeaders,
  type WechatMerchant,
} from './wechat-pay.ts';
import { isRefusal } from './words.ts';

type Signing = NonNullable<SigningKeys['wechatPay']>;

export function wechatPayApi(
  merchant: WechatMerchant,
  signing: Signing,
  { hallUrl, nonce }: Surroundings,
): ProviderApi {
  const { mchid, appid } = merchant;
  return {
    async checkout(order, request) {
      const answer = await call(
        'POST',
        `/v3/pay/transactions/${request.client}`,
        request.now,
        orderBody(order, request),
      );
      return checkoutOf(answer.json, request);
    },

    async query(order, now) {
      const answer = await call('GET', `${transaction(order)}?mchid=${mchid}`, now);
      return answer.status === 404 ? undefined : noticeOfQuery(answer.json, merchant);
    },

    async close(order, now) {
      const { status, json, headers, body } = await call('POST', `${transaction(order)}/close`, now, { mchid });
      if (status === 204) return true;
      // It has run out there by itself, at the very moment that it was given, or nobody has begun to pay.
      const ended = status === 404 || fault.safeParse(json).data?.code === 'ORDER_CLOSED';
      if (ended) assertSigned(headers, body, now);
      return ended;
    },

    async refund(order, refund, now) {
      const answer = await call('POST', '/v3/refund/domestic/refunds', now, {
        transaction_id: order.payment?.transactionId,
        out_refund_no: refund.refundNo,
        reason: '政务服务退费',
        notify_url: `${hallUrl}/callbacks/wechat-pay`,
        amount: { refund: refund.amount, total: order.payment?.amount, currency: 'CNY' },
      });
      const code = fault.safeParse(answer.json).data?.code ?? '';
      if (refusals.has(code)) {
        // What ends something is believed only when it is signed, a refusal as much as a yes.
        assertSigned(answer.headers, answer.body, now);
        throw new RefundRefused(code);
      }
      if (answer.status !== 200) throw new ProviderFailed(`refund ${answer.status}`);
      return noticeOfRefund(answer.json, merchant);
    },

    async queryRefund(_order, refund, now) {
      const answer = await call('GET', `/v3/refund/domestic/refunds/${refund.refundNo}`, now);
      return answer.status === 404 ? undefined : noticeOfRefund(answer.json, merchant);
    },

    async bill(day, now) {
      const answer = await call('GET', `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`, now);
      if (answer.status !== 200) return undefined;
      const { hash_value, download_url } = billPlace.parse(answer.json);
      const { pathname, search } = new URL(download_url);
      const file = await ask(download_url, {
        headers: { authorization: signed('GET', `${pathname}${search}`, '', now) },
      });
      const hash = createHash('sha1').update(file.body).digest('hex');
      if (file.status !== 200 || hash !== hash_value) throw new BillRefused('hash');
      return file.body;
    },
  };

  function orderBody(order: Order, { client, openid, payerAddress }: CheckoutRequest): object {
    return {
      appid,
      mchid,
      description: subjectOf(order),
      out_trade_no: order.orderNo,
      time_expire: order.expiresAt,
      notify_url: `${hallUrl}/callbacks/wechat-pay`,
      amount: { total: order.amount, currency: order.currency },
      ...(client === 'jsapi' ? { payer: { openid } } : {}),
      ...(client === 'h5' ? { scene_info: { payer_client_ip: payerAddress, h5_info: { type: 'Wap' } } } : {}),
    };
  }

  function checkoutOf(json: unknown, { client, now }: CheckoutRequest): Checkout {
    const answer = prepared.parse(json);
    if (client === 'native' && answer.code_url !== undefined) return { kind: 'qr', code: answer.code_url };
    if (client === 'h5' && answer.h5_url !== undefined) return { kind: 'redirect', url: answer.h5_url };
    if (client !== 'jsapi' || answer.prepay_id === undefined) throw new ProviderFailed('no prepared order');
    const details = { appid, prepayId: answer.prepay_id, timestamp: Math.floor(now / 1000), nonce: nonce() };
    return { kind: 'wechat-jsapi', params: payerParams(details, signing.privateKey) };
  }

  function signed(method: string, path: string, body: string, now: number): string {
    const request = { method, path, body, timestamp: Math.floor(now / 1000), nonce: nonce() };
    return authorization(request, { mchid, serial: signing.serial, privateKey: signing.privateKey });
  }

  async function call(method: 'GET' | 'POST', path: string, now: number, sent?: object) {
    const body = sent === undefined ? '' : JSON.stringify(sent);
    const headers = {
      authorization: signed(method, path, body, now),
      accept: 'application/json',
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const answer = await ask(`${signing.api}${path}`, { method, headers, ...(sent === undefined ? {} : { body }) });
    if (answer.status >= 500) throw new ProviderFailed(`answer ${answer.status}`);
    if (answer.status < 300) assertSigned(answer.headers, answer.body, now);
    const json: unknown = answer.body.length === 0 ? undefined : parsed(answer.body);
    return { ...answer, json };
  }

  /** @throws ProviderFailed when WeChat did not sign this answer */
  function assertSigned(headers: Headers, body: Buffer, now: number): void {
    const parts = signedHeaders(Object.fromEntries(headers), Math.floor(now / 1000));
    const key = isRefusal(parts)
      ? undefined
      : merchant.platformKeys.find(({ id, retired }) => id === parts.serial && !retired);
    if (isRefusal(parts) || key === undefined) throw new ProviderFailed('answer not signed');
    const isCertificate = key.pem.includes('BEGIN CERTIFICATE');
    const publicKey = isCertificate ? new X509Certificate(key.pem).publicKey : createPublicKey(key.pem);
    if (!signatureHolds(parts, body, publicKey)) throw new ProviderFailed('answer signature');
  }
}

const transaction = ({ orderNo }: Order): string => `/v3/pay/transactions/out-trade-no/${orderNo}`;

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ProviderFailed('answer is not JSON');
  }
}

const fault = z.object({ code: z.string() });

/** Of the refund call's errors those by which it has failed for good; the others say to call again with the same number. */
const refusals: ReadonlySet<string> = new Set([
  'NOT_ENOUGH',
  'USER_ACCOUNT_ABNORMAL',
  'RESOURCE_NOT_EXISTS',
  'MCH_NOT_EXISTS',
  'INVALID_REQUEST',
  'PARAM_ERROR',
  'NO_AUTH',
]);

const prepared = z.object({
  prepay_id: z.string().optional(),
  code_url: z.string().optional(),
  h5_url: z.url().optional(),
});
const billPlace = z.object({ hash_type: z.literal('SHA1'), hash_value: z.string(), download_url: z.url() });
