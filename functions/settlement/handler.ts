/** Settlement, wired to the payments table and the providers. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createPaymentsStore } from '../../shared/payments/payments-store.ts';
import { merchantsFrom } from '../merchants.ts';
import { env } from './env.ts';
import { makeHandler } from './settlement.ts';

const { PAYMENTS_TABLE, MERCHANT_SECRETS, HALL_URL } = readEnv(env);

export const handler = makeHandler({
  store: createPaymentsStore(documentClient(), PAYMENTS_TABLE),
  providers: merchantsFrom(MERCHANT_SECRETS, HALL_URL).providers,
  clock: systemClock,
});
