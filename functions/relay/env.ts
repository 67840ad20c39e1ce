import * as z from 'zod';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({
  AGENCY_JOBS_QUEUE_URL: z.url(),
  MATERIAL_SCAN_QUEUE_URL: z.url(),
  DOCUMENTS_QUEUE_URL: z.url(),
  SETTLEMENT_QUEUE_URL: z.url(),
  RECEIPTS_QUEUE_URL: z.url(),
  CASE_FEES_QUEUE_URL: z.url(),
  NOTICES_QUEUE_URL: z.url(),
});
