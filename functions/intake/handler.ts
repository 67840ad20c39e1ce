/** The intake worker, wired to the table and the catalogue. */
import { createCipher } from '../../shared/base/cipher.ts';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { secretReader } from '../../shared/base/clients/secrets.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createJobStore } from '../../shared/cases/job-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import { env } from './env.ts';
import { type IntakeDeps, makeHandler } from './intake.ts';

function runtime(): IntakeDeps {
  const { CASES_TABLE, FIELD_KEY_SECRET } = readEnv(env);
  const client = documentClient();
  const catalogue = hallCatalogue(client, CASES_TABLE);
  return {
    cases: createCaseStore(client, CASES_TABLE, createCipher(secretReader(FIELD_KEY_SECRET)), catalogue.ready),
    jobs: createJobStore(client, CASES_TABLE),
    catalogue,
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
