/** The receipts' side of the bucket of files: `receipts/<order>/<number>.pdf`. */
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { realTime, secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';

const linkSeconds = 300;
const keyOf = (orderNo: string, number: string): string => `receipts/${orderNo}/${number}.pdf`;

export type ReceiptStore = ReturnType<typeof createReceiptStore>;

export function createReceiptStore(client: S3Client, bucket: string) {
  return {
    /** Stores a receipt. The same receipt again writes the same bytes. @param sha256 hex */
    async put(orderNo: string, number: string, bytes: Uint8Array, sha256: string): Promise<void> {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: keyOf(orderNo, number),
          Body: bytes,
          ContentType: 'application/pdf',
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      );
    },

    async link(orderNo: string, number: string, now: Instant): Promise<{ url: string; urlExpiresAt: Instant }> {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: keyOf(orderNo, number),
        ResponseContentType: 'application/pdf',
        ResponseContentDisposition: `inline; filename*=UTF-8''${encodeURIComponent(number)}.pdf`,
      });
      const url = await getSignedUrl(client, command, { expiresIn: linkSeconds, signingDate: realTime(now) });
      return { url, urlExpiresAt: secondsAfter(now, linkSeconds) };
    },
  };
}
