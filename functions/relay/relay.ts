/**
 * The outbox: turns what was written to the cases, payments and booking tables into messages for those who wait for it. Nothing else sends.
 *
 * Failures are reported one by one. The stream goes on from the lowest of them, so records after it come again; consumers
 * take a repeated message for what it is. A record that cannot be read fails too, rather than be passed over: after its
 * tries its place in the stream is set aside, and an event that a newer version wrote is read once that version is out.
 */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { type StreamRecord, streamBatch } from '../../events/stream-batch.ts';
import { errorKeys, log } from '../../shared/base/log.ts';
import type { QueueName } from './outgoing.ts';
import { outgoingOf } from './routing.ts';
import { type Posting, sendAll } from './send.ts';

export interface RelayDeps {
  readonly sqs: SQSClient;
  readonly queueUrls: Readonly<Record<QueueName, string>>;
}

export const makeHandler =
  ({ sqs, queueUrls }: RelayDeps) =>
  async (event: unknown): Promise<DynamoDBBatchResponse> => {
    const { Records } = streamBatch.parse(event);
    const unreadable: string[] = [];
    const postings = Records.flatMap((record) => postingOf(record, unreadable));
    const failed = new Set([...unreadable, ...(await sendAll(sqs, queueUrls, postings))]);
    log('info', 'RELAYED', { count: postings.length, failed: failed.size });
    const inOrder = Records.map(({ dynamodb }) => dynamodb.SequenceNumber).filter((number) => failed.has(number));
    return { batchItemFailures: inOrder.map((itemIdentifier) => ({ itemIdentifier })) };
  };

function postingOf(record: StreamRecord, unreadable: string[]): Posting[] {
  const sequenceNumber = record.dynamodb.SequenceNumber;
  try {
    return outgoingOf(record).map((outgoing) => ({ ...outgoing, sequenceNumber }));
  } catch (error) {
    log('error', 'RELAY_RECORD_UNREADABLE', errorKeys(error));
    unreadable.push(sequenceNumber);
    return [];
  }
}
