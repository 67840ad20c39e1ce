/** The words of a visit: the way into its room, what is prescribed in it. Schemas only, for pages too. */
import * as z from 'zod';
import { instant, written } from '../base/words.ts';
import { appointmentId, patientId } from './appointment.ts';

export const visitRoles = ['patient', 'doctor', 'guardian', 'interpreter', 'specialist'] as const;
export type VisitRole = (typeof visitRoles)[number];

/** Place in line: people before one, when the turn may come, and whether that was measured today. */
export const place = z.strictObject({ before: z.int(), estimate: instant, measured: z.boolean() });

export const ticketView = z.strictObject({
  provider: z.enum(['livekit', 'jitsi', 'chime']),
  url: z.string(),
  token: z.string(),
  expiresAt: instant,
});

/** In the waiting room: a place and an estimate, no token. Admitted: a token, again after every fall of the line. */
export const visitView = z.strictObject({
  state: z.enum(['waiting', 'admitted', 'ended']),
  role: z.enum(visitRoles),
  place: place.optional(),
  ticket: ticketView.optional(),
});

export const prescriptionId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}-[0-9A-HJKMNP-TV-Z]{6}$/);

export const medicine = z.strictObject({
  /** ATC code. */
  code: z.string().regex(/^[A-Z]\d{2}[A-Z]{2}\d{2}$/),
  name: z.string().trim().min(1).max(100),
  dosage: z.string().trim().min(1).max(200),
  days: z.int().min(1).max(84),
});
export type Medicine = z.infer<typeof medicine>;

/** Who signed what: the hash is of the content, so that neither signature can be moved to another. */
const signature = z.strictObject({ account: z.string(), at: instant, contentHash: z.string() });

export const prescription = z.strictObject({
  prescriptionId,
  version: z.int().min(1),
  status: z.enum(['draft', 'active', 'cancelled']),
  appointmentId,
  patientId,
  hospital: z.string(),
  practitioner: z.string(),
  condition: z.string().optional(),
  medicines: z.array(medicine),
  doctor: signature,
  pharmacist: signature.optional(),
  rejected: z.string().optional(),
  retention: z.literal('prescription'),
  keepUntil: instant,
});
export type Prescription = z.infer<typeof prescription>;

export const prescribeBody = z.strictObject({
  medicines: z
    .array(medicine.extend({ name: written(100), dosage: written(200) }))
    .min(1)
    .max(5),
  /** What wrote it: software may not (互联网诊疗监管细则（试行）art. 21). */
  composedBy: z.enum(['doctor', 'software']),
  /** For a child under six, both must be there (互联网诊疗管理办法 art. 20). */
  guardianPresent: z.boolean().default(false),
  specialistPresent: z.boolean().default(false),
});
