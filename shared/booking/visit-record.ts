/** What is kept of a visit. */
import * as z from 'zod';
import { instant } from '../base/words.ts';
import { appointmentId, patientId } from './appointment.ts';

/** A visit's record (病历): what it was, for what; what the doctor wrote is sealed. */
export const encounter = z.strictObject({
  appointmentId,
  patientId,
  hospital: z.string(),
  practitioner: z.string(),
  kind: z.enum(['clinic', 'virtual']),
  start: instant,
  end: instant,
  condition: z.string().optional(),
  retention: z.literal('medical-record'),
  keepUntil: instant,
});
export type EncounterRecord = z.infer<typeof encounter>;
