/**
 * What the relay puts on the queues: that something happened to a case, never what anybody wrote. A consumer reads the case
 * itself, so a message can be late or come twice and still do no harm. Consumers are idempotent by `eventId`.
 */
import * as z from 'zod';
import { caseId, instant, materialId } from '../shared/base/words.ts';
import { eventType } from '../shared/cases/case.ts';

/** Queues agency-jobs (types submitted, corrected) and documents (decisions, and what is told by a notice). */
export const caseEventMessage = z.strictObject({
  eventId: z.string(),
  type: eventType,
  caseId,
  seq: z.int().min(1),
  at: instant,
});
export type CaseEventMessage = z.infer<typeof caseEventMessage>;

/** Queue material-scan: a file has arrived in quarantine, or was taken back and is to be cleared. */
export const materialMessage = z.strictObject({ eventId: z.string(), caseId, materialId, at: instant });
export type MaterialMessage = z.infer<typeof materialMessage>;
