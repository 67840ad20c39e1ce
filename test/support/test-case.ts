/** Cases for tests of the rules, brought to each state by the rules themselves. */
import { Problem } from '../../shared/base/problems.ts';
import { dayOf, secondsAfter } from '../../shared/base/time.ts';
import { correct, rate, startDraft, submit, withdraw } from '../../shared/cases/applying.ts';
import type { Actor, CaseEvent, CaseHead, CaseState, IssuedDocument, Material } from '../../shared/cases/case.ts';
import { duesOf } from '../../shared/cases/clock.ts';
import { consult, giveOpinion, withdrawConsult } from '../../shared/cases/consulting.ts';
import { unanswered } from '../../shared/cases/consults.ts';
import { awaitFee, settleFee } from '../../shared/cases/fees.ts';
import { fireDue } from '../../shared/cases/firing.ts';
import * as desk from '../../shared/cases/handling.ts';
import type { Context, Outcome } from '../../shared/cases/outcome.ts';
import { permit } from '../../shared/cases/permits.ts';
import {
  backofficeCompleted,
  backofficeFailed,
  calendarPublished,
  documentIssued,
  hall,
  route,
} from '../../shared/cases/system.ts';
import type { Action } from '../../shared/cases/transitions.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { adultId } from './test-item.ts';

export const wang: Actor = { kind: 'applicant', id: 'citizen-wang', name: '王芳' };
export const li: Actor = { kind: 'officer', id: 'officer-li', name: '李强' };
export const zhao: Actor = { kind: 'officer', id: 'officer-zhao', name: '赵敏' };
export const chen: Actor = { kind: 'approver', id: 'approver-chen', name: '陈静' };
export const sun: Actor = { kind: 'supervisor', id: 'supervisor-sun', name: '孙伟' };
export const machine: Actor = { kind: 'backoffice', id: 'machine-1', name: '业务系统' };
export { hall };

export const caseId = '7K3M9QXT2A7K3M9QXT2A7K3M9Q';
export const caseNumber = '12441500196720244T3442199806003202603020001';
/** Monday, 2 March 2026, 10:00 in Shanghai: no holiday until April. */
export const monday = '2026-03-02T02:00:00.000Z';

const idOf = (serial: number) => `0000000000000000000000000${serial}`;

export const file = (serial: number, code: string, state: Material['state'] = 'clean'): Material => ({
  materialId: idOf(serial),
  caseId,
  owner: wang.id,
  code,
  fileName: `${code}.pdf`,
  mediaType: 'application/pdf',
  bytes: 1000,
  sha256: 'a'.repeat(64),
  state,
  createdAt: monday,
});

export const identityFile = file(1, 'identity');
export const goodAnswers = { fullName: '王芳', idNumber: adultId, married: false };

export const document = (kind: 'decision-grant' | 'decision-denial') => ({
  number: 'BS2026-7K3M-9QXT-2A',
  kind,
  issuedAt: monday,
  sha256: 'b'.repeat(64),
});

export function draftOf(item: Item, now = monday): CaseHead {
  const applicant = { id: wang.id, name: wang.name, kind: 'natural' } as const;
  const head = given(startDraft({ caseId, item, applicant, now }));
  // A renewal is asked for thirty-one days before the licence ends.
  const expiresOn = dayOf(secondsAfter(now, 31 * 86_400));
  return { ...head, answers: { ...goodAnswers, ...(item.renewal === undefined ? {} : { expiresOn }) } };
}

/** The result of a rule that must not refuse. */
export function given<T extends object>(result: T | Problem): T {
  if (result instanceof Problem) throw new Error(`refused: ${result.code} ${JSON.stringify(result.errors)}`);
  return result;
}

/** A case being lived through: each step must be lawful, and the record is kept. */
export class Life {
  head: CaseHead;
  readonly events: CaseEvent[] = [];
  readonly item: Item;
  constructor(item: Item, now = monday) {
    this.item = item;
    this.head = draftOf(item, now);
  }
  take(action: Action, actor: Actor, now = monday, how: How = {}): this {
    const { head, events } = given(perform(action, this.head, { item: this.item, actor, now }, how));
    this.head = head;
    this.events.push(...events);
    return this;
  }
}

export interface How {
  readonly outcome?: 'grant' | 'deny';
  readonly score?: number;
}

/** Twelve other agencies, each with a name of its own. */
export const agencyNo = (serial: number): string => `1144010000000000${String(serial + 10)}`;
export const nameOf = (code: string) =>
  code.startsWith('114401') ? { zh: `${code}局`, en: `Bureau ${code}` } : undefined;
export const questionTo = (...agencies: string[]) => ({
  ...{ agencies, question: '是否符合规划？', days: 5, fields: ['fullName'], materials: ['identity'] },
});

/** Takes an action with a body that is right for it. */
export function perform(
  action: Action,
  head: CaseHead,
  context: Context,
  { outcome = 'grant', score = 1 }: How = {},
): Outcome | Problem {
  // Time does all that is due at once; here it is asked about one thing.
  const timed = () => permit(action, head, context) ?? fireDue(head, context) ?? new Problem('wrong-state');
  const decision = { outcome: head.proposal?.outcome ?? outcome, reasons: '条件核对无误' };
  const bodies: Readonly<Record<Action, () => Outcome | Problem>> = {
    submit: () => submit(head, { materials: [identityFile], caseNumber }, context),
    correct: () => correct(head, { answers: { fullName: '王小芳' }, materials: {}, files: [identityFile] }, context),
    withdraw: () => withdraw(head, { reason: '不办了' }, context),
    rate: () => rate(head, { score }, context),
    'answer-work-order': () => desk.answerWorkOrder(head, { answer: '已联系您并改进' }, context),
    consult: () => consult(head, questionTo(agencyNo(head.consults.length)), nameOf, context),
    'give-opinion': () =>
      giveOpinion(head, unanswered(head)[0]?.no ?? 1, { outcome: 'agree', reason: '符合规划' }, context),
    'withdraw-consult': () =>
      withdrawConsult(head, { consult: unanswered(head)[0]?.no ?? 1, reason: '不再需要' }, context),
    extend: () => desk.extend(head, { reason: '需现场核查' }, context),
    terminate: () => desk.terminate(head, { reason: '申请人死亡' }, context),
    reopen: () => desk.reopen(head, { reason: '因病未能按期补正' }, context),
    'accept-deemed': timed,
    lapse: timed,
    'renew-deemed': timed,
    escalate: timed,
    recalculate: () => calendarPublished(head, head.clocks, context),
    claim: () => desk.claim(head, context),
    release: () => desk.release(head, context),
    'request-correction': () =>
      desk.requestCorrection(head, { fields: [{ field: 'fullName', reason: '与证件不一致' }], materials: [] }, context),
    accept: () => desk.accept(head, {}, context),
    refuse: () => desk.refuse(head, { reason: '不属于本机关职权', rightAuthority: '省厅' }, context),
    suspend: () => desk.suspend(head, { ground: 'testing', reason: '送检' }, context),
    resume: () => desk.resume(head, { result: '检测合格' }, context),
    propose: () => desk.propose(head, { outcome, reasons: '条件核对无误' }, context),
    return: () => desk.returnProposal(head, { reason: '请补充核查' }, context),
    decide: () => desk.decide(head, decision, context),
    deliver: () => desk.deliver(head, { channel: 'online' }, context),
    'await-fee': () => awaitFee(head, context),
    'settle-fee': () => settleFee(head, context),
    route: () => route(head, [{ code: 'adult', passed: true }], context),
    'decide-automatically': () => submit(head, { materials: [identityFile], caseNumber }, context),
    'issue-document': () => documentIssued(head, paperOf(head), context),
    'backoffice-complete': () => backofficeCompleted(head, { jobId: caseId, result: 'passed' }, context),
    'backoffice-fail': () => backofficeFailed(head, { jobId: caseId, reason: '查无此人' }, context),
  };
  return bodies[action]();
}

/** A case in this state, held by officer Li while it is open and past submission. */
export function lifeIn(state: CaseState, item: Item, now = monday): Life {
  const life = new Life(item, now);
  const on = (action: Action, actor: Actor, how: How = {}) => life.take(action, actor, now, how);
  const filed = () => on('submit', wang).take('claim', li, now);
  const reviewed = () => filed().take('accept', li, now);
  const proposed = (outcome: 'grant' | 'deny') => reviewed().take('propose', li, now, { outcome });
  const decided = (outcome: 'grant' | 'deny') => proposed(outcome).take('decide', chen, now);
  const reach: Readonly<Record<CaseState, () => Life>> = {
    draft: () => life,
    submitted: filed,
    'correction-requested': () => filed().take('request-correction', li, now),
    'in-review': reviewed,
    suspended: () => reviewed().take('suspend', li, now),
    proposed: () => proposed('grant'),
    granted: () => decided('grant'),
    denied: () => decided('deny'),
    delivered: () => decided('grant').take('issue-document', hall, now).take('deliver', li, now),
    'not-accepted': () => filed().take('refuse', li, now),
    withdrawn: () => filed().take('withdraw', wang, now),
    terminated: () => reviewed().take('terminate', li, now),
    lapsed: () => {
      const asked = filed().take('request-correction', li, now);
      const [due] = duesOf(asked.head.clocks);
      return asked.take('lapse', hall, `${due?.by}T16:00:00.000Z`);
    },
  };
  return reach[state]();
}

/** The paper that comes next in this case: the decision's, or a notice of its newest event. */
function paperOf(head: CaseHead): IssuedDocument {
  const decided = head.documents.some(({ kind }) => kind.startsWith('decision-')) ? undefined : head.decision;
  if (decided !== undefined) return document(decided.outcome === 'deny' ? 'decision-denial' : 'decision-grant');
  return { ...document('decision-grant'), kind: 'acceptance', about: head.eventCount };
}

/** Why a rule refused, and where. */
export function refusal(result: Outcome | CaseHead | Problem): { code: string; fields: string[] } {
  if (!(result instanceof Problem)) throw new Error('not refused');
  return { code: result.code, fields: result.errors.map(({ field, code }) => `${field} ${code}`) };
}
