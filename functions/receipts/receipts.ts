/**
 * Issues the fiscal e-receipts (财政电子票据) of a paid order: one for what was paid; after a refund a red one that takes it back, and
 * one for what is left. Code (票据代码), number (票据号码) and check code (校验码) follow from the payment and the sums, so a second run
 * after a crash makes the same papers and ends what the first began.
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
import type { Order, Receipt } from '../../shared/payments/order.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import type { ReceiptStore } from '../../shared/payments/receipt-store.ts';
import { receipted, receiptsDue } from '../../shared/payments/receipting.ts';
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
    const { payment } = order;
    const { red, blue } = receiptsDue(order);
    if (payment === undefined || (red === undefined && blue === undefined)) return;
    const paid = { ...order, payment };
    const now = deps.clock();
    const before = red?.of;
    const issued = {
      red: red && {
        ...(await issue(deps, paid, { kind: 'red', amount: red.amount, before: red.of }, now)),
        against: red.of.number,
      },
      blue: blue === undefined ? undefined : await issue(deps, paid, { kind: 'blue', amount: blue, before }, now),
    };
    // Refused when the order moved meanwhile: the message comes again and finds it as it then is.
    await deps.store.commit({ orders: [receipted(order, issued, now)], now });
    log('info', 'RECEIPT_ISSUED', { orderNo });
  });

type PaidOrder = Order & { readonly payment: NonNullable<Order['payment']> };

interface Issue {
  readonly kind: 'red' | 'blue';
  /** Fen; what a red one takes back. */
  readonly amount: number;
  /** The receipt that held until now: taken back by this one, or by the one before this. */
  readonly before: Receipt | undefined;
}

async function issue({ fonts, receipts, hallUrl }: ReceiptsDeps, order: PaidOrder, what: Issue, issuedAt: Instant) {
  const at = occasionOf(order);
  const facts = factsOf(order, what, at);
  const bytes = await renderPaper(paperOf(order, what, facts, at, hallUrl), await fonts(), new Date(at));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await receipts.put(order.orderNo, facts.number, bytes, sha256);
  return { ...facts, issuedAt, sha256, amount: what.amount };
}

/** What it is issued for: the payment, or the last that went back. */
const occasionOf = ({ payment, refunds }: PaidOrder): Instant =>
  refunds
    .flatMap(({ state, endedAt }) => (state === 'success' && endedAt !== undefined ? [endedAt] : []))
    .toSorted()
    .at(-1) ?? payment.at;

interface Facts {
  readonly code: string;
  readonly number: string;
  readonly check: string;
}

/** Eight digits of code (region, kind, year), ten of number, six of check code, as the Ministry's format has them. */
function factsOf({ orderNo, agency, payment }: PaidOrder, { kind, amount }: Issue, at: Instant): Facts {
  const isFirst = kind === 'blue' && amount === payment.amount;
  const what = isFirst ? '' : ` ${kind} ${amount}`;
  const hash = createHash('sha256').update(`${orderNo} ${payment.transactionId}${what}`).digest();
  const region = agency.slice(2, 6);
  return {
    code: `${region}06${dayOf(at).slice(2, 4)}`,
    number: String(hash.readBigUInt64BE(0) % 10_000_000_000n).padStart(10, '0'),
    check: hash.subarray(8, 11).toString('hex'),
  };
}

function paperOf(order: PaidOrder, what: Issue, { code, number, check }: Facts, at: Instant, hallUrl: string): Paper {
  const [year, month, date] = dayOf(at).split('-').map(Number);
  return {
    number: `${code}-${number}`,
    agency: order.agencyName?.zh ?? order.agency,
    title: what.kind === 'red' ? '非税收入统一票据（电子）（红字）' : '非税收入统一票据（电子）',
    particulars: [`票据代码：${code}　票据号码：${number}　校验码：${check}`, `缴费单号：${order.orderNo}`],
    salutation: `${order.payer?.name ?? '缴款人'}：`,
    paragraphs: what.kind === 'red' ? takenBack(what) : asked(order, what),
    date: `${year}年${month}月${date}日`,
    verifyUrl: `${hallUrl}/orders/${order.orderNo}`,
    verifyLines: ['扫描二维码，登录后可在网上办事大厅查看本票据和退费情况。'],
  };
}

const takenBack = ({ amount, before }: Issue): string[] => [
  `本票据为红字票据，冲销票据代码 ${before?.code}、票据号码 ${before?.number} 的票据，原票据自本票据开具之日起作废。`,
  `合计：人民币 -${yuanOf(amount)} 元。`,
];

function asked({ items, reductions, payment }: PaidOrder, { amount, before }: Issue): string[] {
  const lines = items.map(
    ({ name, standard, amount }) =>
      `${name.zh}${standard === undefined ? '' : `（${standard.zh}）`}：${yuanOf(amount)} 元`,
  );
  const reduced = reductions.map(({ amount, reason }) => `减免（${reason}）：-${yuanOf(amount)} 元`);
  const back = payment.amount - amount;
  return [
    ...lines,
    ...reduced,
    ...(back === 0 ? [] : [`已退费：-${yuanOf(back)} 元`]),
    `合计：人民币 ${yuanOf(amount)} 元（${wayOf[payment.provider]}，交易号 ${payment.transactionId}）。`,
    ...(before === undefined
      ? []
      : [`票据代码 ${before.code}、票据号码 ${before.number} 的原票据已冲销，本票据按退费后的实收金额开具。`]),
    ...items.map(({ basis }) => `收费依据：${basis.zh}`),
  ];
}

const wayOf = { 'wechat-pay': '微信支付', alipay: '支付宝', unionpay: '银联' } as const;
