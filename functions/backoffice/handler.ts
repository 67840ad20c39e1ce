/** The back office's API, wired to the table and the bucket. */
import { createCipher } from '../../shared/base/cipher.ts';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { secretReader } from '../../shared/base/clients/secrets.ts';
import { readEnv } from '../../shared/base/env.ts';
import { newId } from '../../shared/base/ids.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createAccessStore } from '../../shared/cases/access-store.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createJobStore } from '../../shared/cases/job-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import { lateFileStore } from '../late-file-store.ts';
import type { BackofficeDeps } from './deps.ts';
import { env } from './env.ts';
import { makeHandler } from './jobs.ts';

function runtime(): BackofficeDeps {
  const { CASES_TABLE, FILES_BUCKET, FIELD_KEY_SECRET } = readEnv(env);
  const client = documentClient();
  const catalogue = hallCatalogue(client, CASES_TABLE);
  return {
    cases: createCaseStore(client, CASES_TABLE, createCipher(secretReader(FIELD_KEY_SECRET)), catalogue.ready),
    access: createAccessStore(client, CASES_TABLE),
    jobs: createJobStore(client, CASES_TABLE),
    files: lateFileStore(FILES_BUCKET),
    catalogue,
    newToken: newId,
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
