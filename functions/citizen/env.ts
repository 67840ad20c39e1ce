/** The environment of this function; a stack test holds it equal to the template's. */
export { caseEnv as env } from '../case-env.ts';
