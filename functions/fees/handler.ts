/** The fees of cases, wired to both rooms' tables and the catalogue. */
import { createCipher } from '../../shared/base/cipher.ts';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { secretReader } from '../../shared/base/clients/secrets.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createPaymentsStore } from '../../shared/payments/payments-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import { env } from './env.ts';
import { makeHandler } from './fees.ts';

const { CASES_TABLE, FIELD_KEY_SECRET, PAYMENTS_TABLE } = readEnv(env);
const client = documentClient();
const catalogue = hallCatalogue(client, CASES_TABLE);

export const handler = makeHandler({
  cases: createCaseStore(client, CASES_TABLE, createCipher(secretReader(FIELD_KEY_SECRET)), catalogue.ready),
  payments: createPaymentsStore(client, PAYMENTS_TABLE),
  catalogue,
  clock: systemClock,
});
