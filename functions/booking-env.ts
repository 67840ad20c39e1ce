import * as z from 'zod';

/** The environment of the functions that book. */
export const bookingEnv = z.object({
  BOOKING_TABLE: z.string(),
  /** Secret with the key of field encryption and the key of person hashes. */
  FIELD_KEY_SECRET: z.string(),
});
