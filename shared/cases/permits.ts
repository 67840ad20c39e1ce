/**
 * May this be done, to this case, by this person, now? One answer for the commands, which refuse with it, and for the
 * pages, which show only what it allows.
 */

import { Problem } from '../base/problems.ts';
import type { Role } from '../base/roles.ts';
import { feesDue } from '../catalogue/fees.ts';
import type { Actor, CaseHead, CaseState, IssuedDocument } from './case.ts';
import { isDeemedAccepted, isDeemedRenewed } from './clock.ts';
import { isAwaited, mostConsults, unanswered } from './consults.ts';
import { type Context, today } from './outcome.ts';
import { timersOf } from './timers.ts';
import { type Action, actingAs, actions, isOpen, transitions } from './transitions.ts';

/** @returns why not; undefined when it may be done. What the body of the command says is looked at by the command. */
export function permit(action: Action, head: CaseHead, context: Context): Problem | undefined {
  assertPinned(head, context);
  const { actor } = context;
  const { who, from } = transitions[action];
  if (!(who as readonly Actor['kind'][]).includes(actor.kind)) return new Problem('forbidden');
  if (actor.kind === 'applicant' && actor.id !== head.applicant.id) return new Problem('not-found');
  if (isDesk(actor.kind) && action !== 'release' && isOwnCase(head, actor.id)) return new Problem('own-case');
  if (action === 'request-correction' && asksInVain(head)) return new Problem('correction-used');
  if (!(from as readonly CaseState[]).includes(head.state)) return new Problem('wrong-state');
  if (judging.has(action) && isDeemedRenewed(head.clocks, today(context))) return new Problem('wrong-state');
  return limits[action]?.(head, context);
}

/**
 * Whoever applied, for themselves or for another, handles nothing of it and looks at nothing of the desk's (回避, 公务员法 art. 76);
 * what they hold already they give back.
 */
export const isOwnCase = ({ applicant, agent }: Pick<CaseHead, 'applicant' | 'agent'>, id: string): boolean =>
  applicant.id === id || agent?.id === id;

const isDesk = (kind: Actor['kind']): boolean => kind === 'officer' || kind === 'approver' || kind === 'supervisor';

/** What this person may lawfully do with the case now, in the order of the transition table. */
export function lawfulActions(
  head: CaseHead,
  caller: { readonly id: string; readonly roles: readonly Role[] },
  situation: Pick<Context, 'item' | 'now'>,
): Action[] {
  return actions.filter((action) => {
    const kind = actingAs(action, caller.roles);
    if (kind === undefined) return false;
    return permit(action, head, { ...situation, actor: { kind, id: caller.id, name: '' } }) === undefined;
  });
}

export interface Withheld {
  readonly action: Action;
  readonly because: Problem['code'];
}

/** Limits a person can do something about, or wait for; the others go without saying, by state and role. */
const toldLimits: ReadonlySet<Problem['code']> = new Set([
  'four-eyes',
  'extension-used',
  'period-over',
  'fee-unpaid',
  'correction-used',
  'document-not-ready',
  'not-handler',
  'already-claimed',
  'opinions-outstanding',
  'consults-full',
]);

/** What would be theirs to do with the case as it stands, but for a limit of the law or the office. */
export function withheldActions(
  head: CaseHead,
  caller: { readonly id: string; readonly roles: readonly Role[] },
  situation: Pick<Context, 'item' | 'now'>,
): Withheld[] {
  return actions.flatMap((action) => {
    const kind = actingAs(action, caller.roles);
    if (kind === undefined || !(transitions[action].from as readonly CaseState[]).includes(head.state)) return [];
    // Who holds a case is for those who work at it, and who sees to it that they do; whoever decides has that in the timeline.
    if ((action === 'claim' || action === 'release') && kind === 'approver') return [];
    // Deciding comes after proposing, wherever the item asks for four eyes: no need to say so before.
    if (action === 'decide' && head.state !== 'proposed') return [];
    const refusal = permit(action, head, { ...situation, actor: { kind, id: caller.id, name: '' } });
    return refusal !== undefined && toldLimits.has(refusal.code) ? [{ action, because: refusal.code }] : [];
  });
}

/** An instant item (即办件) may let one officer decide alone. */
export const waivesFourEyes = ({ item }: Pick<Context, 'item'>): boolean =>
  item.handling === 'instant' && !item.fourEyes;

/** Has the intake not yet put this case, or its correction, into the agency's inbox? */
export function needsRouting(head: CaseHead): boolean {
  const arrivedAt = head.correction?.correctedAt ?? head.submittedAt;
  if (arrivedAt === undefined || !isOpen(head.state)) return false;
  return head.routedAt === undefined || head.routedAt < arrivedAt;
}

/** The paper of the decision, once it is made. */
export const decisionDocument = ({ documents }: CaseHead): IssuedDocument | undefined =>
  documents.find(({ kind }) => kind === 'decision-grant' || kind === 'decision-denial');

/** Is this paper still to be issued: the decision's own, or the notice of an event that has none? */
export function needsDocument(head: CaseHead, { kind, about }: Pick<IssuedDocument, 'kind' | 'about'>): boolean {
  switch (kind) {
    case 'decision-grant':
      return head.decision?.outcome === 'grant' && decisionDocument(head) === undefined;
    case 'decision-denial':
      return head.decision?.outcome === 'deny' && decisionDocument(head) === undefined;
    default:
      return about !== undefined && about <= head.eventCount && head.documents.every((each) => each.about !== about);
  }
}

/** A second request is for what came anew with the correction, so before one came there is nothing to ask about. */
const asksInVain = ({ state, correction }: CaseHead): boolean =>
  correction !== undefined && isOpen(state) && (state !== 'submitted' || correction.resubmitted === undefined);

/** What cannot be done any more once the law has renewed the licence. */
const judging = new Set<Action>([
  'decide',
  'propose',
  'return',
  'suspend',
  'resume',
  'extend',
  'terminate',
  'withdraw',
]);

type Limit = (head: CaseHead, context: Context) => Problem | undefined;

/** What the law or the office asks beyond state and role. */
const limits: { readonly [A in Action]?: Limit } = {
  rate: (head) => refuseIf('wrong-state', head.rating !== undefined),

  claim: (head, { actor }) => {
    if (head.handler === undefined) return undefined;
    // Claiming one's own again changes nothing, so it is refused rather than recorded; a repeated call is met by its key.
    return new Problem(head.handler.id === actor.id ? 'wrong-state' : 'already-claimed');
  },
  release: (head, context) => {
    if (head.handler === undefined) return new Problem('wrong-state');
    return context.actor.kind === 'supervisor' ? undefined : handlerOnly(head, context);
  },
  'request-correction': (head, context) => handlerOnly(head, context) ?? notDeemed(head, context),
  accept: (head, context) => handlerOnly(head, context),
  refuse: (head, context) => handlerOnly(head, context) ?? notDeemed(head, context),
  suspend: (head, context) =>
    handlerOnly(head, context) ?? refuseIf('not-asked-by-item', context.item.suspensions.length === 0),
  resume: (head, context) => handlerOnly(head, context) ?? refuseIf('fee-unpaid', head.suspension?.ground === 'fee'),
  propose: (head, context) => handlerOnly(head, context) ?? feePaid(head, context) ?? opinionsIn(head, context),
  decide: (head, context) =>
    (head.state === 'proposed' ? secondPair(head, context) : alone(head, context)) ??
    feePaid(head, context) ??
    opinionsIn(head, context),
  consult: (head, context) =>
    handlerOnly(head, context) ??
    refuseIf('not-joint', context.item.limits.joint !== true) ??
    refuseIf('consults-full', head.consults.length >= mostConsults),
  'give-opinion': (head) => refuseIf('wrong-state', unanswered(head).length === 0),
  'withdraw-consult': (head, context) =>
    handlerOnly(head, context) ?? refuseIf('wrong-state', unanswered(head).length === 0),
  extend: ({ handler, clocks }, context) => {
    // Given back for a moment, a case would be put off by whoever is late with it: somebody else has to hold it.
    if (handler === undefined || handler.id === context.actor.id) return new Problem('four-eyes');
    if (clocks.extendedDays !== undefined) return new Problem('extension-used');
    return refuseIf('period-over', clocks.statutoryBy === undefined || today(context) > clocks.statutoryBy);
  },
  terminate: (head, context) => handlerOnly(head, context),
  deliver: (head) => refuseIf('document-not-ready', decisionDocument(head) === undefined),
  'answer-work-order': ({ workOrder }) =>
    refuseIf('wrong-state', workOrder === undefined || workOrder.answer !== undefined),

  'accept-deemed': ({ clocks }, context) => refuseIf('wrong-state', !isDeemedAccepted(clocks, today(context))),
  lapse: ({ clocks: { correctBy } }, context) =>
    refuseIf('wrong-state', correctBy === undefined || today(context) <= correctBy),
  'renew-deemed': ({ clocks }, context) => refuseIf('wrong-state', !isDeemedRenewed(clocks, today(context))),
  escalate: (head, { now }) =>
    refuseIf('wrong-state', !timersOf(head).some(({ does, at }) => does === 'escalate' && at <= now)),
  recalculate: ({ clocks }) => refuseIf('wrong-state', !clocks.provisional),

  'await-fee': (head, context) => refuseIf('wrong-state', head.feeSettled === true || !waitsForFee(head, context)),
  'settle-fee': (head) => refuseIf('wrong-state', head.suspension?.ground !== 'fee'),

  route: (head) => refuseIf('wrong-state', !needsRouting(head)),
  'decide-automatically': (_head, { item }) => refuseIf('wrong-state', item.handling !== 'instant' || !item.automatic),
};

const refuseIf = (code: Problem['code'], refused: boolean): Problem | undefined =>
  refused ? new Problem(code) : undefined;

/** Does the decision of this case wait for a fee that is paid online? */
export const waitsForFee = ({ answers }: Pick<CaseHead, 'answers'>, { item }: Pick<Context, 'item'>): boolean =>
  feesDue(item, answers).some(({ beforeDecision, onlinePayment }) => beforeDecision && onlinePayment);

const feePaid: Limit = (head, context) =>
  refuseIf('fee-unpaid', waitsForFee(head, context) && head.feeSettled !== true);

/** All who were asked have answered, or let their day go by. */
const opinionsIn: Limit = (head, context) =>
  refuseIf('opinions-outstanding', isAwaited(unanswered(head), today(context)));

const handlerOnly: Limit = (head, { actor }) => refuseIf('not-handler', head.handler?.id !== actor.id);

const notDeemed: Limit = (head, context) => refuseIf('wrong-state', isDeemedAccepted(head.clocks, today(context)));

/** Four eyes (四眼): an approver, and not the one who proposed. */
const secondPair: Limit = (head, { actor }) => {
  if (head.proposal?.by === actor.id) return new Problem('four-eyes');
  return refuseIf('forbidden', actor.kind !== 'approver');
};

/** Deciding without a proposal claims a case that nobody holds. */
const alone: Limit = (head, context) => {
  if (!waivesFourEyes(context)) return new Problem('four-eyes');
  return head.handler === undefined ? undefined : handlerOnly(head, context);
};

/** A case is always judged by the version it was filed under; another one here is a fault of ours. */
function assertPinned(head: CaseHead, { item }: Context): void {
  if (item.code === head.itemCode && item.version === head.itemVersion) return;
  throw new Error(`case filed under ${head.itemCode} v${head.itemVersion}, judged by ${item.code} v${item.version}`);
}
