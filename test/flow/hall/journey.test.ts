/** One application, from web form to delivered decision, as strangers drive it over HTTP. Runs against any hall: see support/hall.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../../shared/base/time.ts';
import { requiredMaterials } from '../../../shared/catalogue/answers.ts';
import { type Item, item as itemSchema } from '../../../shared/catalogue/item.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { type Caller, callerWith, pdf, until, upload } from '../../support/client.ts';
import { connect, type Hall } from '../../support/hall.ts';

const market = '11440100DEM0001533';
/** Food business licence, change of items: a permit, promised, with files, four eyes, and two versions. */
const foodCode = '440115025000';

let hall: Hall;
let citizen: Caller;
let other: Caller;
let officer: Caller;
let colleague: Caller;
let approver: Caller;
let stranger: Caller;

beforeAll(async () => {
  hall = await connect();
  [citizen, other, officer, colleague, approver, stranger] = (await Promise.all(
    ['zhang-wei', 'li-na', 'officer-wang', 'officer-zhou', 'approver-zhao', 'officer-sun'].map((person) =>
      hall.as(person),
    ),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller];
}, 120_000);
afterAll(async () => hall?.stop());

async function itemOf(code: string): Promise<Item> {
  const anyone = await hall.as();
  return itemSchema.parse((await anyone('GET', `/v1/items/${code}`)).body);
}

/** Starts a draft, fills it with the item's sample answers and its required files. @returns its id */
async function filledDraft(item: Item, as: Caller): Promise<string> {
  const draft = await as('POST', '/v1/drafts', { body: { itemCode: item.code } });
  expect(draft.status).toBe(201);
  const { caseId, version } = draft.body;
  const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
  const saved = await as('PUT', `/v1/drafts/${caseId}`, { body: { answers }, ifMatch: version });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  for (const { code } of requiredMaterials(item, answers)) {
    const file = await upload(as, caseId, code, {
      name: `${code}.pdf`,
      type: 'application/pdf',
      bytes: pdf(`${caseId} ${code}`),
    });
    expect(file).toMatchObject({ state: 'clean', code });
  }
  return caseId;
}

async function submitted(item: Item, as: Caller): Promise<string> {
  const caseId = await filledDraft(item, as);
  const reply = await as('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return caseId;
}

/** Waits until the queue's worker has put the case into the inbox. */
const inInbox = (caseId: string, state = 'submitted') =>
  until(
    async () =>
      (await officer('GET', `/v1/agency/cases?state=${state}&limit=100`)).body.items.find(
        (row: { caseId: string }) => row.caseId === caseId,
      ),
    (row) => row !== undefined,
  );

const command = async (as: Caller, caseId: string, name: string, body: object = {}, status = 200) => {
  const reply = await as('POST', `/v1/agency/cases/${caseId}/${name}`, { body });
  expect(reply.status, `${name}: ${JSON.stringify(reply.body)}`).toBe(status);
  return reply.body;
};

describe('an application from form to delivered decision', () => {
  it('goes the whole way, with one correction and four eyes', async () => {
    const item = await itemOf(foodCode);
    const found = await citizen('GET', `/v1/items/search?q=${encodeURIComponent('食品经营')}`);
    expect(found.body.items.map(({ code }: { code: string }) => code)).toContain(foodCode);

    const named = await citizen('GET', '/v1/items?codes=440106010000,440115025000');
    expect(named.body.items.map(({ code }: { code: string }) => code)).toEqual(['440106010000', '440115025000']);
    expect((await citizen('GET', '/v1/items?codes=passport')).status).toBe(400);

    const caseId = await filledDraft(item, citizen);
    const back = await citizen('GET', `/v1/drafts/${caseId}`);
    expect(back.body.materials.length).toBeGreaterThan(0);
    expect((await citizen('GET', '/v1/drafts')).body.items.map((one: { caseId: string }) => one.caseId)).toContain(
      caseId,
    );

    const key = `submit-${caseId}`;
    const first = await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true }, key });
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body.caseNumber).toMatch(/^[0-9A-Z]{31}\d{12}$/);
    const again = await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true }, key });
    expect(again.body).toEqual(first.body);

    const row = await inInbox(caseId);
    expect(row.dueBy).toMatch(/^\d{4}-\d\d-\d\d$/);
    await command(officer, caseId, 'accept', {}, 409); // not claimed yet
    await command(officer, caseId, 'claim');
    await command(colleague, caseId, 'claim', {}, 409);

    const desk = (await officer('GET', `/v1/agency/cases/${caseId}`)).body;
    expect(desk.actions).toEqual(expect.arrayContaining(['request-correction', 'accept', 'refuse', 'release']));
    expect(desk.checks.every((check: { passed: boolean }) => check.passed)).toBe(true);
    const file = desk.materials[0];
    const link = (await officer('GET', `/v1/agency/cases/${caseId}/materials/${file.materialId}`)).body;
    const bytes = await fetch(link.url);
    expect(bytes.status).toBe(200);
    expect((await bytes.text()).startsWith('%PDF-')).toBe(true);

    // One correction, naming a field and a material.
    const answers = back.body.answers;
    const field = Object.entries(answers).find(([, value]) => typeof value === 'string')?.[0] ?? '';
    const asked = { fields: [{ field, reason: '与证照不一致' }], materials: [{ code: file.code, reason: '看不清' }] };
    await command(
      officer,
      caseId,
      'request-correction',
      { fields: [{ field: 'shoeSize', reason: '好奇' }], materials: [] },
      422,
    );
    await command(officer, caseId, 'request-correction', asked);
    const mine = (await citizen('GET', `/v1/cases/${caseId}`)).body;
    expect(mine).toMatchObject({
      state: 'correction-requested',
      actions: expect.arrayContaining(['correct', 'withdraw']),
      next: { whose: 'applicant' },
    });
    expect(mine.correction.fields[0].field).toBe(field);
    const better = await upload(citizen, caseId, file.code, {
      name: 'better.pdf',
      type: 'application/pdf',
      bytes: pdf(`better ${caseId}`),
    });
    const corrected = await citizen('POST', `/v1/cases/${caseId}/correct`, {
      body: { answers: { [field]: answers[field] }, materials: { [file.code]: [better.materialId] } },
    });
    expect(corrected.status, JSON.stringify(corrected.body)).toBe(200);
    // The correction is a job of its own: the checks run again.
    await until(
      async () => (await officer('GET', `/v1/agency/cases/${caseId}`)).body.timeline,
      (timeline) => timeline.filter(({ type }: { type: string }) => type === 'routed').length === 2,
    );
    // Only once, but for what came anew.
    const another = Object.keys(answers).find((name) => name !== field) ?? '';
    const more = { fields: [{ field: another, reason: '还要改' }], materials: [] };
    await command(officer, caseId, 'request-correction', more, 409);

    await command(officer, caseId, 'accept');
    await command(officer, caseId, 'suspend', { ground: item.suspensions[0] ?? 'inspection', reason: '需现场核查' });
    await command(officer, caseId, 'resume', { result: '核查合格' });
    await command(officer, caseId, 'propose', { outcome: 'grant', reasons: '符合条件' });
    await command(officer, caseId, 'decide', { outcome: 'grant' }, 409); // four eyes
    await command(approver, caseId, 'decide', { outcome: 'grant' });

    const decided = await until(
      async () => (await citizen('GET', `/v1/cases/${caseId}`)).body,
      (view) => view.documents.length === 4,
      60,
    );
    expect(decided.state).toBe('granted');
    const kinds = decided.documents.map(({ kind }: { kind: string }) => kind).sort();
    expect(kinds).toEqual(['acceptance', 'correction', 'decision-grant', 'suspension']);
    const { number } = decided.documents.find(({ kind }: { kind: string }) => kind === 'decision-grant');
    const document = (await citizen('GET', `/v1/cases/${caseId}/documents/${number}`)).body;
    const paper = Buffer.from(await (await fetch(document.url)).arrayBuffer());
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    const anyone = await hall.as();
    const verified = await anyone('GET', `/v1/documents/${number}`);
    expect(verified.body).toMatchObject({ number, valid: true, caseNumber: first.body.caseNumber });
    expect(JSON.stringify(verified.body)).not.toContain('张伟');
    expect((await anyone('GET', `/v1/documents/${number}/record`)).body).toMatchObject({ number, intact: true });

    await command(officer, caseId, 'deliver', { channel: 'online' });
    const rated = await citizen('POST', `/v1/cases/${caseId}/rate`, { body: { score: 1, comment: '很快' } });
    expect(rated.status).toBe(200);
    expect((await citizen('POST', `/v1/cases/${caseId}/rate`, { body: { score: 5 } })).status).toBe(409);

    const end = (await citizen('GET', `/v1/cases/${caseId}`)).body;
    expect(end.state).toBe('delivered');
    expect(end.timeline.map(({ type }: { type: string }) => type).sort()).toEqual(
      [
        'submitted',
        'routed',
        'claimed',
        'correction-requested',
        'corrected',
        'routed',
        'accepted',
        'suspended',
        'resumed',
        'proposed',
        'granted',
        ...decided.documents.map(() => 'document-issued'),
        'delivered',
        'rated',
      ].sort(),
    );
    expect((await citizen('GET', '/v1/cases')).body.items[0].caseId).toBe(caseId);
  }, 120_000);

  it('may be withdrawn before the decision, and is then nobody’s to decide', async () => {
    const caseId = await submitted(await itemOf(foodCode), citizen);
    await inInbox(caseId);
    expect((await citizen('POST', `/v1/cases/${caseId}/withdraw`, { body: { reason: '不办了' } })).body.state).toBe(
      'withdrawn',
    );
    await command(officer, caseId, 'claim', {}, 409);
    expect((await citizen('POST', `/v1/cases/${caseId}/withdraw`, { body: {} })).status).toBe(409);
  }, 60_000);

  it('is decided in one call where the item is instant and automatic', async () => {
    const anyone = await hall.as();
    const all = (await anyone('GET', '/v1/items?limit=100')).body.items;
    const items = await Promise.all(all.map(({ code }: { code: string }) => itemOf(code)));
    const instant = items.find((one) => one.automatic && one.applicants.includes('natural'));
    if (instant === undefined) throw new Error('the catalogue has no automatic instant item');
    const caseId = await filledDraft(instant, citizen);
    const reply = await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
    expect(reply.body).toMatchObject({ state: 'granted' });
  }, 60_000);
});

describe('whose case it is', () => {
  it('nobody else sees it or acts on it', async () => {
    const caseId = await submitted(await itemOf(foodCode), citizen);
    await inInbox(caseId);
    expect((await other('GET', `/v1/cases/${caseId}`)).status).toBe(404);
    expect((await other('POST', `/v1/cases/${caseId}/withdraw`, { body: {} })).status).toBe(404);
    expect((await other('DELETE', `/v1/drafts/${caseId}`)).status).toBe(404);
    expect((await stranger('GET', `/v1/agency/cases/${caseId}`)).status).toBe(404);
    await command(stranger, caseId, 'claim', {}, 404);
    expect((await stranger('GET', `/v1/agency/cases?agency=${market}`)).status).toBe(403);
    expect((await citizen('GET', `/v1/agency/cases/${caseId}`)).status).toBe(403);
    const nobody = await hall.as();
    expect((await nobody('GET', `/v1/cases/${caseId}`)).status).toBe(401);
    const auditor = await hall.as('auditor-wu');
    expect((await auditor('GET', `/v1/agency/cases/${caseId}`)).status).toBe(200);
    expect((await auditor('POST', `/v1/agency/cases/${caseId}/claim`, { body: {} })).status).toBe(403);
  }, 60_000);
});

describe('what bad input gets', () => {
  it('the right refusal, and nothing changed', async () => {
    const item = await itemOf(foodCode);
    const started = await citizen('POST', '/v1/drafts', { body: { itemCode: item.code }, key: 'the-same-key' });
    const { caseId } = started.body;
    const as = citizen;
    const status = async (...call: Parameters<Caller>) => (await as(...call)).status;

    expect(await status('POST', '/v1/drafts', { body: { itemCode: '999999999999' } })).toBe(404);
    expect(await status('POST', '/v1/drafts', { body: { itemCode: 'x' } })).toBe(422);
    expect((await as('POST', '/v1/drafts', { body: { itemCode: item.code }, key: 'the-same-key' })).body.caseId).toBe(
      caseId,
    );
    expect(await status('POST', '/v1/drafts', { body: { itemCode: '440115001000' }, key: 'the-same-key' })).toBe(422);
    expect(await status('POST', '/v1/drafts', { body: { itemCode: item.code }, key: '' })).toBe(400);
    expect(await status('POST', '/v1/drafts', { body: '{"itemCode":' })).toBe(400);
    expect(await status('POST', '/v1/drafts', { body: `{"itemCode":"${'x'.repeat(2_000_000)}"}` })).toBe(413);
    expect(await status('POST', '/v1/drafts', { body: `{"itemCode":"${'x'.repeat(11_000_000)}"}` })).toBe(413);
    expect(await status('PUT', `/v1/drafts/${caseId}`, { body: { answers: {} } })).toBe(428);
    expect(await status('PUT', `/v1/drafts/${caseId}`, { body: { answers: {} }, ifMatch: 7 })).toBe(412);
    expect(await status('PUT', `/v1/drafts/${caseId}`, { body: { answers: { shoeSize: 42 } }, ifMatch: 1 })).toBe(422);
    expect(await status('GET', '/v1/drafts?cursor=nonsense')).toBe(400);
    expect(await status('GET', '/v1/cases?limit=1000')).toBe(400);
    expect(await status('GET', `/v1/cases/${caseId}`)).toBe(409);
    expect(await status('GET', '/v1/cases/00000000000000000000000000')).toBe(404);
    expect(await status('GET', '/v1/documents/BS2026-0000-0000-00')).toBe(404);

    const incomplete = await as('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
    expect(incomplete.status).toBe(422);
    expect(incomplete.body.errors.length).toBeGreaterThan(3);

    const big = {
      code: item.materials[0]?.code,
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      bytes: 900_000_000,
      sha256: 'a'.repeat(64),
    };
    expect(await status('POST', `/v1/cases/${caseId}/materials`, { body: big })).toBe(422);
    expect(
      await status('POST', `/v1/cases/${caseId}/materials`, { body: { ...big, bytes: 5, code: 'portrait-of-my-cat' } }),
    ).toBe(422);
    const disguised = await upload(as, caseId, item.materials[0]?.code ?? '', {
      name: 'a.pdf',
      type: 'application/pdf',
      bytes: Buffer.from('MZ\x90 this is a program'),
    });
    expect(disguised).toMatchObject({ state: 'refused', refusal: 'wrong-type' });
    expect(disguised.url).toBeUndefined();

    const forged = callerWith(hall.url, 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ6aGFuZy13ZWkiLCJyb2xlcyI6ImNpdGl6ZW4ifQ.');
    expect((await forged('GET', '/v1/cases')).status).toBe(401);

    expect((await as('GET', `/v1/drafts/${caseId}`)).body).toMatchObject({ version: 1, answers: {} });
    expect(await status('DELETE', `/v1/drafts/${caseId}`)).toBe(204);
    expect(await status('GET', `/v1/drafts/${caseId}`)).toBe(404);
  }, 60_000);
});
