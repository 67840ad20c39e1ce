/** The words of an appointment (预约): its states are FHIR R4's, its record is a list of events. */
import * as z from 'zod';
import { day, instant } from '../base/words.ts';
import { pools, sessionId } from './directory.ts';

/** 26 characters of Crockford's base 32, as every id of the hall. */
export const appointmentId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/);
/** Keyed hash of a person's identity number: the same person under any account, and nothing that can be tried out. */
export const patientId = appointmentId;

/**
 * `pending` is a number locked (锁号) or offered to one who waited; it lapses by itself at `holdUntil`. `waitlist` is 候补,
 * `checked-in` 签到, `arrived` called in, `fulfilled` seen, `noshow` 爽约.
 */
export const appointmentStates = [
  'pending',
  'booked',
  'waitlist',
  'checked-in',
  'arrived',
  'fulfilled',
  'cancelled',
  'noshow',
] as const;
export type AppointmentState = (typeof appointmentStates)[number];

export const cancelReasons = ['patient', 'lapsed', 'stopped', 'rescheduled', 'nothing-free', 'staff'] as const;

/** What holds capacity for an appointment, freed in the write that ends it. */
export const claims = z.strictObject({
  /** Keys of guards: one for person, department and day; one for each quarter hour; one place of the phone's month. */
  guards: z.array(z.string()),
});

export const appointment = z.strictObject({
  appointmentId,
  version: z.int().min(1),
  status: z.enum(appointmentStates),
  patientId,
  patientName: z.string(),
  /** Account that made it; empty when staff did. */
  account: z.string(),
  sessionId,
  hospital: z.string(),
  department: z.string(),
  practitioner: z.string(),
  kind: z.enum(['clinic', 'virtual']),
  date: day,
  /** Number in the session; absent while waiting. */
  no: z.int().min(1).optional(),
  start: instant,
  end: instant,
  feeFen: z.int().min(0),
  channel: z.enum(pools),
  /** Order of the registration fee, where one was made. */
  orderId: z.string().optional(),
  /** Until when it is to be paid; the number is kept a little longer. */
  payUntil: instant.optional(),
  paidAt: instant.optional(),
  holdUntil: instant.optional(),
  /** Key in the waitlist. */
  waiting: z.string().optional(),
  offered: z.boolean().optional(),
  /** The appointment of a stopped session that this one is offered in place of (停诊改约). */
  movedFrom: appointmentId.optional(),
  /** When the last reminder was due. */
  remindedAt: instant.optional(),
  checkedInAt: instant.optional(),
  calledAt: instant.optional(),
  endedAt: instant.optional(),
  cancelReason: z.enum(cancelReasons).optional(),
  lateCancel: z.boolean().optional(),
  /** Condition (ICD-10) that a follow-up visit is for. */
  condition: z.string().optional(),
  guards: claims.shape.guards,
  createdAt: instant,
  updatedAt: instant,
});
export type Appointment = z.infer<typeof appointment>;

export const eventTypes = [
  'held',
  'booked',
  'wait-joined',
  'offered',
  'offer-skipped',
  'checked-in',
  'called',
  'moved',
  'reminded',
  'fulfilled',
  'cancelled',
  'noshow',
  'squeezed-in',
  'visit-admitted',
  'visit-ended',
] as const;
export type BookingEventType = (typeof eventTypes)[number];

/** One line of an appointment's record. */
export const bookingEvent = z.strictObject({
  eventId: z.string(),
  type: z.enum(eventTypes),
  appointmentId,
  seq: z.int().min(1),
  at: instant,
  /** Account of a citizen or of staff; `system` for what followed by rule. */
  actor: z.string(),
  role: z.enum(['citizen', 'receptionist', 'doctor', 'pharmacist', 'system']),
  /** Staff's reason, as audited. */
  reason: z.string().max(200).optional(),
});
export type BookingEvent = z.infer<typeof bookingEvent>;

/** Does the appointment hold its number at this instant? A hold ends by itself. */
export function holdsNumber({ status, holdUntil }: Pick<Appointment, 'status' | 'holdUntil'>, now: string): boolean {
  if (status === 'pending') return holdUntil !== undefined && holdUntil > now;
  return ['booked', 'checked-in', 'arrived', 'fulfilled', 'noshow'].includes(status);
}

/** The state as it is now: a lapsed hold is cancelled, though nobody wrote so. */
export function statusNow(one: Appointment, now: string): AppointmentState {
  return one.status === 'pending' && !holdsNumber(one, now) ? 'cancelled' : one.status;
}
