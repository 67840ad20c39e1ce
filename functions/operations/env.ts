import * as z from 'zod';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({
  /** JSON: [{ name, url, deadLetterUrl }] of every work queue. */
  WORK_QUEUES: z.string(),
  CASES_TABLE: z.string(),
});
