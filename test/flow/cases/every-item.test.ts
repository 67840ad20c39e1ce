/**
 * Every service item of the catalogue, from draft to delivered decision, through the functions and the table, with answers
 * made from its own form; and every required answer missed once.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { CaseHead } from '../../../shared/cases/case.ts';
import { awaitFee, settleFee } from '../../../shared/cases/fees.ts';
import type { Outcome } from '../../../shared/cases/outcome.ts';
import { waitsForFee } from '../../../shared/cases/permits.ts';
import { documentIssued, hall as hallActor, route } from '../../../shared/cases/system.ts';
import { checkAnswers, requiredMaterials, visibleFields } from '../../../shared/catalogue/answers.ts';
import { openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { runChecks } from '../../../shared/catalogue/checks.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import { sampleAnswers, sampleFiles } from '../../support/answers.ts';
import { type CaseFunctions, caseFunctions, catalogueFolder } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const today = '2026-02-13';
const catalogue = openCatalogue(catalogueFolder);
const items = catalogue.list(today).map(({ code, version }) => {
  const found = catalogue.version(code, version);
  if (found === undefined) throw new Error(`no file of ${code}@${version}`);
  return found;
});

let engines: Engines;
let hall: CaseFunctions;
beforeAll(async () => {
  engines = await startEngines();
  hall = await caseFunctions(engines);
});
afterAll(async () => engines.stop());
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

describe('every item', () => {
  it.each(items.map((item) => [`${item.code} ${item.name.zh}`, item] as const))('%s', async (_, item) => {
    const caseId = await filed(item);
    const { head } = await hall.deps.cases.get(caseId);
    if (head.state === 'submitted') await decided(item, caseId);
    await issued(item, caseId);
    await desk(item, 'officer', 'deliver', caseId, { channel: item.delivery[0] });
    const end = await hall.deps.cases.get(caseId);
    expect([end.head.state, end.head.decision?.outcome]).toEqual(['delivered', 'grant']);
  });

  it('told of each required answer that is missing, by its name', () => {
    const untold = items.flatMap((item) => {
      const answers = sampleAnswers(item, today);
      const required = visibleFields(item.form, answers).filter((field) => field.required);
      return required.flatMap(({ name }) => {
        const { [name]: _, ...rest } = answers;
        const told = checkAnswers(item.form, item.materials, rest, sampleFiles(item, rest), today);
        return told.some(({ field }) => field === `answers.${name}`) ? [] : [`${item.code} ${name}`];
      });
    });
    expect(untold).toEqual([]);
    expect(items.length).toBeGreaterThan(20);
  });
});

/**
 * Drafted, filled, its files clean as the scan would leave them, submitted; refused before, as long as an answer or a file that the item
 * wants is missing. @returns the case's id
 */
async function filed(item: Item): Promise<string> {
  const kind = item.applicants[0];
  const citizen = { sub: `person-${item.code}`, name: '张伟', roles: 'citizen', ...(kind && { kind }) };
  const ask = async (routeKey: string, params: Record<string, string>, body: unknown, extra = {}) => {
    const reply = await hall.call(citizen, routeKey, params, body, extra);
    expect(reply.status, `${routeKey}: ${JSON.stringify(reply.body)}`).toBeLessThan(300);
    return reply.body;
  };
  const { caseId } = await ask('POST /v1/drafts', {}, { itemCode: item.code });
  const answers = sampleAnswers(item, today);
  await lacking(citizen, caseId, [
    ...visibleFields(item.form, {}).flatMap(({ name, required }) => (required ? [`answers.${name}`] : [])),
    ...requiredMaterials(item, {}).map(({ code }) => `materials.${code}`),
  ]);
  await ask('PUT /v1/drafts/{caseId}', { caseId }, { answers }, { ifMatch: 1 });
  await lacking(
    citizen,
    caseId,
    requiredMaterials(item, answers).map(({ code }) => `materials.${code}`),
  );
  for (const { code, mediaTypes } of requiredMaterials(item, answers)) {
    const file = { code, fileName: 'a', mediaType: mediaTypes[0], bytes: 10, sha256: 'a'.repeat(64) };
    const ticket = await ask('POST /v1/cases/{caseId}/materials', { caseId }, file);
    const row = await hall.deps.materials.get(caseId, ticket.material.materialId);
    await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected');
  }
  await ask('POST /v1/drafts/{caseId}/submit', { caseId }, { declaration: true });
  return caseId;
}

/** Sent off as it is, it stays a draft, and is told all that is missing and nothing else. */
async function lacking(citizen: Record<string, string>, caseId: string, missing: readonly string[]): Promise<void> {
  if (missing.length === 0) return;
  const reply = await hall.call(citizen, 'POST /v1/drafts/{caseId}/submit', { caseId }, { declaration: true });
  const told = fieldsTold.parse(reply.body).errors.map(({ field }) => field);
  expect([reply.status, told.toSorted()]).toEqual([422, missing.toSorted()]);
}
const fieldsTold = z.object({ errors: z.array(z.object({ field: z.string() })) });

/** Routed as the intake does, then claimed, accepted, proposed and decided by two, or by one where the item lets one. */
async function decided(item: Item, caseId: string): Promise<void> {
  await byTheHall(item, caseId, (head, context) => route(head, runChecks(item, head.answers, true, today), context));
  await desk(item, 'officer', 'claim', caseId);
  if (!item.fourEyes) return desk(item, 'officer', 'decide', caseId, { outcome: 'grant' });
  await desk(item, 'officer', 'accept', caseId);
  // As the money room tells: asked for on acceptance, then paid.
  const { head } = await hall.deps.cases.loadHead(caseId);
  for (const step of waitsForFee(head, { item }) ? [awaitFee, settleFee] : []) await byTheHall(item, caseId, step);
  await desk(item, 'officer', 'propose', caseId, { outcome: 'grant' });
  await desk(item, 'approver', 'decide', caseId, { outcome: 'grant' });
}

/** Its decision's paper, as the documents function records it. */
const issued = (item: Item, caseId: string): Promise<void> =>
  byTheHall(item, caseId, (head, context) =>
    documentIssued(
      head,
      { number: 'BS2026-0000-0000-00', kind: 'decision-grant', issuedAt: hall.now, sha256: 'a'.repeat(64) },
      context,
    ),
  );

type Rule = (head: CaseHead, context: { item: Item; actor: typeof hallActor; now: string }) => Outcome | Error;

async function byTheHall(item: Item, caseId: string, rule: Rule): Promise<void> {
  const { head } = await hall.deps.cases.get(caseId);
  const outcome = rule(head, { item, actor: hallActor, now: hall.now });
  if (outcome instanceof Error) throw outcome;
  await hall.deps.cases.commit({ ...outcome, expected: head.version, now: hall.now });
}

async function desk(item: Item, role: 'officer' | 'approver', name: string, caseId: string, body = {}): Promise<void> {
  const claims = { sub: `${role}-of-agency`, name: role, roles: role, agency: item.agency.code };
  const reply = await hall.call(claims, `POST /v1/agency/cases/{caseId}/${name}`, { caseId }, body);
  expect(reply.status, `${name}: ${JSON.stringify(reply.body)}`).toBe(200);
}
