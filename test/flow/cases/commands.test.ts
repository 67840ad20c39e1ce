/** Commands on embedded engines: round trips, repeats, races, faults. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../shared/base/ids.ts';
import { hall as hallActor, route } from '../../../shared/cases/system.ts';
import { requiredMaterials } from '../../../shared/catalogue/answers.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { type CaseFunctions, caseFunctions, market, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const foodCode = '440115025000';
let engines: Engines;
let hall: CaseFunctions;
let item: Item;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
  const found = await hall.deps.catalogue.find(foodCode, '2026-02-13');
  if (found === undefined) throw new Error('the catalogue lacks the item of this test');
  item = found;
});
afterEach(() => vi.restoreAllMocks());

/** A draft with all answers and files, the files clean as the scan would leave them. */
async function filled(): Promise<string> {
  const { body } = await hall.call(people.citizen, 'POST /v1/drafts', {}, { itemCode: foodCode });
  const { caseId } = body;
  const answers = sampleAnswers(item, '2026-02-13');
  expect(
    (await hall.call(people.citizen, 'PUT /v1/drafts/{caseId}', { caseId }, { answers }, { ifMatch: 1 })).status,
  ).toBe(200);
  for (const { code } of requiredMaterials(item, answers)) {
    const file = { code, fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) };
    const { body: ticket } = await hall.call(people.citizen, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    const row = await hall.deps.materials.get(caseId, ticket.material.materialId);
    expect(await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected')).toBe(true);
  }
  return caseId;
}

const submit = (caseId: string, key?: string) =>
  hall.call(
    people.citizen,
    'POST /v1/drafts/{caseId}/submit',
    { caseId },
    { declaration: true },
    key === undefined ? {} : { key },
  );

/** Submitted, and in the inbox as the intake worker would put it there. */
async function arrived(): Promise<string> {
  const caseId = await filled();
  expect((await submit(caseId)).status).toBe(201);
  const { head } = await hall.deps.cases.get(caseId);
  const outcome = route(head, [], { item, actor: hallActor, now: hall.now });
  if (outcome instanceof Error) throw outcome;
  await hall.deps.cases.commit({ ...outcome, expected: head.version, now: hall.now });
  return caseId;
}

const desk = (who: keyof typeof people, name: string, caseId: string, body: object = {}, key?: string) =>
  hall.call(people[who], `POST /v1/agency/cases/{caseId}/${name}`, { caseId }, body, key === undefined ? {} : { key });

describe('the inbox of all stages together', () => {
  it('has every case that is not over once, by due day, page by page', async () => {
    const cases = [await arrived(), await arrived(), await arrived(), await arrived()];
    for (const id of cases.slice(1)) for (const step of ['claim', 'accept']) await desk('officer', step, id);
    for (const id of cases.slice(2)) await desk('officer', 'propose', id, { outcome: 'grant' });
    await desk('approver', 'decide', cases[3] ?? '', { outcome: 'grant' });
    const read = async (
      query: Record<string, string>,
    ): Promise<{ caseId: string; state: string; dueBy?: string }[]> => {
      const answer = await hall.call(people.officer, 'GET /v1/agency/cases', {}, undefined, { query });
      expect(answer.status).toBe(200);
      const { items, next } = answer.body;
      return next === undefined ? items : [...items, ...(await read({ ...query, cursor: next }))];
    };
    const states = ['submitted', 'correction-requested', 'in-review', 'suspended', 'proposed'];
    const each = (await Promise.all(states.map((state) => read({ state, limit: '100' })))).flat();
    const open = await read({ all: 'open', limit: '2' });
    expect(open.map(({ caseId }) => caseId).sort()).toEqual(each.map(({ caseId }) => caseId).sort());
    expect(open.map(({ caseId }) => caseId)).toEqual(expect.arrayContaining(cases.slice(0, 3)));
    const days = open.map(({ dueBy = '9999-12-31' }) => dueBy);
    expect(days).toEqual(days.toSorted());
    const unfinished = await read({ all: 'unfinished', limit: '3' });
    expect(unfinished.map(({ caseId }) => caseId)).toEqual(expect.arrayContaining(cases));
    hall.count();
    await read({ all: 'unfinished', limit: '100' });
    expect(hall.count()).toBe(1);
    const { next } = (
      await hall.call(people.officer, 'GET /v1/agency/cases', {}, undefined, { query: { all: 'open', limit: '1' } })
    ).body;
    const other = { query: { all: 'unfinished', cursor: next } };
    expect((await hall.call(people.officer, 'GET /v1/agency/cases', {}, undefined, other)).status).toBe(400);
  });
});

describe('round trips to the table', () => {
  it('are one for reads and at most two for commands', async () => {
    const caseId = await filled();
    const trips: Record<string, number> = {};
    const count = async (name: string, work: Promise<{ status: number }>) => {
      expect((await work).status, name).toBeLessThan(300);
      trips[name] = hall.count();
    };
    hall.count();
    await count('submit', submit(caseId));
    await hall.deps.cases.get(caseId).then(async ({ head }) => {
      const outcome = route(head, [], { item, actor: hallActor, now: hall.now });
      if (!(outcome instanceof Error))
        await hall.deps.cases.commit({ ...outcome, expected: head.version, now: hall.now });
    });
    hall.count();
    await count('my drafts', hall.call(people.citizen, 'GET /v1/drafts'));
    await count('my cases', hall.call(people.citizen, 'GET /v1/cases'));
    await count('my case', hall.call(people.citizen, 'GET /v1/cases/{caseId}', { caseId }));
    await count(
      'inbox',
      hall.call(people.officer, 'GET /v1/agency/cases', {}, undefined, { query: { state: 'submitted' } }),
    );
    await count('desk case', hall.call(people.officer, 'GET /v1/agency/cases/{caseId}', { caseId }));
    await count('claim', desk('officer', 'claim', caseId));
    await count('accept', desk('officer', 'accept', caseId));
    await count('propose', desk('officer', 'propose', caseId, { outcome: 'grant' }));
    await count('decide', desk('approver', 'decide', caseId, { outcome: 'grant' }));
    expect(trips).toEqual({
      submit: 2,
      'my drafts': 1,
      'my cases': 1,
      'my case': 1,
      inbox: 1,
      'desk case': 1,
      claim: 2,
      accept: 2,
      propose: 2,
      decide: 2,
    });
  });
});

describe('the same call again', () => {
  it('answers what it answered, also after the case has moved on, and does nothing twice', async () => {
    const caseId = await filled();
    const first = await submit(caseId, 'submit-key-1');
    const again = await submit(caseId, 'submit-key-1');
    expect(again).toEqual(first);
    expect((await hall.deps.cases.get(caseId)).events).toHaveLength(1);
    expect((await submit(caseId, 'submit-key-2')).status).toBe(409);
  });

  it('sent fifty times at once, happens once', async () => {
    const caseId = await arrived();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => desk('officer', 'claim', caseId, {}, 'claim-key-1')),
    );
    const done = replies.filter(({ status }) => status === 200);
    expect(new Set(replies.map(({ status }) => status)).difference(new Set([200, 409, 503])).size).toBe(0);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { events } = await hall.deps.cases.get(caseId);
    expect(events.filter(({ type }) => type === 'claimed')).toHaveLength(1);
  });

  it('with another body is refused and changes nothing', async () => {
    const caseId = await arrived();
    expect((await desk('officer', 'claim', caseId, {}, 'one-key-12')).status).toBe(200);
    const { head } = await hall.deps.cases.get(caseId);
    const other = await desk('officer', 'accept', caseId, {}, 'one-key-12');
    expect([other.status, other.body.type]).toEqual([422, 'urn:banshi:problem:idempotency-key-reused']);
    expect((await hall.deps.cases.get(caseId)).head).toEqual(head);
  });
});

describe('two at once', () => {
  it('two officers claim: one has it, the other is told', async () => {
    const caseId = await arrived();
    const replies = await Promise.all([desk('officer', 'claim', caseId), desk('colleague', 'claim', caseId)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('two screens save a draft: one is saved, the other is told that it is stale', async () => {
    const { body } = await hall.call(people.citizen, 'POST /v1/drafts', {}, { itemCode: foodCode });
    const save = () =>
      hall.call(people.citizen, 'PUT /v1/drafts/{caseId}', { caseId: body.caseId }, { answers: {} }, { ifMatch: 1 });
    expect((await Promise.all([save(), save()])).map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('a file is taken away while the application is submitted: it is submitted with it, or not at all', async () => {
    const caseId = await filled();
    const { materials } = await hall.deps.cases.get(caseId);
    const materialId = materials[0]?.materialId ?? '';
    const [sent, removed] = await Promise.all([
      submit(caseId),
      hall.call(people.citizen, 'DELETE /v1/cases/{caseId}/materials/{materialId}', { caseId, materialId }),
    ]);
    const after = await hall.deps.cases.get(caseId);
    const attached = Object.values(after.head.materials).flat();
    expect(attached.every((id) => after.materials.some((file) => file.materialId === id))).toBe(true);
    expect([sent.status, removed.status].filter((status) => status < 300)).toHaveLength(1);
  });

  it('thirty people submit the same item in the same millisecond: thirty numbers', async () => {
    const cases = await Promise.all(Array.from({ length: 30 }, filled));
    const replies = await Promise.all(cases.map((caseId) => submit(caseId)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
    expect(new Set(replies.map(({ body }) => body.caseNumber)).size).toBe(30);
  }, 60_000);
});

describe('marks on papers, over HTTP', () => {
  it('that are not of this case, not on a page, too many or nonsense are refused, and nothing happens', async () => {
    const [caseId, other] = [await arrived(), await arrived()];
    await desk('officer', 'claim', caseId);
    const fileOf = async (id: string) => {
      const [[code, [materialId = ''] = []] = ['']] = Object.entries((await hall.deps.cases.get(id)).head.materials);
      return { code, materialId };
    };
    const own = await fileOf(caseId);
    // As the scan leaves a paper of two pages.
    const row = await hall.deps.materials.get(caseId, own.materialId);
    expect(await hall.deps.materials.move({ ...row, pages: 2 }, 'clean')).toBe(true);
    const before = await hall.deps.cases.get(caseId);
    const mark = { ...own, page: 1, x: 0, y: 0, w: 500, h: 500, text: '看不清' };
    const ask = (marks: unknown, code = own.code) =>
      desk('officer', 'request-correction', caseId, { fields: [], materials: [{ code, reason: '看不清' }], marks });
    const proto = JSON.parse('{"__proto__": {"code": "x"}}');
    const bad: readonly unknown[] = [
      [{ ...mark, materialId: (await fileOf(other)).materialId }],
      [{ ...mark, materialId: '../../etc/passwd' }],
      [{ ...mark, code: '__proto__' }],
      [{ ...mark, code: 'constructor', materialId: 'constructor' }],
      [{ ...mark, page: 501 }],
      [{ ...mark, page: 3 }],
      [{ ...mark, page: 0 }],
      [{ ...mark, page: '1' }],
      // As JSON has them: no number at all.
      [{ ...mark, x: Number.NaN }],
      [{ ...mark, w: Number.POSITIVE_INFINITY }],
      [{ ...mark, x: 9501 }],
      [{ ...mark, x: 1e308 }],
      [{ ...mark, y: -0.5 }],
      [{ ...mark, text: '\u200b'.repeat(201) }],
      [{ ...mark, text: '\u200b\u00a0\u3164' }],
      [{ ...mark, text: { toString: '看不清' } }],
      [{ ...mark, ...{ onclick: 'alert(1)' } }],
      Array.from({ length: 1000 }, () => mark),
      [[mark]],
      { 0: mark, length: 1 },
      [null],
      'marks',
      [proto],
    ];
    for (const marks of bad) {
      const { status, body } = await ask(marks);
      expect([marks, status]).toEqual([marks, 422]);
      // What was sent is not sent back: a page that shows the answer shows nothing of it.
      expect(JSON.stringify(body)).not.toMatch(/onclick|passwd|看不清/);
    }
    expect((await ask([{ ...mark, code: '__proto__' }], '__proto__')).status).toBe(422);
    expect(
      (await desk('colleague', 'request-correction', other, { fields: [], materials: [], marks: [mark] })).status,
    ).toBe(422);
    expect(await hall.deps.cases.get(caseId)).toEqual(before);
  });

  it('are text: what looks like a page is kept and given back letter by letter, as JSON, to those of the case only', async () => {
    const caseId = await arrived();
    await desk('officer', 'claim', caseId);
    const { head } = await hall.deps.cases.get(caseId);
    const [[code, [materialId = ''] = []] = ['']] = Object.entries(head.materials);
    const text = '<img src=x onerror=alert(1)></ol><script>alert(2)</script>&amp;';
    const mark = { ...{ code, materialId, page: 500 }, ...{ x: 9900, y: 9900, w: 100, h: 100, text } };
    const body = { fields: [], materials: [{ code, reason: '看不清' }], marks: [mark] };
    expect((await desk('officer', 'request-correction', caseId, body)).status).toBe(200);
    const seen = await hall.call(people.citizen, 'GET /v1/cases/{caseId}', { caseId });
    expect(seen.body.correction.marks).toEqual([mark]);
    const stranger = { ...people.citizen, sub: 'li-na', name: '李娜' };
    expect((await hall.call(stranger, 'GET /v1/cases/{caseId}', { caseId })).status).toBe(404);
    const elsewhere = { ...people.officer, agency: '11440100DEM000233N' };
    expect((await hall.call(elsewhere, 'GET /v1/agency/cases/{caseId}', { caseId })).status).toBe(404);
  });
});

const cancelled = (code: string) =>
  new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons: [{ Code: code }] });

describe('a draft with more files than one transaction takes', () => {
  /** So many were refused: each may be sent anew, and is kept to say why. @returns the draft, and how many good files it has */
  async function muchRefused(): Promise<[caseId: string, good: number]> {
    const caseId = await filled();
    const { materials } = await hall.deps.cases.get(caseId);
    const rows = Array.from({ length: 120 }, () => ({
      ...{ ...given(materials[0]), materialId: newId(), state: 'refused' as const },
    })).map(hall.deps.materials.copyItem);
    await engines.documents.send(new TransactWriteCommand({ TransactItems: rows.slice(0, 60) }));
    await engines.documents.send(new TransactWriteCommand({ TransactItems: rows.slice(60) }));
    return [caseId, materials.length];
  }
  const given = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the draft has no file');
    return value;
  };
  const throwAway = (caseId: string) => hall.call(people.citizen, 'DELETE /v1/drafts/{caseId}', { caseId });

  it('is thrown away whole: what stays is for the relay to clear', async () => {
    const [caseId] = await muchRefused();
    expect((await throwAway(caseId)).status).toBe(204);
    const { Items = [] } = await engines.documents.send(
      new QueryCommand({
        TableName: hall.table,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': `CASE#${caseId}` },
      }),
    );
    expect(Items.filter(({ state }) => state !== 'removed')).toEqual([]);
  });

  it('broken off in the middle keeps every good file, and can be thrown away again', async () => {
    const [caseId, good] = await muchRefused();
    const mock = mockClient(engines.documents);
    mock.send.callThrough();
    const unhurt = DynamoDBDocumentClient.from(engines.dynamodb, { marshallOptions: { removeUndefinedValues: true } });
    mock
      .on(TransactWriteCommand)
      .callsFakeOnce((input) => unhurt.send(new TransactWriteCommand(input)))
      .rejects(cancelled('ThrottlingError'));
    expect((await throwAway(caseId)).body.type).toMatch(/too-busy$/);
    mock.restore();
    const left = (await hall.deps.cases.get(caseId)).materials.map(({ state }) => state);
    expect(left.length).toBeLessThan(100);
    expect(left.filter((state) => state === 'clean')).toHaveLength(good);
    expect((await throwAway(caseId)).status).toBe(204);
    expect((await throwAway(caseId)).status).toBe(404);
  });
});

describe('faults of the table', () => {
  /** Cancels every transaction, or only the first; all other calls reach the engine. */
  function cancelWrites(reason: string, which: 'every' | 'first') {
    const mock = mockClient(engines.documents);
    mock.send.callThrough();
    mock.on(TransactWriteCommand).callsFake(() => {
      if (which === 'first') mock.restore();
      throw cancelled(reason);
    });
    return mock;
  }

  it('a write cancelled once by a collision is tried again and done', async () => {
    const caseId = await arrived();
    cancelWrites('TransactionConflict', 'first');
    expect((await desk('officer', 'claim', caseId)).status).toBe(200);
    expect((await hall.deps.cases.get(caseId)).head.handler?.id).toBe('officer-wang');
  });

  it.each([
    ['TransactionConflict', 409, 'conflict'],
    ['ThrottlingError', 503, 'too-busy'],
  ])('a write cancelled every time by %s is answered %i, never half-done', async (reason, status, code) => {
    const caseId = await arrived();
    const before = await hall.deps.cases.get(caseId);
    const mock = cancelWrites(reason, 'every');
    const reply = await desk('officer', 'claim', caseId);
    mock.restore();
    expect([reply.status, reply.body.type]).toEqual([status, `urn:banshi:problem:${code}`]);
    expect(await hall.deps.cases.get(caseId)).toEqual(before);
  });
});

describe('lists', () => {
  it('page by cursor, each once, and take no cursor of another list or agency', async () => {
    const started = await Promise.all(
      Array.from({ length: 7 }, () => hall.call(people.citizen, 'POST /v1/drafts', {}, { itemCode: foodCode })),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await hall.call(people.citizen, 'GET /v1/drafts', {}, undefined, { query });
      seen.push(...body.items.map((one: { caseId: string }) => one.caseId));
      cursor = body.next;
      if (cursor !== undefined) {
        expect((await hall.call(people.citizen, 'GET /v1/cases', {}, undefined, { query: { cursor } })).status).toBe(
          400,
        );
      }
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(started.map(({ body }) => body.caseId).sort());
    expect(market).toBe(people.officer.agency);
  });

  it('of what one holds, of acts on many and of exports, show nothing of the agency one has left', async () => {
    const caseId = await arrived();
    await desk('officer', 'claim', caseId);
    const released = { action: 'release', body: {}, cases: [caseId] };
    const begun = await hall.call(people.officer, 'POST /v1/agency/bulk', {}, released);
    expect(begun.body.state).toBe('done');
    await desk('officer', 'claim', caseId);
    const asked = { format: 'csv', answers: false, from: '2026-01-01', to: '2026-02-13' };
    const exported = await hall.call(people.supervisor, 'POST /v1/agency/exports', {}, asked);
    expect(exported.status).toBe(201);
    const elsewhere = '11440100DEM000233N';
    const moved = { ...people.officer, agency: elsewhere };
    const list = async (who: Record<string, string>, query = {}) =>
      (await hall.call(who, 'GET /v1/agency/cases', {}, undefined, { query: { mine: 'true', ...query } })).body.items;
    expect((await list(people.officer)).map((row: { caseId: string }) => row.caseId)).toEqual([caseId]);
    expect(await list(moved)).toEqual([]);
    const { bulkId } = begun.body;
    const look = async (who: Record<string, string>) => [
      (await hall.call(who, 'GET /v1/agency/bulk/{bulkId}', { bulkId })).status,
      (await hall.call(who, 'POST /v1/agency/bulk/{bulkId}/undo', { bulkId }, {})).status,
    ];
    expect(await look(moved)).toEqual([404, 404]);
    expect((await look(people.officer))[0]).toBe(200);
    const file = async (who: Record<string, string>) =>
      (await hall.call(who, 'GET /v1/agency/exports/{exportId}', { exportId: exported.body.exportId })).status;
    expect(await file(people.supervisor)).toBe(200);
    expect(await file({ ...people.supervisor, agency: elsewhere })).toBe(404);
    expect(await file({ ...people.auditor, sub: people.supervisor.sub })).toBe(200);
  });

  it('refuses a cursor with keys of its own making', async () => {
    const forged = Buffer.from(JSON.stringify([`APPLICANT#${people.citizen.sub}#DRAFT`, { PK: 'x' }])).toString(
      'base64url',
    );
    const reply = await hall.call(people.citizen, 'GET /v1/drafts', {}, undefined, { query: { cursor: forged } });
    expect(reply.status).toBe(400);
  });
});
