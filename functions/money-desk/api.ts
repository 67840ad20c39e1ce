/** What finance officers' calls take and answer. Auditors name the agency they look at; officers see their own. */
import * as z from 'zod';
import type { Api, Operation } from '../../shared/base/operation.ts';
import { pageOf } from '../../shared/base/page.ts';
import { creditCode, cursor, day, instant, written } from '../../shared/base/words.ts';
import { evidenceFile, offlineTransfer, reductionAsk, refundStates } from '../../shared/payments/order.ts';
import { orderState } from '../../shared/payments/order-transitions.ts';
import {
  askLine,
  dayExport,
  dayLine,
  dayView,
  deskOrderDetail,
  deskOrderView,
  orderLine,
  refundLine,
} from '../../shared/payments/order-views.ts';
import { difference, differenceKinds } from '../../shared/payments/reconciliation.ts';
import { orderNo, positiveFen, refundNo } from '../../shared/payments/words.ts';

const ofOrder = z.strictObject({ orderNo });
const ofRefund = z.strictObject({ orderNo, refundNo });
const ofAsk = z.strictObject({ orderNo, askNo: z.coerce.number().int().min(1).max(9) });
const ofDay = z.strictObject({ day });
const agency = creditCode.optional();
const reason = written(200);
const empty = z.strictObject({});
const paged = {
  agency,
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

export const reduceBody = z.strictObject({ amount: positiveFen, reason, evidence: reason });
export const refundBody = z.strictObject({ amount: positiveFen, reason });

const command = {
  params: ofOrder,
  status: 200,
  answer: deskOrderView,
  problems: [
    'not-found',
    'wrong-state',
    'too-much',
    'four-eyes',
    'own-matter',
    'refund-open',
    'payment-under-way',
    'reduction-open',
    'conflict',
  ],
} as const satisfies Partial<Operation>;

export const moneyDeskApi = {
  'GET /v1/money/orders': {
    summary:
      'Orders of an agency in one state, last changed first, or the one of a number; `late-paid` is what lies in suspense',
    query: z.strictObject({
      state: orderState.default('late-paid'),
      /** Number of an order or of a case, or the case's id: the order of that number, whatever its state. */
      find: z.string().trim().min(1).max(64).optional(),
      /** Days of the last change. */
      from: day.optional(),
      to: day.optional(),
      ...paged,
    }),
    status: 200,
    answer: pageOf(orderLine),
    problems: ['bad-cursor', 'forbidden'],
  },
  'GET /v1/money/refunds': {
    summary: 'Refunds of an agency in one state, last moved first; `asked` waits for a second pair of eyes',
    query: z.strictObject({ state: z.enum(refundStates), ...paged }),
    status: 200,
    answer: pageOf(refundLine),
    problems: ['bad-cursor', 'forbidden'],
  },
  'GET /v1/money/orders/{orderNo}': {
    summary: 'One order with its payment, reductions, refunds, entries in the ledger, and what may be done',
    params: ofOrder,
    status: 200,
    answer: deskOrderDetail,
    problems: ['not-found'],
  },
  'GET /v1/money/reductions': {
    summary: 'Requests to pay less in one state, last moved first; `asked` waits for an officer',
    query: z.strictObject({ state: reductionAsk.shape.state, ...paged }),
    status: 200,
    answer: pageOf(askLine),
    problems: ['bad-cursor', 'forbidden'],
  },
  'GET /v1/money/orders/{orderNo}/evidence/{fileId}': {
    summary: 'A link to a file of evidence',
    params: z.strictObject({ orderNo, fileId: evidenceFile.shape.fileId }),
    status: 200,
    answer: z.strictObject({ url: z.url(), urlExpiresAt: instant }),
    problems: ['not-found'],
  },
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/grant': {
    ...command,
    params: ofAsk,
    summary: 'Grant what the payer asked, in part or whole',
    body: z.strictObject({ amount: positiveFen, answer: reason }),
  },
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/reject': {
    ...command,
    params: ofAsk,
    summary: 'Reject what the payer asked, and say why',
    body: z.strictObject({ answer: reason }),
  },
  'POST /v1/money/orders/{orderNo}/reduce': {
    ...command,
    summary: 'Reduce or waive an unpaid order, on evidence',
    body: reduceBody,
  },
  'POST /v1/money/orders/{orderNo}/dispute': { ...command, summary: 'The payer disputes the charge', body: empty },
  'POST /v1/money/orders/{orderNo}/end-dispute': { ...command, summary: 'The dispute has ended', body: empty },
  'POST /v1/money/orders/{orderNo}/refunds': {
    ...command,
    summary: 'Ask for a refund, whole or partial',
    body: refundBody,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve': {
    ...command,
    params: ofRefund,
    summary: 'Approve a refund that somebody else asked for',
    body: empty,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject': {
    ...command,
    params: ofRefund,
    summary: 'Reject a refund that somebody else asked for',
    body: empty,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/retry': {
    ...command,
    params: ofRefund,
    summary: 'Send a refund again that its provider refused, once what was in the way is gone',
    body: empty,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/offline': {
    ...command,
    params: ofRefund,
    summary:
      'Record that the agency has transferred the refund from its own account, as the provider does not pay it out',
    body: offlineTransfer.extend({ evidence: written(200) }),
    problems: ['not-found', 'wrong-state', 'own-matter', 'not-paid-then', 'conflict'],
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/confirm': {
    ...command,
    params: ofRefund,
    summary: 'Confirm a transfer that somebody else recorded',
    /** `recordedAt`: of the record that was looked at. Recorded anew meanwhile it is another, and nobody has seen it. */
    body: z.strictObject({ recordedAt: instant }),
  },
  'POST /v1/money/orders/{orderNo}/match': {
    ...command,
    summary: 'Pay an unpaid order with money from suspense that was meant for it',
    body: z.strictObject({ orderNo }),
    problems: ['not-found', 'wrong-state', 'own-matter', 'no-match', 'conflict'],
  },
  'GET /v1/money/days': {
    summary: 'Reconciled days of an agency, last first',
    query: z.strictObject({ ...paged, limit: paged.limit.default(31) }),
    status: 200,
    answer: pageOf(dayLine),
    problems: ['bad-cursor', 'forbidden'],
  },
  'GET /v1/money/days/{day}': {
    summary: 'A day: trial balance, bills, how many differences, sign-off',
    params: ofDay,
    query: z.strictObject({ agency }),
    status: 200,
    answer: dayView,
    problems: ['forbidden'],
  },
  'GET /v1/money/days/{day}/export': {
    summary: "The day's entries for the treasury, as CSV text in pieces: put one behind the other they are the file",
    params: ofDay,
    query: z.strictObject({
      agency,
      cursor: cursor.optional(),
      /** Lines of a piece. One of 5,000 is a megabyte at most in life, and three at the worst that the fields allow. */
      limit: z.coerce.number().int().min(1).max(5000).default(5000),
    }),
    status: 200,
    answer: dayExport,
    problems: ['bad-cursor', 'forbidden'],
  },
  'GET /v1/money/days/{day}/differences': {
    summary: "A day's differences of one kind, each with what is to be done about it",
    params: ofDay,
    query: z.strictObject({ ...paged, kind: z.enum(differenceKinds) }),
    status: 200,
    answer: pageOf(difference),
    problems: ['bad-cursor', 'not-found', 'forbidden'],
  },
  'POST /v1/money/days/{day}/differences/{differenceId}/resolve': {
    summary: 'Say how a difference was resolved',
    params: z.strictObject({ day, differenceId: z.string().max(120) }),
    body: z.strictObject({ note: reason }),
    status: 200,
    answer: difference,
    problems: ['not-found', 'wrong-state', 'conflict'],
  },
  'POST /v1/money/days/{day}/sign-off': {
    summary: 'Sign the day off, once nothing is open',
    params: ofDay,
    body: empty,
    status: 200,
    answer: dayView,
    problems: ['not-found', 'wrong-state', 'differences-open', 'conflict'],
  },
} as const satisfies Api<'money-desk'>;
