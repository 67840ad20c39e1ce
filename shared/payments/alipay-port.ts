/** Alipay's open gateway, as an agency's app calls it. */
import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { type AlipayMerchant, noticeOfQuery, readAnswer, signedRequest } from './alipay.ts';
import { formOf } from './form.ts';
import type { SigningKeys } from './merchant-keys.ts';
import type { Order, Refund } from './order.ts';
import {
  ask,
  BillRefused,
  type ProviderApi,
  ProviderFailed,
  RefundRefused,
  type Surroundings,
  subjectOf,
} from './provider-api.ts';
import { fenOfYuan, type Notice, yuanOf } from './words.ts';
import { onlyFileOf } from './zip.ts';

type Signing = NonNullable<SigningKeys['alipay']>;

export function alipayApi(merchant: AlipayMerchant, signing: Signing, { hallUrl }: Surroundings): ProviderApi {
  const publicKey = createPublicKey(merchant.publicKey);
  return {
    async checkout(order, { client, now }) {
      const method = client === 'wap' ? 'alipay.trade.wap.pay' : 'alipay.trade.page.pay';
      const content = {
        out_trade_no: order.orderNo,
        total_amount: yuanOf(order.amount),
        subject: subjectOf(order),
        product_code: client === 'wap' ? 'QUICK_WAP_WAY' : 'FAST_INSTANT_TRADE_PAY',
        time_expire: beijing(Date.parse(order.expiresAt)),
      };
      const places = { notify_url: `${hallUrl}/callbacks/alipay`, return_url: `${hallUrl}/orders/${order.orderNo}` };
      return {
        kind: 'redirect',
        url: `${signing.gateway}?${formOf(Object.entries(request(method, content, now, places)))}`,
      };
    },

    async query(order, now) {
      return noticeOfQuery(await call('alipay.trade.query', { out_trade_no: order.orderNo }, now), merchant);
    },

    async close(order, now) {
      const { code, sub_code } = outcome.parse(await call('alipay.trade.close', { out_trade_no: order.orderNo }, now));
      // Nobody has opened it at Alipay: there is nothing to close, and its page has run out by `time_expire`.
      if (code === '10000' || sub_code === 'ACQ.TRADE_NOT_EXIST') return true;
      if (sub_code !== 'ACQ.TRADE_STATUS_ERROR') return false;
      // Paid, or run out there by itself at the very moment that it was given.
      const trade = tradeState.parse(await call('alipay.trade.query', { out_trade_no: order.orderNo }, now));
      return trade.trade_status === 'TRADE_CLOSED' && trade.send_pay_date === undefined;
    },

    async refund(order, refund, now) {
      const answer = refunded.parse(
        await call(
          'alipay.trade.refund',
          {
            trade_no: order.payment?.transactionId,
            refund_amount: yuanOf(refund.amount),
            out_request_no: refund.refundNo,
          },
          now,
        ),
      );
      const { code, sub_code = '' } = answer;
      // A business failure is final, but for the one code that is an outage in its clothes.
      if (code === '40004' && sub_code.startsWith('ACQ.') && sub_code !== 'ACQ.SYSTEM_ERROR')
        throw new RefundRefused(sub_code);
      if (code !== '10000') throw new ProviderFailed(`refund ${code}`);
      return answer.fund_change === 'Y' ? noticeOfRefund(order, refund, refund.amount) : undefined;
    },

    async queryRefund(order, refund, now) {
      const content = { trade_no: order.payment?.transactionId, out_request_no: refund.refundNo };
      const answer = refundQuery.parse(await call('alipay.trade.fastpay.refund.query', content, now));
      if (answer.refund_status !== 'REFUND_SUCCESS' || answer.refund_amount === undefined) return undefined;
      return noticeOfRefund(order, refund, fenOfYuan(answer.refund_amount) ?? 0);
    },

    async bill(day, now) {
      const answer = billPlace.parse(
        await call('alipay.data.dataservice.bill.downloadurl.query', { bill_type: 'trade', bill_date: day }, now),
      );
      if (answer.bill_download_url === undefined) return undefined;
      const file = await ask(answer.bill_download_url);
      if (file.status !== 200) return undefined;
      // A zip says the CRC of what it holds; there is no other hash.
      return onlyFileOf(file.body) ?? refuseBill();
    },
  };

  function noticeOfRefund(order: Order, refund: Refund, amount: number): Notice {
    const transactionId = order.payment?.transactionId ?? '';
    return {
      provider: 'alipay',
      noticeId: `query-${refund.refundNo}`,
      agency: merchant.agency,
      kind: 'refund',
      effect: `alipay#${transactionId}#REFUND#${refund.refundNo}`,
      orderNo: order.orderNo,
      transactionId,
      amount,
      currency: 'CNY',
      refund: { refundNo: refund.refundNo, status: 'success', cumulative: false },
      needsQuery: false,
    };
  }

  function request(
    method: string,
    content: object,
    now: number,
    more: Record<string, string> = {},
  ): Record<string, string> {
    const params = {
      app_id: merchant.appId,
      method,
      format: 'JSON',
      timestamp: beijing(now),
      biz_content: JSON.stringify(content),
      ...more,
    };
    return signedRequest(params, signing.privateKey);
  }

  async function call(method: string, content: object, now: number): Promise<unknown> {
    const answer = await ask(signing.gateway, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
      body: formOf(Object.entries(request(method, content, now))),
    });
    if (answer.status !== 200) throw new ProviderFailed(`answer ${answer.status}`);
    try {
      return readAnswer(answer.body.toString('utf8'), method, publicKey);
    } catch (error) {
      throw new ProviderFailed(error instanceof Error ? error.message : 'answer');
    }
  }
}

function refuseBill(): never {
  throw new BillRefused('zip');
}

const outcome = z.object({ code: z.string(), sub_code: z.string().optional() });
const tradeState = z.object({ trade_status: z.string().optional(), send_pay_date: z.string().optional() });
const refunded = z.object({ code: z.string(), sub_code: z.string().optional(), fund_change: z.string().optional() });
const refundQuery = z.object({
  code: z.string(),
  refund_status: z.string().optional(),
  refund_amount: z.string().optional(),
});
const billPlace = z.object({ code: z.string(), bill_download_url: z.url().optional() });

/** `2026-02-13 09:30:00`, Beijing time. */
const beijing = (now: number): string => new Date(now + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
