/** Bills of a day, in each provider's own format. */
import { crc32, deflateSync } from 'node:zlib';
import { beijingDay, beijingText, type Payment, type Refund, stampOf, type Trade, yuan } from './trades.ts';

interface Line {
  readonly trade: Trade;
  readonly payment: Payment;
  readonly refund?: Refund;
}

/** Payments and refunds of a day, in Beijing time. */
export function linesOf(trades: readonly Trade[], day: string): Line[] {
  return trades.flatMap((trade) =>
    trade.payments.flatMap((payment): Line[] => [
      ...(beijingDay(payment.at) === day ? [{ trade, payment }] : []),
      ...payment.refunds
        .filter(({ at, status }) => beijingDay(at) === day && status === 'SUCCESS')
        .map((refund) => ({ trade, payment, refund })),
    ]),
  );
}

export function wechatBill(lines: readonly Line[], mchid: string, appid: string): Buffer {
  const header =
    '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
  const rows = lines.map(({ trade, payment, refund }) => {
    const back = refund === undefined ? '0.00' : yuan(refund.amount);
    const fields = [
      beijingText(refund?.at ?? payment.at),
      appid,
      mchid,
      '0',
      '',
      payment.transactionId,
      trade.orderNo,
      'oSimulated',
      'NATIVE',
      refund === undefined ? 'SUCCESS' : 'REFUND',
      'OTHERS',
      'CNY',
      refund === undefined ? yuan(payment.amount) : '0.00',
      '0.00',
      refund?.refundId ?? '0',
      refund?.refundNo ?? '0',
      back,
      '0.00',
      refund === undefined ? '' : 'ORIGINAL',
      refund === undefined ? '' : 'SUCCESS',
      '政务服务缴费',
      '',
      '0.00000',
      '0.00%',
      refund === undefined ? yuan(payment.amount) : '0.00',
      back,
      '',
    ];
    return `\`${fields.join(',`')}`;
  });
  const totals = `\`${lines.length},\`0.00,\`0.00,\`0.00,\`0.00,\`0.00,\`0.00`;
  const summary = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
  return Buffer.from(`\uFEFF${[header, ...rows, summary, totals, ''].join('\r\n')}`);
}

export function alipayBill(lines: readonly Line[]): Buffer {
  const header =
    '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
  const rows = lines.map(({ trade, payment, refund }) => {
    const amount = refund === undefined ? yuan(payment.amount) : `-${yuan(refund.amount)}`;
    const at = beijingText(refund?.at ?? payment.at);
    const fields = [
      payment.transactionId,
      trade.orderNo,
      refund === undefined ? '交易' : '退款',
      '政务服务缴费',
      at,
      at,
      '',
      '',
      '',
      '',
      'sim***',
      amount,
      amount,
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '',
      '0.00',
      '0.00',
      refund?.refundNo ?? '',
      '0.00',
      '0.00',
      '',
    ];
    return fields.map((field) => `${field}\t`).join(',');
  });
  const refunds = lines.filter(({ refund }) => refund !== undefined).length;
  const text = [
    '#支付宝业务明细查询',
    '#-----------------------------------------业务明细列表----------------------------------------',
    header,
    ...rows,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${lines.length - refunds}笔，商家实收共0.00元`,
    `#退款合计：${refunds}笔，商家实收退款共0.00元`,
    '',
  ].join('\r\n');
  return zipOf('20880000_业务明细.csv', gbk(text));
}

const unionpayWidths = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
];

/** @returns base64 of the deflated file, as `fileContent` carries it */
export function unionpayBill(lines: readonly Line[], merId: string): string {
  const rows = lines.map(({ trade, payment, refund }) => {
    const fields = unionpayWidths.map(() => '');
    const set: [number, string][] = [
      [0, refund === undefined ? 'S22' : 'S30'],
      [4, stampOf(refund?.at ?? payment.at).slice(4)],
      [6, String(refund?.amount ?? payment.amount).padStart(12, '0')],
      [9, refund?.refundId ?? payment.transactionId],
      [11, refund?.refundNo ?? trade.orderNo],
      [18, merId],
      [26, refund === undefined ? '' : payment.transactionId],
    ];
    for (const [at, text] of set) fields[at] = text;
    return fields.map((text, at) => text.padEnd(unionpayWidths[at] ?? 0)).join(' ');
  });
  return deflateSync(Buffer.from(rows.map((row) => `${row}\r\n`).join(''))).toString('base64');
}

/** Node decodes GBK and does not encode it: the table is made by decoding every pair of bytes. */
let table: Map<string, Buffer> | undefined;
function gbk(text: string): Buffer {
  table ??= gbkTable();
  const known = table;
  return Buffer.concat(Array.from(text, (one) => known.get(one) ?? Buffer.from(one.charCodeAt(0) < 128 ? one : '?')));
}

function gbkTable(): Map<string, Buffer> {
  const decoder = new TextDecoder('gbk');
  const made = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const pair = Buffer.from([high, low]);
      const text = decoder.decode(pair);
      if (text.length === 1 && text !== '\uFFFD' && !made.has(text)) made.set(text, pair);
    }
  }
  return made;
}

/** A zip of one stored file. */
function zipOf(name: string, content: Buffer): Buffer {
  const title = gbk(name);
  const crc = crc32(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc, 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, title, content]);
  const more = Buffer.alloc(14);
  const directory = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, more, title]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, directory, Buffer.from('PK\x05\x06'), end]);
}
