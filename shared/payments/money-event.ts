/** What the payments room tells others: that something happened to an order, never who paid or with what. */
import * as z from 'zod';
import { caseId, instant } from '../base/words.ts';
import { orderNo } from './words.ts';

export const moneyEventTypes = [
  'asked',
  'paid',
  'waived',
  'closed',
  'late-paid',
  'refund-approved',
  'refunded',
  'refund-failed',
  /** The payer came back and nothing has been heard: the provider is asked at once. */
  'silent',
] as const;
export const moneyEventType = z.enum(moneyEventTypes);
export type MoneyEventType = z.infer<typeof moneyEventType>;

export const moneyEvent = z.strictObject({
  /** `<orderNo>-<version>-<type>`: consumers are idempotent by it. */
  eventId: z.string(),
  type: moneyEventType,
  orderNo,
  caseId: caseId.optional(),
  appointmentId: caseId.optional(),
  beforeDecision: z.boolean(),
  amount: z.int().min(0),
  at: instant,
});
export type MoneyEvent = z.infer<typeof moneyEvent>;
