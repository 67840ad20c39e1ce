/** What an agency's desk takes and answers. */
import * as z from 'zod';
import type { Api, Operation } from '../../shared/base/operation.ts';
import { pageOf } from '../../shared/base/page.ts';
import type { ProblemCode } from '../../shared/base/problems.ts';
import {
  bilingual,
  caseId,
  caseNumber,
  creditCode,
  cursor,
  day,
  documentNumber,
  instant,
  itemCode,
  materialId,
  written,
} from '../../shared/base/words.ts';
import { bulkBody } from '../../shared/cases/bulk.ts';
import { bulkSummary, bulkView } from '../../shared/cases/bulk-view.ts';
import { caseState } from '../../shared/cases/case.ts';
import {
  acceptBody,
  answerWorkOrderBody,
  consultBody,
  decideBody,
  deliverBody,
  emptyBody,
  extendBody,
  giveOpinionBody,
  proposeBody,
  refuseBody,
  reopenBody,
  requestCorrectionBody,
  resumeBody,
  returnBody,
  suspendBody,
  terminateBody,
  withdrawConsultBody,
} from '../../shared/cases/commands.ts';
import { consultCaseView } from '../../shared/cases/consult-case-view.ts';
import { consultStates } from '../../shared/cases/consult-rows.ts';
import { consultRowView } from '../../shared/cases/consult-view.ts';
import { deskCaseView } from '../../shared/cases/desk-view.ts';
import { exportBody, exportView } from '../../shared/cases/export.ts';
import { comparedFigures, statisticsView } from '../../shared/cases/statistics-view.ts';
import {
  accessEntry,
  commandResult,
  documentLink,
  inboxRow,
  materialLink,
  pastView,
  recordCheck,
  workOrderRow,
} from '../../shared/cases/views.ts';

/** The national lists of cases, as `shared/exchange` names them. */
const caseLists = ['accept', 'process', 'special', 'caseMaterial', 'result'] as const;

const ofCase = z.strictObject({ caseId });
const ofConsult = ofCase.extend({ consultNo: z.coerce.number().int().min(1).max(99) });
/** Nothing of the case beyond the question: whoever was asked does not follow the case. */
const consultAnswered = z.strictObject({ caseId, no: z.int(), at: instant });

const page = z.strictObject({ cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) });

/** An auditor, who belongs to no agency, names the one to look at; everyone else sees their own. */
const inboxQuery = z.strictObject({
  state: caseState.exclude(['draft']).default('submitted'),
  mine: z.enum(['true', 'false']).default('false'),
  /** What was put before the supervisor and is still due, in whatever state. */
  escalated: z.enum(['true', 'false']).default('false'),
  /** All stages together, whatever `state` says: what is still to be decided, or also what is still to be delivered. */
  all: z.enum(['open', 'unfinished']).optional(),
  agency: creditCode.optional(),
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** Thirty days until today, when nothing is said. */
const span = { from: day.optional(), to: day.optional() };
const compared = z.strictObject({ from: day, to: day, items: z.array(comparedFigures) });

/** Every command of the desk answers alike; what differs is its body and what may stand against it. */
const command = <B extends z.ZodType>(summary: string, body: B, problems: readonly ProblemCode[] = []) =>
  ({
    summary,
    params: ofCase,
    body,
    status: 200,
    answer: commandResult,
    problems: ['not-found', 'own-case', 'wrong-state', 'not-handler', 'conflict', ...problems],
  }) as const satisfies Operation;

/** One of the national lists as a file; 900 KB together is what a call takes. */
const list = z.string().max(900_000).optional();

export const importAnswer = z.strictObject({
  /** Cases that are new and right. */
  good: z.int(),
  /** Cases that say what the hall has already. */
  unchanged: z.int(),
  /** Lines with faults. */
  bad: z.int(),
  faults: z.array(z.strictObject({ list: z.enum(caseLists), line: z.int(), column: z.string(), reason: bilingual })),
  /** Empty unless everything was taken. */
  taken: z.array(z.strictObject({ caseNumber, caseId })),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

export const officerApi = {
  'GET /v1/agency/cases': {
    summary: "The agency's inbox in one state, or in all that are not over, by due day",
    query: inboxQuery,
    status: 200,
    answer: pageOf(inboxRow),
    problems: ['bad-cursor'],
  },
  'POST /v1/agency/cases/import': {
    summary:
      'Cases of another system from the national field lists: good ones told apart from bad ones; with `apply`, and none bad, taken in with what was told of them',
    body: z.strictObject({
      source: written(100),
      lists: z.strictObject({
        accept: z.string().min(1).max(900_000),
        ...{ process: list, special: list, caseMaterial: list, result: list },
      }),
      apply: z.boolean().default(false),
    }),
    status: 200,
    answer: importAnswer,
    problems: ['forbidden', 'conflict'],
  },
  'GET /v1/agency/cases/{caseId}': {
    summary: 'A case with all that was given',
    params: ofCase,
    status: 200,
    answer: deskCaseView,
    problems: ['not-found', 'own-case'],
  },
  'GET /v1/agency/cases/{caseId}/materials/{materialId}': {
    summary: 'A file of the case; a link only when it is clean',
    params: z.strictObject({ caseId, materialId }),
    status: 200,
    answer: materialLink,
    problems: ['not-found', 'own-case'],
  },
  'GET /v1/agency/cases/{caseId}/documents/{documentNumber}': {
    summary: 'A link to an issued document',
    params: z.strictObject({ caseId, documentNumber }),
    status: 200,
    answer: documentLink,
    problems: ['not-found', 'own-case'],
  },
  'GET /v1/agency/cases/{caseId}/exchange': {
    summary: 'An accepted case in the national field lists, row by row',
    params: ofCase,
    status: 200,
    answer: z.strictObject({ rows: z.record(z.string(), z.array(z.record(z.string(), z.string()))) }),
    problems: ['not-found', 'own-case', 'wrong-state'],
  },
  'GET /v1/agency/cases/{caseId}/past': {
    summary: 'The case as it stood at an instant, rebuilt from its record',
    params: ofCase,
    query: z.strictObject({ at: z.iso.datetime({ offset: true }) }),
    status: 200,
    answer: pastView,
    problems: ['not-found', 'own-case'],
  },
  'GET /v1/agency/cases/{caseId}/record': {
    summary: "Whether the case's record is whole: its chain of hashes, line by line",
    params: ofCase,
    status: 200,
    answer: recordCheck,
    problems: ['not-found'],
  },
  'GET /v1/agency/cases/{caseId}/access': {
    summary: 'Who at a desk looked at this case, and when; newest first',
    params: ofCase,
    query: page,
    status: 200,
    answer: pageOf(accessEntry),
    problems: ['not-found', 'bad-cursor'],
  },
  'GET /v1/agency/work-orders': {
    summary: 'Bad ratings that wait for an answer, by due day',
    query: page.extend({ agency: creditCode.optional() }),
    status: 200,
    answer: pageOf(workOrderRow),
    problems: ['bad-cursor'],
  },
  'POST /v1/agency/bulk': {
    summary: 'One act on many cases: all checked, then done, at once or when the minute to undo it is over',
    body: bulkBody,
    status: 200,
    answer: bulkView,
    problems: ['empty-selection', 'conflict'],
  },
  'GET /v1/agency/bulk': {
    summary: 'My bulk actions of the last 30 days, newest first',
    query: page,
    status: 200,
    answer: pageOf(bulkSummary),
    problems: ['bad-cursor'],
  },
  'GET /v1/agency/bulk/{bulkId}': {
    summary: 'One of my bulk actions, with an outcome for each case',
    params: z.strictObject({ bulkId: caseId }),
    status: 200,
    answer: bulkView,
    problems: ['not-found'],
  },
  'POST /v1/agency/bulk/{bulkId}/undo': {
    summary: 'Undo it, within its minute',
    params: z.strictObject({ bulkId: caseId }),
    body: emptyBody,
    status: 200,
    answer: bulkView,
    problems: ['not-found', 'too-late', 'conflict'],
  },
  'POST /v1/agency/exports': {
    summary: "Have the agency's cases of some days written to a file, of any size",
    body: exportBody,
    status: 201,
    answer: exportView,
    problems: ['conflict'],
  },
  'GET /v1/agency/exports': {
    summary: "The agency's exports of the last week, newest first",
    query: page.extend({ agency: creditCode.optional() }),
    status: 200,
    answer: pageOf(exportView),
    problems: ['bad-cursor'],
  },
  'GET /v1/agency/exports/{exportId}': {
    summary: 'How far one of my exports is, and a link of five minutes once it is done',
    params: z.strictObject({ exportId: caseId }),
    status: 200,
    answer: exportView,
    problems: ['not-found'],
  },
  'GET /v1/agency/statistics': {
    summary: 'Volume, clocks, ratings and backlog of an agency or of one of its items, day by day, for charts',
    query: z.strictObject({ ...span, itemCode: itemCode.optional(), agency: creditCode.optional() }),
    status: 200,
    answer: statisticsView,
    problems: ['item-not-found'],
  },
  'GET /v1/agency/statistics/items': {
    summary: "An agency's items beside each other, busiest first",
    query: z.strictObject({ ...span, agency: creditCode.optional() }),
    status: 200,
    answer: compared,
    problems: [],
  },
  'GET /v1/agency/statistics/agencies': {
    summary: 'All agencies beside each other, busiest first',
    query: z.strictObject(span),
    status: 200,
    answer: compared,
    problems: [],
  },
  'POST /v1/agency/cases/{caseId}/claim': command('Take a case (认领)', emptyBody, ['already-claimed']),
  'POST /v1/agency/cases/{caseId}/release': command('Give a case back', emptyBody),
  'POST /v1/agency/cases/{caseId}/request-correction': command(
    'Ask once for corrections (一次性告知补正)',
    requestCorrectionBody,
    ['correction-used', 'not-asked-by-item'],
  ),
  'POST /v1/agency/cases/{caseId}/accept': command('Accept (受理)', acceptBody),
  'POST /v1/agency/cases/{caseId}/refuse': command('Refuse acceptance (不予受理)', refuseBody),
  'POST /v1/agency/cases/{caseId}/suspend': command('Suspend the clocks (中止计时)', suspendBody, [
    'not-asked-by-item',
  ]),
  'POST /v1/agency/cases/{caseId}/resume': command('Resume the clocks', resumeBody),
  'POST /v1/agency/cases/{caseId}/extend': command('Extend the time limit, once (延长期限)', extendBody, [
    'four-eyes',
    'extension-used',
    'period-over',
  ]),
  'POST /v1/agency/cases/{caseId}/consult': command(
    'Ask other agencies for their opinion (征求意见); a body says whom, what, by when and on what of the case',
    consultBody,
    ['not-joint', 'consults-full'],
  ),
  'POST /v1/agency/cases/{caseId}/withdraw-consult': command(
    'Take back a question that has not been answered',
    withdrawConsultBody,
  ),
  'GET /v1/agency/consults': {
    summary: 'What other agencies ask of this one: to be answered, by due day; or over, newest first',
    query: page.extend({ state: z.enum(consultStates).default('open'), agency: creditCode.optional() }),
    status: 200,
    answer: pageOf(consultRowView),
    problems: ['bad-cursor'],
  },
  'GET /v1/agency/consults/{caseId}/{consultNo}': {
    summary: 'One question, with what of the case is shown for it',
    params: ofConsult,
    status: 200,
    answer: consultCaseView,
    problems: ['not-found', 'own-case'],
  },
  'GET /v1/agency/consults/{caseId}/{consultNo}/materials/{materialId}': {
    summary: 'A file that is shown for a question; a link',
    params: ofConsult.extend({ materialId }),
    status: 200,
    answer: materialLink,
    problems: ['not-found', 'own-case'],
  },
  'POST /v1/agency/consults/{caseId}/{consultNo}/answer': {
    summary: 'Give the opinion: agree, agree on conditions, disagree; each with a reason',
    params: ofConsult,
    body: giveOpinionBody,
    status: 200,
    answer: consultAnswered,
    problems: ['not-found', 'own-case', 'wrong-state', 'conflict'],
  },
  'POST /v1/agency/cases/{caseId}/terminate': command('End without a decision (终止办理)', terminateBody),
  'POST /v1/agency/cases/{caseId}/reopen': command('Take a lapsed case up again', reopenBody),
  'POST /v1/agency/cases/{caseId}/answer-work-order': command(
    'Answer a bad rating to the citizen (差评答复)',
    answerWorkOrderBody,
  ),
  'POST /v1/agency/cases/{caseId}/propose': command('Propose a decision (拟办)', proposeBody, [
    'fee-unpaid',
    'opinions-outstanding',
  ]),
  'POST /v1/agency/cases/{caseId}/return': command('Return a proposal to its handler', returnBody, ['four-eyes']),
  'POST /v1/agency/cases/{caseId}/decide': command('Decide (决定)', decideBody, [
    'four-eyes',
    'forbidden',
    'fee-unpaid',
    'opinions-outstanding',
  ]),
  'POST /v1/agency/cases/{caseId}/deliver': command('Deliver the decision (送达)', deliverBody, ['document-not-ready']),
} as const satisfies Api<'officer'>;
