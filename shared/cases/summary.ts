/** What lists keep of a case: enough for a row and its lamp, none of what the applicant wrote. */
import type * as z from 'zod';
import { type CaseHead, caseHead } from './case.ts';

/** A head satisfies it, so list rows and whole cases are shown by the same rules. */
export const caseListEntry = caseHead.pick({
  caseId: true,
  caseNumber: true,
  itemCode: true,
  itemVersion: true,
  itemName: true,
  agency: true,
  applicant: true,
  state: true,
  version: true,
  clocks: true,
  handler: true,
  decision: true,
  submittedAt: true,
  createdAt: true,
  updatedAt: true,
});
export type CaseListEntry = z.infer<typeof caseListEntry>;

export function listEntryOf(head: CaseHead): CaseListEntry {
  const { caseId, itemCode, itemVersion, itemName, agency, applicant, state, version, clocks, createdAt, updatedAt } =
    head;
  const { caseNumber, handler, decision, submittedAt } = head;
  return {
    ...{ caseId, itemCode, itemVersion, itemName, agency, applicant, state, version, clocks, createdAt, updatedAt },
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(handler === undefined ? {} : { handler }),
    ...(decision === undefined ? {} : { decision }),
    ...(submittedAt === undefined ? {} : { submittedAt }),
  };
}
