/** What anyone may read, without signing in. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { assetFolder, lazy, readEnv } from '../../shared/base/env.ts';
import { Problem } from '../../shared/base/problems.ts';
import { publicRoutes } from '../../shared/base/routes/public.ts';
import { serve } from '../../shared/base/serve.ts';
import { dayOf, systemClock } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { createDocumentStore, type DocumentStore } from '../../shared/cases/document-store.ts';
import type { PackageOffer } from '../../shared/cases/package.ts';
import { createRecordStore, type RecordStore } from '../../shared/cases/record-store.ts';
import { listItems, searchPage } from '../../shared/catalogue/browse.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { ItemSummary } from '../../shared/catalogue/item.ts';
import type { ItemPackage } from '../../shared/catalogue/package.ts';
import { openPackages, type Packages } from '../../shared/catalogue/package-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import { publicApi } from './api.ts';
import { env } from './env.ts';

export interface Deps {
  readonly catalogue: Catalogue;
  readonly packages: Packages;
  readonly documents: DocumentStore;
  readonly records: RecordStore;
  readonly openapi: () => Record<string, unknown>;
  readonly clock: () => Instant;
}

export const makeHandler = ({ catalogue, packages, documents, records, openapi, clock }: Deps) =>
  serve(
    publicRoutes,
    publicApi,
    {
      'GET /v1/health': async ({ now }) => ({ body: { status: 'ok', items: catalogue.list(dayOf(now)).length } }),

      'GET /v1/openapi.json': async () => ({ body: openapi() }),

      'GET /v1/items': async ({ query, now }) => {
        await catalogue.fresh();
        return { body: listItems(catalogue, query, dayOf(now)), headers: catalogueCache };
      },

      'GET /v1/items/search': async ({ query, now }) => {
        await catalogue.fresh();
        return { body: searchPage(catalogue, query, dayOf(now)), headers: catalogueCache };
      },

      'GET /v1/items/published': async () => {
        await catalogue.fresh();
        return { body: { items: [...catalogue.publishedSince()] }, headers: catalogueCache };
      },

      'GET /v1/items/{itemCode}': async ({ params, query, now }) => {
        const { itemCode } = params;
        const found =
          query.version === undefined
            ? await catalogue.find(itemCode, dayOf(now))
            : await catalogue.ready({ itemCode, itemVersion: query.version });
        if (found === undefined) throw new Problem('item-not-found');
        return { body: found, headers: catalogueCache };
      },

      'GET /v1/packages': async ({ now }) => {
        await catalogue.fresh();
        return { body: { items: offersOf(packages(), catalogue.list(dayOf(now))) }, headers: catalogueCache };
      },

      'GET /v1/documents/{documentNumber}': async ({ params }) => ({
        body: await documents.get(params.documentNumber),
      }),

      'GET /v1/documents/{documentNumber}/record': async ({ params: { documentNumber: number } }) => {
        const { events, chain } = await records.verify(await records.caseOfDocument(number));
        return { body: { number, intact: chain.intact, events } };
      },
    },
    clock,
  );

/** Packages all of whose required items are in force, each for those who may apply for all of them. */
function offersOf(all: readonly ItemPackage[], inForce: readonly ItemSummary[]): PackageOffer[] {
  return all.flatMap((one) => {
    const items = one.items.flatMap(({ item: code, required }) => {
      const item = inForce.find((each) => each.code === code);
      return item === undefined ? [] : [{ required, item }];
    });
    const whole = one.items.every(({ item, required }) => !required || items.some((each) => each.item.code === item));
    const applicants = (['natural', 'legal'] as const).filter((kind) =>
      items.every(({ item }) => item.applicants.includes(kind)),
    );
    return whole ? [{ ...one, applicants, items }] : [];
  });
}

/** With the age of what the function itself knows, an answer is no older than a minute. */
const catalogueCache = { 'cache-control': 'public, max-age=30' } as const;

function runtime(): Deps {
  const { CASES_TABLE } = readEnv(env);
  const client = documentClient();
  return {
    catalogue: hallCatalogue(client, CASES_TABLE),
    packages: openPackages(assetFolder('catalogue')),
    documents: createDocumentStore(client, CASES_TABLE),
    records: createRecordStore(client, CASES_TABLE),
    openapi: lazy(() =>
      z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(assetFolder('openapi.json'), 'utf8'))),
    ),
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
