/** The exports' side of the bucket of files: `exports/<agency>/<export>.<format>`, in parts, gone after a week. */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

export type ExportFileStore = ReturnType<typeof createExportFileStore>;

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  national: 'application/x-ndjson',
} as const;
type Format = keyof typeof mediaTypes;

export function createExportFileStore(client: S3Client, bucket: string) {
  return {
    /** A small file, whole. */
    async put(key: string, format: Format, body: Uint8Array): Promise<void> {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: mediaTypes[format] }),
      );
    },

    /** @returns the id of an upload in parts; one that is never completed is cleared away after a day */
    async begin(key: string, format: Format): Promise<string> {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: mediaTypes[format] }),
      );
      if (UploadId === undefined) throw new Error('S3 gave no upload id');
      return UploadId;
    },

    /** @returns its tag. The same part again replaces it. */
    async part(key: string, uploadId: string, number: number, body: Uint8Array): Promise<string> {
      const { ETag } = await client.send(
        new UploadPartCommand({ Bucket: bucket, Key: key, UploadId: uploadId, PartNumber: number, Body: body }),
      );
      if (ETag === undefined) throw new Error('S3 gave no tag');
      return ETag;
    },

    async complete(key: string, uploadId: string, parts: readonly { number: number; etag: string }[]): Promise<void> {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      await client.send(
        new CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          MultipartUpload: { Parts },
        }),
      );
    },
  };
}
