/** The scan's side of the bucket of files: read from quarantine, keep what is clean, empty quarantine. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Material } from '../../shared/cases/case.ts';
import { cleanKey, isMissing, quarantineKey, quarantineKeys } from '../../shared/cases/file-store.ts';
import { mostParts } from '../../shared/cases/upload-parts.ts';

export type Quarantine = ReturnType<typeof createQuarantine>;

export function createQuarantine(client: S3Client, bucket: string) {
  return {
    /** The uploaded bytes, parts put together; `too-large`, without reading on, when there are more than were announced. */
    async read(file: Material): Promise<Uint8Array | 'missing' | 'too-large'> {
      const parts: Uint8Array[] = [];
      let left = file.bytes;
      for (const key of quarantineKeys(file)) {
        const object = await open(key);
        if (object?.Body === undefined) return 'missing';
        left -= object.ContentLength ?? 0;
        if (left < 0) {
          await object.Body.transformToWebStream().cancel();
          return 'too-large';
        }
        parts.push(await object.Body.transformToByteArray());
      }
      const [whole = new Uint8Array(), ...more] = parts;
      return more.length === 0 ? whole : Buffer.concat(parts);
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
    async remove(file: Pick<Material, 'caseId' | 'materialId' | 'parts'>): Promise<void> {
      await Promise.all(quarantineKeys(file).map(clear));
    },

    /** Of a file that no row tells of any more: what parts it had is not known, so all that it could have had. */
    async removeUnknown(file: Pick<Material, 'caseId' | 'materialId'>): Promise<void> {
      const every = Array.from({ length: mostParts }, (_, index) => `${quarantineKey(file)}/${index + 1}`);
      await Promise.all([quarantineKey(file), ...every].map(clear));
    },

    /** Clears a file that was kept as clean. */
    async removeKept(file: Material): Promise<void> {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: cleanKey(file) }));
    },
  };

  async function clear(key: string): Promise<void> {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  async function open(key: string): Promise<GetObjectCommandOutput | undefined> {
    try {
      return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}
