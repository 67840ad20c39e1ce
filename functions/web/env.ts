import * as z from 'zod';

/** The environment of this function; a stack test holds it equal to the template's. */
export const env = z.object({
  /** OIDC issuer and client the pages sign in with; told to them in /config.json. */
  HALL_ISSUER: z.url(),
  HALL_CLIENT_ID: z.string(),
  HALL_ENVIRONMENT: z.string(),
  /** Of it the web function may read what agencies published of the catalogue, and nothing else. */
  CASES_TABLE: z.string(),
  /** Server of the video rooms: the visit's page, and no other, may talk to it. */
  HALL_MEDIA_URL: z.url(),
});
