/** The operator's view of the work queues. Figures are SQS's own and approximate. */
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { serve } from '../../shared/base/serve.ts';
import type { Instant } from '../../shared/base/words.ts';
import { operationsApi } from './api.ts';

/** As the stack tells them in `WORK_QUEUES`. */
export const workQueues = z.array(z.strictObject({ name: z.string(), url: z.url(), deadLetterUrl: z.url() }));
type WorkQueue = z.infer<typeof workQueues>[number];

export interface OperationsDeps {
  readonly sqs: SQSClient;
  readonly queues: readonly WorkQueue[];
  readonly clock: () => Instant;
}

export const makeHandler = ({ sqs, queues, clock }: OperationsDeps) =>
  serve(
    operationsApi,
    {
      'GET /v1/operations/queues': async () => ({
        body: { items: await Promise.all(queues.map((queue) => viewOf(sqs, queue))) },
      }),
    },
    clock,
  );

async function viewOf(sqs: SQSClient, { name, url, deadLetterUrl }: WorkQueue) {
  const [work, dead] = await Promise.all([depthOf(sqs, url), depthOf(sqs, deadLetterUrl)]);
  return { name, waiting: work.waiting, inFlight: work.inFlight, deadLetters: dead.waiting + dead.inFlight };
}

/** Messages that are delayed wait as well. */
async function depthOf(sqs: SQSClient, url: string): Promise<{ waiting: number; inFlight: number }> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    }),
  );
  const ready = Number(Attributes.ApproximateNumberOfMessages ?? 0);
  const delayed = Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0);
  return { waiting: ready + delayed, inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0) };
}
