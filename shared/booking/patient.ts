/** Patients (就诊人): the person, who may act for them, and what counts against them. */
import * as z from 'zod';
import { day, instant } from '../base/words.ts';
import { patientId } from './appointment.ts';

export const relations = ['self', 'child', 'parent', 'spouse', 'other'] as const;

/** A patient as kept: the identity number and the phone are sealed, and known by keyed hashes. */
export const patient = z.strictObject({
  patientId,
  name: z.string().min(1).max(50),
  birthDate: day,
  sex: z.enum(['male', 'female']),
  /** Unified health card (统一诊疗卡). */
  cardNumber: z.string().regex(/^[0-9A-Z]{8,24}$/),
  /** Keyed hash of the phone number, for the month's quota. */
  phoneHash: z.string(),
  phoneMasked: z.string(),
  idNumberMasked: z.string(),
  /** A guardian (监护人) is on record, as those under six must have. */
  guardian: patientId.optional(),
  createdAt: instant,
});
export type Patient = z.infer<typeof patient>;

/** An account that may act for a patient, and on what ground. */
export const carer = z.strictObject({
  account: z.string(),
  patientId,
  relation: z.enum(relations),
  /** The patient (or the law, for one's child) lets the account book for them; until that day. */
  consentUntil: day.optional(),
  since: instant,
  /** As the account is signed in, for the patient to know who asks. */
  name: z.string().optional(),
  /** The patient has a voice in the hall and has not said yes: until then nothing is allowed. */
  asked: z.literal(true).optional(),
  /** When the patient, or a child's guardian, said yes. Without it there is only the word of who asked. */
  agreedAt: instant.optional(),
  /** The hospital's receptionist before whom it was said, when not in the hall. */
  agreedBefore: z.string().optional(),
  /** The patient, the account itself or the hospital's window has ended it. What it had booked it keeps. */
  endedAt: instant.optional(),
});
export type Carer = z.infer<typeof carer>;

/** What counts against a person: a number not used, or given back too late. */
export const strike = z.strictObject({
  kind: z.enum(['noshow', 'late-cancel']),
  at: instant,
  appointmentId: z.string(),
});
export type Strike = z.infer<typeof strike>;

/** Seen in person for a condition (ICD-10): what an online follow-up visit (复诊) must be able to point to. */
export const seen = z.strictObject({ condition: z.string(), at: instant, appointmentId: z.string() });
export type Seen = z.infer<typeof seen>;

/** Everything the rules need of a person, read in one query. */
export interface PersonOnRecord {
  readonly patient: Patient;
  readonly carers: readonly Carer[];
  readonly strikes: readonly Strike[];
  readonly seen: readonly Seen[];
}
