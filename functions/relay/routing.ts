/** Which queues a change of the cases, payments or booking table goes to, and what it says there. */
import {
  bookingEventImage,
  eventImage,
  imageKey,
  isOfAppointment,
  materialImage,
  type StreamRecord,
} from '../../events/stream-batch.ts';
import { isTold } from '../../shared/booking/telling.ts';
import type { EventType } from '../../shared/cases/case.ts';
import { toldCaseEvents } from '../../shared/cases/telling.ts';
import { moneyOutgoing } from './money-routing.ts';
import type { Outgoing } from './outgoing.ts';

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
const moneyMatters: ReadonlySet<EventType> = new Set(['accepted', 'denied', 'withdrawn', 'not-accepted']);

/** @returns nothing when nobody waits for this change. @throws ZodError when an event's or file's row is not what it should be */
export function outgoingOf({ eventName, dynamodb }: StreamRecord): Outgoing[] {
  const { NewImage } = dynamodb;
  if (NewImage === undefined) return [];
  const key = imageKey.parse(NewImage);
  if (key.startsWith('EVENT#') && eventName === 'INSERT') {
    return isOfAppointment(NewImage) ? bookingOutgoing(NewImage) : eventOutgoing(NewImage);
  }
  if (key.startsWith('MATERIAL#')) return materialOutgoing(NewImage, dynamodb.ApproximateCreationDateTime);
  return eventName === 'INSERT' ? moneyOutgoing(key, NewImage) : [];
}

function eventOutgoing(image: Record<string, unknown>): Outgoing[] {
  const { event } = eventImage.parse(image);
  const queue = destinations[event.type];
  const group = event.caseId;
  return [
    ...(queue === undefined ? [] : [{ queue, message: event, group }]),
    ...(moneyMatters.has(event.type)
      ? [{ queue: 'case-fees' as const, message: { kind: 'case' as const, ...event }, group }]
      : []),
    ...(toldCaseEvents.has(event.type)
      ? [{ queue: 'notices' as const, message: { kind: 'case' as const, ...event }, group }]
      : []),
  ];
}

function bookingOutgoing(image: Record<string, unknown>): Outgoing[] {
  const { event } = bookingEventImage.parse(image);
  if (!isTold(event.type)) return [];
  return [{ queue: 'notices', message: { kind: 'booking', ...event }, group: event.appointmentId }];
}

/** @param seconds since the epoch, when the row was written: a file's row does not say when its bytes arrived */
function materialOutgoing(image: Record<string, unknown>, seconds: number): Outgoing[] {
  const { caseId, materialId, state } = materialImage.parse(image).material;
  if (state !== 'uploaded' && state !== 'removed') return [];
  const at = new Date(seconds * 1000).toISOString();
  const message = { eventId: `${materialId}-${state}`, caseId, materialId, at };
  return [{ queue: 'material-scan', message, group: caseId }];
}
