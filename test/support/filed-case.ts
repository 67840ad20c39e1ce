/** A case filed by the demo citizen and put into the inbox, through the handlers. */
import { dayOf } from '../../shared/base/time.ts';
import { hall as hallActor, route } from '../../shared/cases/system.ts';
import { requiredMaterials } from '../../shared/catalogue/answers.ts';
import { sampleAnswers } from './answers.ts';
import { type CaseFunctions, people } from './case-functions.ts';
import { given } from './test-case.ts';

const foodCode = '440115025000';

/** @returns its id */
export async function filedCase(
  hall: CaseFunctions,
  itemCode: string = foodCode,
  citizen: Record<string, string> = people.citizen,
): Promise<string> {
  const today = dayOf(hall.now);
  const item = await hall.deps.catalogue.find(itemCode, today);
  if (item === undefined) throw new Error('the catalogue lacks the item of this test');
  const { body } = await hall.call(citizen, 'POST /v1/drafts', {}, { itemCode });
  const caseId: string = body.caseId;
  const answers = sampleAnswers(item, today);
  await hall.call(citizen, 'PUT /v1/drafts/{caseId}', { caseId }, { answers }, { ifMatch: 1 });
  for (const { code } of requiredMaterials(item, answers)) {
    const file = { code, fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) };
    const { body: ticket } = await hall.call(citizen, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    const row = await hall.deps.materials.get(caseId, ticket.material.materialId);
    await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected');
  }
  const filed = await hall.call(citizen, 'POST /v1/drafts/{caseId}/submit', { caseId }, { declaration: true });
  if (filed.status !== 201) throw new Error(`not filed: ${JSON.stringify(filed.body)}`);
  const { head } = await hall.deps.cases.get(caseId);
  const outcome = given(route(head, [], { item, actor: hallActor, now: hall.now }));
  await hall.deps.cases.commit({ ...outcome, expected: head.version, now: hall.now });
  return caseId;
}
