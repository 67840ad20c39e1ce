/**
 * One act on many cases (批量办理): all are checked before any is touched, each has an outcome of its own, and for a minute the whole
 * can be undone. An act that the applicant is told of cannot be taken back once it is done, so it is done when the minute is
 * over; what only concerns the desk (who holds a case) is done at once and undone by its opposite.
 */
import * as z from 'zod';
import { type Problem, type ProblemCode, problems } from '../base/problems.ts';
import { bilingual, caseId, caseNumber, creditCode, instant } from '../base/words.ts';
import { actor, type CaseHead } from './case.ts';
import {
  acceptBody,
  decideBody,
  deliverBody,
  emptyBody,
  extendBody,
  proposeBody,
  refuseBody,
  returnBody,
} from './commands.ts';
import * as handling from './handling.ts';
import type { Context, Outcome } from './outcome.ts';

export const bulkActions = [
  'claim',
  'release',
  'accept',
  'refuse',
  'propose',
  'return',
  'decide',
  'extend',
  'deliver',
] as const;
export type BulkAction = (typeof bulkActions)[number];

/** Seconds in which a bulk action can be undone. */
export const undoSeconds = 60;
/** Cases at once: what one reads in one or two pages, and what is done well within a call. */
export const maxCases = 200;

const selection = {
  /** An empty selection is answered by a sentence of its own. */
  cases: z.array(caseId).max(maxCases),
  /** When some may not: do nothing (`stop`), or leave those out (`skip`). */
  ifRefused: z.enum(['stop', 'skip']).default('stop'),
};

/** The same body for every case, as the single command takes it. */
export const bulkBody = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('claim'), body: emptyBody.default({}), ...selection }),
  z.strictObject({ action: z.literal('release'), body: emptyBody.default({}), ...selection }),
  z.strictObject({ action: z.literal('accept'), body: acceptBody.default({}), ...selection }),
  z.strictObject({ action: z.literal('refuse'), body: refuseBody, ...selection }),
  z.strictObject({ action: z.literal('propose'), body: proposeBody, ...selection }),
  z.strictObject({ action: z.literal('return'), body: returnBody, ...selection }),
  z.strictObject({ action: z.literal('decide'), body: decideBody, ...selection }),
  z.strictObject({ action: z.literal('extend'), body: extendBody, ...selection }),
  z.strictObject({ action: z.literal('deliver'), body: deliverBody, ...selection }),
]);
export type BulkBody = z.infer<typeof bulkBody>;

/** Why one case was not touched. */
export const bulkProblem = z.strictObject({ code: z.string(), detail: bilingual });

export const bulkOutcome = z.strictObject({
  caseId,
  /** Absent for a case that is not there for whoever asked. */
  caseNumber: caseNumber.optional(),
  outcome: z.enum(['ready', 'refused', 'done', 'undone']),
  problem: bulkProblem.optional(),
});
export type BulkOutcome = z.infer<typeof bulkOutcome>;

export const bulkStates = ['waiting', 'applying', 'done', 'undone'] as const;

/** A bulk action as it is kept. */
export const bulk = z.strictObject({
  bulkId: caseId,
  version: z.int().min(1),
  agency: creditCode,
  by: actor,
  /** Action and body as `bulkBody` took them, with the cases that were ready. */
  deed: bulkBody,
  state: z.enum(bulkStates),
  createdAt: instant,
  /** When it is done; from then on it can be undone no more. For what is done at once, the end of the minute to undo it. */
  undoUntil: instant,
  outcomes: z.array(bulkOutcome),
});
export type Bulk = z.infer<typeof bulk>;

/** Does it wait for its minute to pass? */
export const waits = (action: BulkAction): boolean => !(action in opposites);

/** What undoes an act that was done at once. */
export const opposites: { readonly [A in BulkAction]?: BulkAction } = { claim: 'release', release: 'claim' };

/** The rule of the single command. */
export function ruleOf(deed: Pick<BulkBody, 'action' | 'body'>, head: CaseHead, context: Context): Outcome | Problem {
  const { action, body } = deed;
  switch (action) {
    case 'claim':
      return handling.claim(head, context);
    case 'release':
      return handling.release(head, context);
    case 'accept':
      return handling.accept(head, acceptBody.parse(body), context);
    case 'refuse':
      return handling.refuse(head, refuseBody.parse(body), context);
    case 'propose':
      return handling.propose(head, proposeBody.parse(body), context);
    case 'return':
      return handling.returnProposal(head, returnBody.parse(body), context);
    case 'decide':
      return handling.decide(head, decideBody.parse(body), context);
    case 'extend':
      return handling.extend(head, extendBody.parse(body), context);
    case 'deliver':
      return handling.deliver(head, deliverBody.parse(body), context);
  }
}

export function refusedOutcome(id: string, problem: Problem, number?: string): BulkOutcome {
  const { code } = problem;
  return { caseId: id, ...numbered(number), outcome: 'refused', problem: { code, detail: titleOf(code) } };
}

export const outcomeOf = (id: string, outcome: BulkOutcome['outcome'], number?: string): BulkOutcome => ({
  caseId: id,
  ...numbered(number),
  outcome,
});

const numbered = (number: string | undefined) => (number === undefined ? {} : { caseNumber: number });
const titleOf = (code: ProblemCode) => problems[code].title;
