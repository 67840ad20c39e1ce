/** The scan's side of the bucket of files: read from quarantine, keep what is clean, empty quarantine. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Material } from '../../shared/cases/case.ts';
import { cleanKey, isMissing, quarantineKey } from '../../shared/cases/file-store.ts';

export type Quarantine = ReturnType<typeof createQuarantine>;

export function createQuarantine(client: S3Client, bucket: string) {
  return {
    /** The uploaded bytes; `too-large`, without reading them, when there are more than were announced. */
    async read(file: Material): Promise<Uint8Array | 'missing' | 'too-large'> {
      const object = await open(file);
      if (object?.Body === undefined) return 'missing';
      if ((object.ContentLength ?? 0) <= file.bytes) return object.Body.transformToByteArray();
      await object.Body.transformToWebStream().cancel();
      return 'too-large';
    },

    /** Stores bytes that were found clean, under their hash. */
    async keep(file: Material, bytes: Uint8Array): Promise<void> {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: cleanKey(file),
          Body: bytes,
          ContentType: file.mediaType,
          ChecksumSHA256: Buffer.from(file.sha256, 'hex').toString('base64'),
        }),
      );
    },

    /** Nothing happens when it is gone already. */
    async remove(file: Pick<Material, 'caseId' | 'materialId'>): Promise<void> {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: quarantineKey(file) }));
    },

    /** Clears a file that was kept as clean. */
    async removeKept(file: Material): Promise<void> {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: cleanKey(file) }));
    },
  };

  async function open(file: Material): Promise<GetObjectCommandOutput | undefined> {
    try {
      return await client.send(new GetObjectCommand({ Bucket: bucket, Key: quarantineKey(file) }));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}
