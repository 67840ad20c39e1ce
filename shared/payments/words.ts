/** Small words of the payments room: providers, amounts, numbers, and what a provider's notice comes down to. */
import * as z from 'zod';
import { caseId, creditCode, instant } from '../base/words.ts';

export const providers = ['wechat-pay', 'alipay', 'unionpay'] as const;
export const provider = z.enum(providers);
export type Provider = z.infer<typeof provider>;

/** Integer fen (分). Money is never a float. */
export const fen = z.int().min(0).max(100_000_000_000);
export const positiveFen = z.int().min(1).max(100_000_000_000);

/** Number of an order, which is what providers call `out_trade_no` and UnionPay `orderId`: the shape of every id of the hall. */
export const orderNo = caseId;

/** Number of a refund: its order's number, `R` and two digits, so that a notice of it leads to its order. */
export const refundNo = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}R\d{2}$/);

/** Order number of a refund number. */
export const orderOfRefund = (no: string): string => no.slice(0, 26);

const yuanText = /^(0|[1-9]\d{0,9})\.(\d{2})$/;

/** Fen of yuan with exactly two decimals, `0.10`; undefined for every other text, however close. */
export function fenOfYuan(text: string): number | undefined {
  const match = yuanText.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? undefined : Number(match[1]) * 100 + Number(match[2]);
}

/** `10` fen → `0.10` yuan, as Alipay and the bills write it. */
export const yuanOf = (amount: number): string =>
  `${amount < 0 ? '-' : ''}${Math.floor(Math.abs(amount) / 100)}.${String(Math.abs(amount) % 100).padStart(2, '0')}`;

/**
 * What a verified notice, an answered query or a line of a bill says, without anything about the payer. `effect` names the
 * business fact: two notices of one fact have the same, and it is applied once.
 */
export const notice = z.strictObject({
  provider,
  noticeId: z.string().min(1).max(200),
  /** Whose merchant account it came for. */
  agency: creditCode,
  kind: z.enum(['payment', 'refund', 'closed', 'other']),
  effect: z.string().min(1).max(300),
  orderNo: z.string().max(64).optional(),
  transactionId: z.string().max(64).optional(),
  /** Of the payment, or of the refund. */
  amount: fen.optional(),
  currency: z.string().max(8).optional(),
  refund: z
    .strictObject({
      refundNo: z.string().max(64).optional(),
      status: z.enum(['success', 'abnormal', 'closed']),
      /** `amount` is all that was refunded of the payment so far, not this refund alone (Alipay's `refund_fee`). */
      cumulative: z.boolean().default(false),
      /** Transaction that it gives back, where `transactionId` is the refund's own (UnionPay). */
      paymentId: z.string().max(64).optional(),
    })
    .optional(),
  at: instant.optional(),
  /** UnionPay: believed only after a query agrees. */
  needsQuery: z.boolean().default(false),
  /** Well signed, yet at odds with itself: recorded, told, without effect. */
  odd: z.string().max(60).optional(),
});
export type Notice = z.infer<typeof notice>;

/** Number of the order that a notice is about: a refund's number leads to its order, whatever the provider calls that. */
export function orderNoOfNotice({ orderNo: named, refund }: Notice): string | undefined {
  const given = refundNo.safeParse(refund?.refundNo);
  return given.success ? orderOfRefund(given.data) : named;
}

/** Transaction of the payment that a notice is about, if it says so: of two payments under one number it tells which goes back. */
export const paymentOfNotice = ({ provider: of, transactionId, refund }: Notice): string | undefined =>
  refund !== undefined && of === 'unionpay' ? refund.paymentId : transactionId;

/**
 * A refund's business fact, the same whether a notice, a query or a bill tells it. @param refundId the provider's own number of it
 */
export function refundEffect(of: Provider, ids: { paymentId: string; refundNo: string; refundId: string }): string {
  switch (of) {
    case 'wechat-pay':
      return `wechat-pay#${ids.refundId}#SUCCESS`;
    case 'alipay':
      return `alipay#${ids.paymentId}#REFUND#${ids.refundNo}`;
    case 'unionpay':
      return `unionpay#${ids.refundId}#REFUND`;
  }
}

/** An instant of `2019-08-15 15:56:24` or `20190815155624`, Beijing time; undefined when it is neither. */
export function instantOfBeijing(text: string | undefined): string | undefined {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)$/.exec(text ?? '');
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** Why a callback was not taken: `refuse` says failure for good, `retry` asks the provider to come again. */
export interface Refusal {
  readonly answer: 'refuse' | 'retry';
  /** A constant, for our log alone; the provider is never told. */
  readonly reason: string;
  /** A person should look: somebody's key, certificate or account is not what it should be. */
  readonly alarm?: true;
}

export const refuse = (reason: string): Refusal => ({ answer: 'refuse', reason });
export const refuseWithAlarm = (reason: string): Refusal => ({ answer: 'refuse', reason, alarm: true });
export const isRefusal = (value: object): value is Refusal => 'answer' in value && 'reason' in value;
