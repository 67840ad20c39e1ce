/** Cases of another system: out of one hall in the national lists, into an empty one, and out again the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pinnedItem } from '../../../functions/case-deps.ts';
import { takeIn } from '../../../local/exchange.ts';
import { createRecordStore } from '../../../shared/cases/record-store.ts';
import { documentIssued } from '../../../shared/cases/system.ts';
import { type CsvRow, writeCsv } from '../../../shared/exchange/csv.ts';
import { columnsOf, tableTitles } from '../../../shared/exchange/fields.ts';
import { type CaseRows, caseTables } from '../../../shared/exchange/national-cases.ts';
import { type CaseFunctions, caseFunctions, market, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';
import { document, given, hall as hallActor } from '../../support/test-case.ts';

let engines: Engines;
let from: CaseFunctions;
let hall: CaseFunctions;
/** Three cases as the first hall tells them: rated, suspended and refused, still under review. */
let rows: CaseRows;
const start = '2026-02-13T01:30:00.000Z';
const later = '2026-03-30T02:00:00.000Z';

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  engines = await startEngines();
  from = await caseFunctions(engines);
  const told = [await delivered(), await denied(), await inReview()];
  rows = Object.fromEntries(
    await Promise.all(
      caseTables.map(async (table) => [
        table,
        (await Promise.all(told.map((id) => exchangeOf(from, id)))).flatMap((one) => one[table]),
      ]),
    ),
  );
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
  hall.now = later;
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('cases of another system', () => {
  it('come in with their belongings, and go out again just as they came', async () => {
    const { status, body } = await bring(rows);
    expect([status, body.good, body.bad, body.unchanged, body.taken.length]).toEqual([200, 3, 0, 0, 3]);
    expect(rows.special.length).toBe(2);
    expect(rows.result.map(({ result_type, satisfaction }) => [result_type, satisfaction])).toEqual([
      ['1', '2'],
      ['2', ''],
    ]);
    for (const { caseId, caseNumber } of body.taken) {
      const again = await exchangeOf(hall, caseId);
      for (const table of caseTables)
        expect(again[table]).toEqual(rows[table].filter((row) => row.project_no === caseNumber));
    }
  });

  it('say in their record who told it, and the record is whole', async () => {
    const [first] = (await bring(rows)).body.taken;
    const desk = await hall.call(people.officer, 'GET /v1/agency/cases/{caseId}', { caseId: first.caseId });
    expect(desk.body.timeline).toEqual([
      expect.objectContaining({ type: 'imported', at: later, who: { zh: '钱进', en: '钱进' }, detail: '旧系统' }),
    ]);
    expect(await createRecordStore(engines.documents, hall.table).verify(first.caseId)).toEqual({
      ...{ caseId: first.caseId, events: 1 },
      chain: { intact: true },
    });
  });

  it('stand as they were left, with the clocks of those that are open', async () => {
    const { body } = await bring(rows);
    const states = await Promise.all(
      rows.accept.map(async ({ project_no }) => {
        const { caseId } = body.taken.find((one: { caseNumber: string }) => one.caseNumber === project_no);
        const { head } = await hall.deps.cases.loadHead(caseId);
        const there = await from.deps.cases.loadHead(await idIn(from, project_no ?? ''));
        expect(head.clocks.statutoryBy).toBe(there.head.clocks.statutoryBy);
        expect(head.clocks.promisedBy).toBe(there.head.clocks.promisedBy);
        expect(head.clocks.pausedDays).toBe(there.head.clocks.pausedDays);
        return head.state;
      }),
    );
    expect(states).toEqual(['delivered', 'denied', 'in-review']);
  });

  it('are gone on with here: what is done is told after what was told', async () => {
    const { body } = await bring(rows);
    const open = rows.accept[2]?.project_no ?? '';
    const { caseId } = body.taken.find((one: { caseNumber: string }) => one.caseNumber === open);
    await act(hall, people.officer, 'claim', caseId);
    await act(hall, people.officer, 'propose', caseId, { outcome: 'grant', reasons: '材料齐全' });
    await act(hall, people.approver, 'decide', caseId, { outcome: 'grant', reasons: '材料齐全' });
    const told = await exchangeOf(hall, caseId);
    const before = rows.process.filter((row) => row.project_no === open).map((row) => row.process_name);
    expect(told.process.map((row) => row.process_name)).toEqual([...before, '认领', '拟办', '准予']);
    expect(told.result).toEqual([expect.objectContaining({ result_type: '1', handle_user_name: '赵敏' })]);
  });

  it('show nobody the number of a paper, and are in no citizen’s list', async () => {
    const { body } = await bring(rows);
    const number = rows.accept[0]?.applyer_page_code ?? '';
    expect(number).toMatch(/^\d{17}[\dX]$/);
    for (const { caseId } of body.taken) {
      const seen = await hall.call(people.supervisor, 'GET /v1/agency/cases/{caseId}', { caseId });
      expect(seen.status).toBe(200);
      expect(JSON.stringify(seen.body)).not.toContain(number);
      const { events } = await hall.deps.cases.get(caseId);
      expect(JSON.stringify(events)).not.toContain(number);
    }
    expect((await hall.call(people.citizen, 'GET /v1/cases')).body.items).toEqual([]);
  });

  it('told again are not taken again: by the same call, by another, by a third with one that is new', async () => {
    const first = await bring(rows, { key: 'import-once' });
    const repeated = await bring(rows, { key: 'import-once' });
    expect(repeated).toEqual(first);
    const second = await bring(rows);
    expect([second.body.unchanged, second.body.good, second.body.taken]).toEqual([3, 0, []]);
    const all = { ...rows, accept: [...rows.accept, another()] };
    const third = await bring(all);
    expect([third.body.unchanged, third.body.taken.length]).toEqual([3, 1]);
  });

  it('of any size come by the command, in pieces, and what broke off goes on', async () => {
    const many = { ...rows, accept: [...rows.accept, ...Array.from({ length: 147 }, (_, at) => another(at + 1))] };
    let calls = 0;
    const command = (all: CaseRows, breakAt = Number.POSITIVE_INFINITY) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'cases-in-'));
      for (const table of caseTables)
        writeFileSync(path.join(folder, `${tableTitles[table]}.csv`), csvOf(table, all[table]));
      const said: string[] = [];
      vi.stubGlobal('fetch', async (_: URL, { body }: { body: string }) => {
        calls += 1;
        if (calls === breakAt) throw new TypeError('fetch failed');
        const told = await hall.call(people.supervisor, 'POST /v1/agency/cases/import', {}, JSON.parse(body));
        return new Response(JSON.stringify(told.body), { status: told.status });
      });
      const env = { HALL: 'http://hall', TOKEN: 'of a supervisor', SOURCE: '旧系统' };
      return takeIn(folder, env, { log: (line) => said.push(line) }, later)
        .then((code) => ({ code, said }))
        .finally(() => rmSync(folder, { recursive: true }));
    };
    // Two pieces are tried, one is taken, and then the line is dead.
    await expect(command(many, 4)).rejects.toThrow('fetch failed');
    expect(await command(many)).toEqual({
      code: 0,
      said: ['0 taken, 100 were there, of 150', '50 taken, 100 were there, of 150'],
    });
    const bad = {
      ...many,
      accept: many.accept.map((row, at) => (at === 120 ? { ...row, applyer_name: '别人' } : row)),
    };
    const { code, said } = await command(bad);
    expect([code, said.at(-1)]).toEqual([1, 'Nothing was taken.']);
    expect(said[0]).toContain(many.accept[120]?.project_no);
  });

  it('tried without being applied leave nothing behind', async () => {
    const tried = await bring(rows, { apply: false });
    expect([tried.body.good, tried.body.taken]).toEqual([3, []]);
    expect((await bring(rows)).body.taken.length).toBe(3);
  });
});

describe('a file with a fault', () => {
  const spoilt: readonly [string, (all: CaseRows) => CaseRows, object][] = [
    [
      'a step without its time',
      (all) => changed(all, 'process', { event_end_time: '' }),
      { list: 'process', line: 2, column: 'event_end_time' },
    ],
    [
      'a rating of six',
      (all) => changed(all, 'result', { satisfaction: '6' }),
      { list: 'accept', line: 2, column: 'result.rating' },
    ],
    [
      'a number with a wrong check digit',
      (all) => changed(all, 'accept', { project_no: `2${all.accept[0]?.project_no?.slice(1)}` }),
      { list: 'accept', line: 2, column: 'project_no' },
    ],
    [
      'another agency’s case',
      (all) => changed(all, 'accept', { org_code: '11440100DEM000014C' }),
      { list: 'accept', line: 2, column: 'org_code' },
    ],
    [
      'a version that this hall never had',
      (all) => changed(all, 'accept', { task_version: '77' }),
      { list: 'accept', line: 2, column: 'catalog_code' },
    ],
    [
      'a case accepted in a year that has not come',
      (all) => changed(all, 'accept', { accept_date: '9999-12-31 10:00:00' }),
      { list: 'accept', line: 2, column: 'accept_date' },
    ],
    [
      'a case accepted before it was applied for',
      (all) => changed(all, 'accept', { accept_date: '2019-01-02 10:00:00' }),
      { list: 'accept', line: 2, column: 'accept_date' },
    ],
    [
      'a result of before the application',
      (all) => changed(all, 'result', { result_date: '2019-01-02 10:00:00' }),
      { list: 'accept', line: 2, column: 'result_date' },
    ],
    [
      'a suspension until the end of time',
      (all) => changed(all, 'special', { end_time: '9999-12-31 10:00:00' }),
      { list: 'accept', column: 'end_time' },
    ],
    [
      'a result of no case',
      (all) => ({ ...all, accept: all.accept.slice(1) }),
      { list: 'result', line: 2, column: 'project_no' },
    ],
  ];

  it.each(spoilt)('%s: told by row, column and reason, and nothing of the file is taken', async (_, spoil, fault) => {
    const { status, body } = await bring(spoil(rows));
    expect([status, body.taken]).toEqual([200, []]);
    expect(body.faults).toContainEqual(expect.objectContaining(fault));
    expect(body.good).toBeGreaterThan(0);
    expect((await bring(rows)).body.taken.length).toBe(3);
  });

  it('one that says otherwise of a case that is here is refused, and the case stays', async () => {
    await bring(rows);
    const { body } = await bring(changed(rows, 'accept', { applyer_name: '别人' }));
    expect([body.bad, body.unchanged, body.taken]).toEqual([1, 2, []]);
    expect(body.faults).toEqual([expect.objectContaining({ list: 'accept', line: 2, column: 'project_no' })]);
    const caseId = await idIn(hall, rows.accept[0]?.project_no ?? '');
    expect((await exchangeOf(hall, caseId)).accept[0]?.applyer_name).toBe('张伟');
  });

  it('a quote left open, an empty list and more cases than a call takes', async () => {
    const open = await send({ accept: `${csvOf('accept', rows.accept)}"open` });
    expect(open.body.faults).toContainEqual(expect.objectContaining({ list: 'accept', column: '' }));
    expect((await send({ accept: '' })).status).toBe(422);
    const many = { ...rows, accept: Array.from({ length: 201 }, (_, at) => another(at + 1)) };
    expect((await bring(many)).status).toBe(413);
  });

  it('is nobody’s but a supervisor’s to bring', async () => {
    for (const who of [people.officer, people.approver, people.auditor, people.citizen]) {
      const answer = await hall.call(
        who,
        'POST /v1/agency/cases/import',
        {},
        { source: '旧系统', lists: { accept: 'a' } },
      );
      expect(answer.status).toBe(403);
    }
  });
});

async function delivered(): Promise<string> {
  const caseId = await accepted();
  await act(from, people.officer, 'propose', caseId, { outcome: 'grant', reasons: '材料齐全' });
  await act(from, people.approver, 'decide', caseId, { outcome: 'grant', reasons: '材料齐全' });
  await issued(caseId);
  await act(from, people.officer, 'deliver', caseId, { channel: 'post' });
  await from.call(people.citizen, 'POST /v1/cases/{caseId}/rate', { caseId }, { score: 2 });
  return caseId;
}

/** What the documents' worker writes when the paper is made. */
async function issued(caseId: string): Promise<void> {
  const { head } = await from.deps.cases.loadHead(caseId);
  const item = pinnedItem(from.deps, head);
  const paper = { ...document('decision-grant'), issuedAt: from.now };
  const outcome = given(documentIssued(head, paper, { item, actor: hallActor, now: from.now }));
  await from.deps.cases.commit({ ...outcome, expected: head.version, now: from.now });
}

async function denied(): Promise<string> {
  const caseId = await accepted();
  await paused(caseId);
  await act(from, people.officer, 'propose', caseId, { outcome: 'deny', reasons: '经营场所不符合规定的卫生要求' });
  await act(from, people.approver, 'decide', caseId, { outcome: 'deny', reasons: '经营场所不符合规定的卫生要求' });
  return caseId;
}

async function inReview(): Promise<string> {
  const caseId = await accepted();
  await paused(caseId);
  return caseId;
}

async function accepted(): Promise<string> {
  from.now = new Date(Date.parse(start) + 60_000 * Math.floor(1 + Math.random() * 60)).toISOString();
  const caseId = await filedCase(from);
  await act(from, people.officer, 'claim', caseId);
  await act(from, people.officer, 'accept', caseId);
  return caseId;
}

async function paused(caseId: string): Promise<void> {
  const reason = '现场核查，另行通知时间';
  await act(from, people.officer, 'suspend', caseId, {
    ground: 'inspection',
    reason,
  });
  from.now = '2026-02-27T02:00:00.000Z';
  await act(from, people.officer, 'resume', caseId, { result: '核查完毕，场所合格' });
}

async function act(
  where: CaseFunctions,
  who: (typeof people)[keyof typeof people],
  action: string,
  caseId: string,
  body: object = {},
) {
  const answer = await where.call(who, `POST /v1/agency/cases/{caseId}/${action}`, { caseId }, body);
  if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer.body)}`);
}

async function exchangeOf(where: CaseFunctions, caseId: string): Promise<CaseRows> {
  where.now = later;
  const { status, body } = await where.call(people.supervisor, 'GET /v1/agency/cases/{caseId}/exchange', { caseId });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.rows;
}

const idIn = (where: CaseFunctions, caseNumber: string): Promise<string> => where.deps.records.caseOfNumber(caseNumber);

const csvOf = (table: (typeof caseTables)[number], list: readonly CsvRow[]): string => writeCsv(columnsOf(table), list);

function bring(all: CaseRows, { apply = true, key }: { apply?: boolean; key?: string } = {}) {
  return send(Object.fromEntries(caseTables.map((table) => [table, csvOf(table, all[table])])), apply, key);
}

function send(lists: Record<string, string>, apply = true, key?: string) {
  const body = { source: '旧系统', lists, apply };
  return hall.call(people.supervisor, 'POST /v1/agency/cases/import', {}, body, key === undefined ? {} : { key });
}

/** The first row of a list, changed. */
function changed(all: CaseRows, table: (typeof caseTables)[number], columns: CsvRow): CaseRows {
  const [first, ...rest] = all[table];
  return { ...all, [table]: [{ ...first, ...columns }, ...rest] };
}

/** A case of its own, with nothing but its acceptance. */
function another(serial = 7): CsvRow {
  const { project_no = '', ...row } = rows.accept[0] ?? {};
  return {
    ...row,
    project_no: `${project_no.slice(0, 31)}20250106${String(serial).padStart(4, '0')}`,
    org_code: market,
  };
}
