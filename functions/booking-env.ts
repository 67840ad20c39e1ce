import * as z from 'zod';

/** Agencies that take money online, as a JSON list of their codes. */
export const payees = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()));

/** The environment of the functions that book. */
export const bookingEnv = z.object({
  BOOKING_TABLE: z.string(),
  /** Secret with the key of field encryption and the key of person hashes. */
  FIELD_KEY_SECRET: z.string(),
  PAYEES: payees,
});

/** The environment of those that also open video rooms. */
export const visitEnv = bookingEnv.extend({
  MEDIA_PROVIDER: z.enum(['livekit', 'jitsi', 'chime']),
  MEDIA_URL: z.url(),
  /** Secret that the provider of the rooms knows too; Chime is called under the function's own role instead. */
  MEDIA_KEY_SECRET: z.string(),
});
