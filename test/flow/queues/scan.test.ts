/** The scan on the embedded engines: from quarantine to the clean files, or away. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQuarantine } from '../../../functions/scan/quarantine.ts';
import { makeHandler } from '../../../functions/scan/scan.ts';
import type { Material } from '../../../shared/cases/case.ts';
import { materialKey } from '../../../shared/cases/case-rows.ts';
import { partsOf } from '../../../shared/cases/upload-parts.ts';
import { type MalwareScanner, signatureScanner } from '../../../shared/files/malware.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { eicarFile, largePdf, sha256Of, tinyPdf, windowsProgram } from '../../support/files.ts';
import { failedIds, sqsEvent } from '../../support/queue-events.ts';
import { type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { caseId, file as fileOf, Life, monday } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

let engines: Engines;
let hall: QueueHall;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await queueHall(engines);
});
afterEach(() => vi.restoreAllMocks());

const worker = (scanner: MalwareScanner = signatureScanner) =>
  makeHandler({
    materials: hall.materials,
    quarantine: createQuarantine(engines.s3, hall.bucket),
    scanner,
    clock: hall.clock,
  });
const materialId = fileOf(1, 'identity').materialId;
const message = { eventId: `${materialId}-uploaded`, caseId, materialId, at: monday };
const scan = (scanner?: MalwareScanner) => worker(scanner)(sqsEvent('material-scan', [message]));

/** A file that was announced as these bytes (or otherwise) and lies in quarantine, unless nothing was uploaded. */
async function uploaded(bytes: Buffer | undefined, announced: Partial<Material> = {}): Promise<Material> {
  const size = bytes?.length ?? 1000;
  const file: Material = {
    ...fileOf(1, 'identity', 'uploaded'),
    bytes: size,
    sha256: sha256Of(bytes ?? Buffer.alloc(0)),
    ...announced,
  };
  await hall.put(new Life(promisedItem), [file]);
  if (bytes !== undefined) {
    const Key = `quarantine/${caseId}/${materialId}`;
    await engines.s3.send(new PutObjectCommand({ Bucket: hall.bucket, Key, Body: bytes }));
  }
  return file;
}

async function objects(): Promise<string[]> {
  const { Contents = [] } = await engines.s3.send(new ListObjectsV2Command({ Bucket: hall.bucket }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

describe('a genuine file', () => {
  it('becomes clean, lies under its hash with its type, and quarantine is empty', async () => {
    const bytes = tinyPdf();
    const file = await uploaded(bytes);
    hall.now = '2026-03-02T02:00:05.000Z';
    expect(failedIds(await scan())).toEqual([]);
    const kept = `materials/${caseId}/${materialId}/${sha256Of(bytes)}`;
    expect(await hall.materials.get(caseId, materialId)).toEqual({
      ...file,
      pages: 1,
      state: 'clean',
      scannedAt: hall.now,
    });
    expect(await objects()).toEqual([kept]);
    const { Body, ContentType } = await engines.s3.send(new GetObjectCommand({ Bucket: hall.bucket, Key: kept }));
    expect(ContentType).toBe('application/pdf');
    expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(bytes);
  });

  it('that is told of twice is scanned once', async () => {
    await uploaded(tinyPdf());
    await scan();
    const first = await hall.rows(caseId);
    hall.now = '2026-03-02T05:00:00.000Z';
    expect(failedIds(await scan())).toEqual([]);
    expect(await hall.rows(caseId)).toEqual(first);
  });

  it('that is scanned by two at once ends clean', async () => {
    await uploaded(tinyPdf());
    expect((await Promise.all([scan(), scan()])).flatMap(failedIds)).toEqual([]);
    expect((await hall.materials.get(caseId, materialId)).state).toBe('clean');
    expect(await objects()).toHaveLength(1);
  });

  it('that its owner took back before the scan is only thrown away', async () => {
    await uploaded(tinyPdf());
    await engines.documents.send(new DeleteCommand({ TableName: hall.table, Key: materialKey(caseId, materialId) }));
    expect(failedIds(await scan())).toEqual([]);
    expect(await objects()).toEqual([]);
    expect([...(await hall.rows(caseId)).keys()]).toEqual(['HEAD']);
  });
});

describe('a file that its owner takes back', () => {
  it.each([
    ['before the scan', 'uploaded'],
    ['after the scan', 'clean'],
  ] as const)('%s leaves nothing behind, neither bytes nor row', async (_, state) => {
    const file = await uploaded(tinyPdf());
    if (state === 'clean') await scan();
    await hall.materials.remove({ ...file, state });
    await expect(hall.materials.get(caseId, materialId)).rejects.toThrow('not-found');
    expect((await hall.rows(caseId)).size).toBe(2); // until the queue has told of it
    expect(failedIds(await scan())).toEqual([]);
    expect(await objects()).toEqual([]);
    expect([...(await hall.rows(caseId)).keys()]).toEqual(['HEAD']);
    expect(failedIds(await scan())).toEqual([]); // told of twice
  });

  it('while it is looked at leaves nothing behind either', async () => {
    const file = await uploaded(tinyPdf());
    const slow: MalwareScanner = {
      scan: async () => {
        await hall.materials.remove(file);
        return 'clean';
      },
    };
    expect(failedIds(await scan(slow))).toEqual([]);
    expect(await objects()).toEqual([]);
    expect([...(await hall.rows(caseId)).keys()]).toEqual(['HEAD']);
  });
});

describe('a file that came in parts', () => {
  /** Two and a half parts. */
  const bytes = largePdf(2_400_000, 'large');
  const parts = partsOf(bytes.length).map(({ from, to }) => bytes.subarray(from, to));
  const announced = { bytes: bytes.length, sha256: sha256Of(bytes), parts: parts.map(sha256Of) };
  const put = (part: number, Body: Buffer) =>
    engines.s3.send(
      new PutObjectCommand({ Bucket: hall.bucket, Key: `quarantine/${caseId}/${materialId}/${part}`, Body }),
    );
  const comes = async (given: readonly Buffer[]) => {
    const file = await uploaded(undefined, announced);
    for (const [index, part] of given.entries()) await put(index + 1, part);
    return file;
  };

  it('is put together as it was, and its parts are cleared away', async () => {
    const file = await comes(parts);
    expect(parts).toHaveLength(3);
    expect(failedIds(await scan())).toEqual([]);
    const kept = `materials/${caseId}/${materialId}/${file.sha256}`;
    expect((await hall.materials.get(caseId, materialId)).state).toBe('clean');
    expect(await objects()).toEqual([kept]);
    const { Body } = await engines.s3.send(new GetObjectCommand({ Bucket: hall.bucket, Key: kept }));
    expect(sha256Of((await Body?.transformToByteArray()) ?? new Uint8Array())).toBe(sha256Of(bytes));
  });

  it.each([
    ['with a part missing', () => parts.slice(0, 2), 'unreadable'],
    ['with its parts in another order', () => [parts[1], parts[0], parts[2]], 'wrong-hash'],
    ['with a part of another file', () => [parts[0], Buffer.alloc(1_000_000, 1), parts[2]], 'wrong-hash'],
    ['with a part too long', () => [parts[0], parts[1], parts[1]], 'wrong-size'],
  ] as const)('%s is refused with its reason, and nothing of it stays', async (_, given, refusal) => {
    await comes(given().flatMap((part) => part ?? []));
    expect(failedIds(await scan())).toEqual([]);
    expect(await hall.materials.get(caseId, materialId)).toMatchObject({ state: 'refused', refusal });
    expect(await objects()).toEqual([]);
  });

  it('taken back half-way, or told of by nobody any more, leaves no part behind', async () => {
    const file = await comes(parts.slice(0, 1));
    await hall.materials.remove(file);
    expect(failedIds(await scan())).toEqual([]);
    expect(await objects()).toEqual([]);
    await put(20, Buffer.from('the last part a file can have'));
    expect(failedIds(await scan())).toEqual([]);
    expect(await objects()).toEqual([]);
  });
});

describe('a bad file', () => {
  it.each([
    ['a program in disguise', windowsProgram, {}, 'wrong-type'],
    ['EICAR', eicarFile, {}, 'malware'],
    ['another file', tinyPdf(), { sha256: 'a'.repeat(64) }, 'wrong-hash'],
    ['a shorter file', tinyPdf(), { bytes: 100_000 }, 'wrong-size'],
    ['a longer file', tinyPdf(), { bytes: 10 }, 'wrong-size'],
    ['no file at all', undefined, {}, 'unreadable'],
  ] as const)('%s is refused with its reason, and nothing of it stays', async (_, bytes, announced, refusal) => {
    await uploaded(bytes, announced);
    expect(failedIds(await scan())).toEqual([]);
    expect(await hall.materials.get(caseId, materialId)).toMatchObject({
      state: 'refused',
      refusal,
      scannedAt: monday,
    });
    expect(await objects()).toEqual([]);
  });
});

describe('a scanner that cannot answer', () => {
  it('leaves the file where it is, to be scanned again', async () => {
    await uploaded(tinyPdf());
    const before = await hall.rows(caseId);
    const silent = { scan: () => Promise.reject(new Error('engine is down')) };
    expect(failedIds(await scan(silent))).toEqual(['m0']);
    expect(await hall.rows(caseId)).toEqual(before);
    expect(failedIds(await scan())).toEqual([]);
    expect((await hall.materials.get(caseId, materialId)).state).toBe('clean');
  });
});
