/**
 * An opinion as the list of the agency that was asked shows it: `CASE#<id>` · `CONSULT#<no>`, in the index `attention`. The head is what
 * counts; the row follows it in the same transaction, and leaves the list of what is to be answered when nobody may answer any more.
 */
import * as z from 'zod';
import { bilingual, day, instant } from '../base/words.ts';
import { type CaseEvent, type CaseHead, type Consult, caseHead, escalation, opinions } from './case.ts';
import { casePartition } from './case-keys.ts';
import { isOpenConsult, unanswered } from './consults.ts';
import { standing } from './timers.ts';

export const consultStates = ['open', 'closed'] as const;
export type ConsultState = (typeof consultStates)[number];

export const consultList = (agency: string, state: ConsultState): string => `CONSULTS#${agency}#${state}`;

export const consultEntry = z.strictObject({
  caseId: caseHead.shape.caseId,
  no: z.int(),
  caseNumber: caseHead.shape.caseNumber.unwrap(),
  itemName: bilingual,
  lead: bilingual,
  applicantName: z.string(),
  question: z.string(),
  askedAt: instant,
  dueBy: day,
  /** Absent while it is to be answered; `over`: the case was decided or ended without it. */
  ended: z.enum([...opinions, 'withdrawn', 'over']).optional(),
  escalated: escalation.shape.lamp.optional(),
});
export type ConsultEntry = z.infer<typeof consultEntry>;

/** Where the question stands now. */
export function endedAs(head: Pick<CaseHead, 'state' | 'consults'>, asked: Consult): ConsultEntry['ended'] {
  if (asked.opinion !== undefined) return asked.opinion.outcome;
  if (asked.withdrawn !== undefined) return 'withdrawn';
  return unanswered(head).some(({ no }) => no === asked.no) ? undefined : 'over';
}

function consultRow(head: CaseHead, asked: Consult): Record<string, unknown> {
  const { caseId, caseNumber, itemName, applicant } = head;
  const { no, agency, question, lead, askedAt, dueBy } = asked;
  const ended = endedAs(head, asked);
  const lamp = standing(head).findLast(({ consult }) => consult === no)?.lamp;
  const summary = {
    ...{ caseId, no, caseNumber, itemName, lead, applicantName: applicant.name, question, askedAt, dueBy },
    ...(ended === undefined ? {} : { ended }),
    ...(lamp === undefined ? {} : { escalated: lamp }),
  };
  const place = { PK: casePartition(caseId), SK: `CONSULT#${String(no).padStart(2, '0')}` };
  const since = asked.opinion?.at ?? asked.withdrawn?.at ?? head.updatedAt;
  return {
    ...place,
    GSI6PK: consultList(agency, ended === undefined ? 'open' : 'closed'),
    GSI6SK: `${ended === undefined ? dueBy : since}#${caseId}#${no}`,
    summary,
  };
}

/** Events after which a row may say something else. */
const moving = new Set<CaseEvent['type']>([
  ...(['consulted', 'opinion-given', 'consult-withdrawn', 'escalated', 'recalculated'] as const),
  ...(['granted', 'denied', 'terminated', 'withdrawn'] as const),
]);
const askedIn = z.object({ consults: z.array(z.object({ no: z.int() })) });
const answeredIn = z.object({ consult: z.int() });

/** The rows that a change of a case writes anew; `isNew` for a question that has just been put. */
export function consultRows(
  head: CaseHead,
  events: readonly CaseEvent[],
): { row: Record<string, unknown>; isNew: boolean }[] {
  if (head.consults.length === 0 || !events.some(({ type }) => moving.has(type))) return [];
  const put = new Set(
    events
      .flatMap(({ type, data }) => (type === 'consulted' ? (askedIn.safeParse(data).data?.consults ?? []) : []))
      .map(({ no }) => no),
  );
  const touched = new Set(events.flatMap(({ data }) => answeredIn.safeParse(data).data?.consult ?? []));
  return head.consults
    .filter((asked) => isOpenConsult(asked) || touched.has(asked.no))
    .map((asked) => ({ row: consultRow(head, asked), isNew: put.has(asked.no) }));
}
