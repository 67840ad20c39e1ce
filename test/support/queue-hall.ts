/** Stores of the cases table and the bucket on embedded engines, with cases put there as the rules make them. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createExportFileStore, type ExportFileStore } from '../../functions/documents/export-files.ts';
import { type Cipher, createCipher } from '../../shared/base/cipher.ts';
import type { Instant } from '../../shared/base/words.ts';
import { type AccessStore, createAccessStore } from '../../shared/cases/access-store.ts';
import type { Material } from '../../shared/cases/case.ts';
import { casePartition, eventRow, headRow, materialRow } from '../../shared/cases/case-rows.ts';
import { type CaseStore, createCaseStore } from '../../shared/cases/case-store.ts';
import { createDocumentStore, type DocumentStore } from '../../shared/cases/document-store.ts';
import { createExportStore, type ExportStore } from '../../shared/cases/export-store.ts';
import { createFileStore, type FileStore } from '../../shared/cases/file-store.ts';
import { createJobStore, type JobStore } from '../../shared/cases/job-store.ts';
import { createMaterialStore, type MaterialStore } from '../../shared/cases/material-store.ts';
import { createRecordStore, type RecordStore } from '../../shared/cases/record-store.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import type { Engines } from './engines.ts';
import { type Life, monday } from './test-case.ts';
import { promisedItem } from './test-item.ts';

export interface QueueHall {
  readonly table: string;
  readonly bucket: string;
  readonly cipher: Cipher;
  readonly cases: CaseStore;
  readonly documents: DocumentStore;
  readonly records: RecordStore;
  readonly jobs: JobStore;
  readonly files: FileStore;
  readonly materials: MaterialStore;
  readonly exports: ExportStore;
  readonly exportFiles: ExportFileStore;
  readonly access: AccessStore;
  now: Instant;
  readonly clock: () => Instant;
  /** Writes a case's head, record and files as they are. */
  put(life: Life, files?: readonly Material[]): Promise<void>;
  /** All rows of a case's partition, by sort key. */
  rows(caseId: string): Promise<Map<string, Record<string, unknown>>>;
}

export async function queueHall(
  engines: Engines,
  client: DynamoDBDocumentClient = engines.documents,
): Promise<QueueHall> {
  const table = await engines.createCasesTable();
  const bucket = engines.createBucket();
  const cipher = createCipher(async () => 'a secret of tests');
  const state = { now: monday };
  return {
    table,
    bucket,
    cipher,
    cases: createCaseStore(client, table, cipher, async () => {}),
    documents: createDocumentStore(client, table),
    records: createRecordStore(client, table),
    jobs: createJobStore(client, table),
    files: createFileStore(engines.s3, bucket),
    materials: createMaterialStore(client, table),
    exports: createExportStore(client, table),
    exportFiles: createExportFileStore(engines.s3, bucket),
    access: createAccessStore(client, table),
    clock: () => state.now,
    get now() {
      return state.now;
    },
    set now(instant) {
      state.now = instant;
    },
    async put({ head, events }, files = []) {
      const rows = [await headRow(head, cipher), ...events.map(eventRow), ...files.map(materialRow)];
      for (const Item of rows) await engines.documents.send(new PutCommand({ TableName: table, Item }));
    },
    async rows(caseId) {
      const { Items = [] } = await engines.documents.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': casePartition(caseId) },
          ConsistentRead: true,
        }),
      );
      return new Map(Items.map((row) => [String(row.SK), row]));
    },
  };
}

/** A catalogue of these items, of one agency. */
export function catalogueOf(items: readonly Item[], { backOffice = false } = {}): Catalogue {
  const { agency } = items[0] ?? promisedItem;
  const version = (code: string, number: number) => items.find((it) => it.code === code && it.version === number);
  return {
    find: async (code) => items.find((item) => item.code === code),
    version,
    ready: async ({ itemCode, itemVersion }) => version(itemCode, itemVersion),
    fresh: async () => {},
    versions: () => [],
    publishedSince: () => [],
    current: (code) => items.find((item) => item.code === code)?.version,
    list: () => [],
    index: () => [],
    agency: (code) => (code === agency.code ? { ...agency, backOffice } : undefined),
    agencies: () => [{ ...agency, backOffice }],
  };
}
