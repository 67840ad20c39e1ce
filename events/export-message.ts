/** Queue documents: an export is to be begun, or gone on with. Who asked for what stands in its row. */
import * as z from 'zod';
import { caseId, instant } from '../shared/base/words.ts';

export const exportMessage = z.strictObject({
  kind: z.literal('export'),
  eventId: z.string(),
  exportId: caseId,
  step: z.int().min(1),
  at: instant,
});
export type ExportMessage = z.infer<typeof exportMessage>;
