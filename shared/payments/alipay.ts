/**
 * Alipay (支付宝): asynchronous notices verified, requests signed. RSA2 (SHA256withRSA) and UTF-8 only.
 *
 * The signed text joins decoded values without escaping, so two different forms can have one signed text. Therefore every
 * field that is used has a strict pattern of its own, checked after the signature, and nothing a citizen typed is ever put
 * into `subject`, `body` or `passback_params`.
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import { signedText } from './form.ts';
import type { AlipayKeys } from './merchant-keys.ts';
import { strictBase64 } from './wechat-pay.ts';
import { fenOfYuan, instantOfBeijing, type Notice, type Refusal, refuse, refuseWithAlarm } from './words.ts';

export interface AlipayMerchant extends AlipayKeys {
  readonly agency: string;
}

/** @param fields of the form, decoded once */
export function signatureHolds(fields: ReadonlyMap<string, string>, key: KeyObject): boolean {
  if (fields.get('sign_type') !== 'RSA2') return false;
  if (!/^utf-8$/i.test(fields.get('charset') ?? '')) return false;
  const signature = strictBase64(fields.get('sign') ?? '');
  if (signature === undefined) return false;
  return verify('sha256', Buffer.from(signedText(fields, ['sign', 'sign_type'])), key, signature);
}

const yuan = z.string().transform((text, context) => {
  const amount = fenOfYuan(text);
  if (amount !== undefined) return amount;
  context.addIssue('not yuan');
  return z.NEVER;
});

/** An empty value says as much as none. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const fieldsSchema = z.object({
  notify_id: z.string().regex(/^[0-9A-Za-z]{1,128}$/),
  notify_type: z.string().regex(/^\w{1,64}$/),
  app_id: z.string().regex(/^\d{1,32}$/),
  seller_id: z.string().regex(/^\d{1,32}$/),
  out_trade_no: z.string().regex(/^[\w-]{1,64}$/),
  trade_no: z.string().regex(/^\d{1,64}$/),
  trade_status: z.string().regex(/^[A-Z_]{1,32}$/),
  total_amount: yuan,
  refund_fee: optional(yuan),
  out_biz_no: optional(z.string().regex(/^[\w-]{1,64}$/)),
  gmt_payment: optional(z.string().max(32)),
  gmt_refund: optional(z.string().max(32)),
});
type Fields = z.infer<typeof fieldsSchema>;

/** What a notice whose signature holds says. */
export function readNotice(form: ReadonlyMap<string, string>, merchant: AlipayMerchant): Notice | Refusal {
  const parsed = fieldsSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) return refuse('field-shape');
  const fields = parsed.data;
  if (fields.app_id !== merchant.appId || fields.seller_id !== merchant.sellerId)
    return refuseWithAlarm('other-merchant');
  return noticeOf(fields, merchant.agency);
}

function noticeOf(fields: Fields, agency: string): Notice {
  const base = {
    provider: 'alipay' as const,
    noticeId: fields.notify_id,
    agency,
    orderNo: fields.out_trade_no,
    transactionId: fields.trade_no,
    currency: 'CNY',
    needsQuery: false,
  };
  // TRADE_SUCCESS comes again for a partial refund, and TRADE_CLOSED for a full one: told by these fields alone.
  if (fields.refund_fee !== undefined) return { ...base, ...refundOf(fields, fields.refund_fee) };
  switch (fields.trade_status) {
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return { ...base, ...paymentOf(fields.trade_no, fields.total_amount, fields.gmt_payment) };
    case 'TRADE_CLOSED':
      return { ...base, kind: 'closed', effect: `alipay#${fields.trade_no}#CLOSED` };
    default:
      return { ...base, kind: 'other', effect: `alipay#${fields.trade_no}#${fields.trade_status}` };
  }
}

function refundOf({ trade_no, out_biz_no, gmt_refund }: Fields, amount: number) {
  const at = instantOfBeijing(gmt_refund?.slice(0, 19));
  return {
    kind: 'refund' as const,
    // Alipay's console gives a refund no number of ours: then the sum so far tells one from the next.
    effect: `alipay#${trade_no}#REFUND#${out_biz_no ?? `#${amount}`}`,
    amount,
    refund: {
      status: 'success' as const,
      cumulative: true,
      ...(out_biz_no === undefined ? {} : { refundNo: out_biz_no }),
    },
    ...(at === undefined ? {} : { at }),
  };
}

function paymentOf(tradeNo: string, amount: number, paidAt: string | undefined) {
  const at = instantOfBeijing(paidAt);
  return {
    kind: 'payment' as const,
    effect: `alipay#${tradeNo}#PAID`,
    amount,
    ...(at === undefined ? {} : { at }),
  };
}

const queried = z.object({
  code: z.literal('10000'),
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.string(),
  total_amount: yuan,
  send_pay_date: z.string().optional(),
});

/** A payment as `alipay.trade.query` answers it, as the notice it would have been; undefined while unpaid. */
export function noticeOfQuery(answer: unknown, merchant: AlipayMerchant): Notice | undefined {
  const inner = queried.safeParse(answer).data;
  if (inner === undefined || !['TRADE_SUCCESS', 'TRADE_FINISHED'].includes(inner.trade_status)) return undefined;
  return {
    provider: 'alipay',
    noticeId: `query-${inner.trade_no}`,
    agency: merchant.agency,
    orderNo: inner.out_trade_no,
    transactionId: inner.trade_no,
    currency: 'CNY',
    needsQuery: false,
    ...paymentOf(inner.trade_no, inner.total_amount, inner.send_pay_date),
  };
}

/** Adds `sign` to a request's parameters. @returns them all, ready to be sent */
export function signedRequest(
  params: Readonly<Record<string, string>>,
  privateKey: KeyObject | string,
): Record<string, string> {
  const all = { ...params, charset: 'utf-8', sign_type: 'RSA2', version: '1.0' };
  // A request's signature covers `sign_type`, a notice's does not.
  const text = signedText(new Map(Object.entries(all)), ['sign']);
  return { ...all, sign: sign('sha256', Buffer.from(text), privateKey).toString('base64') };
}

/**
 * The answer of a call to the gateway, once its signature holds over the very bytes of `<method>_response`.
 * @throws Error when it is not Alipay's
 */
export function readAnswer(text: string, method: string, key: KeyObject): unknown {
  const name = `"${method.replaceAll('.', '_')}_response":`;
  const start = text.indexOf(name) + name.length;
  const end = text.lastIndexOf(',"sign":');
  const signature = strictBase64(/"sign":"([^"]+)"/.exec(text.slice(end))?.[1] ?? '');
  if (start < name.length || end < start || signature === undefined) throw new Error('answer without signature');
  const signed = text.slice(start, end);
  if (!verify('sha256', Buffer.from(signed), key, signature)) throw new Error('answer not signed by Alipay');
  return JSON.parse(signed);
}
