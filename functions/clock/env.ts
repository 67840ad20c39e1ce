import * as z from 'zod';
import { payees } from '../booking-env.ts';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({
  CASES_TABLE: z.string(),
  BOOKING_TABLE: z.string(),
  FIELD_KEY_SECRET: z.string(),
  PAYEES: payees,
});
