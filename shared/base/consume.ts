/**
 * The one way a function reads a queue: each message parsed and handled by itself, all of a batch side by side, failures
 * reported one by one, so that a bad message never takes good ones with it.
 *
 * Both kinds of failure go back to the queue. A message that can never succeed comes back until its tries are used up and
 * then lies in the dead-letter queue, whole, where a person can look and redrive; deleting it here would lose work that
 * a wrong deployment, not the message, made impossible. The kinds differ in what is told: `MESSAGE_SET_ASIDE` is counted
 * as something that needs a person, `MESSAGE_RETRIED` as weather.
 */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { errorKeys, log } from './log.ts';
import { Problem, problems } from './problems.ts';

/** No later try can make this message succeed: it is malformed, or names what does not exist. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/**
 * @param schema of a message's body, which is JSON
 * @param handle does the work of one message; must be safe to run again after it succeeded. Throws PermanentError (or a
 * Problem that repeating cannot cure) to set the message aside, anything else to have it tried again.
 */
export function consume<T extends z.ZodType>(schema: T, handle: (message: z.output<T>) => Promise<void>): QueueHandler {
  return async ({ Records }) => {
    const outcomes = await Promise.all(Records.map((record) => attempt(record, schema, handle)));
    const failed = Records.filter((_, index) => outcomes[index] === false);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** @returns whether the message is done with */
async function attempt<T extends z.ZodType>(
  record: SQSRecord,
  schema: T,
  handle: (message: z.output<T>) => Promise<void>,
): Promise<boolean> {
  try {
    await handle(parse(record.body, schema));
    return true;
  } catch (error) {
    report(record, error);
    return false;
  }
}

function parse<T extends z.ZodType>(body: string, schema: T): z.output<T> {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) throw new PermanentError('message does not fit its schema');
  return parsed.data;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new PermanentError('message is not JSON');
  }
}

function report(record: SQSRecord, error: unknown): void {
  const queue = record.eventSourceARN.split(':').at(-1) ?? '';
  const keys = { queue, attempts: Number(record.attributes.ApproximateReceiveCount), ...reasonOf(error) };
  if (isPermanent(error)) log('error', 'MESSAGE_SET_ASIDE', keys);
  else log('warn', 'MESSAGE_RETRIED', keys);
}

/** Our own errors carry constant text; others may quote data, so only their kind and place are told. */
function reasonOf(error: unknown): { reason: string } | ReturnType<typeof errorKeys> {
  return error instanceof PermanentError || error instanceof Problem ? { reason: error.message } : errorKeys(error);
}

function isPermanent(error: unknown): boolean {
  if (error instanceof Problem) return problems[error.code].status < 500 && error.code !== 'conflict';
  return error instanceof PermanentError;
}
