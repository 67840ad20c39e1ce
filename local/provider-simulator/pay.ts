/** What becomes of each button of the payment page (page.ts), and what the provider then tells. */
import { createPrivateKey } from 'node:crypto';
import { sealWechat, signAlipayNotice, signUnionpay, signWechat } from './signing.ts';
import { beijing, beijingText, type Payment, type Refund, stampOf, type Trade, yuan } from './trades.ts';
import type { World } from './world.ts';

export const hows = ['pay', 'fail', 'twice', 'late', 'quiet'] as const;
export type How = (typeof hows)[number];

/** `late` pays although the trade was closed: the bank was slow. `quiet` pays and no notice goes out: it was lost. */
export function payAs(world: World, trade: Trade, how: How): void {
  if (how === 'fail' || (trade.state === 'closed' && how !== 'late')) return;
  const times = how === 'twice' ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    const payment = world.trades.pay(trade, world.now());
    if (how !== 'quiet') tellPaid(world, trade, payment);
  }
}

export function tellPaid(world: World, trade: Trade, payment: Payment): void {
  tell(world, trade, (now) => {
    switch (trade.provider) {
      case 'wechat-pay':
        return wechatNotice(world, trade, now, {
          id: `pay-${payment.transactionId}`,
          type: 'TRANSACTION.SUCCESS',
          originalType: 'transaction',
          resource: wechatTransaction(world, trade, payment),
        });
      case 'alipay':
        return alipayNotice(world, trade, payment, {}, `pay-${payment.transactionId}`);
      case 'unionpay':
        return unionpayNotice(world, trade, unionpayFields(world, trade, payment));
    }
  });
}

export function tellRefunded(world: World, trade: Trade, payment: Payment, refund: Refund): void {
  const gone = payment.refunds
    .filter(({ status }) => status === 'SUCCESS')
    .reduce((sum, { amount }) => sum + amount, 0);
  tell(world, trade, (now) => {
    switch (trade.provider) {
      case 'wechat-pay':
        return wechatNotice(world, trade, now, {
          id: `refund-${refund.refundId}`,
          type: `REFUND.${refund.status}`,
          originalType: 'refund',
          resource: {
            ...wechatRefund(trade, payment, refund),
            mchid: merchantOf(world, trade).wechatPay.mchid,
            refund_status: refund.status,
          },
        });
      case 'alipay': {
        const whole = gone >= payment.amount;
        const fields = {
          trade_status: whole ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
          refund_fee: yuan(gone),
          out_biz_no: refund.refundNo,
          gmt_refund: `${beijingText(refund.at)}.000`,
        };
        return alipayNotice(world, trade, payment, fields, `refund-${refund.refundId}`);
      }
      case 'unionpay':
        return unionpayNotice(world, trade, unionpayRefundFields(world, trade, payment, refund));
    }
  });
}

function tell(
  world: World,
  { provider, notifyUrl }: Trade,
  make: (now: number) => { headers: Record<string, string>; body: string },
): void {
  if (world.silent) return;
  world.made += 1;
  // Every fifth notice of WeChat's is led by a probe with a signature that is wrong on purpose.
  if (provider === 'wechat-pay' && world.made % 5 === 0) {
    const probe = (now: number) => {
      const { headers, body } = make(now);
      return {
        body,
        headers: {
          ...headers,
          'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']?.slice(19)}`,
        },
      };
    };
    world.notices.add({ provider, url: notifyUrl, make: probe, probe: true });
  }
  world.notices.add({ provider, url: notifyUrl, make });
}

export function merchantOf(world: World, { agency }: Pick<Trade, 'agency'>) {
  const found = world.merchants.get(agency);
  if (found === undefined) throw new Error('no such merchant');
  return found;
}

function wechatNotice(
  world: World,
  trade: Trade,
  now: number,
  event: { id: string; type: string; originalType: string; resource: unknown },
) {
  const { wechatPay } = merchantOf(world, trade);
  const platform = wechatPay.platform[world.made % wechatPay.platform.length];
  if (platform === undefined) throw new Error('no platform key');
  const body = sealWechat({ ...event, createdAt: `${beijing(now)}+08:00` }, wechatPay.apiV3Key);
  return signWechat(
    body,
    { serial: platform.serial, privateKey: createPrivateKey(platform.privateKey) },
    Math.floor(now / 1000),
  );
}

export function wechatTransaction(world: World, trade: Trade, payment: Payment) {
  const { mchid, appid } = merchantOf(world, trade).wechatPay;
  return {
    appid,
    mchid,
    out_trade_no: trade.orderNo,
    transaction_id: payment.transactionId,
    trade_type: 'NATIVE',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'OTHERS',
    success_time: `${beijing(payment.at)}+08:00`,
    payer: { openid: 'oSimulatedPayer' },
    amount: { total: payment.amount, payer_total: payment.amount, currency: 'CNY', payer_currency: 'CNY' },
  };
}

export const wechatRefund = (trade: Trade, payment: Payment, refund: Refund) => ({
  out_trade_no: trade.orderNo,
  transaction_id: payment.transactionId,
  out_refund_no: refund.refundNo,
  refund_id: refund.refundId,
  status: refund.status,
  success_time: `${beijing(refund.at)}+08:00`,
  user_received_account: '支付用户零钱',
  amount: { total: payment.amount, refund: refund.amount, payer_total: payment.amount, payer_refund: refund.amount },
});

function alipayNotice(world: World, trade: Trade, payment: Payment, more: Record<string, string>, id: string) {
  const { appId, sellerId, platform } = merchantOf(world, trade).alipay;
  const fields = {
    notify_id: id.replace(/[^0-9A-Za-z]/g, ''),
    notify_type: 'trade_status_sync',
    notify_time: beijingText(payment.at),
    app_id: appId,
    auth_app_id: appId,
    seller_id: sellerId,
    buyer_id: '2088000000000000',
    out_trade_no: trade.orderNo,
    trade_no: payment.transactionId,
    trade_status: 'TRADE_SUCCESS',
    total_amount: yuan(payment.amount),
    receipt_amount: yuan(payment.amount),
    subject: trade.title,
    gmt_create: beijingText(payment.at),
    gmt_payment: beijingText(payment.at),
    ...more,
  };
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: signAlipayNotice(fields, createPrivateKey(platform.privateKey)),
  };
}

export function unionpayFields(world: World, trade: Trade, payment: Payment): Record<string, string> {
  return {
    accessType: '0',
    bizType: '000201',
    merId: merchantOf(world, trade).unionpay.merId,
    orderId: trade.orderNo,
    queryId: payment.transactionId,
    txnType: '01',
    txnSubType: '01',
    txnAmt: String(payment.amount),
    currencyCode: '156',
    txnTime: sentAtOf(trade, payment),
    respCode: '00',
    respMsg: '成功',
    settleDate: stampOf(payment.at).slice(4, 8),
  };
}

/** Number and time together name a transaction there: a second payment of an order is one of another time. */
export const sentAtOf = (trade: Trade, payment: Payment): string => {
  const again = trade.payments.indexOf(payment);
  return again < 1 ? trade.sentAt : stampOf(payment.at + again * 1000);
};

export const unionpayRefundFields = (
  world: World,
  trade: Trade,
  payment: Payment,
  refund: Refund,
): Record<string, string> => ({
  ...unionpayFields(world, trade, payment),
  txnType: '04',
  txnSubType: '00',
  orderId: refund.refundNo,
  queryId: refund.refundId,
  origQryId: payment.transactionId,
  txnAmt: String(refund.amount),
  txnTime: stampOf(refund.at),
});

function unionpayNotice(world: World, trade: Trade, fields: Record<string, string>) {
  const { certificate, privateKey } = merchantOf(world, trade).unionpay;
  const signed = signUnionpay(fields, certificate, createPrivateKey(privateKey));
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams(signed).toString(),
  };
}
