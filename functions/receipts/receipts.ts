/**
 * Issues the fiscal e-receipt (财政电子票据) of a paid order, once: code (票据代码), number (票据号码) and check code (校验码) follow
 * from the payment, so a second run after a crash makes the same paper and ends what the first began.
 */
import { createHash } from 'node:crypto';
import { moneyMessage } from '../../events/money-messages.ts';
import { consume } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Fonts } from '../../shared/documents/font-store.ts';
import type { Paper } from '../../shared/documents/paper.ts';
import { renderPaper } from '../../shared/documents/render.ts';
import type { Order } from '../../shared/payments/order.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import type { ReceiptStore } from '../../shared/payments/receipt-store.ts';
import { receipted } from '../../shared/payments/refunding.ts';
import { yuanOf } from '../../shared/payments/words.ts';

export interface ReceiptsDeps {
  readonly store: PaymentsStore;
  readonly receipts: Pick<ReceiptStore, 'put'>;
  readonly fonts: () => Promise<Fonts>;
  readonly hallUrl: string;
  readonly clock: () => Instant;
}

export const makeHandler = (deps: ReceiptsDeps) =>
  consume(moneyMessage, async ({ orderNo }) => {
    const { order } = await deps.store.load(orderNo);
    if (order.payment === undefined || order.receipt !== undefined || order.stray !== undefined) return;
    const facts = factsOf(order, order.payment);
    const paper = paperOf(order, order.payment, facts, deps.hallUrl);
    const bytes = await renderPaper(paper, await deps.fonts(), new Date(order.payment.at));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await deps.receipts.put(orderNo, facts.number, bytes, sha256);
    const now = deps.clock();
    // Refused when the order moved meanwhile: the message comes again and finds it as it then is.
    await deps.store.commit({ orders: [receipted(order, { ...facts, issuedAt: now, sha256 }, now)], now });
    log('info', 'RECEIPT_ISSUED', { orderNo });
  });

interface Facts {
  readonly code: string;
  readonly number: string;
  readonly check: string;
}

/** Eight digits of code (region, kind, year), ten of number, six of check code, as the Ministry's format has them. */
function factsOf({ orderNo, agency }: Order, { transactionId, at }: NonNullable<Order['payment']>): Facts {
  const hash = createHash('sha256').update(`${orderNo} ${transactionId}`).digest();
  const region = agency.slice(2, 6);
  return {
    code: `${region}06${dayOf(at).slice(2, 4)}`,
    number: String(hash.readBigUInt64BE(0) % 10_000_000_000n).padStart(10, '0'),
    check: hash.subarray(8, 11).toString('hex'),
  };
}

function paperOf(
  order: Order,
  payment: NonNullable<Order['payment']>,
  { code, number, check }: Facts,
  hallUrl: string,
): Paper {
  const [year, month, date] = dayOf(payment.at).split('-').map(Number);
  const lines = order.items.map(
    ({ name, standard, amount }) =>
      `${name.zh}${standard === undefined ? '' : `（${standard.zh}）`}：${yuanOf(amount)} 元`,
  );
  const reductions = order.reductions.map(({ amount, reason }) => `减免（${reason}）：-${yuanOf(amount)} 元`);
  return {
    number: `${code}-${number}`,
    agency: order.agencyName?.zh ?? order.agency,
    title: '非税收入统一票据（电子）',
    particulars: [`票据代码：${code}　票据号码：${number}　校验码：${check}`, `缴费单号：${order.orderNo}`],
    salutation: `${order.payer?.name ?? '缴款人'}：`,
    paragraphs: [
      ...lines,
      ...reductions,
      `合计：人民币 ${yuanOf(payment.amount)} 元（${wayOf[payment.provider]}，交易号 ${payment.transactionId}）。`,
      ...order.items.map(({ basis }) => `收费依据：${basis.zh}`),
    ],
    date: `${year}年${month}月${date}日`,
    verifyUrl: `${hallUrl}/orders/${order.orderNo}`,
    verifyLines: ['扫描二维码，登录后可在网上办事大厅查看本票据和退费情况。'],
  };
}

const wayOf = { 'wechat-pay': '微信支付', alipay: '支付宝', unionpay: '银联' } as const;
