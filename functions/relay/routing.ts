/** Which queues a change of the cases, payments or booking table goes to, and what it says there. */
import {
  askedImage,
  bookingEventImage,
  eventImage,
  exportImage,
  imageKey,
  isOfAppointment,
  isOfAsking,
  materialImage,
  type StreamRecord,
} from '../../events/stream-batch.ts';
import type { BookingEventType } from '../../shared/booking/appointment.ts';
import { isTold } from '../../shared/booking/telling.ts';
import { caseMessages } from '../case-messages.ts';
import { moneyOutgoing } from './money-routing.ts';
import type { Outgoing } from './outgoing.ts';

/** Events of an appointment that may mean money: its fee is asked for, dropped or given back. */
const feeMatters: ReadonlySet<BookingEventType> = new Set(['held', 'offered', 'moved', 'cancelled']);

/** @returns nothing when nobody waits for this change. @throws ZodError when an event's or file's row is not what it should be */
export function outgoingOf({ eventName, dynamodb }: StreamRecord): Outgoing[] {
  const { NewImage } = dynamodb;
  if (NewImage === undefined) return [];
  const key = imageKey.parse(NewImage);
  if (key.startsWith('EVENT#') && eventName === 'INSERT') {
    if (isOfAsking(NewImage)) return askedOutgoing(NewImage);
    return isOfAppointment(NewImage) ? bookingOutgoing(NewImage) : eventOutgoing(NewImage);
  }
  if (key === 'EXPORT') return exportOutgoing(NewImage);
  if (key.startsWith('MATERIAL#')) return materialOutgoing(NewImage, dynamodb.ApproximateCreationDateTime);
  return eventName === 'INSERT' ? moneyOutgoing(key, NewImage) : [];
}

function eventOutgoing(image: Record<string, unknown>): Outgoing[] {
  const { event } = eventImage.parse(image);
  return caseMessages(event).map((each) => ({ ...each, group: event.caseId }));
}

function bookingOutgoing(image: Record<string, unknown>): Outgoing[] {
  const { event } = bookingEventImage.parse(image);
  const outgoing = { message: { kind: 'booking' as const, ...event }, group: event.appointmentId };
  return [
    ...(isTold(event.type) ? [{ queue: 'notices' as const, ...outgoing }] : []),
    ...(feeMatters.has(event.type) ? [{ queue: 'case-fees' as const, ...outgoing }] : []),
  ];
}

function askedOutgoing(image: Record<string, unknown>): Outgoing[] {
  const { askId: eventId, at } = askedImage.parse(image).asked;
  return [{ queue: 'notices', message: { kind: 'asked', eventId, at }, group: eventId }];
}

function exportOutgoing(image: Record<string, unknown>): Outgoing[] {
  const { due, job } = exportImage.parse(image);
  if (due !== 'yes') return [];
  const { exportId, step, updatedAt: at } = job;
  const message = { kind: 'export' as const, eventId: `${exportId}-${step}`, exportId, step, at };
  return [{ queue: 'documents', message, group: exportId }];
}

/** @param seconds since the epoch, when the row was written: a file's row does not say when its bytes arrived */
function materialOutgoing(image: Record<string, unknown>, seconds: number): Outgoing[] {
  const { caseId, materialId, state } = materialImage.parse(image).material;
  if (state !== 'uploaded' && state !== 'removed') return [];
  const at = new Date(seconds * 1000).toISOString();
  const message = { eventId: `${materialId}-${state}`, caseId, materialId, at };
  return [{ queue: 'material-scan', message, group: caseId }];
}
