/** What operations stand on. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { Problem } from '../../shared/base/problems.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { RecordStore } from '../../shared/cases/record-store.ts';
import type { TimerStore } from '../../shared/cases/timer-store.ts';

/** As the stack tells them in `WORK_QUEUES`. */
export const workQueues = z.array(z.strictObject({ name: z.string(), url: z.url(), deadLetterUrl: z.url() }));
export type WorkQueue = z.infer<typeof workQueues>[number];

export interface OperationsDeps {
  readonly sqs: SQSClient;
  readonly queues: readonly WorkQueue[];
  readonly records: Pick<RecordStore, 'lines'>;
  readonly timers: Pick<TimerStore, 'shards' | 'upcoming'>;
  readonly clock: () => Instant;
}

/** @throws Problem `not-found` */
export function queueNamed({ queues }: Pick<OperationsDeps, 'queues'>, name: string): WorkQueue {
  const queue = queues.find((each) => each.name === name);
  if (queue === undefined) throw new Problem('not-found');
  return queue;
}
