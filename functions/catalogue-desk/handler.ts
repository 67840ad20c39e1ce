/** The desk of an agency's own items, wired to the table and the sources. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { assetFolder, lazy, readEnv } from '../../shared/base/env.ts';
import { newId } from '../../shared/base/ids.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createProposalStore } from '../../shared/catalogue/proposal-store.ts';
import { createPublishedStore } from '../../shared/catalogue/published-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import type { CatalogueDeskDeps } from './deps.ts';
import { makeHandler } from './desk.ts';
import { env } from './env.ts';

function runtime(): CatalogueDeskDeps {
  const { CASES_TABLE } = readEnv(env);
  const client = documentClient();
  return {
    catalogue: hallCatalogue(client, CASES_TABLE),
    published: createPublishedStore(client, CASES_TABLE),
    proposals: createProposalStore(client, CASES_TABLE),
    workshop: lazy(async () => {
      const { openWorkshop } = await import('./workshop.ts');
      return openWorkshop(assetFolder('catalogue-source'));
    }),
    exchange: lazy(async () => (await import('./files.ts')).exchange),
    newId,
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
