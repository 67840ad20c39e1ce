/** 一件事 on embedded engines: one form, all filed or none, each case under its own clock, one page for all. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lintPackage } from '../../../catalogue/packages.ts';
import { requiredMaterials, visibleFields } from '../../../shared/catalogue/answers.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import { composeForm } from '../../../shared/catalogue/package-form.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { type CaseFunctions, caseFunctions, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { promisedItem } from '../../support/test-item.ts';

const today = '2026-02-13';
let engines: Engines;
let hall: CaseFunctions;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
});
afterEach(() => vi.restoreAllMocks());

const citizen = people.citizen;
const start = (packageCode: string, items?: string[], key?: string) =>
  hall.call(
    citizen,
    'POST /v1/me/packages',
    {},
    { packageCode, ...(items && { items }) },
    key === undefined ? {} : { key },
  );
const read = (packageId: string, who: Record<string, string> = citizen) =>
  hall.call(who, 'GET /v1/me/packages/{packageId}', { packageId });
const save = (packageId: string, answers: object, ifMatch = 1) =>
  hall.call(citizen, 'PUT /v1/me/packages/{packageId}', { packageId }, { answers }, { ifMatch });
const submit = (packageId: string) =>
  hall.call(citizen, 'POST /v1/me/packages/{packageId}/submit', { packageId }, { declaration: true });
const typeOf = ({ body }: { body: { type?: string } }) => body.type?.replace('urn:banshi:problem:', '');

async function itemsOf(codes: readonly string[]): Promise<Item[]> {
  return Promise.all(
    codes.map(async (code) => {
      const item = await hall.deps.catalogue.find(code, today);
      if (item === undefined) throw new Error(`no item ${code}`);
      return item;
    }),
  );
}

/** Answers that satisfy every item of a package, by the names of the one form. */
function answersTo(items: readonly Item[]) {
  const { fields, form } = composeForm(items);
  const whole: Record<string, unknown> = {};
  for (const item of items.toReversed()) {
    for (const [name, given] of Object.entries(sampleAnswers(item, today))) {
      whole[fields.get(item.code)?.get(name) ?? name] = given;
    }
  }
  return { form, answers: whole };
}

/** Hands in what the view asks for, each file once. @returns how many */
async function handIn(packageId: string, items: readonly Item[]): Promise<number> {
  const { body } = await read(packageId);
  const needed = new Map(
    items.map((item) => [item.code, requiredMaterials(item, sampleAnswers(item, today)).map(({ code }) => code)]),
  );
  let files = 0;
  for (const { requirement, caseId, items: wanted } of body.materials) {
    if (!wanted.some((code: string) => needed.get(code)?.includes(requirement.code))) continue;
    const file = {
      code: requirement.code,
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      bytes: 10,
      sha256: 'a'.repeat(64),
    };
    const announced = await hall.call(citizen, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    expect(announced.status, requirement.code).toBe(201);
    const row = await hall.deps.materials.get(caseId, announced.body.material.materialId);
    await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected');
    files += 1;
  }
  return files;
}

describe('every package of the catalogue', () => {
  it('asks shared questions once, and is filed whole: each case with its own number, agency and clock', async () => {
    expect(hall.deps.packages().length).toBeGreaterThanOrEqual(5);
    for (const offer of hall.deps.packages()) {
      const items = await itemsOf(offer.items.map(({ item }) => item));
      if (!items.every(({ applicants }) => applicants.includes('natural'))) continue;
      const { body, status } = await start(offer.code);
      expect([offer.code, status, body.children.length]).toEqual([offer.code, 201, items.length]);
      const questions = (form: Item['form']) => form.sections.flatMap(({ fields }) => fields).length;
      const alone = items.reduce((all, item) => all + questions(item.form), 0);
      expect(questions(body.form), offer.code).toBeLessThan(alone);
      const { answers } = answersTo(items);
      const saved = await save(body.packageId, answers);
      expect([offer.code, saved.status, saved.body.errors]).toEqual([offer.code, 200, undefined]);
      await handIn(body.packageId, items);
      const filed = await submit(body.packageId);
      expect([offer.code, filed.status, filed.body.errors]).toEqual([offer.code, 200, undefined]);
      expect(filed.body.state).toBe('submitted');
      const numbers = filed.body.children.map((child: { case: { caseNumber: string } }) => child.case.caseNumber);
      expect(new Set(numbers).size).toBe(items.length);
      for (const child of filed.body.children) {
        const { head } = await hall.deps.cases.loadHead(child.caseId);
        const item = items.find(({ code }) => code === child.itemCode);
        expect(head.agency).toBe(item?.agency.code);
        expect(head.package?.id).toBe(body.packageId);
        for (const { code } of requiredMaterials(item ?? promisedItem, head.answers))
          expect(head.materials[code]).toBeDefined();
      }
      expect(filed.body.progress.all).toBe(items.length);
    }
  });
});

describe('a package', () => {
  const birth = ['442009001000', '442008011000', '442002017000'];

  it('is begun once under one key, with the items one chooses, by whom it is for', async () => {
    const [one, two] = [await start('birth', [], 'package-key-1'), await start('birth', [], 'package-key-1')];
    expect(two.body.packageId).toBe(one.body.packageId);
    expect(one.body.children.map(({ itemCode }: { itemCode: string }) => itemCode)).toEqual(birth);
    expect((await start('birth', ['440115025000'])).status).toBe(422);
    expect(typeOf(await start('no-such-thing'))).toBe('not-found');
    const company = { sub: 'yue-wei', name: '广州粤味餐饮有限公司', roles: 'citizen', kind: 'legal' };
    const refused = await hall.call(company, 'POST /v1/me/packages', {}, { packageCode: 'birth' });
    expect(typeOf(refused)).toBe('wrong-applicant-kind');
    expect(typeOf(await read(one.body.packageId, { ...citizen, sub: 'someone-else' }))).toBe('not-found');
    const list = await hall.call(citizen, 'GET /v1/me/packages');
    expect(list.body.items).toMatchObject([{ packageCode: 'birth', state: 'draft', cases: 3 }]);
  });

  it('is filed whole or not at all: what one item lacks holds back all, told by the name in the one form', async () => {
    const { body } = await start('birth', []);
    const items = await itemsOf(birth);
    const { answers } = answersTo(items);
    const last = composeForm(items).fields.get('442002017000') ?? new Map<string, string>();
    const own = items[2]?.form.sections
      .flatMap(({ fields }) => fields)
      .find(
        ({ name, required, when }) =>
          required && when === undefined && name in sampleAnswers(items[2] ?? promisedItem, today),
      );
    const missing = last.get(own?.name ?? '') ?? '';
    const { [missing]: _, ...lacking } = answers;
    expect((await save(body.packageId, lacking)).status).toBe(200);
    await handIn(body.packageId, items);
    const refused = await submit(body.packageId);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ field }: { field: string }) => field)).toContain(`answers.${missing}`);
    const after = await read(body.packageId);
    expect(after.body.children.map(({ state }: { state: string }) => state)).toEqual(['draft', 'draft', 'draft']);
    expect(after.body.answers).toEqual(JSON.parse(JSON.stringify(lacking)));
    expect((await save(body.packageId, answers, 2)).status).toBe(200);
    expect((await submit(body.packageId)).body.state).toBe('submitted');
    // Said again, nothing is filed twice.
    expect((await submit(body.packageId)).body.state).toBe('submitted');
    const { events } = await hall.deps.cases.get(after.body.children[0].caseId);
    expect(events.filter(({ type }) => type === 'submitted')).toHaveLength(1);
  });

  it('that does not fit one transaction is filed case by case, and goes on where it broke off', async () => {
    const { body } = await start('birth', []);
    const items = await itemsOf(birth);
    await save(body.packageId, answersTo(items).answers);
    await handIn(body.packageId, items);
    const { commitAll } = hall.deps.cases;
    let writes = 0;
    const broken = vi.spyOn(hall.deps.cases, 'commitAll').mockImplementation(async (changes, more) => {
      writes += 1;
      if (changes.length > 1) throw new Error('not reached: it does not fit');
      if (writes === 2) throw new Error('the machine stops');
      await commitAll(changes, more);
    });
    Object.assign(hall.deps, { packageWrites: 1 });
    const first = await submit(body.packageId);
    expect(first.status).toBe(500);
    broken.mockRestore();
    const between = await read(body.packageId);
    expect([between.body.state, between.body.children.map(({ state }: { state: string }) => state)]).toEqual([
      'submitting',
      ['submitted', 'draft', 'draft'],
    ]);
    // What is filed already may hold files of what is not: they stay.
    const drafts = between.body.children.filter(({ state }: { state: string }) => state === 'draft');
    const held = await Promise.all(drafts.map(({ caseId }: { caseId: string }) => hall.deps.cases.get(caseId)));
    const files = held.flatMap(({ materials }) => materials);
    expect(files.length).toBeGreaterThan(0);
    for (const { caseId, materialId } of files) {
      const removed = await hall.call(citizen, 'DELETE /v1/cases/{caseId}/materials/{materialId}', {
        caseId,
        materialId,
      });
      expect(typeOf(removed)).toBe('wrong-state');
    }
    const again = await submit(body.packageId);
    expect([again.status, again.body.state]).toEqual([200, 'submitted']);
    for (const { caseId } of again.body.children) {
      const { events } = await hall.deps.cases.get(caseId);
      expect(events.filter(({ type }) => type === 'submitted')).toHaveLength(1);
    }
  });

  it('keeps every file it was filed with, also one that its own item did not ask for in the end', async () => {
    const { body } = await start('birth', []);
    const items = await itemsOf(birth);
    const holder = items.find(({ code }) => code === '442008011000') ?? promisedItem;
    await save(body.packageId, answersTo(items).answers);
    await handIn(body.packageId, items);
    const { caseId } = body.children.find(({ itemCode }: { itemCode: string }) => itemCode === holder.code);
    const code = 'birth-certificate';
    const file = { code, fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'b'.repeat(64) };
    const announced = await hall.call(citizen, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    const { materialId } = announced.body.material;
    const row = await hall.deps.materials.get(caseId, materialId);
    await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected');
    expect((await submit(body.packageId)).body.state).toBe('submitted');
    hall.now = '2026-02-13T02:30:00.000Z';
    const officer = { ...people.officer, agency: holder.agency.code };
    await hall.call(officer, 'POST /v1/agency/cases/{caseId}/claim', { caseId }, {});
    const [field] = visibleFields(holder.form, sampleAnswers(holder, today));
    const fault = { fields: [{ field: field?.name, reason: '与证件不一致' }], materials: [] };
    const asked = await hall.call(officer, 'POST /v1/agency/cases/{caseId}/request-correction', { caseId }, fault);
    expect([asked.status, asked.body.errors]).toEqual([200, undefined]);
    const remove = { caseId, materialId };
    const removed = await hall.call(citizen, 'DELETE /v1/cases/{caseId}/materials/{materialId}', remove);
    expect(typeOf(removed)).toBe('wrong-state');
  });

  it('counts as the drafts it is made of, of which a person keeps so many', async () => {
    for (let begun = 0; begun < 16; begun += 1) expect((await start('birth', [])).status).toBe(201);
    expect(typeOf(await start('birth', []))).toBe('too-many-drafts');
    expect(
      (await hall.call(citizen, 'GET /v1/drafts', {}, undefined, { query: { limit: '100' } })).body.items,
    ).toHaveLength(48);
  });

  it('holds its drafts together: none is changed, thrown away or filed alone', async () => {
    const { body } = await start('birth', []);
    const { caseId } = body.children[0];
    const tried = [
      await hall.call(citizen, 'PUT /v1/drafts/{caseId}', { caseId }, { answers: {} }, { ifMatch: 1 }),
      await hall.call(citizen, 'DELETE /v1/drafts/{caseId}', { caseId }),
      await hall.call(citizen, 'POST /v1/drafts/{caseId}/submit', { caseId }, { declaration: true }),
    ];
    expect(tried.map(typeOf)).toEqual(['in-package', 'in-package', 'in-package']);
    expect((await save(body.packageId, {}, 7)).status).toBe(412);
    const strange = await save(body.packageId, { nobodyAsks: '一段话' });
    expect([strange.status, strange.body.errors]).toEqual([
      422,
      [expect.objectContaining({ field: 'answers.nobodyAsks', code: 'unknown' })],
    ]);
    const gone = await hall.call(citizen, 'DELETE /v1/me/packages/{packageId}', { packageId: body.packageId });
    expect(gone.status).toBe(204);
    expect((await read(body.packageId)).status).toBe(404);
    expect((await hall.call(citizen, 'GET /v1/drafts')).body.items).toEqual([]);
  });
});

describe('the linter of packages', () => {
  const items = new Map([[promisedItem.code, promisedItem]]);
  const of = (named: { item: string; required: boolean }[]) => ({
    ...{ code: 'a-thing', name: { zh: '事', en: 'A thing' }, summary: { zh: '事', en: 'A thing' } },
    lifeEvent: 'birth' as const,
    items: named,
  });
  const reasons = (one: ReturnType<typeof of>) => [...lintPackage(one, items, [])].map(({ reason }) => reason);

  it('finds an item that is not there, one named twice, and a package of one', () => {
    const { code } = promisedItem;
    expect(
      reasons(
        of([
          { item: code, required: true },
          { item: '000000000000', required: true },
        ]),
      ),
    ).toContain('there is no item 000000000000');
    expect(
      reasons(
        of([
          { item: code, required: true },
          { item: code, required: true },
        ]),
      ),
    ).toContain(`${code} is named twice`);
    expect(
      reasons(
        of([
          { item: code, required: true },
          { item: code, required: false },
        ]),
      ),
    ).toContain('a package has two required items at least: one alone is that item');
  });
});
