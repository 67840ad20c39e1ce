/** What operations staff may ask. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';

/** A work queue as SQS counts it. */
const queueView = z.strictObject({
  name: z.string(),
  waiting: z.int(),
  inFlight: z.int(),
  deadLetters: z.int(),
});

export const operationsApi = {
  'GET /v1/operations/queues': {
    summary: 'How much waits in each work queue and in its dead letters',
    status: 200,
    answer: z.strictObject({ items: z.array(queueView) }),
    problems: [],
  },
} as const satisfies Api<'operations'>;
