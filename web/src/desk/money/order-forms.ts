/** What each action at an order asks of the officer, and the call it makes. Pure. */
import type { DeskOrder, DeskOrderAction } from '../../base/api-answers.ts';
import { fenOf } from '../../base/format.ts';

export type FieldName = 'amount' | 'answer' | 'reason' | 'evidence' | 'order' | 'reference' | 'paidOn';

export const fieldsOf: Readonly<Record<DeskOrderAction, readonly FieldName[]>> = {
  approve: [],
  reject: [],
  retry: [],
  confirm: [],
  offline: ['reference', 'paidOn', 'evidence'],
  'grant-ask': ['amount', 'answer'],
  'reject-ask': ['answer'],
  'ask-refund': ['amount', 'reason'],
  match: ['order'],
  reduce: ['amount', 'reason', 'evidence'],
  dispute: [],
  'end-dispute': [],
};

export type Values = Readonly<Partial<Record<FieldName, string>>>;

/** What of an order its forms look at. */
export interface Owed extends Pick<DeskOrder, 'amount'> {
  readonly payment?: Pick<NonNullable<DeskOrder['payment']>, 'amount'> | undefined;
  readonly refunds: readonly Pick<DeskOrder['refunds'][number], 'amount' | 'state'>[];
}

/** The most that can be refunded, or reduced. Fen. */
export function mostOf(action: DeskOrderAction, { amount, payment, refunds }: Owed): number {
  if (action !== 'ask-refund') return amount;
  const gone = refunds.filter(({ state }) => state !== 'rejected' && state !== 'failed');
  return (payment?.amount ?? 0) - gone.reduce((sum, refund) => sum + refund.amount, 0);
}

/** Fields that are not as they must be. */
export function wrongOf(action: DeskOrderAction, order: Owed, values: Values): FieldName[] {
  return fieldsOf[action].filter((field) => {
    const typed = values[field]?.trim() ?? '';
    if (field === 'order') return !/^[0-9A-HJKMNP-TV-Z]{26}$/.test(typed.toUpperCase());
    if (field === 'reference') return !/^[0-9A-Za-z-]{4,40}$/.test(typed);
    if (field !== 'amount') return typed === '';
    const fen = fenOf(typed) ?? 0;
    return fen < 1 || fen > mostOf(action, order);
  });
}

/** The body of the call. */
export function bodyOf(action: DeskOrderAction, values: Values): Record<string, string | number> {
  return Object.fromEntries(
    fieldsOf[action].map((field): [string, string | number] => {
      const typed = values[field]?.trim() ?? '';
      if (field === 'amount') return ['amount', fenOf(typed) ?? 0];
      return field === 'order' ? ['orderNo', typed.toUpperCase()] : [field, typed];
    }),
  );
}
