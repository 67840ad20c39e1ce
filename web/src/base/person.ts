/** Who is signed in, read from the access token. For showing only: the hall checks the token itself. */

export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly kind: 'natural' | 'legal';
  readonly roles: readonly string[];
  readonly agency: string | undefined;
}

/** @param jwt a compact JWT. @returns undefined when it cannot be read. */
export function personOf(jwt: string): SignedIn | undefined {
  const claims = claimsOf(jwt);
  const id = claims.get('sub');
  if (typeof id !== 'string') return undefined;
  const name = claims.get('name');
  const roles = claims.get('roles');
  const agency = claims.get('agency');
  return {
    id,
    name: typeof name === 'string' ? name : id,
    kind: claims.get('kind') === 'legal' ? 'legal' : 'natural',
    roles: typeof roles === 'string' ? roles.split(/\s+/).filter((role) => role !== '') : [],
    agency: typeof agency === 'string' ? agency : undefined,
  };
}

/** When a JWT was issued, in seconds since 1970. */
export function issuedAt(jwt: string): number | undefined {
  const at = claimsOf(jwt).get('iat');
  return typeof at === 'number' ? at : undefined;
}

function claimsOf(jwt: string): Map<string, unknown> {
  try {
    const base64 = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return new Map(typeof claims === 'object' && claims !== null ? Object.entries(claims) : []);
  } catch {
    return new Map();
  }
}
