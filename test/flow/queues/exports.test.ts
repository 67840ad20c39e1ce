/** Exports from the call to the file: in parts, gone on with, each case once, by whom they may be had. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { exportMessage } from '../../../events/export-message.ts';
import { streamBatch } from '../../../events/stream-batch.ts';
import type { ExportDeps } from '../../../functions/documents/export-deps.ts';
import { createExportFileStore } from '../../../functions/documents/export-files.ts';
import { writeExport } from '../../../functions/documents/exports.ts';
import { outgoingOf } from '../../../functions/relay/routing.ts';
import { createCipher } from '../../../shared/base/cipher.ts';
import { csvLine } from '../../../shared/base/csv.ts';
import { newId } from '../../../shared/base/ids.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import { caseNumberOf } from '../../../shared/cases/case-number.ts';
import { caseNumberRow, headRow } from '../../../shared/cases/case-rows.ts';
import { exportKey } from '../../../shared/cases/export.ts';
import { caseTables } from '../../../shared/exchange/national-cases.ts';
import { type CaseFunctions, caseFunctions, market, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';
import { readStream } from '../../support/queue-events.ts';

let engines: Engines;
let hall: CaseFunctions;
let deps: ExportDeps;
let bucket: string;
let template: Awaited<ReturnType<CaseFunctions['deps']['cases']['loadHead']>>['head'];

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
  bucket = hall.bucket;
  deps = { ...hall.deps, exportFiles: createExportFileStore(engines.s3, bucket) };
  template = (await hall.deps.cases.loadHead(await filedCase(hall))).head;
  hall.now = secondsAfter(hall.now, 60);
});
afterEach(() => vi.restoreAllMocks());

const nationalLine = z.strictObject({ list: z.string(), row: z.record(z.string(), z.string()) });
const request = { format: 'ndjson', from: '2026-01-01', to: '2026-02-28' };
const ask = (body: object = request, who: keyof typeof people = 'supervisor', key?: string) =>
  hall.call(people[who], 'POST /v1/agency/exports', {}, body, key === undefined ? {} : { key });
const read = (exportId: string, who: keyof typeof people = 'supervisor') =>
  hall.call(people[who], 'GET /v1/agency/exports/{exportId}', { exportId });

/** What the relay tells the queue of the exports in the table's stream. */
async function messages() {
  const { Records } = streamBatch.parse(await readStream(engines, hall.table));
  return Records.filter(({ dynamodb }) => JSON.stringify(dynamodb.NewImage?.SK) === '{"S":"EXPORT"}')
    .flatMap(outgoingOf)
    .map(({ message }) => exportMessage.parse(message));
}

/** Runs whatever the relay has told of, and what comes of that, until nothing does. */
async function work(how: Partial<ExportDeps> = {}): Promise<number> {
  const done = new Set<string>();
  for (;;) {
    const waiting = (await messages()).filter(({ eventId }) => !done.has(eventId));
    if (waiting.length === 0) return done.size;
    for (const message of waiting) {
      await writeExport({ ...deps, ...how }, message);
      done.add(message.eventId);
    }
  }
}

async function fileOf(exportId: string): Promise<string> {
  const Key = exportKey(await hall.deps.exports.get(exportId));
  const { Body } = await engines.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []).toString('utf8');
}

/** A bucket of parts as small as a test likes; of S3's own size: test/stack/exports.test.ts. */
function smallParts() {
  const stored = new Map<string, string[]>();
  const files: ExportDeps['exportFiles'] = {
    put: async (key, _format, body) => void stored.set(key, [Buffer.from(body).toString()]),
    begin: async (key) => key,
    part: async (key, _upload, number, body) => {
      const parts = stored.get(key) ?? [];
      parts[number - 1] = Buffer.from(body).toString();
      stored.set(key, parts);
      return `tag-${number}`;
    },
    complete: async (key, _upload, parts) => void stored.set(key, (stored.get(key) ?? []).slice(0, parts.length)),
  };
  const how = { exportFiles: files, exportRunMs: 0, exportPartBytes: 4000, exportPageSize: 7 };
  const linesOf = async (exportId: string): Promise<{ caseNumber: string }[]> => {
    const parts = stored.get(exportKey(await hall.deps.exports.get(exportId))) ?? [];
    return parts
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  return { files, how, linesOf };
}

/** Cases like the one that was filed, some minutes apart. */
async function more(count: number): Promise<string[]> {
  const cipher = createCipher(async () => 'a secret of tests');
  const rows: Record<string, unknown>[] = [];
  const numbers: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const filedAt = secondsAfter('2026-01-20T02:00:00.000Z', at * 600);
    const caseId = newId();
    const caseNumber = caseNumberOf(template.implementingCode, dayOf(filedAt), at + 1);
    numbers.push(caseNumber);
    rows.push(await headRow({ ...template, caseId, caseNumber, submittedAt: filedAt, answers: {} }, cipher));
    rows.push(caseNumberRow(caseNumber, caseId, filedAt));
  }
  for (let start = 0; start < rows.length; start += 20) {
    const some = rows.slice(start, start + 20).map((Item) => ({ PutRequest: { Item } }));
    await engines.documents.send(new BatchWriteCommand({ RequestItems: { [hall.table]: some } }));
  }
  return numbers;
}

describe('an export', () => {
  it('holds the cases of its days once each, in order, and tells how far it is', async () => {
    const numbers = await more(60);
    const { how, linesOf } = smallParts();
    const { status, body } = await ask();
    expect([status, body.state, body.cases]).toEqual([201, 'queued', 0]);
    hall.now = secondsAfter(hall.now, 5);
    await filedCase(hall);
    // One part to a run: the rest is asked for again.
    expect(await work(how)).toBeGreaterThan(3);
    const lines = await linesOf(body.exportId);
    expect(lines.map(({ caseNumber }) => caseNumber)).toEqual([...numbers, template.caseNumber]);
    const done = await read(body.exportId);
    expect(done.body).toMatchObject({ state: 'done', cases: 61 });
    expect(done.body.file.name).toBe('办件-2026-01-01-2026-02-28.ndjson');
    expect(new URL(done.body.file.url).searchParams.get('response-content-disposition')).toContain('attachment');
    expect(Date.parse(done.body.file.urlExpiresAt) - Date.parse(hall.now)).toBe(300_000);
  });

  it('in the national lists holds the agency’s items and each accepted case with all its rows, as the case itself tells them', async () => {
    const [waiting, accepted, other] = [template.caseId, await filedCase(hall), await filedCase(hall)];
    for (const caseId of [accepted, other]) {
      await hall.call(people.officer, 'POST /v1/agency/cases/{caseId}/claim', { caseId }, {});
      await hall.call(people.officer, 'POST /v1/agency/cases/{caseId}/accept', { caseId }, {});
    }
    hall.now = secondsAfter(hall.now, 60);
    const { body } = await ask({ ...request, format: 'national', answers: true });
    const { how } = smallParts();
    await work({ ...how, exportFiles: deps.exportFiles, exportPartBytes: 6_000_000 });
    const text = await fileOf(body.exportId);
    const lines = z.array(nationalLine).parse(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    const of = (list: string) => lines.flatMap((line) => (line.list === list ? [line.row] : []));
    const own = (await hall.deps.catalogue.list(dayOf(hall.now))).filter(({ agency }) => agency.code === market);
    expect(of('directory').map((row) => row.task_code ?? row.catalog_code).length).toBe(own.length);
    expect([...of('generalBasic'), ...of('publicBasic')].length).toBe(own.length);
    for (const caseId of [accepted, other]) {
      const told = await hall.call(people.supervisor, 'GET /v1/agency/cases/{caseId}/exchange', { caseId });
      for (const list of caseTables) {
        const number = told.body.rows.accept[0].project_no;
        const rows = of(list).filter((row) => row.project_no === number);
        const plain = ({ cd_batch, cd_time, ...row }: Record<string, string>) => row;
        expect(rows.map(plain)).toEqual(told.body.rows[list].map(plain));
      }
    }
    expect(of('accept').length).toBe(2);
    expect(text).not.toContain((await hall.deps.cases.loadHead(waiting)).head.caseNumber);
    const done = await read(body.exportId);
    expect(done.body).toMatchObject({ state: 'done', cases: 2 });
    expect(done.body.file.name).toBe('数据汇聚-2026-01-01-2026-02-28.ndjson');
  });

  it('in the national lists is asked for in so many words, as they hold identity numbers', async () => {
    const { status, body } = await ask({ ...request, format: 'national' });
    expect([status, body.errors[0].field]).toEqual([422, 'body.answers']);
  });

  it('as CSV opens with a byte order mark and Chinese headings, and answers are masked', async () => {
    const { body } = await ask({ ...request, format: 'csv', answers: true });
    await work();
    const text = await fileOf(body.exportId);
    expect(text.startsWith('\uFEFF办件编号,事项编码,事项名称,申请人,')).toBe(true);
    const [, line = ''] = text.split('\r\n');
    expect(line.startsWith(`${template.caseNumber},`)).toBe(true);
    expect(line).toContain('张伟');
    const shown = JSON.stringify(template.answers).match(/\d{17}[\dX]/g) ?? [];
    for (const identityNumber of shown) expect(text).not.toContain(identityNumber);
  });

  it('of days without a case is an empty file, and of other items or states leaves the rest out', async () => {
    await more(30);
    const empty = await ask({ ...request, from: '2025-01-01', to: '2025-01-31' });
    const other = await ask({ ...request, itemCode: '440115025001' });
    const states = await ask({ ...request, states: ['granted'] });
    const days = await ask({ ...request, from: '2026-02-13', to: '2026-02-13' });
    await work({ exportPageSize: 7 });
    for (const one of [empty, other, states]) expect(await fileOf(one.body.exportId)).toBe('');
    expect((await fileOf(days.body.exportId)).split('\n')).toHaveLength(2);
  });

  it('that breaks off goes on from its last part; one that comes twice is written once', async () => {
    const numbers = await more(60);
    const { files, how, linesOf } = smallParts();
    const { body } = await ask();
    const [message] = await messages();
    if (message === undefined) throw new Error('the relay says nothing');
    let parts = 0;
    const failing: ExportDeps['exportFiles'] = {
      ...files,
      part: async (...args) => {
        parts += 1;
        if (parts === 2) throw new Error('the machine stops');
        return files.part(...args);
      },
    };
    const whole = { ...deps, ...how, exportRunMs: 60_000 };
    await expect(writeExport({ ...whole, exportFiles: failing }, message)).rejects.toThrow('the machine stops');
    const broken = (await read(body.exportId)).body;
    expect(broken.state).toBe('running');
    expect(broken.cases).toBeGreaterThan(0);
    await Promise.all([writeExport(whole, message), writeExport(whole, message)]);
    await writeExport(whole, message);
    const lines = await linesOf(body.exportId);
    expect(lines.map(({ caseNumber }) => caseNumber)).toEqual([...numbers, template.caseNumber]);
  });

  it('is noted in the record of every case it holds, and each link that is given out', async () => {
    const { body } = await ask();
    await work();
    await read(body.exportId);
    const { items } = await hall.deps.access.list(template.caseId, { limit: 10 });
    expect(items).toContainEqual({
      ...{ at: hall.now, what: 'export', id: body.exportId },
      who: { id: people.supervisor.sub, name: people.supervisor.name, roles: ['supervisor'] },
    });
    expect((await hall.deps.access.list(`EXPORT ${body.exportId}`, { limit: 10 })).items).toHaveLength(1);
  });

  it('is for a supervisor of the agency or an auditor, and its file for whoever asked', async () => {
    const { body } = await ask();
    await work();
    expect((await ask(request, 'officer')).status).toBe(403);
    expect((await ask({ ...request, agency: '11440100DEM000225U' })).status).toBe(403);
    expect((await ask(request, 'auditor')).status).toBe(422);
    expect((await read(body.exportId, 'auditor')).status).toBe(404);
    const audit = await ask({ ...request, agency: market }, 'auditor');
    expect(audit.status).toBe(201);
    const list = await hall.call(people.supervisor, 'GET /v1/agency/exports');
    expect(list.body.items).toHaveLength(2);
    expect(list.body.items.every((one: object) => !('file' in one))).toBe(true);
    expect((await ask({ ...request, from: '2026-03-01' })).status).toBe(422);
  });

  it('asked for twice under one key is one; silent for long it counts as failed', async () => {
    const [first, again] = [
      await ask(request, 'supervisor', 'export-key-1'),
      await ask(request, 'supervisor', 'export-key-1'),
    ];
    expect(again.body.exportId).toBe(first.body.exportId);
    expect(await messages()).toHaveLength(1);
    hall.now = secondsAfter(hall.now, 46 * 60);
    expect((await read(first.body.exportId)).body.state).toBe('failed');
  });
});

it('a cell of CSV is quoted where it must be, and runs in no spreadsheet', () => {
  expect(csvLine(['a', 'b,"c"', 'd\ne', '=1+1', '@x', undefined, 3])).toBe('a,"b,""c""","d\ne",\'=1+1,\'@x,,3\r\n');
});
