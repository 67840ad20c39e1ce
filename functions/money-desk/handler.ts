/** The finance officers' desk, wired to the payments table. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createPaymentsStore } from '../../shared/payments/payments-store.ts';
import { createReconciliationStore } from '../../shared/payments/reconciliation-store.ts';
import { lateEvidenceStore } from '../late-money-stores.ts';
import { makeHandler } from './desk.ts';
import { env } from './env.ts';

const { PAYMENTS_TABLE, FILES_BUCKET } = readEnv(env);
const client = documentClient();

export const handler = makeHandler({
  store: createPaymentsStore(client, PAYMENTS_TABLE),
  reconciliation: createReconciliationStore(client, PAYMENTS_TABLE),
  evidence: lateEvidenceStore(FILES_BUCKET),
  clock: systemClock,
});
