import * as z from 'zod';
import { caseEnv } from '../case-env.ts';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = caseEnv.extend({ NOTICES_TABLE: z.string() });
