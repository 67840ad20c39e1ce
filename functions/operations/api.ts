/** What operations staff may ask and do. Nothing here shows what anybody wrote, or who they are. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { caseId, instant } from '../../shared/base/words.ts';

/** A work queue as SQS counts it: its own figures, and approximate. */
const queueView = z.strictObject({
  name: z.string(),
  waiting: z.int(),
  inFlight: z.int(),
  deadLetters: z.int(),
  /** When the oldest of the dead letters that were looked at was first sent; absent without any. */
  oldestDeadLetterAt: instant.optional(),
});

const queueName = z.string().regex(/^[a-z][a-z-]{1,40}$/);
const messageId = z.string().regex(/^[\w-]{1,100}$/);

/** A dead letter by what it is about: ids and kinds, taken from a list of names; everything else in it stays unseen. */
const deadLetterView = z.strictObject({
  messageId,
  about: z.record(z.string(), z.string()),
  sentAt: instant.optional(),
  tries: z.int(),
});

const replayBody = z.strictObject({
  /** First and last event to be sent again, by their number in the record; all without them. */
  fromSeq: z.int().min(1).max(100_000).optional(),
  toSeq: z.int().min(1).max(100_000).optional(),
});

export const operationsApi = {
  'GET /v1/operations/queues': {
    summary: 'How much waits in each work queue and in its dead letters',
    status: 200,
    answer: z.strictObject({ items: z.array(queueView) }),
    problems: [],
  },
  'GET /v1/operations/queues/{queue}/dead-letters': {
    summary: 'What lies in the dead letters of a queue, at most fifty; looking changes nothing',
    params: z.strictObject({ queue: queueName }),
    status: 200,
    answer: z.strictObject({ items: z.array(deadLetterView), more: z.boolean() }),
    problems: ['not-found'],
  },
  'POST /v1/operations/queues/{queue}/redrive': {
    summary: 'Sends dead letters back to their queue: those named, or all; at most two hundred in one call',
    params: z.strictObject({ queue: queueName }),
    body: z.strictObject({ messageIds: z.array(messageId).min(1).max(50).optional() }),
    status: 200,
    /** `absent`: named and not there any more: sent back before, or in somebody's hands at this moment. */
    answer: z.strictObject({ moved: z.int(), absent: z.int(), left: z.int() }),
    problems: ['not-found'],
  },
  'POST /v1/operations/cases/{caseId}/replay': {
    summary: 'Tells those who wait for events of a case of them once more; whoever knew takes no notice',
    params: z.strictObject({ caseId }),
    body: replayBody,
    status: 200,
    answer: z.strictObject({
      events: z.int(),
      sent: z.array(z.strictObject({ queue: z.string(), messages: z.int() })),
    }),
    problems: ['not-found'],
  },
  'GET /v1/operations/timers': {
    summary: 'Whose periods of the law end next, and how many ended without anything having been done',
    status: 200,
    answer: z.strictObject({
      late: z.int(),
      /** There are more late ones than were counted. */
      lateOrMore: z.boolean(),
      items: z.array(z.strictObject({ caseId, at: instant, late: z.boolean() })),
    }),
    problems: [],
  },
} as const satisfies Api<'operations'>;
