/**
 * Feeds functions from queues, as Lambda does: long polls, batches, partial failures. A message is deleted only when the
 * function is done with it; otherwise its visibility runs out, it comes again, and at last the queue's redrive policy
 * moves it to the dead-letter queue.
 */
import * as z from 'zod';
import type { ServiceCall } from './aws-json.ts';
import { deliver, type EventSource, type Mapping, pause } from './event-source.ts';
import { type Filter, filterOf } from './filters.ts';
import type { HallFunction } from './functions.ts';
import { isRecord } from './intrinsics.ts';

/** Batches of one queue under way at once. */
const maxBatches = 4;

const message = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string().default(''),
  Attributes: z.record(z.string(), z.string()).default({}),
  MessageAttributes: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
type Message = z.infer<typeof message>;
const received = z.object({ Messages: z.array(message).nullish() });

export interface QueueSource {
  readonly mapping: Mapping;
  readonly queueUrl: string;
  readonly region: string;
  readonly target: HallFunction;
}

/** @param warn told when the queue cannot be read */
export function startQueueSource(source: QueueSource, sqs: ServiceCall, warn: (sentence: string) => void): EventSource {
  const { mapping, queueUrl } = source;
  const stopping = new AbortController();
  const filter = filterOf(mapping.FilterCriteria);
  const underWay = new Set<Promise<void>>();

  async function run(): Promise<void> {
    // A message's visibility should not run out while the function is still being loaded.
    await source.target.warm();
    while (!stopping.signal.aborted) {
      try {
        const messages = await receiveBatch(sqs, source, stopping.signal);
        if (messages.length === 0) continue;
        const work: Promise<void> = handle(messages).finally(() => underWay.delete(work));
        underWay.add(work);
        if (underWay.size >= maxBatches) await Promise.race(underWay);
      } catch (error) {
        if (stopping.signal.aborted) return;
        warn(`队列暂时读不到 · Queue ${queueUrl} could not be read: ${error instanceof Error ? error.message : error}`);
        await pause(1000, stopping.signal);
      }
    }
  }

  async function handle(messages: readonly Message[]): Promise<void> {
    const wanted = messages.filter((one) => passes(filter, one));
    const failed =
      wanted.length === 0
        ? new Set<string>()
        : await deliver(
            source.target,
            mapping,
            wanted.map((one) => ({ id: one.MessageId, record: toRecord(one, source) })),
          );
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
    for (let at = 0; at < done.length; at += 10) {
      const Entries = done.slice(at, at + 10).map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      // A message that could not be deleted comes again, and consumers are idempotent.
      await sqs('DeleteMessageBatch', { QueueUrl: queueUrl, Entries }).catch(() => {});
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      await Promise.all(underWay);
    },
  };
}

/** Up to `BatchSize` messages: what one poll brings, or what comes within the batching window. */
async function receiveBatch(
  sqs: ServiceCall,
  { mapping, queueUrl }: QueueSource,
  signal: AbortSignal,
): Promise<Message[]> {
  const size = mapping.BatchSize ?? 10;
  const messages = await receive(sqs, queueUrl, Math.min(10, size), 20, signal);
  const end = Date.now() + mapping.MaximumBatchingWindowInSeconds * 1000;
  while (messages.length > 0 && messages.length < size && Date.now() < end && !signal.aborted) {
    await pause(Math.min(50, end - Date.now()), signal);
    messages.push(...(await receive(sqs, queueUrl, Math.min(10, size - messages.length), 0)));
  }
  return messages;
}

async function receive(
  sqs: ServiceCall,
  QueueUrl: string,
  max: number,
  wait: number,
  signal?: AbortSignal,
): Promise<Message[]> {
  const input = {
    QueueUrl,
    MaxNumberOfMessages: max,
    WaitTimeSeconds: wait,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  };
  return received.parse(await sqs('ReceiveMessage', input, signal)).Messages ?? [];
}

/** Patterns look into a JSON body; what no pattern wants is deleted, as on AWS. */
function passes(filter: Filter, { Body, Attributes }: Message): boolean {
  return filter({ body: asJson(Body), attributes: Attributes });
}

function asJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : text;
  } catch {
    return text;
  }
}

function toRecord(one: Message, { mapping, region }: QueueSource): unknown {
  const attributes = Object.entries(one.MessageAttributes).map(([name, { StringValue, BinaryValue, DataType }]) => [
    name,
    {
      stringValue: StringValue,
      binaryValue: BinaryValue,
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType,
    },
  ]);
  return {
    messageId: one.MessageId,
    receiptHandle: one.ReceiptHandle,
    body: one.Body,
    attributes: one.Attributes,
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: one.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.EventSourceArn,
    awsRegion: region,
  };
}
