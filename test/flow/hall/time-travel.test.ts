/**
 * The whole hall in another time, and down for weeks: a case is filed on 13 February 2026, the hall stops, and is next
 * started on 3 March. What the law did meanwhile is done within a minute, told by a paper, and on a whole record.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { type Hall, startHall } from '../../../local/hall.ts';
import { clockShift } from '../../../local/hall-now.ts';
import { requiredMaterials } from '../../../shared/catalogue/answers.ts';
import { item as itemSchema } from '../../../shared/catalogue/item.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { type Caller, callerWith, pdf, until, upload } from '../../support/client.ts';

const foodCode = '440115025000';
const dataDir = mkdtempSync(path.join(tmpdir(), 'hall-travels-'));
let hall: Hall;

const startAt = async (now: string) => {
  hall = await startHall({ port: 0, dataDir, quiet: true, clockShift: clockShift(['--now', now], Date.now()) ?? 0 });
};
const as = async (person: string): Promise<Caller> => callerWith(hall.url, await hall.token(person));

beforeAll(() => startAt('2026-02-13T09:30+08:00'), 120_000);
afterAll(async () => {
  await hall.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** @returns its id */
async function filed(): Promise<string> {
  const citizen = await as('zhang-wei');
  const item = itemSchema.parse((await citizen('GET', `/v1/items/${foodCode}`)).body);
  const draft = await citizen('POST', '/v1/drafts', { body: { itemCode: foodCode } });
  const { caseId, version } = draft.body;
  const answers = sampleAnswers(item, '2026-02-13');
  await citizen('PUT', `/v1/drafts/${caseId}`, { body: { answers }, ifMatch: version });
  // Uploads are signed and checked in real time, whatever the hall's own.
  for (const { code } of requiredMaterials(item, answers))
    await upload(citizen, caseId, code, { name: 'a.pdf', type: 'application/pdf', bytes: pdf(`${caseId} ${code}`) });
  const reply = await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return caseId;
}

/** As if the last tick had been long ago, which it is by the hall's clock. */
function forgetLastTick(): void {
  const file = path.join(dataDir, 'schedules.json');
  const fired = z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(Object.keys(fired).length).toBeGreaterThan(0);
  writeFileSync(file, JSON.stringify(Object.fromEntries(Object.keys(fired).map((id) => [id, 0]))));
}

it('a hall that was down past the acceptance limit does what the law did meanwhile', async () => {
  const caseId = await filed();
  const before = (await (await as('zhang-wei'))('GET', `/v1/cases/${caseId}`)).body;
  expect(before).toMatchObject({ state: 'submitted', due: [{ clock: 'accept', by: '2026-02-27' }] });
  expect(before.submittedAt).toMatch(/^2026-02-13T01:3/);
  expect(JSON.stringify(before.due[0].why)).toContain('15 to 23 February');
  // The queue's worker has routed it, so that nothing is under way when the hall stops.
  const desk = await as('officer-wang');
  await until(
    async () => (await desk('GET', '/v1/agency/cases?state=submitted')).body.items,
    (items) => items.length === 1,
  );
  await hall.stop();
  forgetLastTick();

  await startAt('2026-03-03T08:00+08:00');
  const citizen = await as('zhang-wei');
  const view = await until(
    async () => (await citizen('GET', `/v1/cases/${caseId}`)).body,
    ({ documents }) => documents.length > 0,
    60,
  );
  expect(view).toMatchObject({
    state: 'in-review',
    clocks: { deemed: true, acceptedOn: '2026-02-13' },
    documents: [{ kind: 'acceptance' }],
  });
  const statutory = view.due.find(({ clock }: { clock: string }) => clock === 'statutory');
  expect(statutory).toMatchObject({ by: '2026-03-19' });
  expect(JSON.stringify(statutory.why)).toContain('依法视为当日受理');

  const anyone = callerWith(hall.url);
  const record = await anyone('GET', `/v1/documents/${view.documents[0].number}/record`);
  expect(record.body).toMatchObject({ intact: true });
  const past = await (await as('officer-wang'))('GET', `/v1/agency/cases/${caseId}/past?at=2026-02-20T00:00:00Z`);
  expect(past.body).toMatchObject({ state: 'submitted' });
  const seen = await (await as('auditor-wu'))('GET', `/v1/agency/cases/${caseId}/access`);
  expect(seen.body.items).toMatchObject([{ what: 'past', who: { id: 'officer-wang' } }]);

  const run = promisify(execFile);
  // Tests of handlers name a table of their own, by which the command would look for one on AWS.
  const { CASES_TABLE: _, ...inherited } = process.env;
  const env = { ...inherited, HALL_DATA: dataDir };
  const { stdout } = await run(process.execPath, ['local/verify-record.ts', view.caseNumber], { env });
  expect(stdout).toContain(`whole: ${caseId}`);
  const recomputed = await run(process.execPath, ['local/recompute-calendar.ts'], { env });
  expect(recomputed.stdout).toContain('0 case(s) counted again');
  await expect(run(process.execPath, ['local/verify-record.ts', 'nothing'], { env })).rejects.toThrow(/Usage/);
}, 180_000);
