/** What the hall asks of a provider for one merchant, and the one way it asks. */
import type { Instant } from '../base/words.ts';
import type { Client, Order, Refund } from './order.ts';
import type { Notice } from './words.ts';

/** What the payer's client does next. */
export type Checkout =
  /** Calls `wx.requestPayment` with these. */
  | { readonly kind: 'wechat-jsapi'; readonly params: Readonly<Record<string, string>> }
  /** Shows this as a QR code, to be scanned with WeChat. */
  | { readonly kind: 'qr'; readonly code: string }
  | { readonly kind: 'redirect'; readonly url: string }
  /** Posts these fields. */
  | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

export interface CheckoutRequest {
  readonly client: Client;
  /** The payer's id with the agency's WeChat account; JSAPI needs it. */
  readonly openid?: string | undefined;
  readonly payerAddress: string;
  readonly now: number;
}

/** One provider's calls for one merchant. `undefined` notices mean: not yet, or never. */
export interface ProviderApi {
  checkout(order: Order, request: CheckoutRequest): Promise<Checkout>;
  /**
   * The payment of the order, as the notice it would have been; undefined while unpaid.
   * @param sentAt of a transaction under its number that was begun at another time than ours: UnionPay may hold several
   */
  query(order: Order, now: number, sentAt?: Instant): Promise<Notice | undefined>;
  /** Ends the order there, so that nobody can pay it any more. @returns false when it was paid meanwhile, or may be yet */
  close(order: Order, now: number): Promise<boolean>;
  /** @throws RefundRefused for good, ProviderFailed for now */
  refund(order: Order, refund: Refund, now: number): Promise<Notice | undefined>;
  /** @throws RefundRefused when it was taken and came to nothing, ProviderFailed */
  queryRefund(order: Order, refund: Refund, now: number): Promise<Notice | undefined>;
  /** The day's bill, its hash checked where there is one; undefined when there is none yet. @throws BillRefused */
  bill(day: string, now: number): Promise<Buffer | undefined>;
}

/** The provider has answered that it will not make this refund, now or when asked again as it was. */
export class RefundRefused extends Error {
  override readonly name = 'RefundRefused';
  /** The provider's own: `NOT_ENOUGH`, `ACQ.TRADE_HAS_FINISHED`, `35`. */
  readonly code: string;
  constructor(code: string) {
    super('refund refused');
    this.code = /^[\w.]{1,64}$/.test(code) ? code : 'UNKNOWN';
  }
}

/** A bill whose hash is not the one it came with: not read. */
export class BillRefused extends Error {
  override readonly name = 'BillRefused';
}

/** The provider did not answer, or not as its documents say. */
export class ProviderFailed extends Error {
  override readonly name = 'ProviderFailed';
}

export interface Surroundings {
  /** Address that providers call and payers come back to, without a slash at its end. */
  readonly hallUrl: string;
  readonly nonce: () => string;
}

/** Longest a provider is waited for, in milliseconds. */
const patience = 6000;

/** @throws ProviderFailed when it does not answer in time */
export async function ask(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: Buffer }> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(patience) });
    return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  } catch (error) {
    throw new ProviderFailed(error instanceof Error ? error.name : 'no answer');
  }
}

/** What a provider shows as the goods: nothing that anybody typed. */
export const subjectOf = (order: Order): string => `政务服务缴费 ${order.orderNo.slice(0, 8)}`;
