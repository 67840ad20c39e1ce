/** What an applicant (申请人) does: draft, submit, withdraw, rate. Correcting is in `correcting.ts`. */
import type * as z from 'zod';
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import { checkAnswers, checkShape, dropHidden, visibleMaterials } from '../catalogue/answers.ts';
import type { Answers, Item } from '../catalogue/item.ts';
import { timeProblems } from '../catalogue/time-between.ts';
import type { CaseHead, Material } from './case.ts';
import { rated } from './clock.ts';
import type { rateBody, withdrawBody } from './commands.ts';
import { byCode, counts, filesRefusal } from './files.ts';
import { begin, type Context, finish, type Outcome, outcome, stands, take, today } from './outcome.ts';
import { permit } from './permits.ts';
import { refusalOf } from './refusals.ts';
import { renewalOf } from './renewal.ts';
import { decideAutomatically } from './system.ts';

/** A new draft, pinned to the version of the item it is started under. */
export function startDraft(start: {
  readonly caseId: string;
  readonly item: Item;
  readonly applicant: CaseHead['applicant'];
  readonly agent?: CaseHead['agent'];
  readonly now: Instant;
}): CaseHead | Problem {
  const { caseId, item, applicant, agent, now } = start;
  if (!item.applicants.includes(applicant.kind)) return new Problem('wrong-applicant-kind');
  return {
    caseId,
    state: 'draft',
    version: 1,
    itemCode: item.code,
    itemVersion: item.version,
    implementingCode: item.implementingCode,
    itemName: item.name,
    agency: item.agency.code,
    applicant,
    ...(agent === undefined ? {} : { agent }),
    answers: {},
    materials: {},
    createdAt: now,
    updatedAt: now,
    eventCount: 0,
    chainHash: '',
    checks: [],
    clocks: { pausedDays: 0, deemed: false, provisional: false },
    documents: [],
    escalations: [],
    consults: [],
  };
}

/** Keeps half-filled answers; nothing goes on the record. Only what the form could never hold is refused. */
export function saveDraft(head: CaseHead, answers: Answers, context: Context): Outcome | Problem {
  const refusal =
    permit('submit', head, context) ?? refusalOf('invalid-fields', checkShape(context.item.form, answers));
  return refusal ?? finish(head, begin({ ...head, answers }), context);
}

export interface Filing {
  /** Every file of the case, whatever its state. */
  readonly materials: readonly Material[];
  readonly caseNumber: string;
}

/**
 * Files the application. An automatic instant item (即办件) whose checks all pass is accepted and granted in the same
 * outcome; otherwise it waits for a person.
 */
export function submit(head: CaseHead, { materials, caseNumber }: Filing, context: Context): Outcome | Problem {
  const refusal = permit('submit', head, context);
  if (refusal !== undefined) return refusal;
  const { item, now } = context;
  const asked = new Set(visibleMaterials(item, head.answers).map(({ code }) => code));
  const files = materials.filter(({ code }) => asked.has(code));
  const filed = byCode(files);
  const bad =
    refusalOf('invalid-fields', [
      ...checkAnswers(item.form, item.materials, head.answers, counts(filed), today(context)),
      ...timeProblems(item, head.answers, today(context)),
    ]) ?? filesRefusal(files);
  if (bad !== undefined) return bad;
  const answers = dropHidden(item.form, head.answers);
  const set = (moved: CaseHead) => ({
    ...moved,
    ...{ answers, materials: filed, caseNumber, submittedAt: now },
    clocks: { ...moved.clocks, ...renewalOf(item, answers, today(context)) },
  });
  const data = { caseNumber, itemVersion: head.itemVersion, files: files.length };
  if (!stands(head, 'submit')) throw new Error('submit is permitted in a draft only');
  const step = take(begin(head), 'submit', { set, data }, context);
  return finish(head, decideAutomatically(step, context), context);
}

/** Takes the application back; possible until it is decided. */
export function withdraw(head: CaseHead, body: z.infer<typeof withdrawBody>, context: Context): Outcome | Problem {
  return permit('withdraw', head, context) ?? outcome(head, 'withdraw', { data: body }, context);
}

/** Rates the service (政务服务好差评), once. A 4 or a 5 opens a work order, which the agency has to answer in time. */
export function rate(head: CaseHead, body: z.infer<typeof rateBody>, context: Context): Outcome | Problem {
  const at = context.now;
  const bad = (clocks: CaseHead['clocks']) => ({ workOrder: { openedAt: at }, clocks: rated(clocks, today(context)) });
  const set = (moved: CaseHead) => ({
    ...moved,
    rating: { ...body, at },
    ...(isBad(body.score) ? bad(moved.clocks) : {}),
  });
  return permit('rate', head, context) ?? outcome(head, 'rate', { set, data: body }, context);
}

/** 不满意 and 非常不满意. */
export const isBad = (score: number): boolean => score >= 4;

export { correct } from './correcting.ts';
