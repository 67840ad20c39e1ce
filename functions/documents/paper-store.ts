/** The documents' side of the bucket of files: `documents/<case>/<number>.pdf`. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { IssuedDocument } from '../../shared/cases/case.ts';
import { documentObjectKey } from '../../shared/cases/file-store.ts';

export type PaperStore = ReturnType<typeof createPaperStore>;

export function createPaperStore(client: S3Client, bucket: string) {
  return {
    /** Stores a paper. The same paper again writes the same bytes. */
    async put(caseId: string, { number, sha256 }: IssuedDocument, bytes: Uint8Array): Promise<void> {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: documentObjectKey(caseId, number),
          Body: bytes,
          ContentType: 'application/pdf',
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      );
    },
  };
}
