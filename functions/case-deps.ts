/** What the functions that handle cases stand on: citizen, officer, backoffice. */
import { createCipher } from '../shared/base/cipher.ts';
import { documentClient } from '../shared/base/clients/documents.ts';
import { secretReader } from '../shared/base/clients/secrets.ts';
import { assetFolder, readEnv } from '../shared/base/env.ts';
import { newId } from '../shared/base/ids.ts';
import { systemClock } from '../shared/base/time.ts';
import type { Instant } from '../shared/base/words.ts';
import { type AccessStore, createAccessStore } from '../shared/cases/access-store.ts';
import { type BulkStore, createBulkStore } from '../shared/cases/bulk-store.ts';
import type { CaseHead } from '../shared/cases/case.ts';
import { type CaseListStore, createCaseListStore } from '../shared/cases/case-list-store.ts';
import { type CaseStore, createCaseStore } from '../shared/cases/case-store.ts';
import { type ConsentStore, createConsentStore } from '../shared/cases/consent-store.ts';
import { createExportStore, type ExportStore } from '../shared/cases/export-store.ts';
import type { FileStore } from '../shared/cases/file-store.ts';
import { createMaterialStore, type MaterialStore } from '../shared/cases/material-store.ts';
import { createPackageStore, type PackageStore } from '../shared/cases/package-store.ts';
import { createProfileStore, type ProfileStore } from '../shared/cases/profile-store.ts';
import { createRecordStore, type RecordStore } from '../shared/cases/record-store.ts';
import { createStatisticsStore, type StatisticsStore } from '../shared/cases/statistics-store.ts';
import type { Catalogue } from '../shared/catalogue/catalogue-store.ts';
import type { Item } from '../shared/catalogue/item.ts';
import { openPackages, type Packages } from '../shared/catalogue/package-store.ts';
import { caseEnv } from './case-env.ts';
import { hallCatalogue } from './catalogue.ts';
import { lateFileStore } from './late-file-store.ts';

export interface CaseDeps {
  readonly cases: CaseStore;
  readonly lists: CaseListStore;
  readonly access: AccessStore;
  readonly records: RecordStore;
  readonly materials: MaterialStore;
  readonly files: FileStore;
  readonly profiles: ProfileStore;
  readonly consents: ConsentStore;
  readonly packages: Packages;
  readonly packageStore: PackageStore;
  /** Writes of one transaction, where a test wants fewer than DynamoDB takes. */
  readonly packageWrites?: number;
  readonly bulks: BulkStore;
  readonly exports: ExportStore;
  readonly statistics: StatisticsStore;
  readonly catalogue: Catalogue;
  readonly newId: () => string;
  readonly clock: () => Instant;
}

/** Made from the environment that these functions share. */
export function caseDeps(): CaseDeps {
  const { CASES_TABLE, FILES_BUCKET, FIELD_KEY_SECRET } = readEnv(caseEnv);
  const client = documentClient();
  const catalogue = hallCatalogue(client, CASES_TABLE);
  const cipher = createCipher(secretReader(FIELD_KEY_SECRET));
  return {
    cases: createCaseStore(client, CASES_TABLE, cipher, catalogue.ready),
    lists: createCaseListStore(client, CASES_TABLE),
    access: createAccessStore(client, CASES_TABLE),
    records: createRecordStore(client, CASES_TABLE),
    materials: createMaterialStore(client, CASES_TABLE),
    files: lateFileStore(FILES_BUCKET),
    profiles: createProfileStore(client, CASES_TABLE, cipher),
    consents: createConsentStore(client, CASES_TABLE, cipher),
    packages: openPackages(assetFolder('catalogue')),
    packageStore: createPackageStore(client, CASES_TABLE),
    bulks: createBulkStore(client, CASES_TABLE),
    exports: createExportStore(client, CASES_TABLE),
    statistics: createStatisticsStore(client, CASES_TABLE),
    catalogue,
    newId,
    clock: systemClock,
  };
}

/** The version the case was filed under: kept as long as cases are, and made ready when the head was read. */
export function pinnedItem({ catalogue }: Pick<CaseDeps, 'catalogue'>, { itemCode, itemVersion }: CaseHead): Item {
  const item = catalogue.version(itemCode, itemVersion);
  if (item === undefined) throw new Error(`catalogue lacks ${itemCode}@${itemVersion}`);
  return item;
}
