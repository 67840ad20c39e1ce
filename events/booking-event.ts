/** What the relay says of appointments: that something happened, never to whom. A consumer reads the appointment itself. */
import * as z from 'zod';
import { instant } from '../shared/base/words.ts';
import { appointmentId, eventTypes } from '../shared/booking/appointment.ts';
import { caseEventMessage } from './case-event.ts';

export const bookingEventMessage = z.strictObject({
  eventId: z.string(),
  type: z.enum(eventTypes),
  appointmentId,
  seq: z.int().min(1),
  at: instant,
});
export type BookingEventMessage = z.infer<typeof bookingEventMessage>;

/** Somebody asked to act for a patient: that it happened, never who. A consumer reads who by the event's id. */
export const askedMessage = z.strictObject({ eventId: z.string(), at: instant });

/** Queue notices: something happened that somebody is to be told of. */
export const noticeWork = z.discriminatedUnion('kind', [
  caseEventMessage.extend({ kind: z.literal('case') }),
  bookingEventMessage.extend({ kind: z.literal('booking') }),
  askedMessage.extend({ kind: z.literal('asked') }),
]);
export type NoticeWork = z.infer<typeof noticeWork>;
