/**
 * Which fiscal e-receipts (财政电子票据) an order lacks. A receipt is never changed: where money went back, a red one (红字票据) takes it
 * back whole, and another is issued for what is left (冲红). Pure.
 */
import type { Instant } from '../base/words.ts';
import { type Order, type Receipt, type RedReceipt, refundedOf } from './order.ts';
import { mayHappen, stateAfter } from './order-transitions.ts';
import { changed } from './refunding.ts';

export interface ReceiptsDue {
  /** The one to be taken back, and its sum. */
  readonly red?: { readonly of: Receipt; readonly amount: number };
  /** Sum of the one to be issued. */
  readonly blue?: number;
}

/** @returns nothing where the receipt that holds says what is so, or there is nothing to say */
export function receiptsDue(order: Order): ReceiptsDue {
  const { payment, receipt, stray } = order;
  // Money in suspense was not owed: it goes back, or to the order it was meant for, and has no receipt.
  if (payment?.account !== 'agency' || stray !== undefined) return {};
  const left = Math.max(0, payment.amount - refundedOf(order));
  const said = receipt === undefined ? 0 : (receipt.amount ?? payment.amount);
  if (said === left) return {};
  return {
    ...(receipt === undefined ? {} : { red: { of: receipt, amount: said } }),
    ...(left === 0 ? {} : { blue: left }),
  };
}

/** They were issued. Receipted is a state of its own while nothing else has happened since the payment. */
export function receipted(
  order: Order,
  issued: { readonly red?: RedReceipt | undefined; readonly blue?: Receipt | undefined },
  now: Instant,
): Order {
  const { receipt: _, ...rest } = changed(order, now, {
    state:
      issued.blue !== undefined && mayHappen('receipt', order.state) ? stateAfter('receipt', order.state) : order.state,
    redReceipts: [...order.redReceipts, ...(issued.red === undefined ? [] : [issued.red])],
  });
  return issued.blue === undefined ? rest : { ...rest, receipt: issued.blue };
}

/** Numbers of all that were issued, those that hold no more among them. */
export const receiptNumbers = ({ receipt, redReceipts }: Pick<Order, 'receipt' | 'redReceipts'>): string[] => [
  ...(receipt === undefined ? [] : [receipt.number]),
  ...redReceipts.flatMap(({ number, against }) => [number, against]),
];
