/** The operator's view of the work queues. Figures are SQS's own and approximate. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import { operationsRoutes } from '../../shared/base/routes/operations.ts';
import { serve } from '../../shared/base/serve.ts';
import { operationsApi } from './api.ts';
import { deadLetterHandlers, oldestOf } from './dead-letters.ts';
import type { OperationsDeps, WorkQueue } from './deps.ts';
import { depthOf } from './depth.ts';
import { replayHandlers } from './replay.ts';
import { timerHandlers } from './timers.ts';

export { type OperationsDeps, workQueues } from './deps.ts';

export const makeHandler = (deps: OperationsDeps) =>
  serve(
    operationsRoutes,
    operationsApi,
    {
      'GET /v1/operations/queues': async () => ({
        body: { items: await Promise.all(deps.queues.map((queue) => viewOf(deps.sqs, queue))) },
      }),
      ...deadLetterHandlers(deps),
      ...replayHandlers(deps),
      ...timerHandlers(deps),
    },
    deps.clock,
  );

async function viewOf(sqs: SQSClient, { name, url, deadLetterUrl }: WorkQueue) {
  const [work, dead] = await Promise.all([depthOf(sqs, url), depthOf(sqs, deadLetterUrl)]);
  const deadLetters = dead.waiting + dead.inFlight;
  const oldest = deadLetters === 0 ? undefined : await oldestOf(sqs, deadLetterUrl);
  return {
    ...{ name, waiting: work.waiting, inFlight: work.inFlight, deadLetters },
    ...(oldest === undefined ? {} : { oldestDeadLetterAt: oldest }),
  };
}
