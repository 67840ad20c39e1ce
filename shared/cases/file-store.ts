/**
 * The bucket of files. `quarantine/<case>/<file>` holds what was uploaded and nobody may see, `quarantine/<case>/<file>/<n>` its parts
 * where it comes in parts; the scan moves what is clean to `materials/<case>/<file>/<sha256>`; `documents/<case>/<number>.pdf` holds
 * what the hall issued. Links end after minutes.
 */
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { realTime, secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { savedName } from '../files/saved-name.ts';
import type { Material } from './case.ts';
import { partsOf } from './upload-parts.ts';

export const quarantineKey = (file: Pick<Material, 'caseId' | 'materialId'>): string =>
  `quarantine/${file.caseId}/${file.materialId}`;
/** Where the bytes of a file lie until it is scanned: in one object, or in one for each part. */
export const quarantineKeys = (file: Pick<Material, 'caseId' | 'materialId' | 'parts'>): string[] =>
  file.parts === undefined
    ? [quarantineKey(file)]
    : file.parts.map((_, index) => `${quarantineKey(file)}/${index + 1}`);
export const cleanKey = (file: Pick<Material, 'caseId' | 'materialId' | 'sha256' | 'stored'>): string => {
  const { caseId, materialId } = file.stored ?? file;
  return `materials/${caseId}/${materialId}/${file.sha256}`;
};
export const documentObjectKey = (caseId: string, number: string): string => `documents/${caseId}/${number}.pdf`;

const uploadSeconds = 900;
const linkSeconds = 300;

export interface Link {
  readonly url: string;
  readonly urlExpiresAt: Instant;
}
export type FileStore = ReturnType<typeof createFileStore>;

export function createFileStore(client: S3Client, bucket: string) {
  return {
    /**
     * Where to put a file's bytes, or those of each of its parts.
     * @param begun announced before: which parts are there already is looked up
     */
    async uploadTicket(file: Material, now: Instant, begun = false) {
      const { parts } = file;
      if (parts === undefined) {
        return { upload: await place(quarantineKey(file), file.mediaType, file.bytes, file.sha256, now) };
      }
      const arrived = begun ? await this.arrived(file) : [];
      const spans = partsOf(file.bytes);
      const places = quarantineKeys(file).map((key, index) => {
        const { from, to } = spans[index] ?? { from: 0, to: 0 };
        return place(key, 'application/octet-stream', to - from, parts[index] ?? '', now);
      });
      const puts = await Promise.all(places);
      return { parts: puts.map((put, index) => ({ ...put, arrived: arrived[index] ?? false })) };
    },

    /** Which of its objects lie in quarantine: the file itself, or its parts in their order. */
    arrived: (file: Material): Promise<boolean[]> => Promise.all(quarantineKeys(file).map(isThere)),

    /** A link to a clean file, shown as what it is and never run as a page. */
    materialLink: (file: Material, now: Instant): Promise<Link> =>
      link(cleanKey(file), file.mediaType, savedName(file.fileName, file.mediaType), now),

    /** A link to an export, to be saved and not shown. */
    exportLink: (key: string, fileName: string, now: Instant): Promise<Link> =>
      link(key, 'application/octet-stream', fileName, now, 'attachment'),

    /** A link to an issued document. */
    documentLink: (caseId: string, number: string, now: Instant): Promise<Link> =>
      link(documentObjectKey(caseId, number), 'application/pdf', `${number}.pdf`, now),
  };

  /** Size, type and checksum are signed, so the bucket refuses anything else. */
  async function place(key: string, mediaType: string, bytes: number, sha256: string, now: Instant) {
    const headers = {
      'content-type': mediaType,
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
    };
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      ContentType: mediaType,
      ContentLength: bytes,
      ChecksumSHA256: headers['x-amz-checksum-sha256'],
    });
    const url = await getSignedUrl(client, command, {
      expiresIn: uploadSeconds,
      signingDate: realTime(now),
      signableHeaders: new Set(['host', 'content-type', 'content-length', 'x-amz-checksum-sha256']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    });
    return { url, method: 'PUT' as const, headers, expiresAt: secondsAfter(now, uploadSeconds) };
  }

  async function isThere(key: string): Promise<boolean> {
    try {
      await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async function link(
    key: string,
    type: string,
    fileName: string,
    now: Instant,
    as: 'inline' | 'attachment' = 'inline',
  ): Promise<Link> {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentType: type,
      ResponseContentDisposition: `${as}; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    });
    const url = await getSignedUrl(client, command, { expiresIn: linkSeconds, signingDate: realTime(now) });
    return { url, urlExpiresAt: secondsAfter(now, linkSeconds) };
  }
}

/**
 * Is there no such object? S3 says 403 and not 404 to a function that may not list the bucket, and none of ours may: they read only
 * keys they know.
 */
export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0);
}
