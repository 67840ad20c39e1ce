/** Rows of the cases table: how a head, an event and a file lie in it. Every row is parsed on the way out. */
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import { Problem } from '../base/problems.ts';
import { answers } from '../catalogue/answer-schema.ts';
import { type CaseEvent, type CaseHead, caseEvent, caseHead, type Material, material } from './case.ts';
import { listEntryOf } from './summary.ts';

export const casePartition = (caseId: string): string => `CASE#${caseId}`;
export const headKey = (caseId: string) => ({ PK: casePartition(caseId), SK: 'HEAD' });
export const materialKey = (caseId: string, materialId: string) => ({
  PK: casePartition(caseId),
  SK: `MATERIAL#${materialId}`,
});
export const documentKey = (number: string) => ({ PK: `DOCUMENT#${number}`, SK: 'DOCUMENT' });
export const idempotencyKey = (id: string) => ({ PK: `IDEMPOTENCY#${id}`, SK: 'IDEMPOTENCY' });

/** DynamoDB takes 400 KB a row; sealed answers may use this much of it. */
const maxSealedBytes = 300_000;

/** @throws Problem `too-large` when the answers do not fit a row */
export async function headRow(head: CaseHead, cipher: Cipher): Promise<Record<string, unknown>> {
  const { answers: given, ...rest } = head;
  const sealed = await cipher.seal(JSON.stringify(given), head.caseId);
  if (sealed.length > maxSealedBytes) throw new Problem('too-large');
  return {
    ...headKey(head.caseId),
    ...listKeys(head),
    version: head.version,
    state: head.state,
    owner: head.applicant.id,
    head: rest,
    sealed,
    summary: listEntryOf(head),
  };
}

const storedHead = z.object({ head: caseHead.omit({ answers: true }), sealed: z.string() });

/** @param cipher absent where a function may not see what the applicant wrote: answers come back empty */
export async function headOf(row: unknown, cipher: Cipher): Promise<CaseHead> {
  const { head, sealed } = storedHead.parse(row);
  const opened: unknown = JSON.parse(await cipher.open(sealed, head.caseId));
  return { ...head, answers: answers.parse(opened) };
}

/**
 * Where lists find a case. The applicant's own: drafts by last change, cases by submission. The agency's inbox, once the
 * intake worker has routed it: by state and due day. An officer's own: by due day while it is open.
 */
function listKeys(head: CaseHead): Record<string, string> {
  const mine = head.state === 'draft' ? ['DRAFT', head.updatedAt] : ['CASE', head.submittedAt ?? head.createdAt];
  const due = `${dueDay(head)}#${head.caseId}`;
  const routed = head.routedAt !== undefined;
  return {
    GSI1PK: `APPLICANT#${head.applicant.id}#${mine[0]}`,
    GSI1SK: `${mine[1]}#${head.caseId}`,
    ...(routed ? { GSI2PK: agencyList(head.agency, head.state), GSI2SK: due } : {}),
    ...(routed && head.handler !== undefined ? { GSI3PK: handlerList(head.handler.id), GSI3SK: due } : {}),
  };
}

export const agencyList = (agency: string, state: string): string => `AGENCY#${agency}#${state}`;
export const handlerList = (officerId: string): string => `HANDLER#${officerId}`;
export const applicantList = (applicantId: string, kind: 'DRAFT' | 'CASE'): string =>
  `APPLICANT#${applicantId}#${kind}`;

/** The day the agency's or applicant's next step is due; cases with no running clock come last. */
function dueDay({ clocks, state }: CaseHead): string {
  const { acceptBy, correctBy, promisedBy, statutoryBy, deliverBy } = clocks;
  const none = '9999-12-31';
  switch (state) {
    case 'submitted':
      return acceptBy ?? none;
    case 'correction-requested':
      return correctBy ?? none;
    case 'in-review':
    case 'suspended':
    case 'proposed':
      return promisedBy ?? statutoryBy ?? none;
    case 'granted':
    case 'denied':
      return deliverBy ?? none;
    default:
      return none;
  }
}

export const eventRow = (event: CaseEvent): Record<string, unknown> => ({
  PK: casePartition(event.caseId),
  SK: `EVENT#${String(event.seq).padStart(6, '0')}`,
  event,
});
export const eventOf = (row: unknown): CaseEvent => z.object({ event: caseEvent }).parse(row).event;

export const materialRow = (file: Material): Record<string, unknown> => ({
  ...materialKey(file.caseId, file.materialId),
  state: file.state,
  material: file,
});
export const materialOf = (row: unknown): Material => z.object({ material }).parse(row).material;
