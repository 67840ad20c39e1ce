/** Daily bills (对账单), each provider's own format read into the same lines. What cannot be read is an error, never a guess. */
import type { BillLine } from './reconciliation.ts';
import { fenOfYuan, instantOfBeijing, type Provider } from './words.ts';

/** A bill that is not in its provider's format. */
export class BillUnreadable extends Error {
  override readonly name = 'BillUnreadable';
}

/** @throws BillUnreadable */
export function readBill(provider: Provider, file: Buffer): BillLine[] {
  const lines = linesOf(provider, file);
  for (const line of lines) assertPlain(line);
  const names = new Set(
    lines.map(({ kind, transactionId, refundNo, refundId }) => [kind, transactionId, refundNo, refundId].join(' ')),
  );
  if (names.size !== lines.length) throw new BillUnreadable('line twice');
  return lines;
}

/** What a line names goes into keys and files of ours: numbers of any shop, and nothing else. */
function assertPlain({ orderNo, transactionId, refundNo, refundId }: BillLine): void {
  for (const one of [orderNo, transactionId, refundNo ?? '', refundId ?? ''])
    if (!/^[\w*|@.-]{0,64}$/.test(one)) throw new BillUnreadable('number');
  if (transactionId === '') throw new BillUnreadable('no transaction');
}

function linesOf(provider: Provider, file: Buffer): BillLine[] {
  switch (provider) {
    case 'wechat-pay':
      return wechatLines(file.toString('utf8'));
    case 'alipay':
      return alipayLines(new TextDecoder('gbk').decode(file));
    case 'unionpay':
      return unionpayLines(file);
  }
}

/** Columns by name: WeChat adds new ones from time to time. Every field of a line is led by a backquote. */
function wechatLines(text: string): BillLine[] {
  const [header = '', ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const column = columnsOf(header.split(','));
  const end = rows.findIndex((row) => row.startsWith('总交易单数'));
  if (end < 0) throw new BillUnreadable('no totals');
  const lines = rows.slice(0, end).filter((row) => row !== '');
  const totals = (rows[end + 1] ?? '').replaceAll('`', '').split(',');
  if (Number(totals[0]) !== lines.length) throw new BillUnreadable('count differs');
  return lines.map((row) => {
    const fields = row.slice(1).split(',`');
    const at = (name: string): string => fields[column(name)] ?? '';
    const refund = at('交易状态') === 'REFUND';
    const of = { orderNo: at('商户订单号'), transactionId: at('微信订单号') };
    if (!refund) return { ...of, kind: 'payment', amount: fen(at('订单金额')), ...timed(at('交易时间')) };
    return {
      ...of,
      kind: 'refund',
      amount: fen(at('申请退款金额')),
      refundNo: at('商户退款单号'),
      refundId: at('微信退款单号'),
      // It stands in the bill of the day on which it was asked for, which may be days before it is paid out.
      ...(at('退款状态') === 'SUCCESS' ? {} : { underWay: true }),
    };
  });
}

/** Comment lines begin with `#`; fields end in tabs; amounts of refunds are negative. */
function alipayLines(text: string): BillLine[] {
  const lines = text.split(/\r?\n/);
  const [header = '', ...rows] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const column = columnsOf(header.split(',').map((name) => name.trim()));
  const total = /^#交易合计：(\d+)笔/m.exec(text)?.[1];
  const refunds = /^#退款合计：(\d+)笔/m.exec(text)?.[1];
  if (Number(total) + Number(refunds) !== rows.length) throw new BillUnreadable('count differs');
  return rows.map((row) => {
    const fields = row.split(',').map((field) => field.trim());
    const at = (name: string): string => fields[column(name)] ?? '';
    const refund = at('业务类型') === '退款';
    return {
      kind: refund ? 'refund' : 'payment',
      orderNo: at('商户订单号'),
      transactionId: at('支付宝交易号'),
      amount: fen(at('订单金额（元）').replace(/^-/, '')),
      ...timed(at('完成时间')),
      ...(refund ? { refundNo: at('退款批次号/请求号') } : {}),
    };
  });
}

/** Widths in bytes of the fields of a `ZM_` file, one space between them (文件接口规范). */
const unionpayWidths = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
] as const;
const unionpayField = { amount: 6, queryId: 9, orderId: 11, originalQueryId: 26 } as const;

/** A line with an original query number is a refund of that transaction. Its time has no year: it is read of no line. */
function unionpayLines(file: Buffer): BillLine[] {
  const text: string = file.toString('latin1');
  const rows = text.split(/\r?\n/).filter((row) => row !== '');
  const width = unionpayWidths.reduce((sum: number, one) => sum + one + 1, -1);
  return rows.map((row) => {
    if (row.length !== width) throw new BillUnreadable('line width');
    const at = (index: number): string => {
      const start = unionpayWidths.slice(0, index).reduce((sum: number, one) => sum + one + 1, 0);
      return row.slice(start, start + (unionpayWidths[index] ?? 0)).trim();
    };
    const amount = at(unionpayField.amount);
    if (!/^\d{12}$/.test(amount)) throw new BillUnreadable('amount');
    const orderId = at(unionpayField.orderId);
    const original = at(unionpayField.originalQueryId);
    const queryId = at(unionpayField.queryId);
    const base = { amount: Number(amount) };
    if (original === '') return { ...base, kind: 'payment', orderNo: orderId, transactionId: queryId };
    const named = { orderNo: orderId.slice(0, 26), refundNo: orderId, refundId: queryId };
    return { ...base, ...named, kind: 'refund', transactionId: original };
  });
}

function columnsOf(names: readonly string[]): (name: string) => number {
  return (name) => {
    const at = names.indexOf(name);
    if (at < 0) throw new BillUnreadable(`no column ${name}`);
    return at;
  };
}

function timed(text: string): { at?: string } {
  const at = instantOfBeijing(text);
  return at === undefined ? {} : { at };
}

function fen(text: string): number {
  const amount = fenOfYuan(text);
  if (amount === undefined) throw new BillUnreadable('amount');
  return amount;
}
