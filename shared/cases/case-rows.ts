/** Rows of the cases table: how a head, an event and a file lie in it. Every row is parsed on the way out. */
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import { Problem } from '../base/problems.ts';
import { dayOf } from '../base/time.ts';
import { day, type Instant, instant } from '../base/words.ts';
import { answers } from '../catalogue/answer-schema.ts';
import { type CaseEvent, type CaseHead, caseEvent, caseHead, type Material, material } from './case.ts';
import {
  caseNumberKey,
  casePartition,
  documentKey,
  filedList,
  headKey,
  idempotencyKey,
  materialKey,
} from './case-keys.ts';
import { listEntryOf } from './summary.ts';
import { nextTimer, standing } from './timers.ts';

export { caseNumberKey, casePartition, documentKey, headKey, idempotencyKey, materialKey };

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
    ...timerKeys(head),
    version: head.version,
    state: head.state,
    owner: head.applicant.id,
    head: rest,
    sealed,
    summary: listEntryOf(head),
    // Where the record ends, for those who verify it and may see nothing else.
    chain: { eventCount: head.eventCount, chainHash: head.chainHash },
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
    ...(head.agent === undefined
      ? {}
      : {
          GSI4PK: agentList(head.agent.id, head.state === 'draft' ? 'DRAFT' : 'CASE'),
          GSI4SK: `${mine[1]}#${head.caseId}`,
        }),
    ...(routed ? { GSI2PK: agencyList(head.agency, head.state), GSI2SK: due } : {}),
    ...(routed && head.handler !== undefined ? { GSI3PK: handlerList(head.handler.id), GSI3SK: due } : {}),
  };
}

export const agencyList = (agency: string, state: string): string => `AGENCY#${agency}#${state}`;
export const handlerList = (officerId: string): string => `HANDLER#${officerId}`;
export const applicantList = (applicantId: string, kind: 'DRAFT' | 'CASE'): string =>
  `APPLICANT#${applicantId}#${kind}`;

/** Cases that somebody began for others; the index `jobs` has room beside the jobs. */
export const agentList = (agentId: string, kind: 'DRAFT' | 'CASE'): string => `AGENT#${agentId}#${kind}`;

/**
 * Where the clock finds a case: by the instant at which time will next do something to it, at the end of the list when it does
 * nothing but its days may still move. And where the supervisor finds one that was escalated, as long as it is due.
 */
function timerKeys(head: CaseHead): Record<string, string> {
  const next = nextTimer(head)?.at ?? (head.clocks.provisional ? '9999' : undefined);
  const urgent = standing(head).length > 0;
  return {
    ...(next === undefined || head.state === 'draft'
      ? {}
      : { GSI5PK: timerPartition(shardOf(head.caseId)), GSI5SK: `${next}#${head.caseId}` }),
    ...(urgent ? { GSI6PK: escalatedList(head.agency), GSI6SK: `${dueDay(head)}#${head.caseId}` } : {}),
  };
}

/** Enough for every case of a city to fall due at one midnight. */
export const timerShards = 16;
export const timerPartition = (shard: number): string => `TIMER#${shard}`;
const shardOf = (caseId: string): number => caseId.charCodeAt(caseId.length - 1) % timerShards;
export const escalatedList = (agency: string): string => `ESCALATED#${agency}`;
export const workOrderList = (agency: string): string => `WORKORDERS#${agency}`;

/** A work order as a supervisor's list shows it; the head is what counts. */
export const workOrderEntry = z.strictObject({
  caseId: caseHead.shape.caseId,
  caseNumber: caseHead.shape.caseNumber.unwrap(),
  itemName: caseHead.shape.itemName,
  applicantName: z.string(),
  score: z.int(),
  comment: z.string().optional(),
  openedAt: instant,
  answerBy: day,
});
export type WorkOrderEntry = z.infer<typeof workOrderEntry>;

/** @returns undefined where the case has none. Answered, the row stays and leaves the list. */
export function workOrderRow(head: CaseHead): Record<string, unknown> | undefined {
  const { caseId, caseNumber, itemName, applicant, rating, workOrder, clocks, agency } = head;
  if (workOrder === undefined || rating === undefined || caseNumber === undefined) return undefined;
  const key = { PK: casePartition(caseId), SK: 'WORKORDER' };
  if (clocks.answerBy === undefined) return key;
  const { score, comment } = rating;
  const summary: WorkOrderEntry = {
    ...{ caseId, caseNumber, itemName, applicantName: applicant.name, score },
    ...(comment === undefined ? {} : { comment }),
    ...{ openedAt: workOrder.openedAt, answerBy: clocks.answerBy },
  };
  return { ...key, GSI6PK: workOrderList(agency), GSI6SK: `${clocks.answerBy}#${caseId}`, summary };
}

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

/** @param filedAt when the case was filed: months go by days in Asia/Shanghai, as the case's number does */
export const caseNumberRow = (caseNumber: string, caseId: string, filedAt: Instant): Record<string, unknown> => ({
  ...caseNumberKey(caseNumber),
  caseId,
  GSI2PK: filedList(caseNumber.slice(0, 18), dayOf(filedAt).slice(0, 7)),
  GSI2SK: `${filedAt}#${caseId}`,
});

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
