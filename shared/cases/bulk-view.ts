/** Bulk actions as the desk sees them. */
import * as z from 'zod';
import { caseId, instant } from '../base/words.ts';
import { type Bulk, bulkActions, bulkOutcome, bulkStates } from './bulk.ts';

const counts = z.strictObject({ ready: z.int(), refused: z.int(), done: z.int(), undone: z.int() });

/** A line of one's recent bulk actions. */
export const bulkSummary = z.strictObject({
  bulkId: caseId,
  action: z.enum(bulkActions),
  state: z.enum(bulkStates),
  createdAt: instant,
  undoUntil: instant,
  counts,
});
export type BulkSummary = z.infer<typeof bulkSummary>;

/** `not-started`: some may not, and nothing was done to any. */
export const bulkView = bulkSummary.omit({ bulkId: true, state: true, undoUntil: true }).extend({
  bulkId: caseId.optional(),
  state: z.enum(['not-started', ...bulkStates]),
  undoUntil: instant.optional(),
  outcomes: z.array(bulkOutcome),
});
export type BulkView = z.infer<typeof bulkView>;

export function bulkSummaryOf({ bulkId, deed, state, createdAt, undoUntil, outcomes }: Bulk): BulkSummary {
  return { bulkId, action: deed.action, state, createdAt, undoUntil, counts: countsOf(outcomes) };
}

export const bulkViewOf = (bulk: Bulk): BulkView => ({ ...bulkSummaryOf(bulk), outcomes: bulk.outcomes });

export function countsOf(outcomes: Bulk['outcomes']): z.infer<typeof counts> {
  const of = (wanted: Bulk['outcomes'][number]['outcome']) =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  return { ready: of('ready'), refused: of('refused'), done: of('done'), undone: of('undone') };
}
