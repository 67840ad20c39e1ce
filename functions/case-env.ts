import * as z from 'zod';

/** The environment of every function that handles cases. */
export const caseEnv = z.object({
  CASES_TABLE: z.string(),
  FILES_BUCKET: z.string(),
  /** Secret with the key of field encryption and the key of person hashes. */
  FIELD_KEY_SECRET: z.string(),
});
