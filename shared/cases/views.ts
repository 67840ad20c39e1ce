/** What the API shows of a case, and to whom. Answers are parsed through these, so nothing undeclared leaks. */
import * as z from 'zod';
import { roles } from '../base/roles.ts';
import {
  bilingual,
  caseId,
  caseNumber,
  day,
  documentNumber,
  instant,
  itemCode,
  jobId,
  materialId,
} from '../base/words.ts';
import { answers } from '../catalogue/answer-schema.ts';
import {
  caseState,
  clockNames,
  clocks,
  correctionRequest,
  decision,
  deliveryChannels,
  eventType,
  issuedDocument,
  materialStates,
} from './case.ts';

export const materialView = z.strictObject({
  materialId,
  code: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  state: z.enum(materialStates),
  refusal: z.string().optional(),
  createdAt: instant,
});
export type MaterialView = z.infer<typeof materialView>;

/** A clean file with a link that ends after some minutes. */
export const materialLink = materialView.extend({ url: z.url().optional(), urlExpiresAt: instant.optional() });

/** Where and how to put bytes: exactly these headers. */
const put = z.strictObject({
  url: z.url(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
  expiresAt: instant,
});

/** Either the whole file goes to `upload`, or each part to its own place, those that `arrived` before not again. */
export const uploadTicket = z.strictObject({
  material: materialView,
  upload: put.optional(),
  parts: z.array(put.extend({ arrived: z.boolean() })).optional(),
});

/** Where somebody acts for another: who for whom. */
export const onBehalf = z.strictObject({ applicantName: z.string(), agentName: z.string() });

/** The package (一件事) it was begun in. */
export const ofPackage = z.strictObject({ id: caseId, name: bilingual });

export const draftSummary = z.strictObject({
  caseId,
  itemCode,
  itemVersion: z.int(),
  itemName: bilingual,
  version: z.int(),
  updatedAt: instant,
  onBehalf: onBehalf.optional(),
  package: ofPackage.optional(),
});
export type DraftSummary = z.infer<typeof draftSummary>;
/** What a newer version of the item asks again, and what it asks no more. */
export const migrationView = z.strictObject({
  /** Version the draft is, or would be, under. */
  version: z.int(),
  again: z.array(z.strictObject({ field: z.string(), label: bilingual, why: z.enum(['new', 'changed', 'reworded']) })),
  gone: z.array(bilingual),
});
export const draftView = draftSummary.extend({
  answers,
  materials: z.array(materialView),
  createdAt: instant,
  /** A newer version of the item is in force: the draft has to be moved to it before it can be submitted. */
  outdated: migrationView.optional(),
});
export type DraftView = z.infer<typeof draftView>;

/** Why something is due when it is: each step a sentence, for people. */
export const dueView = z.strictObject({
  clock: z.enum(clockNames),
  by: day,
  whose: z.enum(['agency', 'applicant']),
  lamp: z.enum(['green', 'amber', 'red', 'overdue', 'paused']),
  provisional: z.boolean(),
  why: z.array(bilingual),
});
export type DueView = z.infer<typeof dueView>;

export const timelineEntry = z.strictObject({
  seq: z.int(),
  type: eventType,
  at: instant,
  /** "您", the agency's name, or the officer's (desk only). */
  who: bilingual,
  what: bilingual,
  detail: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** What comes next, by whom and by when. */
export const nextStep = z.strictObject({
  what: bilingual,
  whose: z.enum(['agency', 'applicant', 'nobody']),
  by: day.optional(),
});
export type NextStep = z.infer<typeof nextStep>;

export const applicantActions = ['correct', 'withdraw', 'rate'] as const;
export const officerActions = [
  'claim',
  'release',
  'request-correction',
  'accept',
  'refuse',
  'suspend',
  'resume',
  'extend',
  'consult',
  'terminate',
  'reopen',
  'propose',
  'return',
  'decide',
  'deliver',
  'answer-work-order',
] as const;

export const caseSummary = z.strictObject({
  caseId,
  caseNumber,
  itemCode,
  itemName: bilingual,
  state: caseState,
  status: bilingual,
  submittedAt: instant,
  next: nextStep,
  onBehalf: onBehalf.optional(),
  package: ofPackage.optional(),
});
export type CaseSummary = z.infer<typeof caseSummary>;

/** What was asked for. What came anew with the answer is the desk's to know: it may ask about that alone. */
export const correctionView = correctionRequest.extend({ requestedAt: instant, correctedAt: instant.optional() });

/** A bad rating is answered: until when, or what. */
export const workOrderView = z.strictObject({
  openedAt: instant,
  answer: z.strictObject({ text: z.string(), at: instant }).optional(),
});

/** The answer to every command of the applicant: where the case stands now. */
export const caseView = caseSummary.extend({
  itemVersion: z.int(),
  agencyName: bilingual,
  answers,
  materials: z.array(materialView),
  clocks,
  due: z.array(dueView),
  timeline: z.array(timelineEntry),
  correction: correctionView.optional(),
  /** Which way it went, also once it is delivered. */
  decision: decision.omit({ by: true }).optional(),
  documents: z.array(issuedDocument),
  delivery: z.strictObject({ channel: z.enum(deliveryChannels), at: instant }).optional(),
  rating: z.strictObject({ score: z.int(), comment: z.string().optional(), at: instant }).optional(),
  workOrder: workOrderView.optional(),
  actions: z.array(z.enum(applicantActions)),
});
export type CaseView = z.infer<typeof caseView>;

/** A command's answer without reading the case again: enough to show, follow and go on. */
export const commandResult = z.strictObject({
  caseId,
  caseNumber: caseNumber.optional(),
  state: caseState,
  status: bilingual,
  version: z.int(),
  at: instant,
});
export type CommandResult = z.infer<typeof commandResult>;

/** A row of the agency's inbox. */
export const inboxRow = z.strictObject({
  caseId,
  caseNumber,
  itemCode,
  itemName: bilingual,
  applicantName: z.string(),
  state: caseState,
  status: bilingual,
  dueBy: day.optional(),
  lamp: dueView.shape.lamp.optional(),
  handler: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  submittedAt: instant,
  onBehalf: onBehalf.optional(),
});
export type InboxRow = z.infer<typeof inboxRow>;

/** A case as it stood at an instant, rebuilt from its record. */
export const pastView = z.strictObject({
  caseId,
  at: instant,
  /** Number of the last event by then. */
  seq: z.int(),
  state: caseState,
  status: bilingual,
  clocks,
  due: z.array(dueView),
  handler: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  timeline: z.array(timelineEntry),
});
export type PastView = z.infer<typeof pastView>;

/** That somebody at a desk looked at something of a case. */
export const accessEntry = z.strictObject({
  at: instant,
  who: z.strictObject({ id: z.string(), name: z.string(), roles: z.array(z.enum(roles)) }),
  what: z.enum(['case', 'past', 'material', 'document', 'record', 'access-record', 'export', 'consult', 'job']),
  /** Of a file, document, export, question or job. */
  id: z.string().optional(),
});
export type AccessEntry = z.infer<typeof accessEntry>;

/** Is the record of a case whole: every line there, in order, unchanged, and none cut off? */
export const recordCheck = z.strictObject({
  caseId,
  events: z.int(),
  intact: z.boolean(),
  /** Number of the first line that is missing, out of order or changed. */
  brokenAt: z.int().optional(),
});

/** A bad rating that waits for its answer. */
export const workOrderRow = z.strictObject({
  caseId,
  caseNumber,
  itemName: bilingual,
  applicantName: z.string(),
  score: z.int(),
  comment: z.string().optional(),
  openedAt: instant,
  answerBy: day,
  lamp: dueView.shape.lamp,
});

/** A link to an issued document, for the applicant or the desk. */
export const documentLink = z.strictObject({ number: documentNumber, url: z.url(), urlExpiresAt: instant });

/** A job of an outside back office (后台系统): a case that arrived for its agency. */
export const job = z.strictObject({
  jobId,
  type: z.enum(['case-submitted', 'case-corrected']),
  caseId,
  caseNumber,
  itemCode,
  itemVersion: z.int(),
  createdAt: instant,
  attempts: z.int(),
});
export const leasedJob = job.extend({ leaseToken: z.string(), leaseUntil: instant });
export const jobView = job.extend({
  state: z.enum(['ready', 'leased', 'done', 'failed']),
  /** What the applicant filed, identity numbers masked, for the back office's own system. */
  answers,
  materials: z.array(materialLink),
});
