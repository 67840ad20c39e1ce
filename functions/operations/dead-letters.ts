/**
 * Dead letters: looked at without being touched, and sent back to their queue. A letter is sent before it is taken away, so that
 * one that is cut off in between comes twice rather than never; consumers know what they have done.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { log } from '../../shared/base/log.ts';
import type { Handlers } from '../../shared/base/operation.ts';
import type { operationsApi } from './api.ts';
import { type OperationsDeps, queueNamed, type WorkQueue } from './deps.ts';
import { depthOf } from './depth.ts';
import { aboutOf } from './letters.ts';

type Keys = 'GET /v1/operations/queues/{queue}/dead-letters' | 'POST /v1/operations/queues/{queue}/redrive';

export const deadLetterHandlers = (deps: OperationsDeps): Pick<Handlers<typeof operationsApi>, Keys> => ({
  'GET /v1/operations/queues/{queue}/dead-letters': async ({ params }) => ({
    body: await peek(deps.sqs, queueNamed(deps, params.queue).deadLetterUrl, 50),
  }),

  'POST /v1/operations/queues/{queue}/redrive': async ({ params, body }) => {
    const queue = queueNamed(deps, params.queue);
    const moved = await redrive(deps.sqs, queue, body.messageIds);
    log('warn', 'DEAD_LETTERS_REDRIVEN', { queue: queue.name, count: moved });
    const { waiting, inFlight } = await depthOf(deps.sqs, queue.deadLetterUrl);
    const absent = body.messageIds === undefined ? 0 : new Set(body.messageIds).size - moved;
    return { body: { moved, absent, left: waiting + inFlight } };
  },
});

/** Seconds for which a letter is hidden from others while it is looked at, and while it is moved. */
const looking = 2;
const moving = 20;

/** When the oldest of a few letters was sent; none is hidden from anybody for it. */
export async function oldestOf(sqs: SQSClient, url: string): Promise<string | undefined> {
  const letters = await take(sqs, url, 0);
  return letters.flatMap((letter) => viewOf(letter).sentAt ?? []).toSorted()[0];
}

/** @param most letters to look at; SQS gives ten at a time, in no order, and perhaps not all */
async function peek(sqs: SQSClient, url: string, most: number) {
  const held: Message[] = [];
  try {
    for (let empty = false; !empty && held.length < most; ) {
      const letters = await take(sqs, url, looking);
      empty = letters.length === 0;
      held.push(...letters);
    }
  } finally {
    await release(sqs, url, held);
  }
  const items = held
    .map(viewOf)
    .toSorted((a, b) => (a.sentAt ?? '').localeCompare(b.sentAt ?? '') || a.messageId.localeCompare(b.messageId));
  return { items: items.slice(0, most), more: held.length >= most };
}

/** At most, in one call: the function has seconds. */
const mostMoved = 200;

/** @param wanted ids of letters; all without them. @returns how many were moved */
async function redrive(sqs: SQSClient, queue: WorkQueue, wanted: readonly string[] | undefined): Promise<number> {
  const { waiting } = await depthOf(sqs, queue.deadLetterUrl);
  // What fails again at once would otherwise come round and round.
  const most = wanted?.length ?? Math.min(mostMoved, waiting);
  const others: Message[] = [];
  let moved = 0;
  try {
    while (moved < most && others.length < mostMoved) {
      const letters = await take(sqs, queue.deadLetterUrl, moving);
      if (letters.length === 0) break;
      const chosen = letters.filter(({ MessageId }) => wanted === undefined || wanted.includes(MessageId ?? ''));
      const sent = await send(sqs, queue.url, chosen);
      await remove(sqs, queue.deadLetterUrl, sent);
      moved += sent.length;
      const stayed = letters.filter((letter) => !sent.includes(letter));
      others.push(...stayed);
      if (wanted === undefined && sent.length === 0) break;
    }
  } finally {
    await release(sqs, queue.deadLetterUrl, others);
  }
  return moved;
}

function viewOf(letter: Message) {
  const { SentTimestamp, ApproximateReceiveCount } = letter.Attributes ?? {};
  return {
    messageId: letter.MessageId ?? '',
    about: aboutOf(letter.Body ?? ''),
    ...(SentTimestamp === undefined ? {} : { sentAt: new Date(Number(SentTimestamp)).toISOString() }),
    tries: Number(ApproximateReceiveCount ?? 0),
  };
}

async function take(sqs: SQSClient, url: string, seconds: number): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: seconds,
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
    }),
  );
  return Messages;
}

async function release(sqs: SQSClient, url: string, letters: readonly Message[]): Promise<void> {
  for (const batch of inTens(letters)) {
    const Entries = handles(batch).map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}

/** @returns those that the queue took */
async function send(sqs: SQSClient, url: string, letters: readonly Message[]): Promise<Message[]> {
  if (letters.length === 0) return [];
  const Entries = letters.map(({ Body }, index) => ({ Id: String(index), MessageBody: Body ?? '' }));
  const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  const taken = new Set(Successful.map(({ Id }) => Id));
  return letters.filter((_, index) => taken.has(String(index)));
}

async function remove(sqs: SQSClient, url: string, letters: readonly Message[]): Promise<void> {
  if (letters.length === 0) return;
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: handles(letters) }));
}

const handles = (letters: readonly Message[]) =>
  letters.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle: ReceiptHandle ?? '' }));

function inTens<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / 10) }, (_, at) => all.slice(at * 10, at * 10 + 10));
}
