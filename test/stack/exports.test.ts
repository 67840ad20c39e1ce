/** An export of more than one part, as S3 takes them: none below five megabytes but the last. */
import { randomBytes } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createExportFileStore } from '../../functions/documents/export-files.ts';
import { type Engines, startEngines } from '../support/engines.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());

it('parts come together in order; a part stored again counts once', async () => {
  const bucket = engines.createBucket();
  const files = createExportFileStore(engines.s3, bucket);
  const key = 'exports/11440100DEM0001533/0123456789ABCDEFGHJKMNPQRS.ndjson';
  const [one, two, three] = [5 * 1024 * 1024, 6 * 1024 * 1024, 17].map((size) => randomBytes(size));
  if (one === undefined || two === undefined || three === undefined) throw new Error('three parts');
  const upload = await files.begin(key, 'ndjson');
  await files.part(key, upload, 1, two);
  const tags = [];
  for (const [at, part] of [one, two, three].entries()) {
    tags.push({ number: at + 1, etag: await files.part(key, upload, at + 1, part) });
  }
  await files.complete(key, upload, tags);
  const { Body, ContentType } = await engines.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  expect(ContentType).toBe('application/x-ndjson');
  expect(Buffer.concat([one, two, three]).equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
});
