/** WeChat Pay's API v3, simulated: prepay, query, close, refund, bill. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { linesOf, wechatBill } from './bills.ts';
import type { SimulatedMerchant } from './keys.ts';
import { tellRefunded, wechatRefund, wechatTransaction } from './pay.ts';
import { readAuthorization, signWechat, wechatRequestHolds } from './signing.ts';
import type { Answer, Request, World } from './world.ts';

const orderBody = z.object({
  appid: z.string(),
  mchid: z.string(),
  description: z.string(),
  out_trade_no: z.string().regex(/^[\w*|-]{6,32}$/),
  notify_url: z.url(),
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY') }),
});
const refundBody = z.object({
  transaction_id: z.string(),
  out_refund_no: z.string().max(64),
  amount: z.object({ refund: z.int().min(1), total: z.int(), currency: z.literal('CNY') }),
});

export function wechatCalls(world: World, request: Request): Answer {
  const path = request.path.slice('/wechat-pay'.length);
  const header = request.headers.authorization ?? '';
  const { mchid } = readAuthorization(header);
  const merchant = [...world.merchants.values()].find(({ wechatPay }) => wechatPay.mchid === mchid);
  const key = merchant === undefined ? undefined : createPublicKey(merchant.wechatPay.merchantKey.publicKey);
  // The provider's own host has no prefix, and what is signed is the path on it; a bill's address is signed as it stands.
  const holds =
    key !== undefined && [path, request.path].some((one) => wechatRequestHolds({ ...request, path: one }, header, key));
  if (merchant === undefined || !holds) return { status: 401, body: '{"code":"SIGN_ERROR","message":"签名错误"}' };
  return route(world, request, path.split('?')[0] ?? '', merchant);
}

function route(world: World, request: Request, path: string, merchant: SimulatedMerchant): Answer {
  const transaction = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/.exec(path);
  const prepay = /^\/v3\/pay\/transactions\/(jsapi|h5|native)$/.exec(path);
  if (prepay !== null && request.method === 'POST') return begin(world, request, prepay[1] ?? '', merchant);
  if (transaction !== null) return transactionCall(world, transaction[1] ?? '', transaction[2] !== undefined, merchant);
  if (path === '/v3/refund/domestic/refunds') return refund(world, request, merchant);
  const refundNo = /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/.exec(path)?.[1];
  if (refundNo !== undefined) return refundQuery(world, refundNo, merchant);
  const day = request.query.get('bill_date') ?? '';
  const trades = world.trades
    .all()
    .filter(({ provider, agency }) => provider === 'wechat-pay' && agency === merchant.agency);
  const bill = wechatBill(linesOf(trades, day), merchant.wechatPay.mchid, merchant.wechatPay.appid);
  if (path === '/v3/bill/tradebill') {
    const hash_value = createHash('sha1').update(bill).digest('hex');
    const download_url = `${world.url}/wechat-pay/v3/billdownload/file?bill_date=${day}`;
    return signed(world, merchant, 200, { hash_type: 'SHA1', hash_value, download_url });
  }
  if (path === '/v3/billdownload/file') return { status: 200, body: bill };
  return signed(world, merchant, 404, { code: 'RESOURCE_NOT_EXISTS', message: '资源不存在' });
}

function begin(world: World, request: Request, kind: string, merchant: SimulatedMerchant): Answer {
  const parsed = orderBody.safeParse(JSON.parse(request.body));
  if (!parsed.success || parsed.data.mchid !== merchant.wechatPay.mchid) {
    return signed(world, merchant, 400, { code: 'PARAM_ERROR', message: '参数错误' });
  }
  const { out_trade_no: orderNo, amount, description, notify_url: notifyUrl } = parsed.data;
  const trade = world.trades.open({
    provider: 'wechat-pay',
    agency: merchant.agency,
    orderNo,
    amount: amount.total,
    title: description,
    notifyUrl,
    returnUrl: '',
    sentAt: '',
  });
  if (trade.state === 'closed') return signed(world, merchant, 400, { code: 'ORDER_CLOSED', message: '订单已关闭' });
  if (trade.payments.length > 0) return signed(world, merchant, 400, { code: 'ORDERPAID', message: '订单已支付' });
  if (trade.amount !== amount.total)
    return signed(world, merchant, 400, { code: 'INVALID_REQUEST', message: '订单号重复' });
  const page = `${world.url}/pay?provider=wechat-pay&order=${orderNo}`;
  const answers: Record<string, object> = {
    native: { code_url: page },
    h5: { h5_url: page },
    jsapi: { prepay_id: `wx${world.now()}${orderNo.slice(0, 12)}` },
  };
  return signed(world, merchant, 200, answers[kind] ?? {});
}

function transactionCall(world: World, orderNo: string, closing: boolean, merchant: SimulatedMerchant): Answer {
  const trade = world.trades.find('wechat-pay', orderNo);
  if (trade === undefined || trade.agency !== merchant.agency) {
    return signed(world, merchant, 404, { code: 'ORDER_NOT_EXIST', message: '订单不存在' });
  }
  const payment = trade.payments[0];
  if (closing) {
    if (payment !== undefined) return signed(world, merchant, 400, { code: 'ORDERPAID', message: '订单已支付' });
    if (trade.state === 'closed') return signed(world, merchant, 400, { code: 'ORDER_CLOSED', message: '订单已关闭' });
    world.trades.close(trade);
    return signed(world, merchant, 204, undefined);
  }
  if (payment !== undefined) return signed(world, merchant, 200, wechatTransaction(world, trade, payment));
  const { mchid, appid } = merchant.wechatPay;
  const trade_state = trade.state === 'closed' ? 'CLOSED' : 'NOTPAY';
  return signed(world, merchant, 200, { appid, mchid, out_trade_no: orderNo, trade_state, trade_state_desc: '' });
}

function refund(world: World, { body }: Request, merchant: SimulatedMerchant): Answer {
  const parsed = refundBody.safeParse(JSON.parse(body));
  const found = parsed.success ? world.trades.byTransaction(parsed.data.transaction_id) : undefined;
  if (!parsed.success || found === undefined)
    return signed(world, merchant, 404, { code: 'RESOURCE_NOT_EXISTS', message: '' });
  const { out_refund_no, amount } = parsed.data;
  if (world.refusing.has(found.trade.orderNo))
    return signed(world, merchant, 403, { code: 'NOT_ENOUGH', message: '基本账户余额不足' });
  const known = found.payment.refunds.some(({ refundNo }) => refundNo === out_refund_no);
  const made = world.trades.refund(found.payment, out_refund_no, amount.refund, world.now());
  if (made === undefined) return signed(world, merchant, 403, { code: 'NOT_ENOUGH', message: '余额不足' });
  if (!known) tellRefunded(world, found.trade, found.payment, made);
  const told = wechatRefund(found.trade, found.payment, made);
  return signed(world, merchant, 200, { ...told, status: known ? told.status : 'PROCESSING' });
}

function refundQuery(world: World, refundNo: string, merchant: SimulatedMerchant): Answer {
  for (const trade of world.trades.all()) {
    for (const payment of trade.payments) {
      const found = payment.refunds.find((one) => one.refundNo === refundNo);
      if (found !== undefined) return signed(world, merchant, 200, wechatRefund(trade, payment, found));
    }
  }
  return signed(world, merchant, 404, { code: 'RESOURCE_NOT_EXISTS', message: '' });
}

function signed(world: World, { wechatPay }: SimulatedMerchant, status: number, json: object | undefined): Answer {
  const platform = wechatPay.platform.at(-1);
  if (platform === undefined) throw new Error('no platform key');
  const text = json === undefined ? '' : JSON.stringify(json);
  const signer = { serial: platform.serial, privateKey: createPrivateKey(platform.privateKey) };
  const { headers, body } = signWechat(text, signer, Math.floor(world.now() / 1000));
  return { status, headers, ...(status === 204 ? {} : { body }) };
}
