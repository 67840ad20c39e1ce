/**
 * Sends what the relay has to say, ten messages to a call. Messages of one queue go out in the order of the stream; after one
 * of a case has failed, later ones of that case are held back and fail with it, so that they do not overtake it.
 */
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { errorKeys, log } from '../../shared/base/log.ts';
import type { Outgoing, QueueName } from './outgoing.ts';

/** A message and the place in the stream that it came from. */
export interface Posting extends Outgoing {
  readonly sequenceNumber: string;
}

/** @returns sequence numbers of what could not be sent */
export async function sendAll(
  sqs: SQSClient,
  queueUrls: Readonly<Record<QueueName, string>>,
  postings: readonly Posting[],
): Promise<string[]> {
  const byQueue = Map.groupBy(postings, ({ queue }) => queue);
  const failed = await Promise.all(
    [...byQueue].map(([queue, group]) => sendInOrder(sqs, queue, queueUrls[queue], group)),
  );
  return failed.flat();
}

const batchSize = 10;

async function sendInOrder(
  sqs: SQSClient,
  queue: QueueName,
  url: string,
  postings: readonly Posting[],
): Promise<string[]> {
  const failed: string[] = [];
  const waiting = new Set<string>();
  for (let start = 0; start < postings.length; start += batchSize) {
    const all = postings.slice(start, start + batchSize);
    const held = all.filter(({ group }) => waiting.has(group));
    const refused = await sendBatch(
      sqs,
      queue,
      url,
      all.filter((posting) => !held.includes(posting)),
    );
    for (const { group, sequenceNumber } of [...held, ...refused]) {
      waiting.add(group);
      failed.push(sequenceNumber);
    }
  }
  return failed;
}

/** @returns those that the queue did not take */
async function sendBatch(
  sqs: SQSClient,
  queue: QueueName,
  url: string,
  postings: readonly Posting[],
): Promise<readonly Posting[]> {
  if (postings.length === 0) return [];
  const Entries = postings.map(({ message }, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
  try {
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const refused = new Set(Failed.map(({ Id }) => Id));
    if (refused.size > 0) log('warn', 'RELAY_SEND_REFUSED', { queue, failed: refused.size });
    return postings.filter((_, index) => refused.has(String(index)));
  } catch (error) {
    log('warn', 'RELAY_SEND_FAILED', { queue, failed: postings.length, ...errorKeys(error) });
    return postings;
  }
}
