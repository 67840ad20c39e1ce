/** Joint handling (联合办理) over the handlers: the agency that decides asks two others, each reads what it is shown and answers. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fireDue } from '../../../shared/cases/firing.ts';
import { hall as hallActor } from '../../../shared/cases/system.ts';
import { type CaseFunctions, caseFunctions, people as market } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';

/** 设置农村公益性墓地审批: Civil Affairs decides, with others. */
const itemCode = '440123012000';
const [civil, planning, forestry] = ['11440100DEM000233N', '11440100DEM0003215', '11440100DEM00039'];
const people = {
  citizen: { sub: 'yue-wei', name: '某村委会', roles: 'citizen', kind: 'legal' },
  lead: { sub: 'officer-tian', name: '田静', roles: 'officer', agency: civil },
  approver: { sub: 'approver-dong', name: '董浩', roles: 'approver', agency: civil },
  planner: { sub: 'officer-planning', name: '规划经办', roles: 'officer', agency: planning },
  chief: { sub: 'supervisor-planning', name: '规划负责人', roles: 'supervisor', agency: planning },
  market: market.officer,
  auditor: market.auditor,
} as const;
type Who = keyof typeof people;

let engines: Engines;
let hall: CaseFunctions;
let caseId: string;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
  caseId = await filedCase(hall, itemCode, people.citizen);
  await desk('lead', 'claim');
  expect((await desk('lead', 'accept')).status).toBe(200);
});
afterEach(() => vi.restoreAllMocks());

const desk = (who: Who, action: string, body: object = {}, key?: string) =>
  hall.call(
    people[who],
    `POST /v1/agency/cases/{caseId}/${action}`,
    { caseId },
    body,
    key === undefined ? {} : { key },
  );
const question = { agencies: [planning, market.officer.agency], question: '选址是否符合规划？', days: 5 };
const ask = (body: object = {}, who: Who = 'lead', key?: string) => desk(who, 'consult', { ...question, ...body }, key);
const answer = (who: Who, no: number | string, body: object = {}, key?: string) =>
  hall.call(
    people[who],
    'POST /v1/agency/consults/{caseId}/{consultNo}/answer',
    { caseId, consultNo: String(no) },
    { outcome: 'agree', reason: '符合', ...body },
    key === undefined ? {} : { key },
  );
const look = (who: Who, no = 1) =>
  hall.call(people[who], 'GET /v1/agency/consults/{caseId}/{consultNo}', { caseId, consultNo: String(no) });
const inbox = async (who: Who, query: Record<string, string> = {}) =>
  (await hall.call(people[who], 'GET /v1/agency/consults', {}, undefined, { query })).body.items;
const view = async (who: Who = 'lead') =>
  (await hall.call(people[who], 'GET /v1/agency/cases/{caseId}', { caseId })).body;
const code = ({ status, body }: { status: number; body: { type?: string } }) =>
  [status, body.type?.replace('urn:banshi:problem:', '')] as const;

async function tick(): Promise<void> {
  const { head } = await hall.deps.cases.get(caseId);
  const item = hall.deps.catalogue.version(head.itemCode, head.itemVersion);
  const outcome = item === undefined ? undefined : fireDue(head, { item, actor: hallActor, now: hall.now });
  if (outcome === undefined) throw new Error('nothing was due');
  await hall.deps.cases.commit({ ...outcome, expected: head.version, now: hall.now });
}

it('goes from the question to the decision: asked, read, answered, decided', async () => {
  const before = await view();
  expect(before.actions).toContain('consult');
  expect(before.askable.map((each: { code: string }) => each.code)).toContain(planning);
  expect(before.askable.map((each: { code: string }) => each.code)).not.toContain(civil);
  const [paper, other] = before.materials;
  expect((await ask({ fields: ['villageName'], materials: [paper.code] })).status).toBe(200);

  const asked = await view();
  expect(asked.consults).toMatchObject([
    { no: 1, agency: planning, state: 'waiting', lamp: 'green', dueBy: '2026-02-27', mayWithdraw: true },
    { no: 2, state: 'waiting' },
  ]);
  expect(asked.withheld.map(({ action }: { action: string }) => action)).toContain('propose');
  expect(code(await desk('lead', 'propose', { outcome: 'grant' }))).toEqual([409, 'opinions-outstanding']);

  expect(await inbox('planner')).toMatchObject([{ caseId, no: 1, question: '选址是否符合规划？', lamp: 'green' }]);
  const shown = await look('planner');
  expect(Object.keys(shown.body.answers)).toEqual(['villageName']);
  expect(shown.body.materials.map((file: { code: string }) => file.code)).toEqual([paper.code]);
  expect(shown.body.mayAnswer).toBe(true);
  const file = (materialId: string) =>
    hall.call(people.planner, 'GET /v1/agency/consults/{caseId}/{consultNo}/materials/{materialId}', {
      ...{ caseId, consultNo: '1', materialId },
    });
  expect((await file(paper.materialId)).body.url).toContain('http');
  expect((await file(other.materialId)).status).toBe(404);
  // The case itself stays the lead's, and its figures too.
  expect((await hall.call(people.planner, 'GET /v1/agency/cases/{caseId}', { caseId })).status).toBe(404);

  expect((await answer('planner', 1, { outcome: 'conditions', conditions: '不得占用林地' })).status).toBe(200);
  expect(await inbox('planner')).toEqual([]);
  expect(await inbox('planner', { state: 'closed' })).toMatchObject([{ caseId, ended: 'conditions' }]);
  expect((await answer('market', 2, { outcome: 'disagree', reason: '距离食品企业过近' })).status).toBe(200);
  expect(code(await desk('lead', 'propose', { outcome: 'grant' }))).toEqual([422, 'invalid-fields']);
  expect((await desk('lead', 'propose', { outcome: 'grant', reasons: '已调整选址' })).status).toBe(200);
  expect((await desk('approver', 'decide', { outcome: 'grant' })).status).toBe(200);

  const told = (await hall.call(people.citizen, 'GET /v1/cases/{caseId}', { caseId })).body.timeline;
  const lines = told.map(({ what }: { what: { zh: string } }) => what.zh);
  expect(lines.find((line: string) => line.startsWith('请'))).toMatch(/^请.+、市市场监管局提出意见$/);
  expect(lines.filter((line: string) => line === '提出了意见')).toHaveLength(2);
  expect(JSON.stringify(told)).not.toMatch(/林地|过近|规划经办|选址是否/);
  const record = await hall.call(people.auditor, 'GET /v1/agency/cases/{caseId}/record', { caseId });
  expect(record.body).toMatchObject({ intact: true });
  const seen = await hall.call(people.auditor, 'GET /v1/agency/cases/{caseId}/access', { caseId });
  const looked = seen.body.items.filter(({ who }: { who: { id: string } }) => who.id === people.planner.sub);
  expect(looked.map(({ what }: { what: string }) => what)).toEqual(expect.arrayContaining(['consult', 'material']));
});

describe('what is refused', () => {
  it('asking: by others, about what is not there, with nonsense', async () => {
    expect(code(await ask({}, 'planner'))).toEqual([404, 'not-found']);
    expect(code(await ask({}, 'approver'))).toEqual([403, 'forbidden']);
    expect(code(await ask({}, 'auditor'))).toEqual([403, 'forbidden']);
    const bad: object[] = [
      { agencies: [] },
      { agencies: Array.from({ length: 9 }, () => planning) },
      { agencies: ['x'] },
      { agencies: [planning, planning] },
      { agencies: [civil] },
      { agencies: [`${forestry}00`] },
      { question: '   ' },
      { question: '问'.repeat(501) },
      { days: 0 },
      { days: 21 },
      { days: 1.5 },
      { fields: ['no-such-field'] },
      { materials: ['no-such-paper'] },
      { fields: [''] },
      { more: true },
    ];
    for (const body of bad) expect([body, (await ask(body)).status]).toEqual([body, 422]);
    expect((await view()).consults).toEqual([]);
    expect(await inbox('planner')).toEqual([]);
  });

  it('an item that is not decided jointly', async () => {
    const plain = await filedCase(hall);
    const on = (action: string, body: object = {}) =>
      hall.call(people.market, `POST /v1/agency/cases/{caseId}/${action}`, { caseId: plain }, body);
    await on('claim');
    await on('accept');
    expect(code(await on('consult', { ...question, agencies: [planning] }))).toEqual([409, 'not-joint']);
  });

  it('answering: the wrong agency, the wrong question, twice, with nonsense, after the end', async () => {
    await ask();
    expect(code(await answer('market', 1))).toEqual([404, 'not-found']);
    expect(code(await answer('lead', 1))).toEqual([404, 'not-found']);
    expect(code(await answer('chief', 1))).toEqual([403, 'forbidden']);
    expect(code(await answer('planner', 3))).toEqual([404, 'not-found']);
    for (const no of ['0', '100', 'x', '1.5']) expect((await answer('planner', no)).status).toBeGreaterThanOrEqual(400);
    for (const no of ['0', '100', 'x', '1.5']) expect((await answer('planner', no)).status).toBeLessThan(500);
    const bad: object[] = [
      { outcome: 'perhaps' },
      { reason: ' ' },
      { reason: '长'.repeat(1001) },
      { outcome: 'conditions' },
      { conditions: '不应有' },
      { outcome: 'conditions', conditions: '条'.repeat(501) },
      { more: 1 },
    ];
    for (const body of bad) expect([body, (await answer('planner', 1, body)).status]).toEqual([body, 422]);
    const [first, again] = [
      await answer('planner', 1, {}, 'one-answer-1'),
      await answer('planner', 1, {}, 'one-answer-1'),
    ];
    expect(first.status).toBe(200);
    expect(again.status).toBe(200);
    expect(code(await answer('planner', 1, { outcome: 'disagree' }, 'one-answer-1'))).toEqual([
      422,
      'idempotency-key-reused',
    ]);
    expect(code(await answer('planner', 1))).toEqual([409, 'wrong-state']);
    expect((await desk('lead', 'terminate', { reason: '申请人撤销' })).status).toBe(200);
    expect(code(await answer('market', 2))).toEqual([409, 'wrong-state']);
    expect((await look('market', 2)).body).toMatchObject({ ended: 'over', answers: {}, materials: [] });
    expect(await inbox('market')).toEqual([]);
  });

  it('reading: other agencies, questions of others; an auditor reads, and does not answer', async () => {
    await ask();
    expect((await look('market', 1)).status).toBe(404);
    expect((await look('lead', 1)).status).toBe(404);
    expect((await look('auditor', 1)).body.mayAnswer).toBe(false);
    expect((await look('chief', 1)).body.mayAnswer).toBe(false);
    expect(await inbox('auditor', { agency: planning })).toHaveLength(1);
    const without = await hall.call(people.auditor, 'GET /v1/agency/consults');
    expect(without.status).toBe(403);
    const named = { query: { agency: planning } };
    expect((await hall.call(people.market, 'GET /v1/agency/consults', {}, undefined, named)).status).toBe(403);
  });

  it('taking back: by others, twice, what was answered', async () => {
    await ask();
    const back = { consult: 1, reason: '已当面确认' };
    expect(code(await desk('planner', 'withdraw-consult', back))).toEqual([404, 'not-found']);
    expect((await desk('lead', 'withdraw-consult', { consult: 1 })).status).toBe(422);
    expect((await desk('lead', 'withdraw-consult', back)).status).toBe(200);
    expect(code(await desk('lead', 'withdraw-consult', back))).toEqual([409, 'wrong-state']);
    expect(code(await answer('planner', 1))).toEqual([409, 'wrong-state']);
    expect((await look('planner')).body).toMatchObject({ ended: 'withdrawn', answers: {}, mayAnswer: false });
    await answer('market', 2);
    expect(code(await desk('lead', 'withdraw-consult', { ...back, consult: 2 }))).toEqual([409, 'wrong-state']);
    expect((await ask({ agencies: [planning] })).status).toBe(200);
    expect((await view()).consults.map(({ state }: { state: string }) => state)).toEqual([
      'withdrawn',
      'agree',
      'waiting',
    ]);
  });
});

describe('two at once', () => {
  it('one answers and the other is told: the same officer, and a question that is taken back', async () => {
    await ask();
    const twice = await Promise.all([answer('planner', 1), answer('planner', 1, { outcome: 'disagree' })]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
    const raced = await Promise.all([
      answer('market', 2),
      desk('lead', 'withdraw-consult', { consult: 2, reason: '不再需要' }),
    ]);
    expect(raced.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { consults } = await view();
    const ways = consults.filter(
      ({ opinion, withdrawn }: { opinion?: object; withdrawn?: object }) => opinion && withdrawn,
    );
    expect(ways).toEqual([]);
  });

  it('two agencies answer, and both are heard', async () => {
    await ask();
    const both = await Promise.all([answer('planner', 1), answer('market', 2)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await view()).consults.map(({ state }: { state: string }) => state)).toEqual(['agree', 'agree']);
  });

  it('a decision and a late opinion: the case is decided once, and the opinion is in it or refused', async () => {
    await ask({ agencies: [planning] });
    hall.now = '2026-03-02T02:00:00.000Z';
    expect((await desk('lead', 'propose', { outcome: 'grant' })).status).toBe(200);
    const [decided, late] = await Promise.all([desk('approver', 'decide', { outcome: 'grant' }), answer('planner', 1)]);
    expect(decided.status).toBe(200);
    expect([200, 409]).toContain(late.status);
    const { head, events } = await hall.deps.cases.get(caseId);
    expect(head.state).toBe('granted');
    expect(head.consults[0]?.opinion !== undefined).toBe(late.status === 200);
    const order = events.map(({ type }) => type).filter((type) => type === 'granted' || type === 'opinion-given');
    expect(order).toEqual(late.status === 200 ? ['opinion-given', 'granted'] : ['granted']);
    expect(await inbox('planner')).toEqual([]);
  });

  it('two questions to the same agency: one is put', async () => {
    const both = await Promise.all([ask({ agencies: [planning] }), ask({ agencies: [planning] })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await inbox('planner')).toHaveLength(1);
  });
});

it('an opinion that is not given is escalated on both sides, and then holds nothing up', async () => {
  await ask({ agencies: [planning] });
  hall.now = '2026-02-27T01:00:00.000Z';
  await tick();
  expect(await inbox('chief')).toMatchObject([{ lamp: 'red', escalated: 'red' }]);
  expect(code(await desk('lead', 'propose', { outcome: 'grant' }))).toEqual([409, 'opinions-outstanding']);
  hall.now = '2026-02-28T01:00:00.000Z';
  await tick();
  expect(await inbox('chief')).toMatchObject([{ lamp: 'overdue', escalated: 'overdue' }]);
  const query = { escalated: 'true' };
  const lead = { ...people.lead, roles: 'supervisor' };
  const put = await hall.call(lead, 'GET /v1/agency/cases', {}, undefined, { query });
  expect(put.body.items).toMatchObject([{ caseId }]);
  expect((await view()).consults).toMatchObject([{ state: 'silent', lamp: 'overdue' }]);
  expect((await desk('lead', 'propose', { outcome: 'grant' })).status).toBe(200);
  expect((await answer('planner', 1)).status).toBe(200);
  expect(await inbox('planner', { state: 'closed' })).toMatchObject([{ ended: 'agree' }]);
});

it('each command is two round trips, and its row is where the lists look', async () => {
  hall.count();
  const trips = async (work: Promise<{ status: number }>) => [(await work).status, hall.count()];
  expect(await trips(ask())).toEqual([200, 2]);
  expect(await trips(hall.call(people.planner, 'GET /v1/agency/consults'))).toEqual([200, 1]);
  expect(await trips(look('planner'))).toEqual([200, 1]);
  expect(await trips(answer('planner', 1))).toEqual([200, 2]);
  expect(await trips(desk('lead', 'withdraw-consult', { consult: 2, reason: '够了' }))).toEqual([200, 2]);
  const key = { PK: `CASE#${caseId}`, SK: 'CONSULT#01' };
  const { Item } = await engines.documents.send(new GetCommand({ TableName: hall.table, Key: key }));
  expect(Item?.GSI6PK).toBe(`CONSULTS#${planning}#closed`);
});
