/** Operations, wired to the queues it watches. */
import { sqsClient } from '../../shared/base/clients/queues.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { env } from './env.ts';
import { makeHandler, workQueues } from './queues.ts';

const { WORK_QUEUES } = readEnv(env);

export const handler = makeHandler({
  sqs: sqsClient(),
  queues: workQueues.parse(JSON.parse(WORK_QUEUES)),
  clock: systemClock,
});
