import * as z from 'zod';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({
  PAYMENTS_TABLE: z.string(),
  /** Who may pay for whom: consents, and nothing else of it. */
  CASES_TABLE: z.string(),
  FILES_BUCKET: z.string(),
  /** JSON: for each agency the ids of its two secrets, `{ agency, callback, signing }`. */
  MERCHANT_SECRETS: z.string(),
  HALL_URL: z.url(),
  /** CloudFront stands before the API: the payer's address is one further. */
  BEHIND_EDGE: z.enum(['yes', 'no']),
});
