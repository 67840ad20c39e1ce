/** What the hall itself does to a case, and what an outside back office (后台系统) reports on it. */
import type * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { dayOf } from '../base/time.ts';
import { runChecks } from '../catalogue/checks.ts';
import type { Actor, CaseHead, IssuedDocument } from './case.ts';
import type { completeJobBody, failJobBody } from './commands.ts';
import { isOpenConsult, opinionDue } from './consults.ts';
import { type Context, type Outcome, outcome, type Step, take, today } from './outcome.ts';
import { needsDocument, permit } from './permits.ts';
import { movedDays } from './recalculation.ts';

/** The hall, as it stands in a case's record. */
export const hall: Actor = { kind: 'system', id: 'hall', name: '办事大厅' };

/**
 * Puts an arrived or corrected case into the agency's inbox, with what the item's automatic checks found. Where
 * `needsRouting` says no, there is nothing to do and this is refused.
 */
export function route(head: CaseHead, checks: CaseHead['checks'], context: Context): Outcome | Problem {
  const set = (moved: CaseHead) => ({ ...moved, checks: [...checks], routedAt: context.now });
  return permit('route', head, context) ?? outcome(head, 'route', { set, data: { checks } }, context);
}

/**
 * Goes on with a submission: accepts and grants an automatic instant item (即办件) when every one of its checks passes;
 * otherwise leaves the step as it is. No check at all is no ground to grant anything.
 */
export function decideAutomatically(step: Step<'submitted'>, context: Context): Step {
  const asHall = { ...context, actor: hall };
  const { item, now } = context;
  const accepted = take(step, 'accept', { data: { automatic: true } }, asHall);
  if (permit('decide-automatically', accepted.head, asHall) !== undefined) return step;
  // A submission holds only files that passed their check.
  const checks = runChecks(item, step.head.answers, true, today(context));
  if (checks.length === 0 || checks.some(({ passed }) => !passed)) return { ...step, head: { ...step.head, checks } };
  const decision = { outcome: 'grant', reasons: '', by: hall.id, automatic: true } as const;
  const set = (moved: CaseHead) => ({ ...moved, checks, routedAt: now, decision, decidedAt: now });
  return take(accepted, 'decide-automatically', { set, data: { automatic: true, checks } }, asHall);
}

/** A paper has been made and stored: the decision's, or the notice of an event. One of each; `needsDocument` tells beforehand. */
export function documentIssued(head: CaseHead, document: IssuedDocument, context: Context): Outcome | Problem {
  const refusal = permit('issue-document', head, context);
  if (refusal !== undefined) return refusal;
  const { number, kind, sha256, about } = document;
  if (!needsDocument(head, document)) return new Problem('wrong-state');
  const set = (moved: CaseHead) => ({ ...moved, documents: [...moved.documents, document] });
  return outcome(head, 'issue-document', { set, data: { number, kind, sha256, about } }, context);
}

/** What a back office reports on a job it has done; its lease is the store's business. */
export type JobReport = Omit<z.infer<typeof completeJobBody>, 'leaseToken'> & { readonly jobId: string };
export type JobFailure = Omit<z.infer<typeof failJobBody>, 'leaseToken'> & { readonly jobId: string };

export function backofficeCompleted(head: CaseHead, report: JobReport, context: Context): Outcome | Problem {
  const { jobId, result, note, reference } = report;
  const data = { jobId, result, note, reference };
  return permit('backoffice-complete', head, context) ?? outcome(head, 'backoffice-complete', { data }, context);
}

export function backofficeFailed(head: CaseHead, { jobId, reason }: JobFailure, context: Context): Outcome | Problem {
  const data = { jobId, reason };
  return permit('backoffice-fail', head, context) ?? outcome(head, 'backoffice-fail', { data }, context);
}

/** Counts provisional due days again, now that their year is published. @param clocks as `recalculated` gives them */
export function calendarPublished(head: CaseHead, clocks: CaseHead['clocks'], context: Context): Outcome | Problem {
  const moved = movedDays(head.clocks, clocks);
  const consults = head.consults.map((asked) =>
    isOpenConsult(asked)
      ? { ...asked, dueBy: opinionDue(dayOf(asked.askedAt), asked.days, clocks.statutoryBy) }
      : asked,
  );
  const set = (same: CaseHead) => ({ ...same, clocks, consults });
  return permit('recalculate', head, context) ?? outcome(head, 'recalculate', { set, data: { moved } }, context);
}
