/** What the simulated providers know: trades, what was paid of them and what went back. Kept in one file of the data folder. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

export const providers = ['wechat-pay', 'alipay', 'unionpay'] as const;
export type Provider = (typeof providers)[number];

const refund = z.object({
  refundNo: z.string(),
  refundId: z.string(),
  amount: z.number(),
  at: z.number(),
  status: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']),
});
export type Refund = z.infer<typeof refund>;

const payment = z.object({ transactionId: z.string(), amount: z.number(), at: z.number(), refunds: z.array(refund) });
export type Payment = z.infer<typeof payment>;

const trade = z.object({
  provider: z.enum(providers),
  agency: z.string(),
  orderNo: z.string(),
  amount: z.number(),
  title: z.string(),
  notifyUrl: z.string(),
  returnUrl: z.string(),
  /** UnionPay's time of sending, which names a transaction together with its number. */
  sentAt: z.string(),
  state: z.enum(['open', 'closed']),
  payments: z.array(payment),
});
export type Trade = z.infer<typeof trade>;

const file = z.object({ serial: z.number(), trades: z.array(trade) });

export type Trades = ReturnType<typeof openTrades>;

export function openTrades(path: string | undefined) {
  const kept = path !== undefined && existsSync(path) ? file.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  let serial = kept?.serial ?? 0;
  const trades = new Map((kept?.trades ?? []).map((one) => [keyOf(one.provider, one.orderNo), one]));
  const save = (): void => {
    if (path !== undefined) writeFileSync(path, JSON.stringify({ serial, trades: [...trades.values()] }));
  };
  return {
    find: (provider: Provider, orderNo: string): Trade | undefined => trades.get(keyOf(provider, orderNo)),
    all: (): Trade[] => [...trades.values()],
    /** The same order again is the same trade. */
    open(made: Omit<Trade, 'state' | 'payments'>): Trade {
      const before = trades.get(keyOf(made.provider, made.orderNo));
      if (before !== undefined) return before;
      const opened: Trade = { ...made, state: 'open', payments: [] };
      trades.set(keyOf(made.provider, made.orderNo), opened);
      save();
      return opened;
    },
    pay(one: Trade, now: number, amount = one.amount): Payment {
      const paid: Payment = { transactionId: number('4200', now), amount, at: now, refunds: [] };
      one.payments.push(paid);
      save();
      return paid;
    },
    /** The same number again is the same refund. @returns undefined when it is more than was paid */
    refund(
      of: Payment,
      refundNo: string,
      amount: number,
      now: number,
      status: Refund['status'] = 'SUCCESS',
    ): Refund | undefined {
      const before = of.refunds.find((it) => it.refundNo === refundNo);
      if (before !== undefined) return before;
      const gone = of.refunds.reduce((sum, it) => sum + it.amount, 0);
      if (gone + amount > of.amount) return undefined;
      const made: Refund = { refundNo, refundId: number('5030', now), amount, at: now, status };
      of.refunds.push(made);
      save();
      return made;
    },
    close(one: Trade): void {
      one.state = 'closed';
      save();
    },
    byTransaction: (transactionId: string): { trade: Trade; payment: Payment } | undefined => {
      for (const one of trades.values()) {
        const found = one.payments.find((it) => it.transactionId === transactionId);
        if (found !== undefined) return { trade: one, payment: found };
      }
      return undefined;
    },
  };

  function number(head: string, now: number): string {
    serial += 1;
    return `${head}${String(now).slice(-9)}${String(serial).padStart(8, '0')}`;
  }
}

const keyOf = (provider: Provider, orderNo: string): string => `${provider} ${orderNo}`;

export const beijing = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19);
export const beijingText = (at: number): string => beijing(at).replace('T', ' ');
export const beijingDay = (at: number): string => beijing(at).slice(0, 10);
export const stampOf = (at: number): string => beijing(at).replace(/\D/g, '');
export const yuan = (fen: number): string => (fen / 100).toFixed(2);
