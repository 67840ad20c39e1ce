/** What the agency's desk does with a case: claim, ask for corrections, accept, suspend, propose, decide, deliver. */
import type * as z from 'zod';
import { isBlank } from '../base/blank.ts';
import type { Problem } from '../base/problems.ts';
import { visibleFields, visibleMaterials } from '../catalogue/answers.ts';
import type { CaseHead, CorrectionRequest, Decision, Material } from './case.ts';
import { isDeemedAccepted, periods } from './clock.ts';
import type {
  acceptBody,
  answerWorkOrderBody,
  decideBody,
  deliverBody,
  extendBody,
  proposeBody,
  refuseBody,
  reopenBody,
  resumeBody,
  returnBody,
  suspendBody,
  terminateBody,
} from './commands.ts';
import { objectionRefusal } from './consulting.ts';
import { begin, type Context, finish, type Outcome, outcome, type Step, stands, take, today } from './outcome.ts';
import { permit } from './permits.ts';
import { faults, refusalOf } from './refusals.ts';
import type { From } from './transitions.ts';

/** Takes a case that nobody holds. */
export function claim(head: CaseHead, context: Context): Outcome | Problem {
  return permit('claim', head, context) ?? outcome(head, 'claim', { set: heldBy(context) }, context);
}

/** Gives a case back to the inbox: whoever holds it, or a supervisor. */
export function release(head: CaseHead, context: Context): Outcome | Problem {
  const data = { handler: head.handler?.id };
  const set = ({ handler: _, ...moved }: CaseHead) => moved;
  return permit('release', head, context) ?? outcome(head, 'release', { set, data }, context);
}

/**
 * Asks for corrections (补正), once and completely: only for what the pinned version of the item shows this applicant. Once
 * more only about what the applicant then handed in anew, which nobody could have looked at before.
 * @param files of the case, where papers are marked: a mark lies on a page that its file may have
 */
export function requestCorrection(
  head: CaseHead,
  body: CorrectionRequest,
  context: Context,
  files: readonly Material[] = [],
): Outcome | Problem {
  const refusal = permit('request-correction', head, context);
  if (refusal !== undefined) return refusal;
  const fields = visibleFields(context.item.form, head.answers).map(({ name }) => name);
  const materials = visibleMaterials(context.item, head.answers).map(({ code }) => code);
  const { resubmitted = { fields, materials } } = head.correction ?? {};
  const settled = [
    ...body.fields.flatMap(({ field }, i) =>
      resubmitted.fields.includes(field) ? [] : [faults.notResubmitted(`body.fields.${i}.field`)],
    ),
    ...body.materials.flatMap(({ code }, i) =>
      resubmitted.materials.includes(code) ? [] : [faults.notResubmitted(`body.materials.${i}.code`)],
    ),
  ];
  const strange = [
    ...body.fields.flatMap(({ field }, i) =>
      fields.includes(field) ? [] : [faults.notInItem(`body.fields.${i}.field`)],
    ),
    ...body.materials.flatMap(({ code }, i) =>
      materials.includes(code) ? [] : [faults.notInItem(`body.materials.${i}.code`)],
    ),
  ];
  const asked = new Set(body.materials.map(({ code }) => code));
  const astray = (body.marks ?? []).flatMap(({ code, materialId }, i) =>
    asked.has(code) && Object.hasOwn(head.materials, code) && head.materials[code]?.includes(materialId) === true
      ? []
      : [faults.markAstray(`body.marks.${i}.materialId`)],
  );
  const beyond = (body.marks ?? []).flatMap(({ materialId, page }, i) =>
    page <= pagesOf(files.find((file) => file.materialId === materialId))
      ? []
      : [faults.markBeyond(`body.marks.${i}.page`)],
  );
  const set = (moved: CaseHead) => ({ ...moved, correction: { ...body, requestedAt: context.now } });
  return (
    refusalOf('not-asked-by-item', strange) ??
    (head.correction === undefined ? undefined : refusalOf('correction-used', settled)) ??
    refusalOf('invalid-fields', astray) ??
    refusalOf('invalid-fields', beyond) ??
    outcome(head, 'request-correction', { set, data: body }, context)
  );
}

/** A picture is one page; of a PDF that does not say how many it has, nothing is held against a mark. */
const pagesOf = (file: Material | undefined): number =>
  file?.mediaType.startsWith('image/') === true ? 1 : (file?.pages ?? Number.POSITIVE_INFINITY);

/** Accepts (受理): the decision clocks start; dated at receipt when the five days had passed in silence. */
export function accept(head: CaseHead, body: z.infer<typeof acceptBody>, context: Context): Outcome | Problem {
  const data = { ...body, deemed: isDeemedAccepted(head.clocks, today(context)) };
  return permit('accept', head, context) ?? outcome(head, 'accept', { data }, context);
}

/** Does not accept (不予受理), with the reason and, where it is another's, the right authority. */
export function refuse(head: CaseHead, body: z.infer<typeof refuseBody>, context: Context): Outcome | Problem {
  return permit('refuse', head, context) ?? outcome(head, 'refuse', { data: body }, context);
}

/** Suspends the decision clocks (行政许可法 art. 45), only on a ground that the item lists. */
export function suspend(head: CaseHead, body: z.infer<typeof suspendBody>, context: Context): Outcome | Problem {
  const listed = context.item.suspensions.includes(body.ground);
  const set = (moved: CaseHead) => ({ ...moved, suspension: { ...body, since: context.now } });
  return (
    permit('suspend', head, context) ??
    refusalOf('not-asked-by-item', listed ? [] : [faults.notInItem('body.ground')]) ??
    outcome(head, 'suspend', { set, data: body }, context)
  );
}

/** Resumes: due days move by the working days paused. */
export function resume(head: CaseHead, body: z.infer<typeof resumeBody>, context: Context): Outcome | Problem {
  const data = { ...body, ground: head.suspension?.ground };
  const set = ({ suspension: _, ...moved }: CaseHead) => moved;
  return permit('resume', head, context) ?? outcome(head, 'resume', { set, data }, context);
}

export function propose(head: CaseHead, body: z.infer<typeof proposeBody>, context: Context): Outcome | Problem {
  const proposal = { ...body, by: context.actor.id, at: context.now };
  const set = (moved: CaseHead) => ({ ...moved, proposal });
  return (
    permit('propose', head, context) ??
    reasonsRefusal(body) ??
    objectionRefusal(head, body) ??
    outcome(head, 'propose', { set, data: body }, context)
  );
}

/** Puts the day of the law off, once (行政许可法 art. 42): by an approver, and not the one who is late. */
export function extend(head: CaseHead, body: z.infer<typeof extendBody>, context: Context): Outcome | Problem {
  const days = context.item.limits.joint === true ? periods.extension.joint : periods.extension.one;
  return permit('extend', head, context) ?? outcome(head, 'extend', { data: { ...body, days } }, context);
}

/** Ends the review without a decision (终止办理). */
export function terminate(head: CaseHead, body: z.infer<typeof terminateBody>, context: Context): Outcome | Problem {
  return permit('terminate', head, context) ?? outcome(head, 'terminate', { data: body }, context);
}

/** Takes a lapsed case up again where it lapsed: the applicant has a new time to correct. */
export function reopen(head: CaseHead, body: z.infer<typeof reopenBody>, context: Context): Outcome | Problem {
  return permit('reopen', head, context) ?? outcome(head, 'reopen', { data: body }, context);
}

/** Answers a bad rating to the citizen. */
export function answerWorkOrder(
  head: CaseHead,
  { answer: text }: z.infer<typeof answerWorkOrderBody>,
  context: Context,
): Outcome | Problem {
  const answer = { text, at: context.now, by: context.actor.id };
  const set = <H extends Pick<CaseHead, 'workOrder'>>(moved: H): H => ({
    ...moved,
    ...(moved.workOrder === undefined ? {} : { workOrder: { ...moved.workOrder, answer } }),
  });
  return (
    permit('answer-work-order', head, context) ?? outcome(head, 'answer-work-order', { set, data: { text } }, context)
  );
}

/** Sends a proposal back to the desk. */
export function returnProposal(head: CaseHead, body: z.infer<typeof returnBody>, context: Context): Outcome | Problem {
  const set = ({ proposal: _, ...moved }: CaseHead) => moved;
  return permit('return', head, context) ?? outcome(head, 'return', { set, data: body }, context);
}

/**
 * Decides. On a proposal the second pair of eyes agrees with it, or returns it instead; without one (an instant item
 * that waives four eyes) the case is accepted first if it was not, and claimed if nobody held it.
 */
export function decide(head: CaseHead, body: z.infer<typeof decideBody>, context: Context): Outcome | Problem {
  const { proposal } = head;
  const decided = { outcome: body.outcome, reasons: isBlank(body.reasons) ? (proposal?.reasons ?? '') : body.reasons };
  const differs = proposal !== undefined && proposal.outcome !== body.outcome;
  const refusal =
    permit('decide', head, context) ??
    refusalOf('invalid-fields', differs ? [faults.differsFromProposal] : []) ??
    reasonsRefusal(decided) ??
    objectionRefusal(head, decided);
  if (refusal !== undefined) return refusal;

  const accepted = stands(head, 'accept') ? take(begin(head), 'accept', {}, context) : reviewed(head);
  const decision: Decision = { ...decided, by: context.actor.id, automatic: false };
  const to = decided.outcome === 'grant' ? 'granted' : 'denied';
  const hold = proposal === undefined ? heldBy(context) : (moved: CaseHead) => moved;
  const set = (moved: CaseHead) => ({ ...hold(moved), decision, decidedAt: context.now });
  return finish(head, take(accepted, 'decide', { to, event: to, set, data: decided }, context), context);
}

/** Hands over the decision's document, granted or denied, by a channel of the item. */
export function deliver(head: CaseHead, body: z.infer<typeof deliverBody>, context: Context): Outcome | Problem {
  const offered = context.item.delivery.includes(body.channel);
  const set = (moved: CaseHead) => ({ ...moved, delivery: { channel: body.channel, at: context.now } });
  return (
    permit('deliver', head, context) ??
    refusalOf('invalid-fields', offered ? [] : [faults.channelNotOffered]) ??
    outcome(head, 'deliver', { set, data: body }, context)
  );
}

function reviewed(head: CaseHead): Step<From<'decide'>> {
  if (!stands(head, 'decide')) throw new Error('decide is permitted in a review only');
  return begin(head);
}

const heldBy =
  ({ actor: { id, name } }: Context) =>
  (head: CaseHead): CaseHead => ({ ...head, handler: { id, name } });

const reasonsRefusal = ({ outcome, reasons }: z.infer<typeof proposeBody>): Problem | undefined =>
  refusalOf('invalid-fields', outcome === 'deny' && isBlank(reasons) ? [faults.reasonsMissing] : []);
