/**
 * WeChat Pay API v3 (微信支付): notices verified and opened, requests and the payer's client signed.
 *
 * A notice is signed over `timestamp\nnonce\nbody\n` with SHA256withRSA by a platform certificate or the platform's public key;
 * inside, `resource` is sealed with AES-256-GCM under the merchant's APIv3 key. Nothing is parsed before the signature holds.
 */
import { createDecipheriv, createSecretKey, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import type { WechatPayKeys } from './merchant-keys.ts';
import { isRefusal, type Notice, type Refusal, refuse, refuseWithAlarm } from './words.ts';

/** Header names in lower case, as API Gateway gives them. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface SignedHeaders {
  readonly serial: string;
  readonly signature: Buffer;
  readonly timestamp: string;
  readonly nonce: string;
}

/** Seconds by which a notice's clock may differ, exclusive: as the official Go SDK has it. */
export const clockTolerance = 300;

/**
 * The signature's parts, each of a shape in which nothing can hide: no line feed that moves a boundary, no comma of two
 * joined headers. @param now seconds since the epoch
 */
export function signedHeaders(headers: Headers, now: number): SignedHeaders | Refusal {
  const type = headers['wechatpay-signature-type'] ?? 'WECHATPAY2-SHA256-RSA2048';
  if (type !== 'WECHATPAY2-SHA256-RSA2048') return refuse('signature-type');
  const serial = headers['wechatpay-serial'] ?? '';
  const timestamp = headers['wechatpay-timestamp'] ?? '';
  const nonce = headers['wechatpay-nonce'] ?? '';
  const text = headers['wechatpay-signature'] ?? '';
  if (!/^(?:PUB_KEY_ID_\d{1,60}|[0-9A-Fa-f]{8,64})$/.test(serial)) return refuse('serial-shape');
  if (!/^[1-9]\d{9}$/.test(timestamp)) return refuse('timestamp-shape');
  if (!/^[\x21-\x2b\x2d-\x7e]{1,128}$/.test(nonce)) return refuse('nonce-shape');
  if (Math.abs(now - Number(timestamp)) >= clockTolerance) return refuse('clock');
  const signature = strictBase64(text);
  // A probe (`WECHATPAY/SIGNTEST/…`) is no base64 of 256 bytes; the right notice follows it.
  if (signature === undefined || signature.length < 256) return refuse('signature-shape');
  return { serial, signature, timestamp, nonce };
}

export function signatureHolds({ timestamp, nonce, signature }: SignedHeaders, body: Buffer, key: KeyObject): boolean {
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return verify('sha256', message, key, signature);
}

/** Only canonical base64: Node's own decoder skips what does not belong there, so what it has read is written again and compared. */
export function strictBase64(text: string): Buffer | undefined {
  if (text === '' || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export const envelope = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  event_type: z.string().max(64),
  resource: z
    .object({
      original_type: z.string().optional(),
      algorithm: z.string(),
      ciphertext: z.string(),
      associated_data: z.string().default(''),
      nonce: z.string(),
    })
    .optional(),
});
export type Envelope = z.infer<typeof envelope>;

/** Opens `resource`. @throws Error when it was not sealed under this key, or not whole */
export function openResource(
  {
    ciphertext,
    associated_data,
    nonce,
  }: Pick<NonNullable<Envelope['resource']>, 'ciphertext' | 'associated_data' | 'nonce'>,
  key: KeyObject,
  bytes = strictBase64(ciphertext),
): string {
  if (key.symmetricKeySize !== 32) throw new Error('key length');
  if (bytes === undefined || bytes.length < 16 || Buffer.byteLength(nonce) !== 12) throw new Error('shape');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}

/** A merchant's APIv3 keys, made ready once: making one costs more than opening with it. */
const ready = new WeakMap<WechatMerchant, readonly KeyObject[]>();
function keysOf(merchant: WechatMerchant): readonly KeyObject[] {
  const known = ready.get(merchant);
  if (known !== undefined) return known;
  const made = merchant.apiV3Keys.map((key) => createSecretKey(Buffer.from(key)));
  ready.set(merchant, made);
  return made;
}

/** RFC 3339 with an offset. */
const wechatInstant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/)
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => new Date(text).toISOString());

const transaction = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string().regex(/^[\w*|-]{1,32}$/),
  transaction_id: z.string().regex(/^\d{1,32}$/),
  trade_state: z.string(),
  success_time: wechatInstant.optional(),
  amount: z.object({ total: z.int().min(0), currency: z.string().default('CNY') }),
});

const refund = z.object({
  mchid: z.string(),
  out_trade_no: z.string().regex(/^[\w*|-]{1,32}$/),
  transaction_id: z.string().regex(/^\d{1,32}$/),
  out_refund_no: z.string().regex(/^[\w*|@-]{1,64}$/),
  refund_id: z.string().regex(/^\d{1,32}$/),
  refund_status: z.string(),
  success_time: wechatInstant.optional(),
  amount: z.object({ refund: z.int().min(0), total: z.int().min(0) }),
});

/** A merchant whose callbacks this platform key signs. */
export interface WechatMerchant extends WechatPayKeys {
  readonly agency: string;
}

/** What a notice whose signature holds says. @param merchants those whose platform key signed it */
export function readNotice(body: Buffer, merchants: readonly WechatMerchant[]): Notice | Refusal {
  const outer = parseWith(envelope, body.toString('utf8'));
  if (outer === undefined) return refuse('envelope-shape');
  const [first] = merchants;
  if (first === undefined) return refuse('no-merchant');
  if (outer.resource === undefined) return otherNotice(outer, first.agency);
  const opened = open(outer.resource, merchants);
  if (isRefusal(opened)) return opened;
  return noticeOf(outer, opened.text, opened.merchant);
}

function open(resource: NonNullable<Envelope['resource']>, merchants: readonly WechatMerchant[]) {
  if (resource.algorithm !== 'AEAD_AES_256_GCM') return refuse('algorithm');
  const bytes = strictBase64(resource.ciphertext);
  if (bytes === undefined || bytes.length < 16) return refuse('ciphertext-shape');
  if (Buffer.byteLength(resource.nonce) !== 12) return refuse('resource-nonce');
  for (const merchant of merchants) {
    for (const key of keysOf(merchant)) {
      try {
        return { text: openResource(resource, key, bytes), merchant };
      } catch {
        // The next key: during a change of keys both are lived with.
      }
    }
  }
  // Signed by WeChat and not for our keys: the APIv3 key has just been changed and ours is old. Never lost: it comes again.
  return { answer: 'retry', reason: 'undecryptable', alarm: true } satisfies Refusal;
}

function noticeOf(outer: Envelope, text: string, merchant: WechatMerchant): Notice | Refusal {
  if (outer.event_type === 'TRANSACTION.SUCCESS') {
    const inner = parseWith(transaction, text);
    if (inner === undefined) return refuse('transaction-shape');
    if (inner.mchid !== merchant.mchid || inner.appid !== merchant.appid) return refuseWithAlarm('other-merchant');
    const odd = inner.trade_state !== 'SUCCESS' || outer.resource?.original_type !== 'transaction';
    return paymentNotice(outer.id, inner, merchant.agency, odd ? 'state-mismatch' : undefined);
  }
  const status = refundEvents[outer.event_type];
  if (status === undefined) return otherNotice(outer, merchant.agency);
  const inner = parseWith(refund, text);
  if (inner === undefined) return refuse('refund-shape');
  if (inner.mchid !== merchant.mchid) return refuseWithAlarm('other-merchant');
  const odd = inner.refund_status !== status.toUpperCase() || outer.resource?.original_type !== 'refund';
  return { ...refundNotice(outer.id, inner, merchant.agency, status), ...(odd ? { odd: 'state-mismatch' } : {}) };
}

const refundEvents: Readonly<Record<string, 'success' | 'abnormal' | 'closed' | undefined>> = {
  'REFUND.SUCCESS': 'success',
  'REFUND.ABNORMAL': 'abnormal',
  'REFUND.CLOSED': 'closed',
};

function paymentNotice(noticeId: string, inner: z.infer<typeof transaction>, agency: string, odd?: string): Notice {
  return {
    provider: 'wechat-pay',
    noticeId,
    agency,
    kind: 'payment',
    effect: `wechat-pay#${inner.transaction_id}#PAID`,
    orderNo: inner.out_trade_no,
    transactionId: inner.transaction_id,
    amount: inner.amount.total,
    currency: inner.amount.currency,
    needsQuery: false,
    ...(inner.success_time === undefined ? {} : { at: inner.success_time }),
    ...(odd === undefined ? {} : { odd }),
  };
}

function refundNotice(
  noticeId: string,
  inner: z.infer<typeof refund>,
  agency: string,
  status: 'success' | 'abnormal' | 'closed',
): Notice {
  return {
    provider: 'wechat-pay',
    noticeId,
    agency,
    kind: 'refund',
    effect: `wechat-pay#${inner.refund_id}#${status.toUpperCase()}`,
    orderNo: inner.out_trade_no,
    transactionId: inner.transaction_id,
    amount: inner.amount.refund,
    currency: 'CNY',
    refund: { refundNo: inner.out_refund_no, status, cumulative: false },
    needsQuery: false,
    ...(inner.success_time === undefined ? {} : { at: inner.success_time }),
  };
}

/** Echoes of the signature check and events we know nothing of: kept, without effect. */
const otherNotice = ({ id, event_type }: Envelope, agency: string): Notice => ({
  provider: 'wechat-pay',
  noticeId: id,
  agency,
  kind: 'other',
  effect: `wechat-pay#${id}#${event_type}`.slice(0, 300),
  needsQuery: false,
});

function parseWith<T extends z.ZodType>(schema: T, text: string): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A payment as `GET /v3/pay/transactions/out-trade-no/{no}` answers it, as the notice it would have been; undefined while unpaid. */
export function noticeOfQuery(answer: unknown, merchant: WechatMerchant): Notice | undefined {
  const inner = transaction.safeParse(answer).data;
  if (inner === undefined || inner.trade_state !== 'SUCCESS' || inner.mchid !== merchant.mchid) return undefined;
  return paymentNotice(`query-${inner.transaction_id}`, inner, merchant.agency);
}

const queriedRefund = z.object({
  refund_id: z.string(),
  out_refund_no: z.string(),
  transaction_id: z.string(),
  out_trade_no: z.string(),
  status: z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL']),
  success_time: wechatInstant.optional(),
  amount: z.object({ refund: z.int(), total: z.int() }),
});

/** A refund as the refund call and its query answer it; undefined while it is on its way. */
export function noticeOfRefund(answer: unknown, merchant: WechatMerchant): Notice | undefined {
  const inner = queriedRefund.safeParse(answer).data;
  if (inner === undefined || inner.status === 'PROCESSING') return undefined;
  const status = refundEvents[`REFUND.${inner.status}`];
  if (status === undefined) return undefined;
  const told = { ...inner, mchid: merchant.mchid, refund_status: inner.status };
  return refundNotice(`query-${inner.refund_id}-${status}`, told, merchant.agency, status);
}

/** `Authorization` of a request to the API. @param path with its query */
export function authorization(
  request: { method: string; path: string; body: string; timestamp: number; nonce: string },
  signer: { mchid: string; serial: string; privateKey: KeyObject | string },
): string {
  const { method, path, body, timestamp, nonce } = request;
  const signature = signText(`${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`, signer.privateKey);
  const parts = { mchid: signer.mchid, nonce_str: nonce, timestamp, serial_no: signer.serial, signature };
  const told = Object.entries(parts).map(([key, value]) => `${key}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${told.join(',')}`;
}

/** What `wx.requestPayment` takes (JSAPI and mini program). */
export function payerParams(
  { appid, prepayId, timestamp, nonce }: { appid: string; prepayId: string; timestamp: number; nonce: string },
  privateKey: KeyObject | string,
) {
  const packed = `prepay_id=${prepayId}`;
  const paySign = signText(`${appid}\n${timestamp}\n${nonce}\n${packed}\n`, privateKey);
  return { appId: appid, timeStamp: String(timestamp), nonceStr: nonce, package: packed, signType: 'RSA', paySign };
}

const signText = (text: string, key: KeyObject | string): string =>
  sign('sha256', Buffer.from(text), key).toString('base64');
