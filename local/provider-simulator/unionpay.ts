/** UnionPay's gateway, simulated: front form, query, refund, file. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { linesOf, unionpayBill } from './bills.ts';
import type { SimulatedMerchant } from './keys.ts';
import { sentAtOf, tellRefunded, unionpayFields, unionpayRefundFields } from './pay.ts';
import { signUnionpay, unionpayRequestHolds } from './signing.ts';
import { beijingDay } from './trades.ts';
import type { Answer, Request, World } from './world.ts';

export function unionpayCalls(world: World, request: Request): Answer {
  const fields = Object.fromEntries(new URLSearchParams(request.body));
  const merchant = [...world.merchants.values()].find(({ unionpay }) => unionpay.merId === fields.merId);
  const holds =
    merchant !== undefined && unionpayRequestHolds(fields, createPublicKey(merchant.unionpay.merchantKey.publicKey));
  if (merchant === undefined || !holds) return { status: 200, body: 'respCode=10&respMsg=签名错误' };
  if (request.path.includes('frontTransReq')) return begin(world, fields, merchant);
  const answer = request.path.includes('queryTrans')
    ? query(world, fields)
    : request.path.includes('fileTransaction')
      ? file(world, fields, merchant)
      : refund(world, fields);
  const { signature: _, certId: __, backUrl: ___, ...echo } = fields;
  const { certificate, privateKey } = merchant.unionpay;
  const signed = signUnionpay({ ...echo, ...answer }, certificate, createPrivateKey(privateKey));
  return {
    status: 200,
    headers: { 'content-type': 'text/html;charset=utf-8' },
    body: new URLSearchParams(signed).toString(),
  };
}

function begin(world: World, fields: Record<string, string>, merchant: SimulatedMerchant): Answer {
  const orderNo = fields.orderId ?? '';
  world.trades.open({
    provider: 'unionpay',
    agency: merchant.agency,
    orderNo,
    amount: Number(fields.txnAmt),
    title: '政务服务缴费',
    notifyUrl: fields.backUrl ?? '',
    returnUrl: fields.frontUrl ?? '',
    sentAt: fields.txnTime ?? '',
  });
  return { status: 302, headers: { location: `${world.url}/pay?provider=unionpay&order=${orderNo}` } };
}

function query(world: World, { orderId = '', txnTime }: Record<string, string>): Record<string, string> {
  if (world.working.has(orderId)) return { respCode: '00', origRespCode: '05', origRespMsg: '交易处理中' };
  const trade = world.trades.find('unionpay', orderId);
  const payment = trade?.payments.find((one) => sentAtOf(trade, one) === txnTime);
  if (trade !== undefined && payment !== undefined) {
    return { ...unionpayFields(world, trade, payment), respCode: '00', origRespCode: '00', origRespMsg: '成功' };
  }
  for (const one of world.trades.all()) {
    for (const paid of one.payments) {
      const found = paid.refunds.find(({ refundNo }) => refundNo === orderId);
      if (found !== undefined)
        return { ...unionpayRefundFields(world, one, paid, found), respCode: '00', origRespCode: '00' };
    }
  }
  return { respCode: '34', respMsg: '查无此交易' };
}

function refund(world: World, fields: Record<string, string>): Record<string, string> {
  const found = world.trades.byTransaction(fields.origQryId ?? '');
  if (found === undefined) return { respCode: '35', respMsg: '原交易不存在' };
  if (world.refusing.has(found.trade.orderNo)) return { respCode: '31', respMsg: '商户状态不正确' };
  const known = found.payment.refunds.some(({ refundNo }) => refundNo === fields.orderId);
  const made = world.trades.refund(found.payment, fields.orderId ?? '', Number(fields.txnAmt), world.now());
  if (made === undefined) return { respCode: '36', respMsg: '金额超限' };
  if (!known) tellRefunded(world, found.trade, found.payment, made);
  return { respCode: '00', respMsg: '成功', queryId: made.refundId };
}

function file(
  world: World,
  { settleDate = '' }: Record<string, string>,
  merchant: SimulatedMerchant,
): Record<string, string> {
  const trades = world.trades
    .all()
    .filter(({ provider, agency }) => provider === 'unionpay' && agency === merchant.agency);
  const year = beijingDay(world.now()).slice(0, 4);
  const day = `${year}-${settleDate.slice(0, 2)}-${settleDate.slice(2)}`;
  return { respCode: '00', respMsg: '成功', fileContent: unionpayBill(linesOf(trades, day), merchant.unionpay.merId) };
}
