/** An order (缴费单): what is asked of whom on which basis, what was paid, what went back. */
import * as z from 'zod';
import { bilingual, caseId, caseNumber, creditCode, day, instant, itemCode, sha256 } from '../base/words.ts';
import { mediaTypes } from '../catalogue/answer-schema.ts';
import { orderState } from './order-transitions.ts';
import { fen, orderNo, positiveFen, provider, refundNo } from './words.ts';

/** How the payer's client pays: in WeChat, in a phone's browser, by a code on a screen, in a page, by a posted form. */
export const clients = ['jsapi', 'h5', 'native', 'page', 'wap', 'form'] as const;
export const client = z.enum(clients);
export type Client = z.infer<typeof client>;

export const refundStates = ['asked', 'approved', 'rejected', 'success', 'abnormal', 'refused', 'failed'] as const;

/** A transfer from the agency's own bank account, where the provider does not pay out: what shows it, and who says so. */
export const offlineTransfer = z.strictObject({
  /** Number of the bank's voucher (银行回单号). */
  reference: z.string().regex(/^[0-9A-Za-z-]{4,40}$/),
  paidOn: day,
  /** To whom and what else shows it. */
  evidence: z.string().trim().min(1).max(200),
});

export const refund = z.strictObject({
  refundNo,
  amount: positiveFen,
  reason: z.string().min(1).max(200),
  /**
   * `abnormal`: the provider could not pay it out; `refused`: it will not take it, or never answered. A person must see to either, and
   * the money stays promised to the payer.
   */
  state: z.enum(refundStates),
  /** Who asked: an officer, `hall` for its rules and tasks, `provider` for a refund made in the provider's own console. */
  askedBy: z.string(),
  askedAt: instant,
  decidedBy: z.string().optional(),
  endedAt: instant.optional(),
  /** The provider's console's own number, of a refund that was made there. */
  theirs: z.string().max(64).optional(),
  /** Sendings that the provider did not answer, since it was last told to try. */
  unanswered: z.int().min(1).optional(),
  /** Why the provider would not: its own code. */
  refusal: z.strictObject({ code: z.string().max(64), at: instant }).optional(),
  /** When an officer had it sent again after a refusal. */
  retriedAt: instant.optional(),
  /** Recorded by one officer; counts once another has confirmed it, which ends the refund. */
  offline: offlineTransfer.extend({ by: z.string(), at: instant, confirmedBy: z.string().optional() }).optional(),
});
export type Refund = z.infer<typeof refund>;

/** Grounds on which laws and notices exempt or reduce (减免依据): 低保、特困、残疾、优抚、在校学生. */
export const reductionGrounds = [
  'subsistence-allowance',
  'destitute',
  'disabled',
  'entitled-group',
  'student',
  'other',
] as const;

/** A file that a payer put in as evidence; its bytes lie under its order in the bucket of files. */
export const evidenceFile = z.strictObject({
  fileId: caseId,
  fileName: z.string().trim().min(1).max(200),
  mediaType: z.enum(mediaTypes),
  bytes: z.int().min(1).max(5_000_000),
  sha256,
});
export type EvidenceFile = z.infer<typeof evidenceFile>;

/** What a payer asks: to pay less or nothing, on which ground and with what to show for it. */
export const reductionAsk = z.strictObject({
  askNo: z.int().min(1),
  ground: z.enum(reductionGrounds),
  statement: z.string().trim().min(1).max(500),
  /** A certificate that the agency can look up. */
  certificate: z
    .strictObject({ name: z.string().trim().min(1).max(60), number: z.string().trim().min(1).max(60) })
    .optional(),
  files: z.array(evidenceFile).max(5),
  state: z.enum(['asked', 'granted', 'rejected', 'withdrawn']),
  askedAt: instant,
  decidedBy: z.string().optional(),
  decidedAt: instant.optional(),
  /** What the officer tells the payer. */
  answer: z.string().optional(),
});
export type ReductionAsk = z.infer<typeof reductionAsk>;

export const strayReasons = ['unknown-order', 'wrong-amount', 'second-payment', 'over-refund'] as const;

const person = z.strictObject({ id: z.string(), name: z.string() });

const receipt = z.strictObject({
  code: z.string(),
  number: z.string(),
  check: z.string(),
  issuedAt: instant,
  sha256,
  /** Absent: all that was paid. */
  amount: positiveFen.optional(),
});
export type Receipt = z.infer<typeof receipt>;
/** A red one (红字票据) takes another back, whole. */
const redReceipt = receipt.required({ amount: true }).extend({
  /** Number of the receipt that it takes back. */
  against: z.string(),
});
export type RedReceipt = z.infer<typeof redReceipt>;

export const order = z.strictObject({
  orderNo,
  version: z.int().min(1),
  state: orderState,
  /** Payee. */
  agency: creditCode,
  agencyName: bilingual.optional(),
  caseId: caseId.optional(),
  /** What people call the case by. */
  caseNumber: caseNumber.optional(),
  /** What else asked for it: a registration fee's appointment. */
  appointmentId: caseId.optional(),
  /** Who owes it: receipts are theirs, whoever pays. */
  payer: person.optional(),
  /** Who files for the payer (代办人), and may pay for them while the consent holds. */
  agent: person.optional(),
  itemCode: itemCode.optional(),
  title: bilingual,
  items: z.array(
    z.strictObject({ name: bilingual, basis: bilingual, standard: bilingual.optional(), amount: positiveFen }),
  ),
  /** What is to be paid: the items less the reductions. */
  amount: fen,
  currency: z.literal('CNY'),
  reductions: z
    .array(
      z.strictObject({
        amount: positiveFen,
        reason: z.string().min(1).max(200),
        /** What shows the ground: a document's number, a file of the case. */
        evidence: z.string().min(1).max(200),
        by: z.string(),
        at: instant,
      }),
    )
    .default([]),
  asks: z.array(reductionAsk).max(9).default([]),
  exemption: bilingual.optional(),
  /** The case waits for it (the item says so). */
  beforeDecision: z.boolean().default(false),
  createdAt: instant,
  updatedAt: instant,
  expiresAt: instant,
  attempts: z.array(z.strictObject({ provider, client, at: instant, by: person.optional() })).default([]),
  payment: z
    .strictObject({
      provider,
      transactionId: z.string(),
      /** Number under which the provider knows it; another than ours for a stray. */
      providerOrderNo: z.string(),
      amount: positiveFen,
      currency: z.string(),
      at: instant,
      account: z.enum(['agency', 'suspense']),
      /** The agent who set out to pay, where it was not the payer. */
      by: person.optional(),
    })
    .optional(),
  refunds: z.array(refund).max(99).default([]),
  /** The one that holds, of what was paid less what went back. */
  receipt: receipt.optional(),
  redReceipts: z.array(redReceipt).max(99).default([]),
  /** Money that fits no order: why. */
  stray: z.strictObject({ reason: z.enum(strayReasons) }).optional(),
  closedFor: z.enum(['expired', 'waived', 'case-ended', 'matched']).optional(),
  /** When the clock looks at it again; absent when nothing is awaited. */
  checkAt: instant.optional(),
  checks: z.int().min(0).default(0),
  /** When a provider was last asked for its payment and knew of none. */
  askedAt: instant.optional(),
});
export type Order = z.infer<typeof order>;

export const refundedOf = ({ refunds }: Pick<Order, 'refunds'>): number => sum(refunds, ['success']);
/** Gone or promised: more than the payment can never be. */
export const reservedOf = ({ refunds }: Pick<Order, 'refunds'>): number =>
  sum(refunds, ['asked', 'approved', 'success', 'abnormal', 'refused']);

/** Gone, or approved and on its way. */
export const promisedOf = ({ refunds }: Pick<Order, 'refunds'>): number =>
  sum(refunds, ['approved', 'success', 'abnormal', 'refused']);

const sum = (refunds: readonly Refund[], states: readonly Refund['state'][]): number =>
  refunds.filter(({ state }) => states.includes(state)).reduce((total, { amount }) => total + amount, 0);

export const openAsk = ({ asks }: Pick<Order, 'asks'>): ReductionAsk | undefined =>
  asks.find(({ state }) => state === 'asked');
