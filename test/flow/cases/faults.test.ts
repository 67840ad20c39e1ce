/**
 * A table that throttles, collides or answers too late: packages, notices, versions of items, imports, delegation and ratings say so with
 * the right problem, leave nothing half-done, and the same call again does it once.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { makeHandler as makeDesk } from '../../../functions/catalogue-desk/desk.ts';
import { exchange } from '../../../functions/catalogue-desk/files.ts';
import { openWorkshop } from '../../../functions/catalogue-desk/workshop.ts';
import type { HttpHandler } from '../../../shared/base/serve.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { canonicalJson } from '../../../shared/cases/chain.ts';
import { requiredMaterials } from '../../../shared/catalogue/answers.ts';
import { openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { composeForm } from '../../../shared/catalogue/package-form.ts';
import { createProposalStore } from '../../../shared/catalogue/proposal-store.ts';
import { createPublishedStore } from '../../../shared/catalogue/published-store.ts';
import { writeCsv } from '../../../shared/exchange/csv.ts';
import { columnsOf } from '../../../shared/exchange/fields.ts';
import { caseTables } from '../../../shared/exchange/national-cases.ts';
import { noticeIdOf } from '../../../shared/notices/notice.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { type CaseFunctions, caseFunctions, catalogueFolder, market, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';
import { bodyOf, httpEvent } from '../../support/http.ts';

const foodCode = '440115025000';
const agent = { sub: 'li-na', name: '李娜', roles: 'citizen', kind: 'natural' };
const { citizen, officer, approver, supervisor } = people;
const sources = path.resolve('dist/functions/catalogue-desk/catalogue-source');

let engines: Engines;
let hall: CaseFunctions;
let desk: HttpHandler;
let lists: Record<string, string>;
/** What the calls of this file go through; faults are put on it. */
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  silence();
  engines = await startEngines();
  client = DynamoDBDocumentClient.from(engines.dynamodb, { marshallOptions: { removeUndefinedValues: true } });
  hall = await caseFunctions(engines, client);
  const published = createPublishedStore(client, hall.table);
  const workshop = openWorkshop(sources);
  desk = makeDesk({
    catalogue: openCatalogue(catalogueFolder, published),
    published,
    proposals: createProposalStore(client, hall.table),
    workshop: async () => workshop,
    exchange: async () => exchange,
    newId: hall.deps.newId,
    clock: () => hall.now,
  });
  lists = await listsOfAnotherHall();
});
afterAll(async () => engines.stop());
beforeEach(() => {
  silence();
  // Tries follow one another at once.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  hall.now = secondsAfter(hall.now, 60);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function silence(): void {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
}

type Claims = Record<string, string>;
interface Ask {
  readonly who: Claims;
  readonly key: string;
  readonly params?: Record<string, string>;
  readonly body?: object;
  readonly ifMatch?: number;
}
/** What a call answered, as far as this file looks. */
const told = z.object({ status: z.number(), body: z.looseObject({ type: z.string().optional() }).optional() });

let serial = 0;
const newKey = () => {
  serial += 1;
  return `fault-key-${serial}`;
};
async function call({ who, key, params = {}, body, ifMatch }: Ask, idempotencyKey = newKey()) {
  if (!key.includes('/v1/agency/items'))
    return told.parse(
      await hall.call(who, key, params, body, { key: idempotencyKey, ...(ifMatch === undefined ? {} : { ifMatch }) }),
    );
  const event = httpEvent({
    ...{ routeKey: key, params, claims: who, headers: { 'idempotency-key': idempotencyKey } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = await desk(event, {});
  return told.parse({ status: result.statusCode, body: bodyOf(result) });
}
/** A call that has to succeed. @returns a text of its answer */
async function must(ask: Ask, name: string): Promise<string> {
  const { status, body } = await call(ask);
  if (status >= 300) throw new Error(`${ask.key}: ${JSON.stringify(body)}`);
  return z.string().parse(body?.[name]);
}

const span = () => ({ agentName: agent.name, items: [foodCode], from: '2026-02-13', until: '2026-12-31' });
const give = (): Ask => ({ who: citizen, key: 'POST /v1/me/consents', body: span() });
const start = (): Ask => ({ who: citizen, key: 'POST /v1/me/packages', body: { packageCode: 'birth', items: [] } });
const text = readFileSync(path.join(sources, fileOf(foodCode, 2)), 'utf8');
const propose = (): Ask => ({
  ...{ who: officer, key: 'POST /v1/agency/items/proposals' },
  body: {
    source: text.replace(/^version: 2$/m, 'version: 3').replace(/^effectiveFrom: .*$/m, 'effectiveFrom: 2027-01-01'),
  },
});

function fileOf(itemCode: string, version: number): string {
  const facts = z.object({ files: z.record(z.string(), z.string()) });
  return (
    facts.parse(JSON.parse(readFileSync(path.join(sources, 'facts.json'), 'utf8'))).files[`${itemCode}@${version}`] ??
    ''
  );
}

async function filledPackage(): Promise<string> {
  const packageId = await must(start(), 'packageId');
  const { children } = await hall.deps.packageStore.get(packageId);
  const items = await Promise.all(children.map(({ itemCode }) => hall.deps.catalogue.find(itemCode, '2026-02-13')));
  const known = items.filter((item) => item !== undefined);
  const { fields } = composeForm(known);
  const answers: Record<string, unknown> = {};
  for (const item of known.toReversed())
    for (const [name, given] of Object.entries(sampleAnswers(item, '2026-02-13')))
      answers[fields.get(item.code)?.get(name) ?? name] = given;
  const saved = await call({
    who: citizen,
    key: 'PUT /v1/me/packages/{packageId}',
    params: { packageId },
    body: { answers },
    ifMatch: 1,
  });
  expect(saved.status).toBe(200);
  for (const [at, { caseId }] of children.entries()) {
    const item = known[at];
    for (const { code } of item === undefined ? [] : requiredMaterials(item, sampleAnswers(item, '2026-02-13'))) {
      const material = {
        code,
        fileName: 'a.pdf',
        mediaType: 'application/pdf' as const,
        bytes: 10,
        sha256: 'a'.repeat(64),
      };
      const file = { ...material, materialId: hall.deps.newId(), caseId, owner: citizen.sub, createdAt: hall.now };
      await hall.deps.materials.add({ ...file, state: 'clean', scannedAt: hall.now }, []);
    }
  }
  return packageId;
}

async function closedCase(): Promise<string> {
  const caseId = await filedCase(hall);
  await call({ who: citizen, key: 'POST /v1/cases/{caseId}/withdraw', params: { caseId }, body: {} });
  return caseId;
}

async function tellOne(): Promise<string> {
  const noticeId = noticeIdOf(hall.now, `event-${newKey()}`);
  const title = { zh: '申请已受理', en: 'Accepted' };
  await hall.deps.notices.tell(citizen.sub, {
    noticeId,
    at: hall.now,
    title,
    text: title,
    about: { room: 'case', id: 'x' },
    toDo: false,
  });
  return noticeId;
}

const mine = (key: string, params: Record<string, string>, body?: object): Ask => ({
  who: citizen,
  key,
  params,
  ...(body && { body }),
});

/** Each with all it stands on, made before the table begins to fail. */
const asks: readonly (readonly [string, () => Promise<Ask>])[] = [
  ['a package begun', async () => start()],
  [
    'a package saved',
    async () => ({
      ...mine('PUT /v1/me/packages/{packageId}', { packageId: await must(start(), 'packageId') }, { answers: {} }),
      ifMatch: 1,
    }),
  ],
  [
    'a package filed',
    async () =>
      mine('POST /v1/me/packages/{packageId}/submit', { packageId: await filledPackage() }, { declaration: true }),
  ],
  ['a consent given', async () => give()],
  [
    'a consent accepted',
    async () => ({ who: agent, key: 'POST /v1/me/consents/accept', body: { code: await must(give(), 'code') } }),
  ],
  [
    'a consent taken back',
    async () => mine('POST /v1/me/consents/{consentId}/revoke', { consentId: await must(give(), 'consentId') }, {}),
  ],
  [
    'a rating',
    async () => mine('POST /v1/cases/{caseId}/rate', { caseId: await closedCase() }, { score: 5, comment: '太慢' }),
  ],
  ['a version proposed', async () => propose()],
  [
    'a version rejected',
    async () => ({
      who: approver,
      key: 'POST /v1/agency/items/proposals/{proposalId}/reject',
      params: { proposalId: await must(propose(), 'proposalId') },
      body: { reason: '依据不足' },
    }),
  ],
  [
    'a version withdrawn',
    async () => ({
      who: officer,
      key: 'POST /v1/agency/items/proposals/{proposalId}/withdraw',
      params: { proposalId: await must(propose(), 'proposalId') },
      body: {},
    }),
  ],
  [
    'cases taken in',
    async () => ({
      who: supervisor,
      key: 'POST /v1/agency/cases/import',
      body: { source: '旧系统', lists: renumbered(), apply: true },
    }),
  ],
];
const asksOfOneRow: readonly (readonly [string, () => Promise<Ask>])[] = [
  ['a notice read', async () => mine('POST /v1/me/notices/{noticeId}/read', { noticeId: await tellOne() }, {})],
  [
    'all notices read',
    async () => {
      await tellOne();
      return mine('POST /v1/me/notices/read', {}, {});
    },
  ],
  [
    'a profile kept',
    async () => ({
      ...mine('PUT /v1/me/profile', {}, { consent: true, answers: { fullName: '张伟' } }),
      ifMatch: await profileVersion(),
    }),
  ],
];
const profileVersion = async () => (await hall.deps.profiles.find(citizen.sub))?.version ?? 0;

const cancelled = (Code: string) =>
  new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons: [{ Code }] });
const named = (name: string) => Object.assign(new Error(name), { name });

/** Every write from now on fails so. @returns how to end it */
function failing(inTransactions: Error, inRows: Error): () => void {
  const mock = mockClient(client);
  mock.send.callThrough();
  mock.on(TransactWriteCommand).rejects(inTransactions);
  mock.on(UpdateCommand).rejects(inRows);
  mock.on(PutCommand).rejects(inRows);
  return () => mock.restore();
}

/** The next write is done, and its answer lost on the way. */
function losingAnswer(): () => void {
  const send = client.send.bind(client);
  const mock = mockClient(client);
  mock.send.callThrough();
  let lost = false;
  mock.on(TransactWriteCommand).callsFake(async (input) => {
    const answer: unknown = await Reflect.apply(send, undefined, [new TransactWriteCommand(input)]);
    if (lost) return answer;
    lost = true;
    throw named('TimeoutError');
  });
  return () => mock.restore();
}

/** Everything that lies in the tables, but for who looked at what. */
async function rows(): Promise<string[]> {
  const { Items = [] } = await engines.documents.send(new ScanCommand({ TableName: hall.table, ConsistentRead: true }));
  return Items.filter(({ PK }) => !String(PK).startsWith('ACCESS#'))
    .map(canonicalJson)
    .sort();
}
const typeOf = ({ body }: z.infer<typeof told>) => body?.type?.replace('urn:banshi:problem:', '');

describe('a table that', () => {
  it.each([...asks, ...asksOfOneRow])(
    'is throttled: %s is told to come again, nothing is half-done, and again it is done',
    async (_, make) => {
      const [ask, key] = [await make(), newKey()];
      const before = await rows();
      const mend = failing(cancelled('ThrottlingError'), named('ThrottlingException'));
      const refused = await call(ask, key);
      mend();
      expect([refused.status, typeOf(refused)]).toEqual([503, 'too-busy']);
      expect(await rows()).toEqual(before);
      expect((await call(ask, key)).status).toBeLessThan(300);
    },
  );

  it.each(asks)('is always met by another transaction: %s is told so, and again it is done', async (what, make) => {
    const [ask, key] = [await make(), newKey()];
    const before = await rows();
    const mend = failing(cancelled('TransactionConflict'), named('TransactionConflictException'));
    const refused = await call(ask, key);
    mend();
    // What is saved under a version is not tried again blindly: it may have been changed elsewhere.
    expect([refused.status, typeOf(refused)]).toEqual(
      what === 'a package saved' ? [412, 'stale-version'] : [409, 'conflict'],
    );
    expect(await rows()).toEqual(before);
    expect((await call(ask, key)).status).toBeLessThan(300);
  });

  it.each(asks.filter(([what]) => what !== 'a package saved'))(
    'does it and answers too late: %s again is not done twice',
    async (_, make) => {
      const [ask, key] = [await make(), newKey()];
      const mend = losingAnswer();
      const lost = await call(ask, key);
      mend();
      expect([lost.status, typeOf(lost)]).toEqual([503, 'too-busy']);
      const first = await call(ask, key);
      expect(first.status).toBeLessThan(300);
      const between = await rows();
      expect(await call(ask, key)).toEqual(first);
      expect(await rows()).toEqual(between);
    },
  );

  it('stops in the middle of throwing a package away lets what is left of it be thrown away, and nothing else', async () => {
    const packageId = await must(start(), 'packageId');
    const at = { packageId };
    const remove = mine('DELETE /v1/me/packages/{packageId}', at);
    const mock = mockClient(client);
    mock.send.callThrough();
    mock
      .on(TransactWriteCommand)
      .callsFakeOnce((input) => engines.documents.send(new TransactWriteCommand(input)))
      .rejects(cancelled('ThrottlingError'));
    expect(typeOf(await call(remove))).toBe('too-busy');
    mock.restore();
    const { children } = z
      .object({ children: z.array(z.unknown()) })
      .parse((await call(mine('GET /v1/me/packages/{packageId}', at))).body);
    expect(children).toHaveLength(2);
    expect(typeOf(await call(mine('POST /v1/me/packages/{packageId}/submit', at, { declaration: true })))).toBe(
      'wrong-state',
    );
    expect(typeOf(await call({ ...mine('PUT /v1/me/packages/{packageId}', at, { answers: {} }), ifMatch: 1 }))).toBe(
      'wrong-state',
    );
    expect((await call(remove)).status).toBe(204);
    expect(typeOf(await call(mine('GET /v1/me/packages/{packageId}', at)))).toBe('not-found');
  });
});

describe('two at once', () => {
  it('a package sent off twice is filed once', async () => {
    const packageId = await filledPackage();
    const ask = mine('POST /v1/me/packages/{packageId}/submit', { packageId }, { declaration: true });
    vi.mocked(Math.random).mockRestore();
    const [one, two] = await Promise.all([call(ask), call(ask)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    for (const { caseId } of (await hall.deps.packageStore.get(packageId)).children) {
      const { events } = await hall.deps.cases.get(caseId);
      expect(events.filter(({ type }) => type === 'submitted')).toHaveLength(1);
    }
  });

  it('two supervisors bring the same file: every case is there once, and both are told what they did', async () => {
    const ask: Ask = {
      who: supervisor,
      key: 'POST /v1/agency/cases/import',
      body: { source: '旧系统', lists: renumbered(5), apply: true },
    };
    vi.mocked(Math.random).mockRestore();
    const other = { ...ask, who: { ...supervisor, sub: 'supervisor-li', name: '李主任' } };
    const answer = z.object({
      good: z.number(),
      unchanged: z.number(),
      taken: z.array(z.object({ caseNumber: z.string() })),
    });
    const replies = await Promise.all([call(ask), call(other)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    const both = replies.map(({ body }) => answer.parse(body));
    expect(both.map(({ good, unchanged }) => good + unchanged)).toEqual([5, 5]);
    const taken = both.flatMap((one) => one.taken.map(({ caseNumber }) => caseNumber));
    expect([taken.length, new Set(taken).size]).toEqual([5, 5]);
  });

  it('the same import told twice under one key answers once what it did', async () => {
    const ask: Ask = {
      who: supervisor,
      key: 'POST /v1/agency/cases/import',
      body: { source: '旧系统', lists: renumbered(3), apply: true },
    };
    vi.mocked(Math.random).mockRestore();
    const replies = await Promise.all([call(ask, 'one-import-key'), call(ask, 'one-import-key')]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(replies[0]).toEqual(replies[1]);
  });

  it('one approves and another rejects the same version: one of the two holds', async () => {
    const proposalId = await must(propose(), 'proposalId');
    const ending = (who: Claims, what: string, body: object): Ask => ({
      who,
      key: `POST /v1/agency/items/proposals/{proposalId}/${what}`,
      params: { proposalId },
      body,
    });
    vi.mocked(Math.random).mockRestore();
    const replies = await Promise.all([
      call(ending(approver, 'approve', {})),
      call(ending(supervisor, 'reject', { reason: '依据不足' })),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('somebody who acts by profession', () => {
  it('has more consents than one page of the table, and acts under each; whoever gives keeps a hundred that stand', async () => {
    const made = await Promise.all(
      Array.from({ length: 210 }, async (_, at) => {
        const person = { id: `client-${at}`, name: '委托人', kind: 'natural' as const };
        const first = {
          ...{ consentId: hall.deps.newId(), version: 1, state: 'given' as const, principal: person, ...span() },
          ...{ givenAt: hall.now, acceptBy: hall.now },
        };
        await hall.deps.consents.give(first, `${at}`);
        const whose = { id: agent.sub, name: agent.name, kind: 'natural' as const };
        await hall.deps.consents.change({ ...first, version: 2, state: 'accepted', agent: whose }, 1);
        return first.consentId;
      }),
    );
    for (const consentId of [made[0], made[105], made[209]]) {
      const { status } = await call({ who: agent, key: 'POST /v1/drafts', body: { itemCode: foodCode, consentId } });
      expect(status).toBe(201);
    }
    const giver = { ...citizen, sub: 'zhou-min' };
    const giving = Array.from({ length: 100 }, () => must({ ...give(), who: giver }, 'consentId'));
    const given = await Promise.all(giving);
    expect(typeOf(await call({ ...give(), who: giver }))).toBe('too-many-consents');
    const ended = {
      who: giver,
      key: 'POST /v1/me/consents/{consentId}/revoke',
      params: { consentId: given[0] ?? '' },
      body: {},
    };
    expect((await call(ended)).status).toBe(200);
    expect((await call({ ...give(), who: giver })).status).toBe(201);
  }, 60_000);

  it('a consent asked for again under its key is answered as it was, also when its days are over', async () => {
    const key = newKey();
    const body = { ...span(), until: hall.now.slice(0, 10) };
    const first = await call({ ...give(), body }, key);
    hall.now = secondsAfter(hall.now, 2 * 86_400 - 3600);
    const again = await call({ ...give(), body }, key);
    expect([again.status, again.body?.consentId]).toEqual([201, first.body?.consentId]);
  });
});

/** One case of another hall, accepted, as its lists tell it. */
async function listsOfAnotherHall(): Promise<Record<string, string>> {
  const other = await caseFunctions(engines);
  const caseId = await filedCase(other);
  for (const action of ['claim', 'accept'])
    await other.call(officer, `POST /v1/agency/cases/{caseId}/${action}`, { caseId }, {});
  other.now = '2026-03-30T02:00:00.000Z';
  const { body } = await other.call(supervisor, 'GET /v1/agency/cases/{caseId}/exchange', { caseId });
  const told = z.object({ rows: z.record(z.string(), z.array(z.record(z.string(), z.string()))) }).parse(body);
  const [accept = {}] = told.rows.accept ?? [];
  return accept;
}

let numbers = 0;
/** So many cases, each under a number of its own, with nothing but its acceptance. */
function renumbered(count = 2): Record<string, string> {
  const accept = Array.from({ length: count }, () => {
    numbers += 1;
    const { project_no = '', ...row } = lists;
    return {
      ...row,
      project_no: `${project_no.slice(0, 31)}20250106${String(numbers).padStart(4, '0')}`,
      org_code: market,
    };
  });
  return Object.fromEntries(
    caseTables.map((table) => [
      table,
      table === 'accept' ? writeCsv(columnsOf('accept'), accept) : writeCsv(columnsOf(table), []),
    ]),
  );
}
