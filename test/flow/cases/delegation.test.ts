/** An agent acts under a consent, in the citizen's own calls; and under nothing else. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyChain } from '../../../shared/cases/chain.ts';
import { hall as hallActor, route } from '../../../shared/cases/system.ts';
import { requiredMaterials } from '../../../shared/catalogue/answers.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { type CaseFunctions, caseFunctions, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { given } from '../../support/test-case.ts';

const foodCode = '440115025000';
const today = '2026-02-13';
const principal = people.citizen;
const agent = { sub: 'li-na', name: '李娜', roles: 'citizen', kind: 'natural' };
const stranger = { sub: 'chen-yu-lan', name: '陈玉兰', roles: 'citizen', kind: 'natural' };
type Claims = Record<string, string>;

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
  const found = await hall.deps.catalogue.find(foodCode, today);
  if (found === undefined) throw new Error('the catalogue lacks the item of this test');
  item = found;
});
afterEach(() => vi.restoreAllMocks());

const span = { from: today, until: '2026-06-30' };
const give = (who: Claims = principal, body: object = {}, key?: string) =>
  hall.call(
    who,
    'POST /v1/me/consents',
    {},
    { agentName: agent.name, items: [foodCode], ...span, ...body },
    key === undefined ? {} : { key },
  );
const accept = (code: string, who: Claims = agent) => hall.call(who, 'POST /v1/me/consents/accept', {}, { code });
const end = (consentId: string, who: Claims) =>
  hall.call(who, 'POST /v1/me/consents/{consentId}/revoke', { consentId }, {});
const start = (who: Claims, consentId: string, itemCode = foodCode) =>
  hall.call(who, 'POST /v1/drafts', {}, { itemCode, consentId });
const typeOf = ({ body }: { body: { type?: string } }) => body.type?.replace('urn:banshi:problem:', '');

async function consented(): Promise<string> {
  const { body } = await give();
  expect((await accept(body.code)).status).toBe(200);
  return body.consentId;
}

/** A draft that the agent began for the principal, filled in, with its files clean. */
async function filled(consentId: string): Promise<string> {
  const { body, status } = await start(agent, consentId);
  expect(status).toBe(201);
  const { caseId } = body;
  const answers = sampleAnswers(item, today);
  const saved = await hall.call(agent, 'PUT /v1/drafts/{caseId}', { caseId }, { answers }, { ifMatch: 1 });
  expect(saved.status).toBe(200);
  for (const { code } of requiredMaterials(item, answers)) {
    const file = { code, fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) };
    const { body: ticket } = await hall.call(agent, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    const row = await hall.deps.materials.get(caseId, ticket.material.materialId);
    await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected');
  }
  return caseId;
}

const submit = (caseId: string, who: Claims = agent) =>
  hall.call(who, 'POST /v1/drafts/{caseId}/submit', { caseId }, { declaration: true });

describe('a consent', () => {
  it('is given with a code, accepted once by whom it names, and seen by both', async () => {
    const { status, body } = await give();
    expect([status, body.state]).toEqual([201, 'given']);
    expect(body.code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(typeOf(await accept(body.code, stranger))).toBe('wrong-agent');
    expect(typeOf(await accept(body.code, { ...principal, name: agent.name }))).toBe('wrong-agent');
    expect((await accept('0000000000')).status).toBe(404);
    const accepted = await accept(body.code.toLowerCase().replace('-', ' '));
    expect(accepted.body).toMatchObject({ state: 'accepted', principalName: '张伟', agentName: '李娜' });
    expect((await accept(body.code)).body).toEqual(accepted.body);
    expect(typeOf(await accept(body.code, { ...stranger, name: agent.name }))).toBe('not-found');
    const mine = await hall.call(principal, 'GET /v1/me/consents');
    const theirs = await hall.call(agent, 'GET /v1/me/consents');
    expect([mine.body.given.length, mine.body.received.length]).toEqual([1, 0]);
    expect([theirs.body.given.length, theirs.body.received.length]).toEqual([0, 1]);
    expect(mine.body.given[0].code).toBeUndefined();
    expect(mine.body.given[0].items).toEqual([{ code: foodCode, name: item.name }]);
  });

  it('asked for twice under one key is one, with the same code', async () => {
    const [one, two] = [await give(principal, {}, 'consent-key-1'), await give(principal, {}, 'consent-key-1')];
    expect(two.body).toEqual(one.body);
  });

  it('is refused for days that are over, too many or the wrong way round, and for items that are not theirs', async () => {
    for (const days of [
      { from: '2026-03-01', until: '2026-02-28' },
      { from: '2026-01-01', until: '2026-02-12' },
      { from: today, until: '2027-03-01' },
    ])
      expect([days, (await give(principal, days)).status]).toEqual([days, 422]);
    expect((await give(principal, { items: [] })).status).toBe(422);
    const strange = await give(principal, { items: [foodCode, '000000000000'] });
    expect(strange.body.errors.map(({ field }: { field: string }) => field)).toEqual(['body.items.1']);
  });

  it('not accepted in a week is accepted no more', async () => {
    const { body } = await give();
    hall.now = '2026-02-20T01:30:00.001Z';
    expect(typeOf(await accept(body.code))).toBe('not-found');
    expect((await hall.call(principal, 'GET /v1/me/consents')).body.given[0].state).toBe('expired');
  });
});

describe('an agent', () => {
  it('drafts, files, follows, corrects and withdraws for the applicant, and the record shows both', async () => {
    const caseId = await filled(await consented());
    expect((await submit(caseId)).status).toBe(201);
    const { head } = await hall.deps.cases.get(caseId);
    expect(head.applicant).toMatchObject({ id: principal.sub, name: principal.name });
    expect(head.agent).toEqual({ id: agent.sub, name: agent.name });
    const routed = given(route(head, [], { item, actor: hallActor, now: hall.now }));
    await hall.deps.cases.commit({ ...routed, expected: head.version, now: hall.now });
    const desk = (name: string, body: object = {}) =>
      hall.call(people.officer, `POST /v1/agency/cases/{caseId}/${name}`, { caseId }, body);
    await desk('claim');
    const [field] = Object.keys(head.answers);
    const asked = { fields: [{ field, reason: '请核对' }], materials: [] };
    expect((await desk('request-correction', asked)).status).toBe(200);
    const answers = { [field ?? '']: head.answers[field ?? ''] };
    const corrected = await hall.call(agent, 'POST /v1/cases/{caseId}/correct', { caseId }, { answers, materials: {} });
    expect(corrected.status).toBe(200);
    for (const who of [agent, principal]) {
      const { body } = await hall.call(who, 'GET /v1/cases/{caseId}', { caseId });
      expect(body.onBehalf).toEqual({ applicantName: '张伟', agentName: '李娜' });
      expect(body.timeline[0].who.zh).toBe('张伟（由李娜代办）');
    }
    const atDesk = await hall.call(people.officer, 'GET /v1/agency/cases/{caseId}', { caseId });
    expect(atDesk.body.onBehalf).toEqual({ applicantName: '张伟', agentName: '李娜' });
    expect((await hall.call(agent, 'POST /v1/cases/{caseId}/withdraw', { caseId }, {})).status).toBe(200);
    const whole = await hall.deps.cases.get(caseId);
    expect(verifyChain(whole.events, whole.head)).toEqual({ intact: true });
    expect(whole.events.filter(({ actor }) => actor.agent?.id === agent.sub).map(({ type }) => type)).toEqual([
      ...['submitted', 'corrected', 'withdrawn'],
    ]);
    // What one thinks of the service is one's own to say.
    expect((await hall.call(agent, 'POST /v1/cases/{caseId}/rate', { caseId }, { score: 1 })).status).toBe(403);
    expect((await hall.call(principal, 'POST /v1/cases/{caseId}/rate', { caseId }, { score: 1 })).status).toBe(200);
    const list = (who: Claims, query: Record<string, string>) =>
      hall.call(who, 'GET /v1/cases', {}, undefined, { query });
    expect((await list(agent, {})).body.items).toEqual([]);
    expect((await list(agent, { for: 'others' })).body.items).toHaveLength(1);
    expect((await list(principal, {})).body.items).toHaveLength(1);
    expect((await list(stranger, { for: 'others' })).body.items).toEqual([]);
  });

  it('begins nothing without a consent in force for that item', async () => {
    const { body } = await give();
    expect(typeOf(await start(agent, body.consentId))).toBe('not-consented');
    await accept(body.code);
    expect(typeOf(await start(agent, body.consentId, '440115025001'))).toBe('not-consented');
    expect(typeOf(await start(stranger, body.consentId))).toBe('not-consented');
    const later = await give(principal, { from: '2026-03-01', until: '2026-03-31' });
    await accept(later.body.code);
    expect(typeOf(await start(agent, later.body.consentId))).toBe('not-consented');
    hall.now = '2026-07-01T01:30:00.000Z';
    expect(typeOf(await start(agent, body.consentId))).toBe('not-consented');
  });

  it.each(['revoked', 'renounced', 'expired'])('does and sees nothing once it is %s', async (how) => {
    const consentId = await consented();
    const draft = await filled(consentId);
    const caseId = await filled(consentId);
    expect((await submit(caseId)).status).toBe(201);
    if (how === 'expired') hall.now = '2026-07-01T01:30:00.000Z';
    else expect((await end(consentId, how === 'revoked' ? principal : agent)).body.state).toBe(how);
    const [file] = (await hall.deps.cases.get(draft)).materials;
    const at = { caseId: draft, materialId: file?.materialId ?? '' };
    const announced = { code: 'x', fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 1, sha256: 'a'.repeat(64) };
    const tried = [
      await hall.call(agent, 'GET /v1/drafts/{caseId}', { caseId: draft }),
      await hall.call(agent, 'PUT /v1/drafts/{caseId}', { caseId: draft }, { answers: {} }, { ifMatch: 2 }),
      await hall.call(agent, 'POST /v1/drafts/{caseId}/migrate', { caseId: draft }, {}),
      await hall.call(agent, 'DELETE /v1/drafts/{caseId}', { caseId: draft }),
      await submit(draft),
      await hall.call(agent, 'POST /v1/cases/{caseId}/materials', { caseId: draft }, announced),
      await hall.call(agent, 'GET /v1/cases/{caseId}/materials/{materialId}', at),
      await hall.call(agent, 'POST /v1/cases/{caseId}/materials/{materialId}/complete', at, {}),
      await hall.call(agent, 'DELETE /v1/cases/{caseId}/materials/{materialId}', at),
      await hall.call(agent, 'GET /v1/cases/{caseId}', { caseId }),
      await hall.call(agent, 'POST /v1/cases/{caseId}/correct', { caseId }, { answers: {}, materials: {} }),
      await hall.call(agent, 'POST /v1/cases/{caseId}/withdraw', { caseId }, {}),
      await hall.call(agent, 'POST /v1/cases/{caseId}/rate', { caseId }, { score: 1 }),
      await hall.call(agent, 'GET /v1/cases/{caseId}/documents/{documentNumber}', {
        caseId,
        documentNumber: 'BS2026-0000-0000-00',
      }),
    ];
    expect(tried.map(typeOf)).toEqual(tried.map(() => 'not-consented'));
    for (const path of ['GET /v1/drafts', 'GET /v1/cases']) {
      const { body } = await hall.call(agent, path, {}, undefined, { query: { for: 'others' } });
      expect(body.items).toEqual([]);
    }
    // The applicant goes on alone.
    expect((await hall.call(principal, 'GET /v1/drafts/{caseId}', { caseId: draft })).status).toBe(200);
    expect((await hall.call(principal, 'POST /v1/cases/{caseId}/withdraw', { caseId }, {})).status).toBe(200);
  });

  it('whose consent is revoked between the look and the write writes nothing', async () => {
    const consentId = await consented();
    const caseId = await filled(consentId);
    const { between } = hall.deps.consents;
    let revoked = false;
    vi.spyOn(hall.deps.consents, 'between').mockImplementation(async (...of) => {
      const found = await between(...of);
      if (!revoked) {
        revoked = true;
        await end(consentId, principal);
      }
      return found;
    });
    expect(typeOf(await submit(caseId))).toBe('not-consented');
    expect((await hall.deps.cases.loadHead(caseId)).head.state).toBe('draft');
  });

  it('whose consent is revoked between the look and the word that a file is there leaves the file as it was', async () => {
    const consentId = await consented();
    const { caseId } = (await start(agent, consentId)).body;
    const { code } = requiredMaterials(item, sampleAnswers(item, today))[0] ?? { code: '' };
    const file = { code, fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) };
    const announced = await hall.call(agent, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    const { materialId } = announced.body.material;
    vi.spyOn(hall.deps.files, 'arrived').mockImplementation(async () => {
      await end(consentId, principal);
      return [true];
    });
    const path = 'POST /v1/cases/{caseId}/materials/{materialId}/complete';
    expect(typeOf(await hall.call(agent, path, { caseId, materialId }, {}))).toBe('not-consented');
    expect((await hall.deps.materials.get(caseId, materialId)).state).toBe('expected');
  });

  it('of an agent is nobody: a consent is given in one’s own name only', async () => {
    const caseId = await filled(await consented());
    const passed = await give(agent, { agentName: stranger.name });
    await accept(passed.body.code, stranger);
    expect((await hall.call(stranger, 'GET /v1/drafts/{caseId}', { caseId })).status).toBe(404);
    expect((await submit(caseId, stranger)).status).toBe(404);
    const begun = await start(stranger, passed.body.consentId);
    expect((await hall.deps.cases.loadHead(begun.body.caseId)).head.applicant.id).toBe(agent.sub);
  });

  it('acts for a company as for a person', async () => {
    const company = { sub: 'yue-wei', name: '广州粤味餐饮有限公司', roles: 'citizen', kind: 'legal' };
    const { body } = await give(company);
    await accept(body.code);
    const begun = await start(agent, body.consentId);
    expect(begun.status).toBe(201);
    const { head } = await hall.deps.cases.loadHead(begun.body.caseId);
    expect(head.applicant).toEqual({ id: company.sub, name: company.name, kind: 'legal' });
  });

  it('costs one look more; the applicant none', async () => {
    const caseId = await filled(await consented());
    hall.count();
    await hall.call(principal, 'GET /v1/drafts/{caseId}', { caseId });
    expect(hall.count()).toBe(1);
    await hall.call(agent, 'GET /v1/drafts/{caseId}', { caseId });
    expect(hall.count()).toBe(2);
  });
});
