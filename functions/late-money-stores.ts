/** The money room's sides of the bucket, loaded by the first call that touches a file (see late-file-store). */
import { lazy } from '../shared/base/env.ts';
import type { EvidenceStore } from '../shared/payments/evidence-store.ts';
import type { ReceiptStore } from '../shared/payments/receipt-store.ts';

export function lateReceiptStore(bucket: string): ReceiptStore {
  const loaded = lazy(async () => {
    const [{ s3Client }, { createReceiptStore }] = await Promise.all([
      import('../shared/base/clients/files.ts'),
      import('../shared/payments/receipt-store.ts'),
    ]);
    return createReceiptStore(s3Client(), bucket);
  });
  return {
    put: async (...given) => (await loaded()).put(...given),
    link: async (...given) => (await loaded()).link(...given),
  };
}

export function lateEvidenceStore(bucket: string): EvidenceStore {
  const loaded = lazy(async () => {
    const [{ s3Client }, { createEvidenceStore }] = await Promise.all([
      import('../shared/base/clients/files.ts'),
      import('../shared/payments/evidence-store.ts'),
    ]);
    return createEvidenceStore(s3Client(), bucket);
  });
  return {
    ticket: async (...given) => (await loaded()).ticket(...given),
    uploaded: async (...given) => (await loaded()).uploaded(...given),
    keep: async (...given) => (await loaded()).keep(...given),
    link: async (...given) => (await loaded()).link(...given),
  };
}
