/** Who is calling, from the claims of a token that the API's authorizer has checked. */
import * as z from 'zod';
import { type Role, roles } from './roles.ts';
import { creditCode } from './words.ts';

const knownRole = z.enum(roles);

/** Claims are strings here: API Gateway renders a list as `[a b]`, our own issuer as `a b`. */
const claims = z.object({
  sub: z.string().min(1).max(200),
  name: z.string().min(1).max(100).optional(),
  kind: z.enum(['natural', 'legal']).optional(),
  roles: z.string().max(500).optional(),
  agency: creditCode.optional(),
});

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Natural or legal person (自然人、法人); what applicants are. */
  readonly kind: 'natural' | 'legal';
  readonly roles: readonly Role[];
  /** The agency whose desk this person works at. */
  readonly agency: string | undefined;
}

/** Where API Gateway puts the claims of a checked token. */
const context = z.object({ authorizer: z.object({ jwt: z.object({ claims }) }) });

/**
 * @param requestContext the event's
 * @returns undefined when no checked token names a person. Unknown roles are dropped, not trusted.
 */
export function personFrom(requestContext: unknown): Person | undefined {
  const parsed = context.safeParse(requestContext);
  if (!parsed.success) return undefined;
  const { sub, name, kind, agency, roles: text } = parsed.data.authorizer.jwt.claims;
  const held = (text ?? '').replace(/[[\],]/g, ' ').split(/\s+/);
  return {
    id: sub,
    name: name ?? sub,
    kind: kind ?? 'natural',
    agency,
    roles: held.flatMap((word) => knownRole.safeParse(word).data ?? []),
  };
}
