/**
 * Daily reconciliation (对账): the provider's bill against the ledger, T+1. What does not agree goes into one of three lists, each
 * difference with what is to be done about it. Nothing here changes money: what the bill tells is settled like a notice.
 */
import * as z from 'zod';
import { creditCode, day, instant } from '../base/words.ts';
import { clearing, type Leg } from './ledger.ts';
import { fen, type Notice, type Provider, provider } from './words.ts';

/** A line of a provider's bill, whatever its format. */
export interface BillLine {
  readonly kind: 'payment' | 'refund';
  readonly orderNo: string;
  readonly transactionId: string;
  /** Fen, positive. */
  readonly amount: number;
  readonly refundNo?: string;
}

/** The three lists: the bill has it and we have not, we have it and the bill has not, both have it and the amounts differ. */
export const differenceKinds = ['missing-here', 'missing-there', 'amount-differs'] as const;

export const difference = z.strictObject({
  differenceId: z.string(),
  kind: z.enum(differenceKinds),
  provider,
  what: z.enum(['payment', 'refund']),
  /** Transaction of a payment, refund number of a refund. */
  reference: z.string(),
  orderNo: z.string().optional(),
  here: fen.optional(),
  there: fen.optional(),
  /** What is to be done: settle it from the bill, wait for the next bill, have a person look. */
  action: z.enum(['settle-from-bill', 'await-next-bill', 'ask-provider']),
  resolution: z.strictObject({ note: z.string(), by: z.string(), at: instant }).optional(),
});
export type Difference = z.infer<typeof difference>;

export const dayRun = z.strictObject({
  agency: creditCode,
  day,
  version: z.int().min(1),
  providers: z.array(
    z.strictObject({
      provider,
      /** `refused`: the bill's hash or format was wrong, and it was not read. */
      state: z.enum(['matched', 'no-bill', 'refused']),
      lines: z.int(),
      total: z.int(),
    }),
  ),
  /** Which of the rows beside it are this run's differences: one run takes the place of another at once, however long its lists. */
  generation: z.string(),
  /** How many differences, and how many nobody has resolved. */
  differences: z.int().min(0),
  open: z.int().min(0),
  runAt: instant,
  signedOff: z.strictObject({ by: z.string(), at: instant }).optional(),
});
export type DayRun = z.infer<typeof dayRun>;

/** What the ledger has of a provider and a day, by reference. */
interface Booked {
  readonly what: 'payment' | 'refund';
  readonly reference: string;
  readonly orderNo: string;
  readonly amount: number;
}

/** Legs on the provider's clearing account: `<provider>#<transaction>#PAID#in` and `<refundNo>#paid`, `…#elsewhere`. */
function bookedOf(of: Provider, legs: readonly Leg[]): Booked[] {
  return legs
    .filter(({ account }) => account === clearing(of))
    .map(({ transferId, amount, orderNo }) => {
      const payment = amount > 0;
      const reference = payment ? (transferId.split('#')[1] ?? '') : transferId.replace(/#(paid|elsewhere)$/, '');
      return { what: payment ? 'payment' : 'refund', reference, orderNo, amount: Math.abs(amount) };
    });
}

/** By what a line and an entry of the ledger are the same. */
export const referenceOf = ({ kind, transactionId, refundNo }: BillLine): string =>
  kind === 'payment' ? transactionId : (refundNo ?? transactionId);

/** @param legs of the agency's day @returns the differences, none when both agree line by line */
export function compare(of: Provider, lines: readonly BillLine[], legs: readonly Leg[]): Difference[] {
  const booked = new Map(bookedOf(of, legs).map((one) => [`${one.what} ${one.reference}`, one]));
  const billed = new Map(lines.map((line) => [`${line.kind} ${referenceOf(line)}`, line]));
  const there = [...billed].flatMap(([key, line]): Difference[] => {
    const ours = booked.get(key);
    if (ours?.amount === line.amount) return [];
    const base = {
      provider: of,
      what: line.kind,
      reference: referenceOf(line),
      orderNo: line.orderNo,
      there: line.amount,
    };
    if (ours === undefined) return [named(key, { ...base, kind: 'missing-here', action: 'settle-from-bill' })];
    return [named(key, { ...base, kind: 'amount-differs', here: ours.amount, action: 'ask-provider' })];
  });
  const here = [...booked].flatMap(([key, ours]): Difference[] => {
    if (billed.has(key)) return [];
    const { what, reference, orderNo, amount } = ours;
    const common = { provider: of, what, reference, orderNo, here: amount };
    return [named(key, { ...common, kind: 'missing-there', action: 'await-next-bill' })];
  });
  return [...there, ...here];
}

/** What was resolved as one kind is not resolved as another: the kind is part of the name. */
const named = (key: string, one: Omit<Difference, 'differenceId'>): Difference => ({
  differenceId: `${one.kind}-${one.provider}-${key.replace(' ', '-')}`.replace(/[^\w-]/g, '_').slice(0, 120),
  ...one,
});

/** A line that we know nothing of, as the notice that never came. */
export function noticeOfLine(of: Provider, agency: string, line: BillLine): Notice {
  const base = {
    provider: of,
    noticeId: `bill-${referenceOf(line)}`,
    agency,
    orderNo: line.orderNo,
    transactionId: line.transactionId,
    amount: line.amount,
    currency: 'CNY',
    needsQuery: false,
  };
  if (line.kind === 'payment') return { ...base, kind: 'payment', effect: `${of}#${line.transactionId}#PAID` };
  const no = line.refundNo ?? '';
  return {
    ...base,
    kind: 'refund',
    effect: `bill#${of}#REFUND#${no}`,
    refund: { refundNo: no, status: 'success', cumulative: false },
  };
}
