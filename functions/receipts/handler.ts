/** The issuer of receipts, wired to the payments table, the bucket and the fonts. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { s3Client } from '../../shared/base/clients/files.ts';
import { assetFolder, lazy, readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { openFonts } from '../../shared/documents/font-store.ts';
import { createPaymentsStore } from '../../shared/payments/payments-store.ts';
import { createReceiptStore } from '../../shared/payments/receipt-store.ts';
import { env } from './env.ts';
import { makeHandler } from './receipts.ts';

const { PAYMENTS_TABLE, FILES_BUCKET, HALL_URL } = readEnv(env);

export const handler = makeHandler({
  store: createPaymentsStore(documentClient(), PAYMENTS_TABLE),
  receipts: createReceiptStore(s3Client(), FILES_BUCKET),
  fonts: lazy(() => openFonts(assetFolder('fonts'))),
  hallUrl: HALL_URL,
  clock: systemClock,
});
