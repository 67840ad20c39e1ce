/** The environment of this function; a stack test holds it equal to the template's. */
export { visitEnv as env } from '../booking-env.ts';
