/** Who waits for an event of a case, and what they are told. The relay sends it once; an operator may send it again. */
import type { NoticeWork } from '../events/booking-event.ts';
import type { CaseEventMessage } from '../events/case-event.ts';
import type { FeeMessage } from '../events/money-messages.ts';
import type { EventType } from '../shared/cases/case.ts';
import { toldCaseEvents } from '../shared/cases/telling.ts';

export interface CaseMessage {
  readonly queue: 'agency-jobs' | 'documents' | 'case-fees' | 'notices';
  readonly message: CaseEventMessage | FeeMessage | NoticeWork;
}

/** Events that somebody waits for. All others are for the record only. */
const destinations: { readonly [T in EventType]?: 'agency-jobs' | 'documents' } = {
  submitted: 'agency-jobs',
  corrected: 'agency-jobs',
  accepted: 'documents',
  'not-accepted': 'documents',
  'correction-requested': 'documents',
  extended: 'documents',
  suspended: 'documents',
  terminated: 'documents',
  lapsed: 'documents',
  granted: 'documents',
  denied: 'documents',
};

/** Events of a case that may mean money: its fee is asked for, dropped or given back. */
const moneyMatters: ReadonlySet<EventType> = new Set(['accepted', 'denied', 'withdrawn', 'terminated', 'not-accepted']);

export function caseMessages(event: CaseEventMessage): CaseMessage[] {
  const queue = destinations[event.type];
  return [
    ...(queue === undefined ? [] : [{ queue, message: event }]),
    ...(moneyMatters.has(event.type)
      ? [{ queue: 'case-fees' as const, message: { kind: 'case' as const, ...event } }]
      : []),
    ...(toldCaseEvents.has(event.type)
      ? [{ queue: 'notices' as const, message: { kind: 'case' as const, ...event } }]
      : []),
  ];
}
