/** What was once handed in stays with the case, and who handed it in stays away from the desk. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CaseFunctions, caseFunctions, market, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';

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

const typeOf = ({ body }: { body: { type?: string } }) => body.type?.replace('urn:banshi:problem:', '');
const desk = (who: Record<string, string>, action: string, caseId: string, body: object = {}) =>
  hall.call(who, `POST /v1/agency/cases/{caseId}/${action}`, { caseId }, body);

describe('a file that was filed', () => {
  const citizen = people.citizen;
  const remove = (caseId: string, materialId: string) =>
    hall.call(citizen, 'DELETE /v1/cases/{caseId}/materials/{materialId}', { caseId, materialId });

  async function hand(caseId: string, code: string, letter: string): Promise<string> {
    const file = { code, fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: letter.repeat(64) };
    const { status, body } = await hall.call(citizen, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    expect([status, typeOf({ body })]).toEqual([201, undefined]);
    const row = await hall.deps.materials.get(caseId, body.material.materialId);
    await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected');
    return body.material.materialId;
  }
  const correct = (caseId: string, code: string, id: string) =>
    hall.call(citizen, 'POST /v1/cases/{caseId}/correct', { caseId }, { answers: {}, materials: { [code]: [id] } });

  it('is not taken back once a correction has replaced it, and leaves room for the next one', async () => {
    const caseId = await filedCase(hall);
    const { head } = await hall.deps.cases.get(caseId);
    const [code = '', [forged = ''] = []] = Object.entries(head.materials)[0] ?? [];
    await desk(people.officer, 'claim', caseId);
    const ask = () =>
      desk(people.officer, 'request-correction', caseId, { fields: [], materials: [{ code, reason: '与原件不符' }] });
    expect((await ask()).status).toBe(200);
    const second = await hand(caseId, code, 'b');
    expect((await correct(caseId, code, second)).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect([typeOf(await remove(caseId, forged)), typeOf(await remove(caseId, second))]).toEqual([
      'wrong-state',
      'wrong-state',
    ]);
    const unused = await hand(caseId, code, 'c');
    expect((await remove(caseId, unused)).status).toBe(204);
    const third = await hand(caseId, code, 'd');
    expect((await correct(caseId, code, third)).status).toBe(200);
    const after = await hall.deps.cases.get(caseId);
    expect(after.head.materials[code]).toEqual([third]);
    expect(after.head.replaced).toEqual([forged, second]);
    expect(after.materials.find(({ materialId }) => materialId === forged)?.state).toBe('clean');
    // The desk judges what the applicant stands by.
    const { body } = await hall.call(people.officer, 'GET /v1/agency/cases/{caseId}', { caseId });
    expect(body.materials.map(({ materialId }: { materialId: string }) => materialId)).not.toContain(forged);
  });
});

describe('an officer who applied', () => {
  const both = {
    sub: 'officer-wang',
    name: '王芳',
    kind: 'natural',
    roles: 'citizen officer approver',
    agency: market,
  };

  it('handles and sees nothing of it at the desk, alone or among many; a colleague does', async () => {
    const own = await filedCase(hall, undefined, both);
    const other = await filedCase(hall);
    const look = (who: Record<string, string>) => hall.call(who, 'GET /v1/agency/cases/{caseId}', { caseId: own });
    expect([(await look(both)).status, typeOf(await look(both))]).toEqual([403, 'own-case']);
    expect(typeOf(await desk(both, 'claim', own))).toBe('own-case');
    const many = { action: 'claim', cases: [own, other], ifRefused: 'skip' };
    const { body } = await hall.call(both, 'POST /v1/agency/bulk', {}, many);
    expect(body.outcomes).toMatchObject([
      { caseId: own, outcome: 'refused', problem: { code: 'own-case' } },
      { caseId: other, outcome: 'done' },
    ]);
    // As the applicant they follow it like anybody.
    expect((await hall.call(both, 'GET /v1/cases/{caseId}', { caseId: own })).status).toBe(200);
    expect((await desk(people.colleague, 'claim', own)).status).toBe(200);
    expect((await look(people.colleague)).status).toBe(200);
  });
});
