import { lazy } from '../shared/base/env.ts';
import type { FileStore } from '../shared/cases/file-store.ts';

/**
 * The bucket of files, loaded by the first call that touches a file: S3's client and its signer are a quarter of what a cold
 * start would load, and most calls never need them.
 */
export function lateFileStore(bucket: string): FileStore {
  const loaded = lazy(async () => {
    const [{ s3Client }, { createFileStore }] = await Promise.all([
      import('../shared/base/clients/files.ts'),
      import('../shared/cases/file-store.ts'),
    ]);
    return createFileStore(s3Client(), bucket);
  });
  return {
    uploadTicket: async (...given) => (await loaded()).uploadTicket(...given),
    arrived: async (...given) => (await loaded()).arrived(...given),
    materialLink: async (...given) => (await loaded()).materialLink(...given),
    exportLink: async (...given) => (await loaded()).exportLink(...given),
    documentLink: async (...given) => (await loaded()).documentLink(...given),
  };
}
