import * as z from 'zod';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({
  CASES_TABLE: z.string(),
  FILES_BUCKET: z.string(),
  FIELD_KEY_SECRET: z.string(),
  /** Address people see; the QR code points below it. */
  HALL_URL: z.url(),
});
