/** The maker of documents, wired to the table, the bucket and the fonts. */
import { createCipher } from '../../shared/base/cipher.ts';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { s3Client } from '../../shared/base/clients/files.ts';
import { secretReader } from '../../shared/base/clients/secrets.ts';
import { assetFolder, lazy, readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createAccessStore } from '../../shared/cases/access-store.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createDocumentStore } from '../../shared/cases/document-store.ts';
import { createExportStore } from '../../shared/cases/export-store.ts';
import { openFonts } from '../../shared/documents/font-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import { fontFolder } from './assets.ts';
import { type DocumentsDeps, makeHandler } from './documents.ts';
import { env } from './env.ts';
import type { ExportDeps } from './export-deps.ts';
import { createExportFileStore } from './export-files.ts';
import { createPaperStore } from './paper-store.ts';

function runtime(): DocumentsDeps & ExportDeps {
  const { CASES_TABLE, FILES_BUCKET, FIELD_KEY_SECRET, HALL_URL } = readEnv(env);
  const client = documentClient();
  const catalogue = hallCatalogue(client, CASES_TABLE);
  const cipher = createCipher(secretReader(FIELD_KEY_SECRET));
  const s3 = s3Client();
  return {
    cases: createCaseStore(client, CASES_TABLE, cipher, catalogue.ready),
    documents: createDocumentStore(client, CASES_TABLE),
    papers: createPaperStore(s3, FILES_BUCKET),
    exports: createExportStore(client, CASES_TABLE),
    exportFiles: createExportFileStore(s3, FILES_BUCKET),
    access: createAccessStore(client, CASES_TABLE),
    catalogue,
    cipher,
    fonts: lazy(() => openFonts(assetFolder(fontFolder))),
    hallUrl: HALL_URL,
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
