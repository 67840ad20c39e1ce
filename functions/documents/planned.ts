/** Which paper an event of a case asks for, and what it has to say. Everything is taken from the record itself. */
import * as z from 'zod';
import type { CaseEventMessage } from '../../events/case-event.ts';
import { PermanentError } from '../../shared/base/consume.ts';
import type { Instant } from '../../shared/base/words.ts';
import {
  type CaseEvent,
  type CaseHead,
  clocks,
  correctionRequest,
  suspensionGrounds,
} from '../../shared/cases/case.ts';
import type { DocumentKind } from '../../shared/cases/document-verification.ts';
import { placeOf } from '../../shared/cases/mark-places.ts';
import type { Mark } from '../../shared/cases/marks.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { type NoticeFacts, noticeOf } from '../../shared/documents/notice.ts';
import { type Paper, paperOf } from '../../shared/documents/paper.ts';

export interface PlannedPaper {
  readonly kind: DocumentKind;
  /** Number of the event that a notice tells of; absent on a decision, of which there is one. */
  readonly about?: number;
  readonly issuedAt: Instant;
  readonly caseNumber: string;
  /** What people wrote that will stand on it. */
  readonly reasons: string;
  readonly paper: (number: string, hallUrl: string) => Paper;
}

interface Whole {
  readonly head: CaseHead;
  readonly events: readonly CaseEvent[];
  readonly item: Item;
}

/** @returns undefined when no paper is due. @throws PermanentError when the event is not one that has a paper, or not of this case */
export function plannedPaper(message: CaseEventMessage, whole: Whole): PlannedPaper | undefined {
  const { head, events, item } = whole;
  const { submittedAt, caseNumber, applicant: holder } = head;
  const event = events.find(({ eventId }) => eventId === message.eventId);
  if (event === undefined || submittedAt === undefined || caseNumber === undefined)
    throw new PermanentError('the case has no such event');
  if (event.type === 'granted' || event.type === 'denied') return decisionPaper(whole, { submittedAt, caseNumber });
  // Decided in the same moment (即办件): the decision's paper says all of it.
  if (event.type === 'accepted' && decidedWith(event, events)) return undefined;
  // It waits for its fee: the order itself tells that, and the law asks for no letter.
  if (event.type === 'suspended' && event.data.ground === 'fee') return undefined;
  const facts = factsOf(event, item);
  return {
    kind: facts.kind,
    about: event.seq,
    issuedAt: event.at,
    caseNumber,
    reasons: JSON.stringify(event.data),
    paper: (number, hallUrl) =>
      noticeOf({ number, hallUrl, caseNumber, submittedAt, holder, item, at: event.at, facts }),
  };
}

function decidedWith({ seq, at }: CaseEvent, events: readonly CaseEvent[]): boolean {
  const next = events.find((event) => event.seq === seq + 1);
  return next?.at === at && (next.type === 'granted' || next.type === 'denied');
}

function decisionPaper(
  { head: { decision, decidedAt, applicant: holder }, item }: Whole,
  filing: { submittedAt: Instant; caseNumber: string },
): PlannedPaper {
  if (decision === undefined || decidedAt === undefined) throw new PermanentError('case is not decided');
  const { outcome, reasons, deemed = false } = decision;
  return {
    kind: outcome === 'grant' ? 'decision-grant' : 'decision-denial',
    issuedAt: decidedAt,
    caseNumber: filing.caseNumber,
    reasons,
    paper: (number, hallUrl) =>
      paperOf({ ...filing, number, outcome, reasons, deemed, decidedAt, holder, item, hallUrl }),
  };
}

const reasoned = z.object({ reason: z.string() });
const running = z.object(clocks.shape);
const refusal = reasoned.extend({ rightAuthority: z.string().optional() });
const suspension = reasoned.extend({ ground: z.enum(suspensionGrounds) });
const extension = reasoned.extend({ days: z.int() });
const acceptance = running.required({ acceptedOn: true, statutoryBy: true, promisedBy: true });
const asking = running.required({ correctBy: true });
const extended = running.required({ statutoryBy: true });
const lapse = z.object({ by: z.string() });

/** A place on the paper, in words: the letter shows no picture of it. */
const marked = (mark: Mark): string => `${placeOf(mark).zh.replaceAll(' ', '')}：${mark.text}`;

/** @throws PermanentError when the event has no notice */
function factsOf({ type, data, clocks: after }: CaseEvent, item: Item): NoticeFacts {
  switch (type) {
    case 'accepted': {
      const { acceptedOn, statutoryBy, promisedBy, deemed, provisional } = acceptance.parse(after);
      return { kind: 'acceptance', deemed, acceptedOn, statutoryBy, promisedBy, provisional };
    }
    case 'not-accepted': {
      const { reason, rightAuthority } = refusal.parse(data);
      return { kind: 'refusal', reason, rightAuthority };
    }
    case 'correction-requested': {
      const { fields, materials, note, marks = [] } = z.object(correctionRequest.shape).parse(data);
      const asked = [
        ...fields.map(({ field, reason }) => ({ what: labelOf(field, item), reason })),
        ...materials.map(({ code, reason }) => ({
          what: nameOf(code, item),
          reason: [reason, ...marks.filter((mark) => mark.code === code).map(marked)].join('；'),
        })),
      ];
      return { kind: 'correction', asked, note, correctBy: asking.parse(after).correctBy };
    }
    case 'extended': {
      const { reason, days } = extension.parse(data);
      return {
        kind: 'extension',
        reason,
        days,
        statutoryBy: extended.parse(after).statutoryBy,
        joint: item.limits.joint === true,
      };
    }
    case 'suspended': {
      const { ground, reason } = suspension.parse(data);
      return { kind: 'suspension', ground, reason };
    }
    case 'terminated':
      return { kind: 'termination', reason: reasoned.parse(data).reason };
    case 'lapsed':
      return { kind: 'lapse', correctBy: lapse.parse(data).by };
    default:
      throw new PermanentError('an event that has no paper');
  }
}

const labelOf = (field: string, { form }: Item): string =>
  form.sections.flatMap(({ fields }) => fields).find(({ name }) => name === field)?.label.zh ?? field;
const nameOf = (code: string, { materials }: Item): string =>
  materials.find((material) => material.code === code)?.name.zh ?? code;
