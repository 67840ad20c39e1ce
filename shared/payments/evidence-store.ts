/**
 * Evidence for reductions in the bucket of files: uploaded to `quarantine/orders/<order>/<file>`, which nobody may see, and kept as
 * `evidence/<order>/<file>/<sha256>` once it was looked at. What is kept are the very bytes that were looked at.
 */
import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { realTime, secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { savedName } from '../files/saved-name.ts';
import type { EvidenceFile } from './order.ts';

const uploadSeconds = 900;
const linkSeconds = 300;
const quarantineKey = (orderNo: string, { fileId }: EvidenceFile): string => `quarantine/orders/${orderNo}/${fileId}`;
const keptKey = (orderNo: string, { fileId, sha256 }: EvidenceFile): string =>
  `evidence/${orderNo}/${fileId}/${sha256}`;

export type EvidenceStore = ReturnType<typeof createEvidenceStore>;

export function createEvidenceStore(client: S3Client, bucket: string) {
  return {
    /** Where to put a file's bytes: size, type and checksum are signed, so the bucket refuses anything else. */
    async ticket(orderNo: string, file: EvidenceFile, now: Instant) {
      const headers = { 'content-type': file.mediaType, 'x-amz-checksum-sha256': checksum(file) };
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: quarantineKey(orderNo, file),
        ContentType: file.mediaType,
        ContentLength: file.bytes,
        ChecksumSHA256: checksum(file),
      });
      const url = await getSignedUrl(client, command, {
        expiresIn: uploadSeconds,
        signingDate: realTime(now),
        signableHeaders: new Set(['host', 'content-type', 'content-length', 'x-amz-checksum-sha256']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      });
      return { url, method: 'PUT' as const, headers, expiresAt: secondsAfter(now, uploadSeconds) };
    },

    /** The uploaded bytes; `missing` when nothing, or more than was announced, lies there. */
    async uploaded(orderNo: string, file: EvidenceFile): Promise<Uint8Array | 'missing'> {
      try {
        const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: quarantineKey(orderNo, file) }));
        if (object.Body === undefined) return 'missing';
        if ((object.ContentLength ?? 0) <= file.bytes) return object.Body.transformToByteArray();
        await object.Body.transformToWebStream().cancel();
        return 'missing';
      } catch (error) {
        // S3 says 403 and not 404 to a function that may not list the bucket, and this one may not.
        if (error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0))
          return 'missing';
        throw error;
      }
    },

    /** Keeps bytes that were found clean. The same file again writes the same object. */
    async keep(orderNo: string, file: EvidenceFile, bytes: Uint8Array): Promise<void> {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: keptKey(orderNo, file),
          Body: bytes,
          ContentType: file.mediaType,
          ChecksumSHA256: checksum(file),
        }),
      );
    },

    /** A link to a kept file, shown as what it is and never run as a page. */
    async link(orderNo: string, file: EvidenceFile, now: Instant): Promise<{ url: string; urlExpiresAt: Instant }> {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: keptKey(orderNo, file),
        ResponseContentType: file.mediaType,
        ResponseContentDisposition: `inline; filename*=UTF-8''${encodeURIComponent(savedName(file.fileName, file.mediaType))}`,
      });
      const url = await getSignedUrl(client, command, { expiresIn: linkSeconds, signingDate: realTime(now) });
      return { url, urlExpiresAt: secondsAfter(now, linkSeconds) };
    },
  };
}

const checksum = ({ sha256 }: EvidenceFile): string => Buffer.from(sha256, 'hex').toString('base64');
