import { S3Client } from '@aws-sdk/client-s3';
import { patience } from './patience.ts';

/** S3. Path style where an endpoint is given: this machine and emulators have no bucket host names. */
export const s3Client = (): S3Client =>
  new S3Client({
    ...patience,
    forcePathStyle: (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined,
  });
