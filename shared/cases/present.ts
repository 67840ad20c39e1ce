/** Cases as the API shows them: to the applicant, to the desk, in lists. Identity numbers masked except in one's own draft. */
import { problems } from '../base/problems.ts';
import type { Role } from '../base/roles.ts';
import { dayOf } from '../base/time.ts';
import type { Bilingual, Day, Instant } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import type { CaseEvent, CaseHead, Decision, Material, WorkOrder } from './case.ts';
import { clocksAfter, duesOf, isProvisionalDue, lampOf, nextDue } from './clock.ts';
import { consultViewsOf } from './consult-view.ts';
import type { DeskCaseView } from './desk-view.ts';
import { dueViewsOf } from './explanation.ts';
import { maskAnswers } from './masking.ts';
import { lawfulActions, type Withheld, withheldActions } from './permits.ts';
import { nextStepOf, statusOf } from './sentences.ts';
import type { CaseListEntry } from './summary.ts';
import { citizenTimeline, deskTimeline, namedChecks } from './timeline.ts';
import { transitions } from './transitions.ts';
import {
  applicantActions,
  type CaseSummary,
  type CaseView,
  type CommandResult,
  type DraftSummary,
  type DraftView,
  type InboxRow,
  type MaterialView,
  officerActions,
} from './views.ts';

interface Whole {
  readonly head: CaseHead;
  /** The whole record, in order. */
  readonly events: readonly CaseEvent[];
  readonly materials: readonly Material[];
  /** In the version the case was filed under. */
  readonly item: Item;
  readonly now: Instant;
}

/** @throws Error on a draft: nobody has filed it */
export function caseViewOf(whole: Whole & { readonly agencyName: Bilingual }): CaseView {
  const { head, events, materials, item, agencyName, now } = whole;
  const caller = { id: head.applicant.id, roles: ['citizen'] } as const;
  const lawful = lawfulActions(head, caller, { item, now });
  return {
    ...caseSummaryOf(head, dayOf(now)),
    ...wholeOf(whole),
    agencyName,
    materials: materials.map(materialViewOf),
    ...(head.correction === undefined ? {} : { correction: askedOf(head.correction) }),
    timeline: citizenTimeline(events, agencyName),
    actions: applicantActions.filter((action) => lawful.includes(action)),
  };
}

/** @throws Error on a draft: the desk never sees one */
export function deskCaseViewOf(
  whole: Whole & {
    readonly caller: { readonly id: string; readonly roles: readonly Role[] };
    /** Those that have a desk in this hall. */
    readonly agencies?: readonly { readonly code: string; readonly name: Bilingual }[];
  },
): DeskCaseView {
  const { head, events, materials, item, caller, now, agencies = [] } = whole;
  const lawful = lawfulActions(head, caller, { item, now });
  const filed = new Set(Object.values(head.materials).flat());
  return {
    ...inboxRowOf(head, dayOf(now)),
    ...wholeOf(whole),
    applicant: { name: head.applicant.name, kind: head.applicant.kind },
    // A file that did not pass its check, or was not filed with the case, is not the desk's to see.
    materials: materials.filter((file) => file.state === 'clean' && filed.has(file.materialId)).map(materialViewOf),
    checks: namedChecks(head.checks, item),
    ...(head.correction === undefined ? {} : { correction: head.correction }),
    escalations: head.escalations,
    consults: consultViewsOf(head, dayOf(now), lawful.includes('withdraw-consult')),
    askable: lawful.includes('consult')
      ? agencies.filter(({ code }) => code !== head.agency).map(({ code, name }) => ({ code, name }))
      : [],
    timeline: deskTimeline(events),
    ...(head.proposal === undefined
      ? {}
      : { proposal: { ...head.proposal, by: proposerOf(head.proposal.by, events) } }),
    actions: officerActions.filter((action) => lawful.includes(action)),
    withheld: withheldOf(withheldActions(head, caller, { item, now })),
    foreseen: officerActions.filter((action) => lawful.includes(action)).flatMap((action) => foreseenOf(action, whole)),
    item,
  };
}

const withheldOf = (withheld: readonly Withheld[]): DeskCaseView['withheld'] =>
  officerActions.flatMap((action) =>
    withheld
      .filter((each) => each.action === action)
      .map(({ because }) => ({
        action,
        why: action === 'extend' && because === 'four-eyes' ? notOneself : problems[because].title,
      })),
  );

const notOneself: Bilingual = {
  zh: '延长期限要有经办人，由经办人以外的审批人批准。',
  en: 'An extension is for a case that somebody handles, by an approver who does not.',
};

/** Nothing for an action that leaves the clocks as they are. */
function foreseenOf(action: OfficerAction, { head, item, now }: Whole): DeskCaseView['foreseen'] {
  const effect = transitions[action].clocks;
  if (effect === 'none') return [];
  const due = duesOf(clocksAfter(effect, head.clocks, dayOf(now), item.limits));
  return [
    { action, due: due.map((each) => ({ clock: each.clock, by: each.by, provisional: isProvisionalDue(each) })) },
  ];
}

type OfficerAction = (typeof officerActions)[number];

/** @throws Error on a draft */
export function caseSummaryOf(entry: CaseListEntry, today: Day): CaseSummary {
  const { caseId, itemCode, itemName, state } = entry;
  const status = statusOf(entry, today);
  const next = nextStepOf(entry, today);
  return {
    caseId,
    ...filing(entry),
    itemCode,
    itemName,
    state,
    status,
    next,
    ...onBehalfOf(entry),
    ...packageOf(entry),
  };
}

/** @throws Error on a draft */
export function inboxRowOf(entry: CaseListEntry, today: Day): InboxRow {
  const { caseId, itemCode, itemName, state, applicant, clocks, handler } = entry;
  const due = nextDue(clocks);
  return {
    ...{ caseId, ...filing(entry), itemCode, itemName, applicantName: applicant.name, state },
    status: statusOf(entry, today),
    ...(due === undefined ? {} : { dueBy: due.by, lamp: lampOf(due, clocks, today) }),
    ...(handler === undefined ? {} : { handler }),
    ...onBehalfOf(entry),
  };
}

const onBehalfOf = ({ applicant, agent }: CaseListEntry) =>
  agent === undefined ? {} : { onBehalf: { applicantName: applicant.name, agentName: agent.name } };

const packageOf = ({ package: of }: CaseListEntry) => (of === undefined ? {} : { package: of });

/** Answer to a command. @param now of the command */
export function commandResultOf(head: CaseHead, now: Instant): CommandResult {
  const { caseId, caseNumber, state, version } = head;
  const status = statusOf(head, dayOf(now));
  return { caseId, ...(caseNumber === undefined ? {} : { caseNumber }), state, status, version, at: now };
}

export function draftSummaryOf(entry: CaseListEntry): DraftSummary {
  const { caseId, itemCode, itemVersion, itemName, version, updatedAt } = entry;
  return { caseId, itemCode, itemVersion, itemName, version, updatedAt, ...onBehalfOf(entry), ...packageOf(entry) };
}

/** For its owner alone: identity numbers whole, so that they can be corrected. */
export function draftViewOf(
  head: CaseHead,
  materials: readonly Material[],
  outdated?: DraftView['outdated'],
): DraftView {
  const { answers, createdAt } = head;
  const view = { ...draftSummaryOf(head), answers, createdAt, materials: materials.map(materialViewOf) };
  return outdated === undefined ? view : { ...view, outdated };
}

export function materialViewOf(file: Material): MaterialView {
  const { materialId, code, fileName, mediaType, bytes, state, refusal, createdAt } = file;
  return {
    materialId,
    code,
    fileName,
    mediaType,
    bytes,
    state,
    createdAt,
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** What both sides see of the whole case. */
function wholeOf({ head, item, now }: Whole) {
  const { itemVersion, clocks, decision, documents, delivery, rating, workOrder } = head;
  return {
    itemVersion,
    answers: maskAnswers(item.form, head.answers),
    clocks,
    due: dueViewsOf(head, item, dayOf(now)),
    documents,
    ...(decision === undefined ? {} : { decision: withoutName(decision) }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(rating === undefined ? {} : { rating }),
    ...(workOrder === undefined ? {} : { workOrder: withoutAnswerer(workOrder) }),
  };
}

function filing({ caseNumber, submittedAt }: CaseListEntry) {
  if (caseNumber === undefined || submittedAt === undefined)
    throw new Error('a draft is shown as a draft, not as a case');
  return { caseNumber, submittedAt };
}

/** Who decided stands in the timeline, by name for the desk alone. */
const withoutName = ({ by: _, ...decision }: Decision) => decision;

const withoutAnswerer = ({ openedAt, answer }: WorkOrder) => ({
  openedAt,
  ...(answer === undefined ? {} : { answer: { text: answer.text, at: answer.at } }),
});

const askedOf = ({ resubmitted: _, ...asked }: NonNullable<CaseHead['correction']>) => asked;

/** People read names; the rules keep ids. */
const proposerOf = (id: string, events: readonly CaseEvent[]): string =>
  events.findLast(({ type, actor }) => type === 'proposed' && actor.id === id)?.actor.name ?? id;
