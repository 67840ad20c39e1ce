/** UnionPay 5.1.0, as an agency's merchant calls it: forms both ways. */
import { inflateSync } from 'node:zlib';
import { formOf, parseForm } from './form.ts';
import type { SigningKeys } from './merchant-keys.ts';
import type { Order, Refund } from './order.ts';
import {
  ask,
  BillRefused,
  type ProviderApi,
  ProviderFailed,
  RefundRefused,
  type Surroundings,
} from './provider-api.ts';
import {
  noticeOfQuery,
  signatureHolds,
  signedRequest,
  trustedKey,
  trustOf,
  type UnionpayMerchant,
} from './unionpay.ts';

type Signing = NonNullable<SigningKeys['unionpay']>;

export function unionpayApi(merchant: UnionpayMerchant, signing: Signing, { hallUrl }: Surroundings): ProviderApi {
  const trust = trustOf(merchant);
  return {
    async checkout(order, { now }) {
      const fields = signed({
        ...purchase,
        txnTime: timeOf(order),
        orderId: order.orderNo,
        txnAmt: String(order.amount),
        currencyCode: '156',
        channelType: '08',
        payTimeout: stamp(Date.parse(order.expiresAt)),
        backUrl: `${hallUrl}/callbacks/unionpay`,
        frontUrl: `${hallUrl}/orders/${order.orderNo}`,
      });
      if (Date.parse(order.expiresAt) <= now) throw new ProviderFailed('expired');
      return { kind: 'form', action: signing.front, fields };
    },

    async query(order, now, sentAt) {
      return queryBy(order.orderNo, sentAt === undefined ? timeOf(order) : stamp(Date.parse(sentAt)), now);
    },

    // UnionPay has no call that closes: `payTimeout` ends it there; what is asked is whether it was paid.
    async close(order, now) {
      const answer = await queryFor(order.orderNo, timeOf(order), now);
      if (answer.get('respCode') === unknownThere) return true;
      // What a bank is still at work on may be paid yet, and a gateway that is busy has said nothing.
      const ended = answer.get('respCode') === '00' ? (answer.get('origRespCode') ?? '') : '';
      return ended !== '' && !['A6', ...taken, ...forNow].includes(ended);
    },

    async refund(order, refund, now) {
      const answer = await call(signing.back, now, {
        ...purchase,
        txnType: '04',
        txnSubType: '00',
        channelType: '07',
        orderId: refund.refundNo,
        txnTime: timeOfRefund(refund),
        origQryId: order.payment?.transactionId ?? '',
        txnAmt: String(refund.amount),
        backUrl: `${hallUrl}/callbacks/unionpay`,
      });
      // Taken is not done: only the query says that.
      const code = answer.get('respCode') ?? '';
      if (!taken.includes(code) && !forNow.includes(code)) throw new RefundRefused(code);
      if (forNow.includes(code)) throw new ProviderFailed('refund');
      return undefined;
    },

    async queryRefund(_order, refund, now) {
      const answer = await queryFor(refund.refundNo, timeOfRefund(refund), now);
      const ended = answer.get('respCode') === '00' ? (answer.get('origRespCode') ?? '') : '';
      if (ended !== '' && !['A6', ...taken, ...forNow].includes(ended)) throw new RefundRefused(ended);
      return noticeOfQuery(answer, merchant);
    },

    async bill(day, now) {
      const fields = {
        bizType: '000000',
        txnType: '76',
        txnSubType: '01',
        settleDate: day.slice(5).replace('-', ''),
        txnTime: stamp(now),
        fileType: '00',
      };
      const answer = await call(signing.files, now, fields);
      const content = answer.get('fileContent');
      if (answer.get('respCode') !== '00' || content === undefined) return undefined;
      try {
        return inflateSync(Buffer.from(content, 'base64'), { maxOutputLength: 200_000_000 });
      } catch {
        throw new BillRefused('deflate');
      }
    },
  };

  async function queryBy(orderId: string, txnTime: string, now: number) {
    return noticeOfQuery(await queryFor(orderId, txnTime, now), merchant);
  }

  function queryFor(orderId: string, txnTime: string, now: number): Promise<ReadonlyMap<string, string>> {
    const asked = { bizType: '000000', txnType: '00', txnSubType: '00', accessType: '0', orderId, txnTime };
    return call(signing.query, now, asked);
  }

  function signed(fields: Record<string, string>): Record<string, string> {
    return signedRequest(
      { accessType: '0', ...fields, merId: merchant.merId, certId: signing.certId },
      signing.privateKey,
    );
  }

  async function call(url: string, now: number, fields: Record<string, string>): Promise<ReadonlyMap<string, string>> {
    const answer = await ask(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formOf(Object.entries(signed(fields))),
    });
    const form = answer.status === 200 ? looseForm(answer.body.toString('utf8')) : undefined;
    const key = form === undefined ? undefined : trustedKey(form, trust, now);
    if (form === undefined || key === undefined || !signatureHolds(form, key))
      throw new ProviderFailed('answer not signed');
    return form;
  }
}

/** 查无此交易: nobody has set out to pay. */
const unknownThere = '34';
/** Answers by which a refund was taken: done, or under way. 12: the same was sent before. */
const taken: readonly string[] = ['00', '03', '04', '05', '12'];
/** The gateway is closed or busy, cannot read us or does not know our key, has been asked too often, is outside its hours. */
const forNow: readonly string[] = ['', '02', '06', '10', '11', '13', '37', '39', '98'];

const purchase = { bizType: '000201', txnType: '01', txnSubType: '01' };

/** Answers join `k=v` with `&` and escape nothing; a value may hold `=` and `+`. Escaped ones are read too. */
function looseForm(text: string): ReadonlyMap<string, string> | undefined {
  if (/%[0-9A-F]{2}/i.test(text)) return parseForm(text);
  const pairs = text.split('&').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  const form = new Map(pairs);
  return form.size === pairs.length ? form : undefined;
}

/** An order is sent under one time always: number and time together name it there. */
const timeOf = ({ createdAt }: Order): string => stamp(Date.parse(createdAt));

/** What was refused is sent again as another transaction: number and time together name one. */
const timeOfRefund = ({ askedAt, retriedAt }: Refund): string => stamp(Date.parse(retriedAt ?? askedAt));

/** `20260213093000`, Beijing time. */
const stamp = (at: number): string => new Date(at + 8 * 3600_000).toISOString().slice(0, 19).replace(/\D/g, '');
