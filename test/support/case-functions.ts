/** The citizen's and the officer's functions on embedded engines, with a clock in the test's hand and a count of round trips. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type CitizenDeps, makeHandler as makeCitizen } from '../../functions/citizen/handler.ts';
import { makeHandler as makeOfficer } from '../../functions/officer/handler.ts';
import { createCipher } from '../../shared/base/cipher.ts';
import { newId } from '../../shared/base/ids.ts';
import type { HttpHandler } from '../../shared/base/serve.ts';
import type { Instant } from '../../shared/base/words.ts';
import { createAccessStore } from '../../shared/cases/access-store.ts';
import { createBulkStore } from '../../shared/cases/bulk-store.ts';
import { createCaseListStore } from '../../shared/cases/case-list-store.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createConsentStore } from '../../shared/cases/consent-store.ts';
import { createExportStore } from '../../shared/cases/export-store.ts';
import { createFileStore } from '../../shared/cases/file-store.ts';
import { createMaterialStore } from '../../shared/cases/material-store.ts';
import { createPackageStore } from '../../shared/cases/package-store.ts';
import { createProfileStore } from '../../shared/cases/profile-store.ts';
import { createRecordStore } from '../../shared/cases/record-store.ts';
import { createStatisticsStore } from '../../shared/cases/statistics-store.ts';
import { openCatalogue } from '../../shared/catalogue/catalogue-store.ts';
import { openPackages } from '../../shared/catalogue/package-store.ts';
import { createPublishedStore } from '../../shared/catalogue/published-store.ts';
import { createNoticeStore } from '../../shared/notices/notice-store.ts';
import type { Engines } from './engines.ts';
import { bodyOf, httpEvent } from './http.ts';
import { createNoticesTable } from './notices-table.ts';
import { countTrips } from './round-trips.ts';

export const catalogueFolder = fileURLToPath(new URL('../../dist/catalogue', import.meta.url));
export const market = '11440100DEM0001533';
export const people = {
  citizen: { sub: 'zhang-wei', name: '张伟', roles: 'citizen', kind: 'natural' },
  officer: { sub: 'officer-wang', name: '王芳', roles: 'officer', agency: market },
  colleague: { sub: 'officer-zhou', name: '周强', roles: 'officer', agency: market },
  approver: { sub: 'approver-zhao', name: '赵敏', roles: 'approver', agency: market },
  supervisor: { sub: 'supervisor-qian', name: '钱进', roles: 'supervisor', agency: market },
  auditor: { sub: 'auditor-wu', name: '吴清', roles: 'auditor' },
} as const;

export interface CaseFunctions {
  readonly deps: CitizenDeps;
  readonly table: string;
  readonly bucket: string;
  now: Instant;
  /** Round trips to the table since the last `count()`: calls at the same time are one. */
  count(): number;
  call(
    claims: Record<string, string>,
    routeKey: string,
    params?: Record<string, string>,
    body?: unknown,
    extra?: Extra,
  ): Promise<Answer>;
}
interface Extra {
  readonly key?: string;
  readonly ifMatch?: number;
  readonly query?: Record<string, string>;
}
interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come; expectations check them
  readonly body: any;
}

export async function caseFunctions(
  engines: Engines,
  client: DynamoDBDocumentClient = engines.documents,
  secret = 'a secret of tests',
): Promise<CaseFunctions> {
  const table = await engines.createCasesTable();
  const bucket = engines.createBucket();
  const trips = countTrips(client);
  const state = { now: '2026-02-13T01:30:00.000Z' };
  const catalogue = openCatalogue(path.resolve(catalogueFolder), createPublishedStore(client, table));
  const cipher = createCipher(async () => secret);
  const deps: CitizenDeps = {
    notices: createNoticeStore(client, await createNoticesTable(engines)),
    cases: createCaseStore(client, table, cipher, catalogue.ready),
    lists: createCaseListStore(client, table),
    access: createAccessStore(client, table),
    records: createRecordStore(client, table),
    materials: createMaterialStore(client, table),
    files: createFileStore(engines.s3, bucket),
    profiles: createProfileStore(client, table, cipher),
    consents: createConsentStore(client, table, cipher),
    packages: openPackages(path.resolve(catalogueFolder)),
    packageStore: createPackageStore(client, table),
    bulks: createBulkStore(client, table),
    exports: createExportStore(client, table),
    statistics: createStatisticsStore(client, table),
    catalogue,
    newId,
    clock: () => state.now,
  };
  const citizen = makeCitizen(deps);
  const officer = makeOfficer(deps);
  const handlerOf = (routeKey: string): HttpHandler => (routeKey.includes('/v1/agency/') ? officer : citizen);
  let serial = 0;
  return {
    deps,
    table,
    bucket,
    get now() {
      return state.now;
    },
    set now(instant) {
      state.now = instant;
    },
    count: trips,
    async call(claims, routeKey, params = {}, body = undefined, { key, ifMatch, query } = {}) {
      serial += 1;
      const headers = {
        'idempotency-key': key ?? `test-key-${serial}`,
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      };
      const event = httpEvent({
        routeKey,
        params,
        claims,
        headers,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const result = await handlerOf(routeKey)(event, {});
      return { status: result.statusCode ?? 0, body: bodyOf(result) };
    },
  };
}
