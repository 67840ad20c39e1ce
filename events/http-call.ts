/** What the functions behind the HTTP API are called with (payload 2.0): the part of it that they read. Theirs to extend. */
import * as z from 'zod';

/** Claims of a token that the authorizer has checked; every value is a string by then. */
const claims = z.record(z.string(), z.string());

export const httpCall = z.object({
  version: z.literal('2.0'),
  routeKey: z.string(),
  rawPath: z.string().startsWith('/'),
  headers: z.record(z.string(), z.string()),
  pathParameters: z.record(z.string(), z.string()).optional(),
  queryStringParameters: z.record(z.string(), z.string()).optional(),
  requestContext: z.object({
    requestId: z.string(),
    http: z.object({ method: z.string(), path: z.string() }),
    /** Absent on routes that need no sign-in. */
    authorizer: z.object({ jwt: z.object({ claims }) }).optional(),
  }),
  body: z.string().optional(),
  isBase64Encoded: z.boolean(),
});
export type HttpCall = z.infer<typeof httpCall>;
