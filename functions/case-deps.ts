/** What the functions that handle cases stand on: citizen, officer, backoffice. */
import { createCipher } from '../shared/base/cipher.ts';
import { documentClient } from '../shared/base/clients/documents.ts';
import { s3Client } from '../shared/base/clients/files.ts';
import { secretReader } from '../shared/base/clients/secrets.ts';
import { assetFolder, readEnv } from '../shared/base/env.ts';
import { newId } from '../shared/base/ids.ts';
import { systemClock } from '../shared/base/time.ts';
import type { Instant } from '../shared/base/words.ts';
import { type AccessStore, createAccessStore } from '../shared/cases/access-store.ts';
import type { CaseHead } from '../shared/cases/case.ts';
import { type CaseListStore, createCaseListStore } from '../shared/cases/case-list-store.ts';
import { type CaseStore, createCaseStore } from '../shared/cases/case-store.ts';
import { createFileStore, type FileStore } from '../shared/cases/file-store.ts';
import { createMaterialStore, type MaterialStore } from '../shared/cases/material-store.ts';
import { createStatisticsStore, type StatisticsStore } from '../shared/cases/statistics-store.ts';
import { type Catalogue, openCatalogue } from '../shared/catalogue/catalogue-store.ts';
import type { Item } from '../shared/catalogue/item.ts';
import { caseEnv } from './case-env.ts';

export interface CaseDeps {
  readonly cases: CaseStore;
  readonly lists: CaseListStore;
  readonly access: AccessStore;
  readonly materials: MaterialStore;
  readonly files: FileStore;
  readonly statistics: StatisticsStore;
  readonly catalogue: Catalogue;
  readonly newId: () => string;
  readonly clock: () => Instant;
}

/** Made from the environment that these functions share. */
export function caseDeps(): CaseDeps {
  const { CASES_TABLE, FILES_BUCKET, FIELD_KEY_SECRET } = readEnv(caseEnv);
  const client = documentClient();
  return {
    cases: createCaseStore(client, CASES_TABLE, createCipher(secretReader(FIELD_KEY_SECRET))),
    lists: createCaseListStore(client, CASES_TABLE),
    access: createAccessStore(client, CASES_TABLE),
    materials: createMaterialStore(client, CASES_TABLE),
    files: createFileStore(s3Client(), FILES_BUCKET),
    statistics: createStatisticsStore(client, CASES_TABLE),
    catalogue: openCatalogue(assetFolder('catalogue')),
    newId,
    clock: systemClock,
  };
}

/** The version the case was filed under. Its file is kept as long as cases are. */
export function pinnedItem({ catalogue }: Pick<CaseDeps, 'catalogue'>, { itemCode, itemVersion }: CaseHead): Item {
  const item = catalogue.version(itemCode, itemVersion);
  if (item === undefined) throw new Error(`catalogue lacks ${itemCode}@${itemVersion}`);
  return item;
}
