/** What lists keep of a case: enough for a row and its lamp, none of what the applicant wrote. */
import * as z from 'zod';
import { type CaseHead, caseHead, decision } from './case.ts';

/** A head satisfies the type, so rows of lists and whole cases are shown by the same rules. */
export const caseListEntry = caseHead
  .pick({
    caseId: true,
    caseNumber: true,
    itemCode: true,
    itemVersion: true,
    itemName: true,
    agency: true,
    applicant: true,
    agent: true,
    package: true,
    state: true,
    version: true,
    clocks: true,
    handler: true,
    submittedAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .extend({
    decision: z.strictObject({ outcome: decision.shape.outcome }).optional(),
    suspension: z.strictObject({ ground: caseHead.shape.suspension.unwrap().shape.ground }).optional(),
  });
export type CaseListEntry = z.infer<typeof caseListEntry>;

export function listEntryOf(head: CaseHead): CaseListEntry {
  const { caseId, itemCode, itemVersion, itemName, agency, applicant, state, version } = head;
  const { clocks, createdAt, updatedAt, caseNumber, handler, submittedAt, decision: decided, suspension: rests } = head;
  return {
    ...{ caseId, itemCode, itemVersion, itemName, agency, applicant, state, version, clocks, createdAt, updatedAt },
    ...(head.agent === undefined ? {} : { agent: head.agent }),
    ...(head.package === undefined ? {} : { package: head.package }),
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(handler === undefined ? {} : { handler }),
    ...(submittedAt === undefined ? {} : { submittedAt }),
    ...(decided === undefined ? {} : { decision: { outcome: decided.outcome } }),
    ...(rests === undefined ? {} : { suspension: { ground: rests.ground } }),
  };
}
