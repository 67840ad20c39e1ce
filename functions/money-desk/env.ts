import * as z from 'zod';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({ PAYMENTS_TABLE: z.string(), FILES_BUCKET: z.string() });
