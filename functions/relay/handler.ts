/** The relay, wired to its queues. */
import { sqsClient } from '../../shared/base/clients/queues.ts';
import { readEnv } from '../../shared/base/env.ts';
import { env } from './env.ts';
import { makeHandler, type RelayDeps } from './relay.ts';

function runtime(): RelayDeps {
  const urls = readEnv(env);
  return {
    sqs: sqsClient(),
    queueUrls: {
      'agency-jobs': urls.AGENCY_JOBS_QUEUE_URL,
      'material-scan': urls.MATERIAL_SCAN_QUEUE_URL,
      documents: urls.DOCUMENTS_QUEUE_URL,
      settlement: urls.SETTLEMENT_QUEUE_URL,
      receipts: urls.RECEIPTS_QUEUE_URL,
      'case-fees': urls.CASE_FEES_QUEUE_URL,
      notices: urls.NOTICES_QUEUE_URL,
    },
  };
}

export const handler = makeHandler(runtime());
