import type { ReceiptStore } from '../shared/payments/receipt-store.ts';

/** The receipts' side of the bucket, loaded by the first call that wants a receipt (see late-file-store). */
export function lateReceiptStore(bucket: string): ReceiptStore {
  let loading: Promise<ReceiptStore> | undefined;
  const loaded = (): Promise<ReceiptStore> => {
    loading ??= load(bucket);
    return loading;
  };
  return {
    put: async (...given) => (await loaded()).put(...given),
    link: async (...given) => (await loaded()).link(...given),
  };
}

async function load(bucket: string): Promise<ReceiptStore> {
  const [{ s3Client }, { createReceiptStore }] = await Promise.all([
    import('../shared/base/clients/files.ts'),
    import('../shared/payments/receipt-store.ts'),
  ]);
  return createReceiptStore(s3Client(), bucket);
}
