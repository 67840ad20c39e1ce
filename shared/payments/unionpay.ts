/**
 * UnionPay 5.1.0 (银联全渠道): notices verified, requests signed. The signature is RSA-SHA256 over the lower-case hex text of the
 * SHA-256 of the sorted fields: hashed twice.
 *
 * The certificate travels in the message and proves nothing by that: it must be one we pinned, or be issued by an authority we
 * trust to the company we expect, and be valid on the day.
 */
import { createHash, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { signedText } from './form.ts';
import type { UnionpayKeys } from './merchant-keys.ts';
import { strictBase64 } from './wechat-pay.ts';
import { instantOfBeijing, type Notice, type Refusal, refuse, refuseWithAlarm } from './words.ts';

export interface UnionpayMerchant extends UnionpayKeys {
  readonly agency: string;
}

/** Certificates that we trust, parsed once. */
export interface UnionpayTrust {
  readonly pinned: ReadonlySet<string>;
  readonly authorities: readonly X509Certificate[];
  readonly company: string;
}

export const trustOf = ({ trust }: UnionpayKeys): UnionpayTrust => ({
  pinned: new Set(trust.pinned.map((pem) => new X509Certificate(pem).fingerprint256)),
  authorities: trust.authorities.map((pem) => new X509Certificate(pem)),
  company: trust.company,
});

/** The public key of the certificate in the message, if it is one to be believed. @param now milliseconds */
export function trustedKey(
  fields: ReadonlyMap<string, string>,
  trust: UnionpayTrust,
  now: number,
): KeyObject | undefined {
  try {
    const certificate = new X509Certificate(fields.get('signPubKeyCert') ?? '');
    if (!inForce(certificate, now)) return undefined;
    return trust.pinned.has(certificate.fingerprint256) || isIssued(certificate, trust, now)
      ? certificate.publicKey
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The message carries the signing certificate alone, so whoever issued it, UnionPay's middle certificate, is among the authorities.
 * A common name reads `041@8310000000083040@中国银联股份有限公司@00016495`: the company is its third part.
 */
function isIssued(certificate: X509Certificate, { authorities, company }: UnionpayTrust, now: number): boolean {
  const name = /(?:^|\n)CN=(.+)/.exec(certificate.subject)?.[1];
  if (name?.split('@')[2] !== company) return false;
  return authorities.some(
    (one) => inForce(one, now) && certificate.checkIssued(one) && certificate.verify(one.publicKey),
  );
}

const inForce = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  now >= Date.parse(validFrom) && now <= Date.parse(validTo);

export function signatureHolds(fields: ReadonlyMap<string, string>, key: KeyObject): boolean {
  if (fields.get('version') !== '5.1.0' || fields.get('signMethod') !== '01') return false;
  if (!/^utf-8$/i.test(fields.get('encoding') ?? '')) return false;
  const signature = strictBase64(fields.get('signature') ?? '');
  return signature !== undefined && verify('sha256', digestText(fields), key, signature);
}

const digestText = (fields: ReadonlyMap<string, string>): Buffer =>
  Buffer.from(
    createHash('sha256')
      .update(signedText(fields, ['signature']))
      .digest('hex'),
  );

const noticeSchema = z.object({
  merId: z.string().regex(/^\d{15}$/),
  orderId: z.string().regex(/^[0-9A-Za-z]{8,40}$/),
  queryId: z.string().regex(/^\d{1,32}$/),
  txnType: z.string().regex(/^\d{2}$/),
  txnAmt: z
    .string()
    .regex(/^(0|[1-9]\d{0,11})$/)
    .transform(Number),
  currencyCode: z.string().regex(/^\d{3}$/),
  respCode: z.string().regex(/^[0-9A-Z]{2}$/),
  txnTime: z.string().regex(/^\d{14}$/),
  /** Of a refund: the payment's. */
  origQryId: z
    .string()
    .regex(/^\d{0,32}$/)
    .optional(),
});
type Fields = z.infer<typeof noticeSchema>;

/** What a notice whose signature holds says. */
export function readNotice(form: ReadonlyMap<string, string>, merchant: UnionpayMerchant): Notice | Refusal {
  const parsed = noticeSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) return refuse('field-shape');
  if (parsed.data.merId !== merchant.merId) return refuseWithAlarm('other-merchant');
  // A notice is one of success or one of the bank's inability to say; paid only after a query agrees.
  return { ...noticeOf(parsed.data, merchant.agency), needsQuery: true };
}

function noticeOf(fields: Fields, agency: string): Notice {
  const at = instantOfBeijing(fields.txnTime);
  const succeeded = fields.respCode === '00' || fields.respCode === 'A6';
  const base = {
    provider: 'unionpay' as const,
    noticeId: `${fields.queryId}-${fields.txnType}-${fields.respCode}`,
    agency,
    orderNo: fields.orderId,
    transactionId: fields.queryId,
    amount: fields.txnAmt,
    currency: fields.currencyCode === '156' ? 'CNY' : fields.currencyCode,
    needsQuery: false,
    ...(at === undefined ? {} : { at }),
  };
  const effect = `unionpay#${fields.queryId}`;
  if (!succeeded) return { ...base, kind: 'other', effect: `${effect}#${fields.respCode}` };
  if (fields.txnType === '01') return { ...base, kind: 'payment', effect: `${effect}#PAID` };
  if (fields.txnType !== '04') return { ...base, kind: 'other', effect: `${effect}#${fields.txnType}` };
  // A refund is an order of its own there; its number leads back to ours.
  const refund = {
    refundNo: fields.orderId,
    status: 'success' as const,
    cumulative: false,
    ...(fields.origQryId ? { paymentId: fields.origQryId } : {}),
  };
  return { ...base, kind: 'refund', effect: `${effect}#REFUND`, orderNo: fields.orderId.slice(0, 26), refund };
}

/** A transaction as its query answers it (`origRespCode`), as a notice; undefined while it has not succeeded. */
export function noticeOfQuery(answer: ReadonlyMap<string, string>, merchant: UnionpayMerchant): Notice | undefined {
  const found = new Map(answer).set('respCode', answer.get('origRespCode') ?? '');
  const fields = noticeSchema.safeParse(Object.fromEntries(found)).data;
  if (answer.get('respCode') !== '00' || fields === undefined || fields.merId !== merchant.merId) return undefined;
  const read = noticeOf(fields, merchant.agency);
  return read.kind === 'other' ? undefined : { ...read, noticeId: `query-${read.noticeId}` };
}

/** Adds `signature` to a request's parameters. */
export function signedRequest(
  params: Readonly<Record<string, string>>,
  privateKey: KeyObject | string,
): Record<string, string> {
  const all = { ...params, version: '5.1.0', encoding: 'utf-8', signMethod: '01' };
  const signature = sign('sha256', digestText(new Map(Object.entries(all))), privateKey).toString('base64');
  return { ...all, signature };
}
