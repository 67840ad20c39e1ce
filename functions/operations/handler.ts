/** Operations, wired to the queues and the table they watch. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { sqsClient } from '../../shared/base/clients/queues.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createRecordStore } from '../../shared/cases/record-store.ts';
import { createTimerStore } from '../../shared/cases/timer-store.ts';
import { env } from './env.ts';
import { makeHandler, type OperationsDeps, workQueues } from './queues.ts';

function runtime(): OperationsDeps {
  const { WORK_QUEUES, CASES_TABLE } = readEnv(env);
  const client = documentClient();
  return {
    sqs: sqsClient(),
    queues: workQueues.parse(JSON.parse(WORK_QUEUES)),
    records: createRecordStore(client, CASES_TABLE),
    timers: createTimerStore(client, CASES_TABLE),
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
