/** What a payer's calls take and answer. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { pageOf } from '../../shared/base/page.ts';
import { caseId, cursor, written } from '../../shared/base/words.ts';
import { client, evidenceFile, reductionAsk } from '../../shared/payments/order.ts';
import { checkoutView, orderView, payerLine, receiptLink, uploadPlace } from '../../shared/payments/order-views.ts';
import { orderNo, provider } from '../../shared/payments/words.ts';

const ofOrder = z.strictObject({ orderNo });

export const checkoutBody = z.strictObject({
  provider,
  client,
  /** JSAPI: the payer's id with the agency's WeChat account. */
  openid: z
    .string()
    .regex(/^[\w-]{1,128}$/)
    .optional(),
});

/** With a certificate's name and number, or files, or both. */
export const askBody = reductionAsk.pick({ ground: true, statement: true, certificate: true, files: true }).extend({
  statement: written(500),
  certificate: z.strictObject({ name: written(60), number: written(60) }).optional(),
  files: z.array(evidenceFile.extend({ fileName: written(200) })).max(5),
});

export const checkoutApi = {
  'GET /v1/orders': {
    summary: 'What I am asked to pay and have paid, newest first; or that of the cases I file for others',
    query: z.strictObject({
      /** `others`: of those for whom I act. A page may then be short, and `next` goes on. */
      for: z.enum(['me', 'others']).default('me'),
      /** Only those with an e-receipt, or with a refund: a page may then be short, and `next` goes on. */
      having: z.enum(['receipt', 'refund']).optional(),
      cursor: cursor.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    status: 200,
    answer: pageOf(payerLine),
    problems: ['bad-cursor'],
  },
  'GET /v1/orders/{orderNo}': {
    summary: 'One of my orders: what for, by which rule, how to pay, receipt and refunds',
    params: ofOrder,
    status: 200,
    answer: orderView,
    problems: ['not-found', 'not-consented'],
  },
  'GET /v1/cases/{caseId}/order': {
    summary: 'The fee of one of my cases',
    params: z.strictObject({ caseId }),
    status: 200,
    answer: orderView,
    problems: ['not-found', 'not-consented'],
  },
  'POST /v1/orders/{orderNo}/checkout': {
    summary: 'Begin to pay, or begin again under the same number',
    params: ofOrder,
    body: checkoutBody,
    status: 200,
    answer: checkoutView,
    problems: [
      'not-found',
      'not-consented',
      'wrong-state',
      'not-paid-here',
      'reduction-open',
      'provider-unavailable',
      'conflict',
    ],
  },
  'POST /v1/orders/{orderNo}/ask': {
    summary: 'I am back from the provider: ask it now whether I have paid',
    params: ofOrder,
    body: z.strictObject({}),
    status: 200,
    answer: orderView,
    problems: ['not-found', 'not-consented', 'conflict'],
  },
  'GET /v1/orders/{orderNo}/receipt': {
    summary: 'A link to the fiscal e-receipt that holds, or by its number to any that was issued, red ones among them',
    params: ofOrder,
    query: z.strictObject({
      number: z
        .string()
        .regex(/^\d{10}$/)
        .optional(),
    }),
    status: 200,
    answer: receiptLink,
    problems: ['not-found', 'not-consented', 'receipt-not-ready'],
  },
  'POST /v1/orders/{orderNo}/evidence': {
    summary: 'Where to upload a file that shows why I should pay less',
    params: ofOrder,
    body: evidenceFile.omit({ fileId: true }).extend({ fileName: written(200) }),
    status: 201,
    answer: uploadPlace,
    problems: ['not-found', 'not-consented', 'wrong-state', 'payment-under-way', 'reduction-open'],
  },
  'GET /v1/orders/{orderNo}/evidence/{fileId}': {
    summary: 'A link to a file that I put in',
    params: z.strictObject({ orderNo, fileId: evidenceFile.shape.fileId }),
    status: 200,
    answer: receiptLink,
    problems: ['not-found', 'not-consented'],
  },
  'POST /v1/orders/{orderNo}/reductions': {
    summary: 'Ask to pay less or nothing, with evidence',
    params: ofOrder,
    body: askBody,
    status: 201,
    answer: orderView,
    problems: [
      'not-found',
      'not-consented',
      'wrong-state',
      'payment-under-way',
      'reduction-open',
      'evidence-needed',
      'material-not-uploaded',
      'material-refused',
      'conflict',
    ],
  },
  'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw': {
    summary: 'Take the request back, to pay as asked',
    params: z.strictObject({ orderNo, askNo: z.coerce.number().int().min(1).max(9) }),
    body: z.strictObject({}),
    status: 200,
    answer: orderView,
    problems: ['not-found', 'not-consented', 'wrong-state', 'conflict'],
  },
} as const satisfies Api<'checkout'>;
