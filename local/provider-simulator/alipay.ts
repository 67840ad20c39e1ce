/** Alipay's open gateway, simulated: page and wap pay, query, close, refund, bill. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { alipayBill, linesOf } from './bills.ts';
import type { SimulatedMerchant } from './keys.ts';
import { tellRefunded } from './pay.ts';
import { alipayRequestHolds, signAlipayAnswer } from './signing.ts';
import { beijingText, type Trade, yuan } from './trades.ts';
import type { Answer, Request, World } from './world.ts';

const content = z.object({
  out_trade_no: z.string().optional(),
  trade_no: z.string().optional(),
  total_amount: z.string().optional(),
  subject: z.string().optional(),
  refund_amount: z.string().optional(),
  out_request_no: z.string().optional(),
  bill_date: z.string().optional(),
});
type Content = z.infer<typeof content>;

export function alipayGateway(world: World, request: Request): Answer {
  if (request.path.startsWith('/alipay/bill')) return bill(world, request.query);
  const form = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
  const fields = Object.fromEntries(form);
  const merchant = [...world.merchants.values()].find(({ alipay }) => alipay.appId === fields.app_id);
  const holds = merchant !== undefined && alipayRequestHolds(fields, createPublicKey(merchant.alipay.appKey.publicKey));
  if (merchant === undefined || !holds)
    return { status: 200, body: '{"error_response":{"code":"40002","sub_code":"isv.invalid-signature"}}' };
  const method = fields.method ?? '';
  const asked = content.parse(JSON.parse(fields.biz_content ?? '{}'));
  if (method === 'alipay.trade.page.pay' || method === 'alipay.trade.wap.pay')
    return begin(world, fields, asked, merchant);
  const answer = { code: '10000', msg: 'Success', ...call(world, method, asked, merchant) };
  return {
    status: 200,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: signAlipayAnswer(method, answer, createPrivateKey(merchant.alipay.platform.privateKey)),
  };
}

function begin(world: World, fields: Record<string, string>, asked: Content, merchant: SimulatedMerchant): Answer {
  const orderNo = asked.out_trade_no ?? '';
  world.trades.open({
    provider: 'alipay',
    agency: merchant.agency,
    orderNo,
    amount: Math.round(Number(asked.total_amount) * 100),
    title: asked.subject ?? '',
    notifyUrl: fields.notify_url ?? '',
    returnUrl: fields.return_url ?? '',
    sentAt: '',
  });
  return { status: 302, headers: { location: `${world.url}/pay?provider=alipay&order=${orderNo}` } };
}

const failed = (sub_code: string) => ({ code: '40004', msg: 'Business Failed', sub_code });

function call(world: World, method: string, asked: Content, merchant: SimulatedMerchant): object {
  if (method === 'alipay.data.dataservice.bill.downloadurl.query') {
    return { bill_download_url: `${world.url}/alipay/bill?agency=${merchant.agency}&day=${asked.bill_date}` };
  }
  const byNumber = world.trades.find('alipay', asked.out_trade_no ?? '');
  const found =
    byNumber === undefined
      ? world.trades.byTransaction(asked.trade_no ?? '')
      : { trade: byNumber, payment: byNumber.payments[0] };
  if (found === undefined || found.trade.agency !== merchant.agency) return failed('ACQ.TRADE_NOT_EXIST');
  const { trade, payment } = found;
  switch (method) {
    case 'alipay.trade.query':
      return queryAnswer(trade);
    case 'alipay.trade.close':
      if (payment !== undefined || trade.state === 'closed') return failed('ACQ.TRADE_STATUS_ERROR');
      world.trades.close(trade);
      return { out_trade_no: trade.orderNo };
    case 'alipay.trade.refund': {
      if (payment === undefined) return failed('ACQ.TRADE_STATUS_ERROR');
      if (world.refusing.has(trade.orderNo)) return failed('ACQ.SELLER_BALANCE_NOT_ENOUGH');
      const refundNo = asked.out_request_no ?? '';
      const known = payment.refunds.some((one) => one.refundNo === refundNo);
      const made = world.trades.refund(payment, refundNo, Math.round(Number(asked.refund_amount) * 100), world.now());
      if (made === undefined) return failed('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
      if (!known) tellRefunded(world, trade, payment, made);
      return { trade_no: payment.transactionId, fund_change: known ? 'N' : 'Y', refund_fee: yuan(made.amount) };
    }
    case 'alipay.trade.fastpay.refund.query': {
      const made = payment?.refunds.find(({ refundNo }) => refundNo === asked.out_request_no);
      return made === undefined
        ? {}
        : { refund_status: 'REFUND_SUCCESS', refund_amount: yuan(made.amount), out_request_no: made.refundNo };
    }
    default:
      return failed('isv.invalid-method');
  }
}

function queryAnswer(trade: Trade): object {
  const [payment] = trade.payments;
  const base = {
    out_trade_no: trade.orderNo,
    trade_no: payment?.transactionId ?? '0',
    total_amount: yuan(trade.amount),
  };
  if (payment === undefined)
    return { ...base, trade_status: trade.state === 'closed' ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY' };
  const gone = payment.refunds.reduce((sum, { amount }) => sum + amount, 0);
  const trade_status = gone >= payment.amount ? 'TRADE_CLOSED' : 'TRADE_SUCCESS';
  return { ...base, trade_status, send_pay_date: beijingText(payment.at) };
}

function bill(world: World, query: URLSearchParams): Answer {
  const trades = world.trades
    .all()
    .filter(({ provider, agency }) => provider === 'alipay' && agency === query.get('agency'));
  return {
    status: 200,
    headers: { 'content-type': 'application/zip' },
    body: alipayBill(linesOf(trades, query.get('day') ?? '')),
  };
}
