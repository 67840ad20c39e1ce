import * as z from 'zod';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({
  NOTICES_TABLE: z.string(),
  CASES_TABLE: z.string(),
  BOOKING_TABLE: z.string(),
});
