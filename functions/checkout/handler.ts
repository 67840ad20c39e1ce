/** The payer's calls, wired to the payments table, the providers and the receipts. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { readEnv } from '../../shared/base/env.ts';
import { newId } from '../../shared/base/ids.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createPaymentsStore } from '../../shared/payments/payments-store.ts';
import { lateDelegations } from '../late-delegations.ts';
import { lateEvidenceStore, lateReceiptStore } from '../late-money-stores.ts';
import { merchantsFrom } from '../merchants.ts';
import { makeHandler } from './checkout.ts';
import { env } from './env.ts';

const { CASES_TABLE, PAYMENTS_TABLE, FILES_BUCKET, MERCHANT_SECRETS, HALL_URL, BEHIND_EDGE } = readEnv(env);

export const handler = makeHandler({
  store: createPaymentsStore(documentClient(), PAYMENTS_TABLE),
  delegations: lateDelegations(CASES_TABLE),
  providers: merchantsFrom(MERCHANT_SECRETS, HALL_URL).providers,
  receipts: lateReceiptStore(FILES_BUCKET),
  evidence: lateEvidenceStore(FILES_BUCKET),
  newId,
  behindEdge: BEHIND_EDGE === 'yes',
  clock: systemClock,
});
