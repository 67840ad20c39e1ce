/** The scan, wired to the table and the bucket. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { s3Client } from '../../shared/base/clients/files.ts';
import { readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createMaterialStore } from '../../shared/cases/material-store.ts';
import { signatureScanner } from '../../shared/files/malware.ts';
import { env } from './env.ts';
import { createQuarantine } from './quarantine.ts';
import { makeHandler, type ScanDeps } from './scan.ts';

function runtime(): ScanDeps {
  const { CASES_TABLE, FILES_BUCKET } = readEnv(env);
  return {
    materials: createMaterialStore(documentClient(), CASES_TABLE),
    quarantine: createQuarantine(s3Client(), FILES_BUCKET),
    scanner: signatureScanner,
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
