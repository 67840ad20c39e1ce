/** An agency changes an item at run time: proposed, approved by another, seen by everyone, old cases untouched. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { makeHandler as makeDesk } from '../../../functions/catalogue-desk/desk.ts';
import { exchange } from '../../../functions/catalogue-desk/files.ts';
import { openWorkshop } from '../../../functions/catalogue-desk/workshop.ts';
import { makeHandler as makePublic } from '../../../functions/public/handler.ts';
import { newId } from '../../../shared/base/ids.ts';
import type { HttpHandler } from '../../../shared/base/serve.ts';
import { createDocumentStore } from '../../../shared/cases/document-store.ts';
import { createRecordStore } from '../../../shared/cases/record-store.ts';
import { openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { createProposalStore } from '../../../shared/catalogue/proposal-store.ts';
import { createPublishedStore } from '../../../shared/catalogue/published-store.ts';
import { readCsv, writeCsv } from '../../../shared/exchange/csv.ts';
import { readCases } from '../../../shared/exchange/national-cases.ts';
import { type CaseFunctions, caseFunctions, catalogueFolder, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';
import { bodyOf, httpEvent } from '../../support/http.ts';

const code = '440115025000';
const sources = path.resolve('dist/functions/catalogue-desk/catalogue-source');
const workshop = openWorkshop(sources);

let engines: Engines;
let hall: CaseFunctions;
let desk: HttpHandler;
let anyone: HttpHandler;
let serial = 0;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T02:00:00.000Z') });
  hall = await caseFunctions(engines);
  hall.now = '2026-11-22T02:00:00.000Z';
  const { documents: client } = engines;
  const published = createPublishedStore(client, hall.table);
  const clock = () => hall.now;
  const catalogue = () => openCatalogue(catalogueFolder, published);
  const proposals = createProposalStore(client, hall.table);
  desk = makeDesk({
    catalogue: catalogue(),
    published,
    proposals,
    workshop: async () => workshop,
    exchange: async () => exchange,
    newId,
    clock,
  });
  const documents = createDocumentStore(client, hall.table);
  const records = createRecordStore(client, hall.table);
  anyone = makePublic({ catalogue: catalogue(), packages: () => [], documents, records, openapi: () => ({}), clock });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Extra {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly key?: string;
}

async function atDesk(who: keyof typeof people, routeKey: string, body?: unknown, { params, query, key }: Extra = {}) {
  serial += 1;
  const event = httpEvent({
    routeKey,
    params: params ?? {},
    query: query ?? {},
    claims: people[who],
    headers: { 'idempotency-key': key ?? `propose-${serial}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = await desk(event, {});
  return { status: result.statusCode ?? 0, body: told.parse(bodyOf(result)) };
}

/** What the desk answered, as far as these tests take from it; expectations look at the rest. */
const told = z
  .looseObject({
    type: z.string(),
    proposalId: z.string(),
    state: z.string(),
    version: z.int(),
    actions: z.array(z.string()),
    changes: z.array(z.unknown()),
    proposal: z.looseObject({ state: z.string() }),
    proposals: z.array(z.string()),
    versions: z.array(z.looseObject({ standing: z.string() })),
    items: z.array(z.looseObject({ state: z.string() })),
    item: z.looseObject({ version: z.int(), agency: z.looseObject({ code: z.string() }) }),
    next: z.int(),
    source: z.string(),
    faults: z.array(
      z.looseObject({
        path: z.string().optional(),
        line: z.int().optional(),
        reason: z.looseObject({ zh: z.string() }).optional(),
      }),
    ),
    good: z.array(z.unknown()),
    bad: z.int(),
    files: z.array(z.looseObject({ name: z.string(), csv: z.string() })),
  })
  .partial();
/** Which proposal an answer is about. */
const idOf = ({ body }: { readonly body: z.infer<typeof told> }): string => z.string().parse(body.proposalId);

const shown = z
  .looseObject({
    version: z.int(),
    name: z.looseObject({ zh: z.string() }),
    items: z.array(z.unknown()),
  })
  .partial();

async function asAnyone(routeKey: string, params: Record<string, string> = {}, query: Record<string, string> = {}) {
  return shown.parse(bodyOf(await anyone(httpEvent({ routeKey, params, query }), {})));
}

const text = readFileSync(path.join(sources, workshopFile(code, 2)), 'utf8');

function workshopFile(itemCode: string, version: number): string {
  const facts = JSON.parse(readFileSync(path.join(sources, 'facts.json'), 'utf8'));
  return facts.files[`${itemCode}@${version}`];
}

/** Version 3 of the item, in force from a day, with a new name. */
const next = (day = '2026-11-22', name = '食品经营许可（新）'): string =>
  text
    .replace(/^version: 2$/m, 'version: 3')
    .replace(/^effectiveFrom: .*$/m, `effectiveFrom: ${day}`)
    .replace(/^name:\n {2}zh: .*\n/m, `name:\n  zh: ${name}\n`);

const propose = (who: keyof typeof people, source: string) =>
  atDesk(who, 'POST /v1/agency/items/proposals', { source, note: '减少一项材料' });
const ending = (who: keyof typeof people, what: string, proposalId: string, body: unknown = {}) =>
  atDesk(who, `POST /v1/agency/items/proposals/{proposalId}/${what}`, body, { params: { proposalId } });

/** As the wall's clock goes on: a function looks again after 20 seconds. */
const halfMinute = () => vi.setSystemTime(Date.now() + 30_000);

describe('a version of an item', () => {
  it('is proposed, shown with what would change, approved by a second person, and seen by all within a minute', async () => {
    expect((await asAnyone('GET /v1/items/{itemCode}', { itemCode: code })).version).toBe(2);
    const { status, body } = await propose('officer', next());
    expect([status, body.state, body.version, body.actions]).toEqual([201, 'open', 3, ['withdraw']]);
    expect(body.changes).toContainEqual(
      expect.objectContaining({ path: 'name', kind: 'changed', part: { zh: '事项名称', en: 'Name' } }),
    );
    expect((await ending('officer', 'approve', idOf({ body }))).status).toBe(403);
    const approved = await ending('approver', 'approve', idOf({ body }));
    expect([approved.status, approved.body.proposal?.state]).toEqual([200, 'approved']);
    expect((await ending('approver', 'approve', idOf({ body }))).body.proposal).toEqual(approved.body.proposal);

    halfMinute();
    const item = await asAnyone('GET /v1/items/{itemCode}', { itemCode: code });
    expect([item.version, item.name?.zh]).toEqual([3, '食品经营许可（新）']);
    const found = await asAnyone('GET /v1/items/search', {}, { q: '食品经营许可（新）' });
    expect(found.items?.[0]).toMatchObject({ code, version: 3 });
    const draft = await hall.call(people.citizen, 'POST /v1/drafts', {}, { itemCode: code });
    expect(draft.body.itemVersion).toBe(3);
    expect((await asAnyone('GET /v1/items/{itemCode}', { itemCode: code }, { version: '2' })).version).toBe(2);
  });

  it('waits for its day', async () => {
    const { body } = await propose('officer', next('2026-12-01'));
    await ending('approver', 'approve', idOf({ body }));
    halfMinute();
    expect((await asAnyone('GET /v1/items/{itemCode}', { itemCode: code })).version).toBe(2);
    const { body: item } = await atDesk('officer', 'GET /v1/agency/items/{itemCode}', undefined, {
      params: { itemCode: code },
    });
    expect(item.versions?.map(({ standing }) => standing)).toEqual(['past', 'in-force', 'to-come']);
    expect([item.next, item.source]).toEqual([4, next('2026-12-01')]);
    hall.now = '2026-11-30T16:00:00.000Z';
    expect((await asAnyone('GET /v1/items/{itemCode}', { itemCode: code })).version).toBe(3);
  });

  it('leaves a case filed before under its own version, and takes no second round trip to start a draft', async () => {
    const caseId = await filedCase(hall);
    const { body } = await propose('officer', next());
    await ending('approver', 'approve', idOf({ body }));
    halfMinute();
    const seen = await hall.call(people.officer, 'GET /v1/agency/cases/{caseId}', { caseId });
    expect([seen.body.itemVersion, seen.body.item.version]).toEqual([2, 2]);
    hall.count();
    await hall.call(people.citizen, 'POST /v1/drafts', {}, { itemCode: code });
    expect(hall.count(), 'one read, one write').toBe(2);
    await hall.call(people.citizen, 'POST /v1/drafts', {}, { itemCode: code });
    expect(hall.count()).toBe(2);
  });

  it('makes a draft of the version before tell what must be answered again, move, and only then be submitted', async () => {
    const { body: draft } = await hall.call(people.citizen, 'POST /v1/drafts', {}, { itemCode: code });
    const params = { caseId: draft.caseId };
    await hall.call(
      people.citizen,
      'PUT /v1/drafts/{caseId}',
      params,
      { answers: { applicantName: '张伟' } },
      { ifMatch: 1 },
    );
    const question = '        - { name: openingDay, type: date, label: { zh: 开业日期, en: Opening day } }\n';
    const asked = next().replace(/^( {6}fields:\n)/m, `$1${question}`);
    const { body } = await propose('officer', asked);
    expect(body.changes).toContainEqual(
      expect.objectContaining({ kind: 'added', name: { zh: '开业日期', en: 'Opening day' } }),
    );
    await ending('approver', 'approve', idOf({ body }));
    halfMinute();
    const again = [{ field: 'answers.openingDay', label: { zh: '开业日期', en: 'Opening day' }, why: 'new' }];
    const open = await hall.call(people.citizen, 'GET /v1/drafts/{caseId}', params);
    expect(open.body).toMatchObject({ itemVersion: 2, outdated: { version: 3, again, gone: [] } });
    const submit = () => hall.call(people.citizen, 'POST /v1/drafts/{caseId}/submit', params, { declaration: true });
    expect((await submit()).body.type).toBe('urn:banshi:problem:draft-outdated');
    const moved = await hall.call(people.citizen, 'POST /v1/drafts/{caseId}/migrate', params, {});
    expect(moved.body).toMatchObject({ itemVersion: 3, migrated: { version: 3, again }, answers: open.body.answers });
    const twice = await hall.call(people.citizen, 'POST /v1/drafts/{caseId}/migrate', params, {});
    expect(twice.body).toMatchObject({ version: moved.body.version, migrated: { version: 3, again: [] } });
    const missing = (await submit()).body.errors.map(({ field }: { field: string }) => field);
    expect(missing).toContain('answers.openingDay');
  });

  it('makes a package that holds it tell the same for all of it, move as one, and go on', async () => {
    const { citizen } = people;
    const { body: begun } = await hall.call(citizen, 'POST /v1/me/packages', {}, { packageCode: 'open-restaurant' });
    const params = { packageId: begun.packageId };
    const at = (what: string, body?: object, extra = {}) =>
      hall.call(citizen, `${what} /v1/me/packages/{packageId}`, params, body, extra);
    const ask = (what: 'migrate' | 'submit', body: object) =>
      hall.call(citizen, `POST /v1/me/packages/{packageId}/${what}`, params, body);
    const name = begun.form.sections
      .flatMap(({ fields }: { fields: { name: string }[] }) => fields)
      .find(({ type }: { type: string }) => type === 'text').name;
    const typed = { [name]: '张伟' };
    await at('PUT', { answers: typed }, { ifMatch: 1 });
    expect((await ask('migrate', {})).body).toMatchObject({ version: 2 });
    const question = '        - { name: openingDay, type: date, label: { zh: 开业日期, en: Opening day } }\n';
    const { body } = await propose('officer', next().replace(/^( {6}fields:\n)/m, `$1${question}`));
    await ending('approver', 'approve', idOf({ body }));
    halfMinute();
    const open = await at('GET');
    const label = { zh: '开业日期', en: 'Opening day' };
    expect(open.body.outdated).toEqual({
      items: [expect.objectContaining({ zh: '食品经营许可（新）' })],
      again: [{ field: `${code}.answers.openingDay`, label, why: 'new' }],
      gone: [],
    });
    expect((await ask('submit', { declaration: true })).body.type).toBe('urn:banshi:problem:draft-outdated');
    const moved = await ask('migrate', {});
    expect(moved.body).toMatchObject({ version: 3, answers: typed });
    expect(moved.body.outdated).toBeUndefined();
    const { body: drafts } = await hall.call(citizen, 'GET /v1/drafts');
    expect(drafts.items.find(({ itemCode }: { itemCode: string }) => itemCode === code).itemVersion).toBe(3);
    const missing = (await ask('submit', { declaration: true })).body.errors.map(
      ({ field }: { field: string }) => field,
    );
    expect(missing.some((field: string) => field.endsWith('openingDay'))).toBe(true);
    const stranger = { ...citizen, sub: 'somebody-else' };
    const refused = await hall.call(stranger, 'POST /v1/me/packages/{packageId}/migrate', params, {});
    expect(refused.status).toBe(404);
  });

  it('is not approved by whoever proposed it, not even a supervisor', async () => {
    const { body } = await propose('supervisor', next());
    const own = await ending('supervisor', 'approve', idOf({ body }));
    expect([own.status, own.body.type]).toEqual([409, 'urn:banshi:problem:four-eyes']);
    expect((await ending('supervisor', 'reject', idOf({ body }), { reason: '不妥' })).status).toBe(409);
    expect((await ending('approver', 'approve', idOf({ body }))).status).toBe(200);
  });

  it('is withdrawn by its proposer or a supervisor only, rejected with a reason, and then ended', async () => {
    const first = idOf(await propose('officer', next()));
    expect((await ending('colleague', 'withdraw', first)).status).toBe(403);
    const taken = await ending('officer', 'withdraw', first, { reason: '再想想' });
    expect(taken.body).toMatchObject({ state: 'withdrawn', reason: '再想想', endedBy: { id: 'officer-wang' } });
    expect((await ending('approver', 'approve', first)).body.type).toBe('urn:banshi:problem:wrong-state');
    hall.now = '2026-11-22T02:00:01.000Z';
    const second = idOf(await propose('officer', next()));
    expect((await ending('approver', 'reject', second)).status).toBe(422);
    expect((await ending('approver', 'reject', second, { reason: '依据不足' })).body.state).toBe('rejected');
    const { body } = await atDesk('auditor', 'GET /v1/agency/items/proposals', undefined, {
      query: { agency: people.officer.agency },
    });
    expect(body.items?.map(({ state }) => state)).toEqual(['rejected', 'withdrawn']);
  });

  it('is overtaken by one approved at the same moment', async () => {
    const one = idOf(await propose('officer', next('2026-11-23')));
    const two = idOf(await propose('colleague', next('2026-11-24', '另一名称')));
    const [a, b] = await Promise.all([ending('approver', 'approve', one), ending('supervisor', 'approve', two)]);
    expect([a.status, b.status].sort()).toEqual([200, 409]);
    const third = (await propose('officer', next('2026-11-25').replace('version: 3', 'version: 4'))).body;
    expect(third.state).toBe('open');
    const loser = a.status === 409 ? a : b;
    expect(loser.body.type).toMatch(/proposal-overtaken$/);
  });

  it('is late when its day has passed before anyone approved', async () => {
    const { body } = await propose('officer', next('2026-11-23'));
    hall.now = '2026-11-24T02:00:00.000Z';
    expect((await ending('approver', 'approve', idOf({ body }))).body.type).toBe('urn:banshi:problem:proposal-late');
  });

  it('proposed twice by the same call is one proposal; the same key for another text is refused', async () => {
    const call = (source: string) =>
      atDesk('officer', 'POST /v1/agency/items/proposals', { source }, { key: 'the-same-key' });
    const [first, second] = [await call(next()), await call(next())];
    expect(idOf(second)).toBe(idOf(first));
    expect((await call(next('2026-12-01'))).body.type).toBe('urn:banshi:problem:idempotency-key-reused');
  });

  it('of another agency does not exist, nor can be proposed', async () => {
    const { body } = await propose('officer', next());
    const stranger = { ...people.officer, sub: 'officer-he', agency: '11440100DEM000014C' };
    const look = httpEvent({
      routeKey: 'GET /v1/agency/items/proposals/{proposalId}',
      params: { proposalId: idOf({ body }) },
      claims: stranger,
    });
    expect((await desk(look, {})).statusCode).toBe(404);
    const make = httpEvent({
      routeKey: 'POST /v1/agency/items/proposals',
      claims: stranger,
      headers: { 'idempotency-key': 'a-stranger' },
      body: JSON.stringify({ source: next() }),
    });
    const refused = await desk(make, {});
    expect(refused.statusCode).toBe(422);
    expect(JSON.stringify(bodyOf(refused))).toContain('这不是本部门的事项');
  });
});

describe('a text that breaks a rule', () => {
  const broken: readonly (readonly [string, (good: string) => string, string, string])[] = [
    ['is no YAML', () => 'name: [', '', '没有配对'],
    ['is nested thousands deep', () => '['.repeat(100_000), '', '嵌套'],
    ['is too long', (good) => good + '#'.repeat(130_000), '', '超过'],
    ['is empty of an item', () => 'hello', '', '类型不对'],
    ['lacks the code', (good) => good.replace(/^code:.*$/m, ''), 'code', '缺少'],
    ['has the wrong version', (good) => good.replace(/^version: 3$/m, 'version: 5'), 'version', '下一版是第 3 版'],
    [
      'is from a day gone by',
      (good) => good.replace(/^effectiveFrom:.*$/m, 'effectiveFrom: 2026-11-21'),
      'effectiveFrom',
      '已经过去',
    ],
    [
      'is from a year with two digits the wrong way round',
      (good) => good.replace(/^effectiveFrom:.*$/m, 'effectiveFrom: 2062-11-22'),
      'effectiveFrom',
      '两年以后',
    ],
    [
      'promises more than the law',
      (good) => good.replace(/promised: \d+/, 'promised: 99'),
      'limits.promised',
      '超过了法定时限',
    ],
    [
      'has one phone for both',
      (good) => `${good}\nenquiryPhone: "12345"\ncomplaintPhone: "12345"\n`,
      'complaintPhone',
      '不能与咨询电话相同',
    ],
    ['includes an unknown part', (good) => good.replace(/part: [\w-]+/, 'part: no-such-part'), '', '没有公共部分'],
    [
      'includes a file that is no part',
      (good) => good.replace(/part: [\w-]+/, 'part: ../agencies'),
      '',
      '没有公共部分',
    ],
    ['has a key nobody knows', (good) => `${good}\ncolour: red\n`, 'colour', '没有“colour”'],
    ['uses an alias', (good) => `${good}\nplace: &a { zh: 大厅, en: Hall }\nhours: *a\n`, '', '锚点'],
  ];

  it.each(broken)('that %s is told by place and reason, in both languages', async (_, spoil, at, reason) => {
    const { status, body } = await atDesk('officer', 'POST /v1/agency/items/check', { source: spoil(next()) });
    expect(status).toBe(200);
    expect(body.item).toBeUndefined();
    const fault = body.faults?.find(({ path: where }) => where === at);
    expect(fault?.reason?.zh ?? JSON.stringify(body.faults)).toContain(reason);
    expect(fault?.line).toBeGreaterThan(0);
    const refused = await propose('officer', spoil(next()));
    expect([refused.status, refused.body.type]).toEqual([422, 'urn:banshi:problem:item-faulty']);
  });

  it('and a good one shows what it would be', async () => {
    const { body } = await atDesk('officer', 'POST /v1/agency/items/check', { source: next() });
    expect([body.faults, body.item?.version]).toEqual([[], 3]);
    const { body: json } = await atDesk('officer', 'POST /v1/agency/items/check', {
      source: JSON.stringify({ ...body.item, agency: body.item?.agency.code }),
    });
    expect([json.faults, json.item]).toEqual([[], body.item]);
  });
});

describe('items in a file', () => {
  const exported = async (who: keyof typeof people): Promise<string> => {
    const event = httpEvent({ routeKey: 'GET /v1/agency/items/export', claims: people[who] });
    const { body = '', headers } = await desk(event, {});
    expect(headers?.['content-type']).toBe('text/csv; charset=utf-8');
    return body;
  };
  const bring = (csv: string, apply: boolean, key = `import-${csv.length}-${apply}`) =>
    atDesk('supervisor', 'POST /v1/agency/items/import', { csv, apply }, { key });
  /** Three rows of it, one with the next version. */
  const fewRows = (csv: string, change: Readonly<Record<string, string>>): string => {
    const { columns, rows } = readCsv(csv);
    const picked = rows.map(({ row }) => row).filter((row) => row.code === code || row.code?.startsWith('4401150220'));
    return writeCsv(
      columns,
      picked.map((row) => (row.code === code ? { ...row, ...change } : row)),
    );
  };
  const nextVersion = { version: '3', effectiveFrom: '2026-12-01', 'name.zh': '食品经营许可（表格）' };

  it('come back as they went: nothing new, nothing wrong', async () => {
    const csv = await exported('supervisor');
    const small = fewRows(csv, {});
    const { body } = await bring(small, true);
    expect(body).toEqual({ good: [], unchanged: readCsv(small).rows.length, bad: 0, faults: [], proposals: [] });
  });

  it('are told apart, good from bad, and none is taken with one bad among them', async () => {
    const csv = fewRows(await exported('supervisor'), nextVersion);
    const { columns, rows } = readCsv(csv);
    const spoilt = writeCsv(
      columns,
      rows.map(({ row }) => (row.code === code ? row : { ...row, version: '2', effectiveFrom: 'soon' })),
    );
    const { body } = await bring(spoilt, true);
    expect(body.good).toEqual([{ itemCode: code, version: 3 }]);
    expect(body.bad).toBeGreaterThan(0);
    expect(body.faults?.[0]).toMatchObject({ column: 'effectiveFrom' });
    expect(body.proposals).toEqual([]);
    const { body: list } = await atDesk('officer', 'GET /v1/agency/items/proposals');
    expect(list.items).toEqual([]);
  });

  it('become proposals, all at once and once only, which a second person approves', async () => {
    const csv = fewRows(await exported('supervisor'), nextVersion);
    expect((await bring(csv, false)).body).toMatchObject({ good: [{ itemCode: code, version: 3 }], proposals: [] });
    const first = await bring(csv, true, 'the-same-import');
    expect(first.body.proposals).toHaveLength(1);
    expect((await bring(csv, true, 'the-same-import')).body.proposals).toEqual(first.body.proposals);
    const [proposalId = ''] = first.body.proposals ?? [];
    expect((await ending('supervisor', 'approve', proposalId)).body.type).toBe('urn:banshi:problem:four-eyes');
    expect((await ending('approver', 'approve', proposalId)).status).toBe(200);
  });

  it('go out in the national lists as well', async () => {
    const { body } = await atDesk('auditor', 'GET /v1/agency/items/export/national', undefined, {
      query: { agency: people.officer.agency },
    });
    const basic = body.files?.find(({ name }) => name === 'up_task_general_basic.csv');
    expect(readCsv(basic?.csv ?? '').rows.some(({ row }) => row.catalog_code === code)).toBe(true);
  });

  it.each([
    ['empty', '', 422],
    ['without a header that it knows', 'a,b\n1,2\n', 200],
    ['with a quote left open', 'code\n"4401', 200],
  ])('a file %s is refused or told, never half-read', async (_, csv, status) => {
    const answer = await bring(csv, true);
    expect(answer.status).toBe(status);
    if (status === 200) expect([answer.body.good, answer.body.proposals]).toEqual([[], []]);
  });
});

describe('a case for the exchange', () => {
  it('is told in the national lists once it is accepted', async () => {
    const caseId = await filedCase(hall);
    const ask = () => hall.call(people.supervisor, 'GET /v1/agency/cases/{caseId}/exchange', { caseId });
    expect((await ask()).body.type).toBe('urn:banshi:problem:wrong-state');
    await hall.call(people.officer, 'POST /v1/agency/cases/{caseId}/claim', { caseId }, {});
    const accepted = await hall.call(people.officer, 'POST /v1/agency/cases/{caseId}/accept', { caseId }, {});
    expect(accepted.status).toBe(200);
    const { body } = await ask();
    const [row] = body.rows.accept;
    expect(row).toMatchObject({ applyer_name: '张伟', catalog_code: code, project_no: accepted.body.caseNumber });
    expect(body.rows.process.map(({ process_name }: { process_name: string }) => process_name)).toEqual([
      '申请',
      '收件',
      '认领',
      '受理',
    ]);
    const numbered = (rows: Record<string, string>[]) => rows.map((each, i) => ({ line: i + 2, row: each }));
    const { accept, process, special, caseMaterial, result } = body.rows;
    const { good, faults } = readCases({
      accept: numbered(accept),
      process: numbered(process),
      special: numbered(special),
      caseMaterial: numbered(caseMaterial),
      result: numbered(result),
    });
    expect([faults, good.length]).toEqual([[], 1]);
    const [look] = (await hall.deps.access.list(caseId, { limit: 1 })).items;
    expect(look).toMatchObject({ what: 'export', who: { id: people.supervisor.sub } });
  });
});
