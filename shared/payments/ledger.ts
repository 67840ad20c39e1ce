/**
 * The ledger (账): double entry in integer fen. A transfer moves one amount from one account to another and is balanced by its
 * shape; it is written once and never changed; what was wrong is reversed by a new one.
 */
import * as z from 'zod';
import { dayOf } from '../base/days.ts';
import { creditCode, day, instant } from '../base/words.ts';
import { orderNo, type Provider, positiveFen } from './words.ts';

/**
 * `clearing:<provider>`: what the provider holds for the agency; `agency`: what the agency has taken; `suspense`: money that
 * fits no order; `refunds-payable`: refunds promised and not yet paid out; `bank`: what went back from the agency's own bank account,
 * where a provider would not pay it out. Each exists once per agency.
 */
export const account = z.enum([
  'clearing:wechat-pay',
  'clearing:alipay',
  'clearing:unionpay',
  'agency',
  'suspense',
  'refunds-payable',
  'bank',
]);
export type Account = z.infer<typeof account>;

export const clearing = (provider: Provider): Account => `clearing:${provider}`;

export const transfer = z.strictObject({
  /** From the business fact and the leg's name, so that the same fact can write it only once. */
  transferId: z.string().min(1).max(400),
  agency: creditCode,
  day,
  at: instant,
  debit: account,
  credit: account,
  amount: positiveFen,
  orderNo,
  reason: z.enum([
    'payment',
    'suspense',
    'refund-promised',
    'refund-paid',
    'refund-failed',
    'refund-offline',
    'matched',
    'refund-elsewhere',
    'correction',
  ]),
});
export type Transfer = z.infer<typeof transfer>;

export const transferOf = (fields: Omit<Transfer, 'day'>): Transfer => ({ ...fields, day: dayOf(fields.at) });

/** The opposite of a transfer, as a new one. */
export const reversalOf = (original: Transfer, at: string, reason: Transfer['reason']): Transfer =>
  transferOf({
    ...original,
    transferId: `${original.transferId}#reversed`,
    at,
    debit: original.credit,
    credit: original.debit,
    reason,
  });

export interface Leg {
  readonly account: Account;
  readonly agency: string;
  readonly day: string;
  readonly at: string;
  /** Debit positive, credit negative. */
  readonly amount: number;
  readonly transferId: string;
  readonly orderNo: string;
  readonly reason: Transfer['reason'];
}

export function legsOf({
  transferId,
  agency,
  day,
  at,
  debit,
  credit,
  amount,
  orderNo: of,
  reason,
}: Transfer): [Leg, Leg] {
  const common = { transferId, agency, day, at, orderNo: of, reason };
  return [
    { ...common, account: debit, amount },
    { ...common, account: credit, amount: -amount },
  ];
}

export interface Sums {
  readonly balances: ReadonlyMap<Account, number>;
  readonly total: number;
}

/** Trial balance (试算平衡): each account's sum. Sums to zero, or something is badly wrong. @param before of the legs that came before */
export function balancesOf(legs: readonly Leg[], before?: Sums): Sums {
  const balances = new Map(before?.balances);
  for (const { account: of, amount } of legs) balances.set(of, (balances.get(of) ?? 0) + amount);
  return { balances, total: legs.reduce((sum, { amount }) => sum + amount, before?.total ?? 0) };
}
