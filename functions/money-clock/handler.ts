/** The clock of the payments room, wired to its table and the providers. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createPaymentsStore } from '../../shared/payments/payments-store.ts';
import { createReconciliationStore } from '../../shared/payments/reconciliation-store.ts';
import { merchantsFrom } from '../merchants.ts';
import { makeHandler } from './clock.ts';
import { env } from './env.ts';

const { PAYMENTS_TABLE, MERCHANT_SECRETS, HALL_URL } = readEnv(env);
const client = documentClient();

export const handler = makeHandler({
  store: createPaymentsStore(client, PAYMENTS_TABLE),
  reconciliation: createReconciliationStore(client, PAYMENTS_TABLE),
  ...merchantsFrom(MERCHANT_SECRETS, HALL_URL),
  clock: systemClock,
});
