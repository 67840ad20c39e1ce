import * as z from 'zod';
import { bookingEnv } from '../booking-env.ts';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = bookingEnv.extend({
  /** Address people see: the façade's links lead there. */
  HALL_URL: z.url(),
});
