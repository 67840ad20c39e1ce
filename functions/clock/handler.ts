/** The hall's clock, wired to the table and the catalogue. */
import { createCipher } from '../../shared/base/cipher.ts';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { secretReader } from '../../shared/base/clients/secrets.ts';
import { assetFolder, readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createBulkStore } from '../../shared/cases/bulk-store.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createTimerStore } from '../../shared/cases/timer-store.ts';
import { openCatalogue } from '../../shared/catalogue/catalogue-store.ts';
import { makeHandler } from './clock.ts';
import { env } from './env.ts';
import type { ClockDeps } from './tasks.ts';

function runtime(): ClockDeps {
  const { CASES_TABLE, FIELD_KEY_SECRET } = readEnv(env);
  const client = documentClient();
  return {
    cases: createCaseStore(client, CASES_TABLE, createCipher(secretReader(FIELD_KEY_SECRET))),
    timers: createTimerStore(client, CASES_TABLE),
    bulks: createBulkStore(client, CASES_TABLE),
    catalogue: openCatalogue(assetFolder('catalogue')),
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
