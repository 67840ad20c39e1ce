/** The words of an application's life: its states, its head, its events, its materials. Rules and rows are made of these. */
import * as z from 'zod';
import {
  bilingual,
  caseId,
  caseNumber,
  creditCode,
  day,
  documentNumber,
  implementingCode,
  instant,
  itemCode,
  materialId,
  sha256,
} from '../base/words.ts';
import { answers, mediaTypes } from '../catalogue/answer-schema.ts';
import { documentKinds } from './document-verification.ts';
import { mostMarks } from './mark-places.ts';
import { mark } from './marks.ts';
import { mostParts } from './upload-parts.ts';

/** `draft` is nobody's but the applicant's; `granted`, `denied`, … as in the transition table. */
export const caseStates = [
  'draft',
  'submitted',
  'correction-requested',
  'in-review',
  'suspended',
  'proposed',
  'granted',
  'denied',
  'delivered',
  'not-accepted',
  'withdrawn',
  'terminated',
  'lapsed',
] as const;
export const caseState = z.enum(caseStates);
export type CaseState = z.infer<typeof caseState>;

export const suspensionGrounds = [
  'hearing',
  'tender',
  'auction',
  'inspection',
  'testing',
  'quarantine',
  'appraisal',
  'expert-review',
] as const;
export const deliveryChannels = ['online', 'counter', 'post'] as const;

/** Who did something. `system` is the hall itself; officers are shown to citizens by agency only. */
export const actor = z.strictObject({
  kind: z.enum(['applicant', 'officer', 'approver', 'supervisor', 'backoffice', 'system']),
  id: z.string(),
  name: z.string(),
  /** Of an applicant: who took the step for them. */
  agent: z.strictObject({ id: z.string(), name: z.string() }).optional(),
});
export type Actor = z.infer<typeof actor>;

/** What can be due in a case. */
export const clockNames = ['accept', 'correct', 'statutory', 'promised', 'deliver', 'renew', 'answer'] as const;

/** The law's clocks of one case. Days are the last lawful days in Asia/Shanghai; absent while a clock does not run. */
export const clocks = z.strictObject({
  /** Five working days to accept, refuse or ask for a correction (行政许可法 art. 32). */
  acceptBy: day.optional(),
  /** The applicant's day to correct by. */
  correctBy: day.optional(),
  /** Decision: statutory (art. 42) and promised. Due days move by the working days paused. */
  statutoryBy: day.optional(),
  promisedBy: day.optional(),
  /** Ten working days to deliver (art. 44). */
  deliverBy: day.optional(),
  /** Last day of the licence to be renewed: undecided until then, it counts as renewed (art. 50). */
  renewBy: day.optional(),
  /** Fifteen working days to answer a bad rating (差评). */
  answerBy: day.optional(),
  /** Day the decision clocks were suspended; absent while they run. */
  pausedOn: day.optional(),
  /** Days the periods are counted from; each stays when its clock has stopped. `receivedOn` moves with a correction. */
  receivedOn: day.optional(),
  askedOn: day.optional(),
  acceptedOn: day.optional(),
  decidedOn: day.optional(),
  ratedOn: day.optional(),
  /** Last day of the licence that this application would renew, where it was filed in time for that (art. 50). */
  expiresOn: day.optional(),
  /** Working days of suspension by which the decision clocks have moved so far. */
  pausedDays: z.int().min(0).default(0),
  /** Working days by which the statutory clock was extended (art. 42); absent when it was not. */
  extendedDays: z.int().min(1).optional(),
  /** Nobody answered in five working days, so it counts as accepted on receipt (行政许可法 art. 32). */
  deemed: z.boolean().default(false),
  /** A day above lies beyond the last published calendar year and may move. */
  provisional: z.boolean().default(false),
});
export type Clocks = z.infer<typeof clocks>;

/** What an officer asked for, once (行政许可法 art. 32(4)). */
export const correctionRequest = z.strictObject({
  fields: z.array(z.strictObject({ field: z.string(), reason: z.string().min(1).max(500) })).max(100),
  materials: z.array(z.strictObject({ code: z.string(), reason: z.string().min(1).max(500) })).max(100),
  note: z.string().max(2000).optional(),
  /** Places on the papers themselves where something is wrong. */
  marks: z.array(mark).max(mostMarks).optional(),
});
export type CorrectionRequest = z.infer<typeof correctionRequest>;

export const proposal = z.strictObject({
  outcome: z.enum(['grant', 'deny']),
  /** Required for a denial: reasons the letter gives, with the remedies (art. 38). */
  reasons: z.string().max(2000),
  by: z.string(),
  at: instant,
});

/** What was decided. `proposal` says who proposed it, where somebody did. */
export const decision = z.strictObject({
  outcome: z.enum(['grant', 'deny']),
  /** Empty for a grant without remarks; for a denial the reasons that the letter gives. */
  reasons: z.string().max(2000),
  by: z.string(),
  /** By the hall itself, as every automatic check passed. */
  automatic: z.boolean(),
  /** Nobody decided before the licence ended, so it counts as renewed (行政许可法 art. 50). */
  deemed: z.boolean().optional(),
});
export type Decision = z.infer<typeof decision>;

export const checkResult = z.strictObject({ code: z.string(), passed: z.boolean() });

export const issuedDocument = z.strictObject({
  number: documentNumber,
  kind: z.enum(documentKinds),
  issuedAt: instant,
  sha256,
  /** Number of the event that it tells of; absent on papers made before notices were. */
  about: z.int().min(1).optional(),
});
export type IssuedDocument = z.infer<typeof issuedDocument>;

/** A clock that has come to its last day, or passed it, and was put before the supervisor. */
export const escalation = z.strictObject({
  clock: z.enum([...clockNames, 'consult']),
  /** Of an opinion: the number of its question. */
  consult: z.int().min(1).optional(),
  by: day,
  lamp: z.enum(['red', 'overdue']),
  at: instant,
});
export type Escalation = z.infer<typeof escalation>;

export const opinions = ['agree', 'conditions', 'disagree'] as const;

/** What the agency that decides asked of another (联合办理, 行政许可法 art. 26): its opinion, on what it is shown, by a day. */
export const consult = z.strictObject({
  /** Counts up in the case; a question that is asked again has a number of its own. */
  no: z.int().min(1),
  agency: creditCode,
  agencyName: bilingual,
  /** Who asks: the agency that decides, and its officer. */
  lead: bilingual,
  by: z.string(),
  question: z.string(),
  /** Names of answers and codes of papers that it may read; nothing else of the case. */
  shares: z.strictObject({ fields: z.array(z.string()), materials: z.array(z.string()) }),
  askedAt: instant,
  /** Working days it has, and the last of them: never later than the law's day for the case. */
  days: z.int().min(1),
  dueBy: day,
  opinion: z
    .strictObject({
      outcome: z.enum(opinions),
      reason: z.string(),
      /** What the licence has to say, where it agrees on conditions. */
      conditions: z.string().optional(),
      at: instant,
      by: z.strictObject({ id: z.string(), name: z.string() }),
    })
    .optional(),
  withdrawn: z.strictObject({ reason: z.string(), at: instant }).optional(),
});
export type Consult = z.infer<typeof consult>;

/** What a bad rating (4 or 5) sets off: looked into, and answered to the citizen by a supervisor. */
export const workOrder = z.strictObject({
  openedAt: instant,
  answer: z.strictObject({ text: z.string(), at: instant, by: z.string() }).optional(),
});
export type WorkOrder = z.infer<typeof workOrder>;

/** The case as it stands: the one item every command changes, under a version condition. */
export const caseHead = z.strictObject({
  caseId,
  state: caseState,
  /** Raised by one with every change; the condition of every write. */
  version: z.int().min(1),
  itemCode,
  itemVersion: z.int().min(1),
  implementingCode,
  itemName: z.strictObject({ zh: z.string(), en: z.string() }),
  agency: creditCode,
  applicant: z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(['natural', 'legal']) }),
  /** Who began it for the applicant, and goes on with it while a consent says so. */
  agent: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  /** One of several that were begun together (一件事). */
  package: z.strictObject({ id: caseId, name: z.strictObject({ zh: z.string(), en: z.string() }) }).optional(),
  /** Plain in memory; the store encrypts what the item marks as an identity number (DESIGN §4). */
  answers,
  /** File ids per material code, chosen at submission or correction. */
  materials: z.record(z.string(), z.array(materialId)),
  /** Files that were filed and gave way to others in a correction: what was once handed in stays with the case. */
  replaced: z.array(materialId).optional(),
  createdAt: instant,
  updatedAt: instant,
  /** Number and hash of the newest event; 0 and empty in a draft. */
  eventCount: z.int().min(0),
  chainHash: z.string(),
  caseNumber: caseNumber.optional(),
  submittedAt: instant.optional(),
  /** The intake worker has put it into the agency's inbox. */
  routedAt: instant.optional(),
  checks: z.array(checkResult).default([]),
  handler: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  clocks: clocks.prefault({}),
  correction: correctionRequest
    .extend({
      requestedAt: instant,
      correctedAt: instant.optional(),
      /** What came anew with the correction: only about this may be asked once more. */
      resubmitted: z.strictObject({ fields: z.array(z.string()), materials: z.array(z.string()) }).optional(),
    })
    .optional(),
  /** `fee`: it waits to be paid, which ends it by itself. */
  suspension: z
    .strictObject({ ground: z.enum([...suspensionGrounds, 'fee']), reason: z.string(), since: instant })
    .optional(),
  /** What the item asks to be paid before the decision has been paid or waived. */
  feeSettled: z.literal(true).optional(),
  proposal: proposal.optional(),
  decision: decision.optional(),
  decidedAt: instant.optional(),
  documents: z.array(issuedDocument).default([]),
  delivery: z.strictObject({ channel: z.enum(deliveryChannels), at: instant }).optional(),
  rating: z.strictObject({ score: z.int().min(1).max(5), comment: z.string().optional(), at: instant }).optional(),
  workOrder: workOrder.optional(),
  escalations: z.array(escalation).default([]),
  consults: z.array(consult).default([]),
});
export type CaseHead = z.infer<typeof caseHead>;

export const eventTypes = [
  'submitted',
  'routed',
  'claimed',
  'released',
  'correction-requested',
  'corrected',
  'accepted',
  'not-accepted',
  'suspended',
  'resumed',
  'proposed',
  'returned',
  'granted',
  'denied',
  'document-issued',
  'delivered',
  'withdrawn',
  'terminated',
  'lapsed',
  'reopened',
  'extended',
  'escalated',
  'recalculated',
  'rated',
  'work-order-answered',
  'consulted',
  'opinion-given',
  'consult-withdrawn',
  'backoffice-completed',
  'backoffice-failed',
  'imported',
] as const;
export const eventType = z.enum(eventTypes);
export type EventType = z.infer<typeof eventType>;

/** One line of a case's record: numbered, and chained by hash to the line before it. Never changed. */
export const caseEvent = z.strictObject({
  /** Unique in the whole hall: `<caseId>-<seq>`. Consumers are idempotent by it. */
  eventId: z.string(),
  caseId,
  seq: z.int().min(1),
  type: eventType,
  at: instant,
  actor,
  /** State of the case after it. */
  state: caseState,
  /** What it was about, by type; no answers of the form and no identity numbers. */
  data: z.record(z.string(), z.unknown()),
  /** The clocks after it, as they were written: kept unparsed, as a schema that grows must not change what was hashed. */
  clocks: z.record(z.string(), z.unknown()).optional(),
  previousHash: z.string(),
  /** SHA-256 of the canonical JSON of all fields above. */
  hash: sha256,
});
export type CaseEvent = z.infer<typeof caseEvent>;

/** `expected` → uploaded → `clean` or `refused`. Only `clean` files are ever shown, submitted or
 * decided on. `removed`: taken back by the applicant; its bytes and then its row are cleared away, and nobody is shown it. */
export const materialStates = ['expected', 'uploaded', 'clean', 'refused', 'removed'] as const;
/** SHA-256 of each part of a file, in order. */
export const materialParts = z.array(sha256).min(2).max(mostParts);

export const material = z.strictObject({
  materialId,
  caseId,
  owner: z.string(),
  code: z.string(),
  fileName: z.string(),
  mediaType: z.enum(mediaTypes),
  bytes: z.int().min(1),
  sha256,
  /** Of a file that is sent in parts. */
  parts: materialParts.optional(),
  /** Where its bytes lie, when it was handed in with another case of its package. */
  stored: z.strictObject({ caseId, materialId }).optional(),
  state: z.enum(materialStates),
  /** As many pages as a clean PDF has at most, where its bytes say so. */
  pages: z.int().min(1).optional(),
  /** Why it was refused: `wrong-type`, `wrong-size`, `wrong-hash`, `malware`, `unreadable`. */
  refusal: z.string().optional(),
  createdAt: instant,
  scannedAt: instant.optional(),
});
export type Material = z.infer<typeof material>;
