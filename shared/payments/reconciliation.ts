/**
 * Daily reconciliation (对账): the provider's bill against the ledger, T+1. What does not agree goes into one of three lists, each
 * difference with what is to be done about it. Nothing here changes money: what the bill tells is settled like a notice.
 */
import * as z from 'zod';
import { creditCode, day, instant } from '../base/words.ts';
import { clearing, type Leg } from './ledger.ts';
import { fen, type Notice, type Provider, provider, refundEffect, refundNo as refundNoShape } from './words.ts';

/** A line of a provider's bill, whatever its format. */
export interface BillLine {
  readonly kind: 'payment' | 'refund';
  readonly orderNo: string;
  /** Of the payment, also where the line is a refund of it. */
  readonly transactionId: string;
  /** Fen, positive. */
  readonly amount: number;
  /** When it was paid or paid out. */
  readonly at?: string;
  /** Who asked for the refund gave it this number: we, or the provider's own console. */
  readonly refundNo?: string;
  /** The provider's own number of the refund; Alipay has none. */
  readonly refundId?: string;
  /** A refund that was asked for on this day and is not paid out yet. */
  readonly underWay?: true;
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

/** What the ledger has of a provider and a day. */
interface Booked {
  readonly what: 'payment' | 'refund';
  readonly transferId: string;
  readonly reference: string;
  readonly orderNo: string;
  readonly amount: number;
}

/** Legs on the provider's clearing account. */
function bookedOf(of: Provider, legs: readonly Leg[]): Booked[] {
  return legs
    .filter(({ account }) => account === clearing(of))
    .map(({ transferId, amount, orderNo }) => ({
      what: amount > 0 ? 'payment' : 'refund',
      transferId,
      reference: referenceOfTransfer(transferId),
      orderNo,
      amount: Math.abs(amount),
    }));
}

/**
 * What both sides call it: `wechat-pay#<transaction>#PAID#in`, `<refundNo>#paid`, and of a refund in the provider's own console
 * `wechat-pay#<refund>#SUCCESS#elsewhere`, `alipay#<transaction>#REFUND#<number>#elsewhere`, `unionpay#<refund>#REFUND#elsewhere`.
 */
function referenceOfTransfer(transferId: string): string {
  const parts = transferId.split('#');
  if (parts.at(-1) === 'paid') return parts[0] ?? '';
  return (parts[0] === 'alipay' && parts[2] === 'REFUND' ? parts[3] : parts[1]) || (parts[1] ?? '');
}

/** The name under which a line is listed: a transaction, a refund number of ours, or the provider's own of one that is not. */
export function referenceOf({ kind, transactionId, refundNo = '', refundId = '' }: BillLine): string {
  if (kind === 'payment') return transactionId;
  return refundNoShape.safeParse(refundNo).success ? refundNo : refundId || refundNo || transactionId;
}

/** Transfers by which the ledger may have a line: one of them at most. */
export function transfersOf(of: Provider, line: BillLine): string[] {
  if (line.kind === 'payment') return [`${of}#${line.transactionId}#PAID#in`];
  const { refundNo = '' } = line;
  return [...(refundNo === '' ? [] : [`${refundNo}#paid`]), `${effectOf(of, line)}#elsewhere`];
}

const effectOf = (of: Provider, { transactionId, refundNo = '', refundId = '' }: BillLine): string =>
  refundEffect(of, { paymentId: transactionId, refundNo, refundId });

/** @param legs of the agency's day @returns the differences, none when both agree line by line */
export function compare(of: Provider, lines: readonly BillLine[], legs: readonly Leg[]): Difference[] {
  const booked = new Map(bookedOf(of, legs).map((one) => [one.transferId, one]));
  const billed = new Set<string>();
  const there = lines.flatMap((line): Difference[] => {
    const transfer = transfersOf(of, line).find((id) => booked.has(id) && !billed.has(id));
    const ours = transfer === undefined ? undefined : booked.get(transfer);
    if (transfer !== undefined) billed.add(transfer);
    if (ours?.amount === line.amount) return [];
    const reference = referenceOf(line);
    const base = { provider: of, what: line.kind, reference, orderNo: line.orderNo, there: line.amount };
    if (ours === undefined) return [named({ ...base, kind: 'missing-here', action: 'settle-from-bill' })];
    return [named({ ...base, kind: 'amount-differs', here: ours.amount, action: 'ask-provider' })];
  });
  const here = [...booked.values()].flatMap(({ transferId, what, reference, orderNo, amount }): Difference[] => {
    if (billed.has(transferId)) return [];
    const common = { provider: of, what, reference, orderNo, here: amount };
    return [named({ ...common, kind: 'missing-there', action: 'await-next-bill' })];
  });
  return [...there, ...here];
}

/** The same difference under another kind: as the day before or after has it. */
export const differenceIdAs = (
  kind: Difference['kind'],
  { provider: of, what, reference }: Pick<Difference, 'provider' | 'what' | 'reference'>,
): string => `${kind}-${of}-${what}-${reference}`.replace(/[^\w-]/g, '_').slice(0, 120);

/** What was resolved as one kind is not resolved as another: the kind is part of the name. */
const named = (one: Omit<Difference, 'differenceId'>): Difference => ({
  differenceId: differenceIdAs(one.kind, one),
  ...one,
});

/** A line that we know nothing of, as the notice that never came. */
export function noticeOfLine(of: Provider, agency: string, line: BillLine): Notice {
  const { kind, orderNo, transactionId, amount, at, refundNo = '', refundId = '' } = line;
  const base = {
    provider: of,
    noticeId: `bill-${referenceOf(line)}`,
    agency,
    orderNo,
    amount,
    currency: 'CNY',
    needsQuery: false,
    ...(at === undefined ? {} : { at }),
  };
  if (kind === 'payment') return { ...base, kind, transactionId, effect: `${of}#${transactionId}#PAID` };
  return {
    ...base,
    kind,
    transactionId: of === 'unionpay' ? refundId : transactionId,
    effect: effectOf(of, line),
    refund: { refundNo, status: 'success', cumulative: false, paymentId: transactionId },
  };
}
