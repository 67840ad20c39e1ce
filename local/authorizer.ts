/** Checks tokens as the HTTP API's JWT authorizer does: RSA signature by the issuer's keys, issuer, audience, times, scopes. */
import type { IncomingMessage } from 'node:http';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';

/** What reaches the function; every claim is a text there, a list `[a b]`. */
export interface Claims {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

export type Verdict =
  | { readonly status: 200; readonly claims: Claims }
  | { readonly status: 401 | 403; readonly challenge: string };

export type Authorizer = (request: IncomingMessage, scopes: readonly string[]) => Promise<Verdict>;

const authorizerProperties = z.object({
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()).default([]) }),
  IdentitySource: z.array(z.string()).default(['$request.header.Authorization']),
});

/** @param properties of an `AWS::ApiGatewayV2::Authorizer` of type JWT */
export function jwtAuthorizer(properties: unknown): Authorizer {
  const { JwtConfiguration, IdentitySource } = authorizerProperties.parse(properties);
  const { Issuer: issuer, Audience: audience } = JwtConfiguration;
  const header = (IdentitySource[0] ?? '').replace('$request.header.', '').toLowerCase();
  const keys = issuerKeys(issuer);
  return async (request, scopes) => {
    const given = request.headers[header];
    if (typeof given !== 'string') return { status: 401, challenge: 'Bearer' };
    let payload: JWTPayload;
    try {
      payload = await verify(given.replace(/^Bearer\s+/i, ''), issuer, audience, await keys());
    } catch (error) {
      return { status: 401, challenge: `Bearer scope="" error="invalid_token" error_description="${reasonOf(error)}"` };
    }
    const held = String(payload.scope ?? payload.scp ?? '').split(' ');
    if (scopes.length > 0 && !scopes.some((scope) => held.includes(scope))) {
      return { status: 403, challenge: `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"` };
    }
    const claims = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
    return { status: 200, claims: { claims, scopes: scopes.length > 0 ? scopes : null } };
  };
}

async function verify(
  token: string,
  issuer: string,
  audience: readonly string[],
  keys: JWTVerifyGetKey,
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    algorithms: ['RS256', 'RS384', 'RS512'],
    requiredClaims: ['exp'],
  });
  const meant = [payload.aud ?? payload.client_id ?? []].flat();
  if (!meant.some((one) => audience.includes(String(one))))
    throw new errors.JWTClaimValidationFailed('invalid audience', payload, 'aud');
  if (payload.iat !== undefined && payload.iat > Date.now() / 1000 + 1) {
    throw new errors.JWTClaimValidationFailed('token is of the future', payload, 'iat');
  }
  return payload;
}

/** The issuer's keys, found through its discovery document and kept; asked again when a token names an unknown one. */
function issuerKeys(issuer: string): () => Promise<JWTVerifyGetKey> {
  let found: Promise<JWTVerifyGetKey> | undefined;
  return () => {
    found ??= discover(issuer).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5000),
  });
  const { jwks_uri } = z.object({ jwks_uri: z.url() }).parse(await answer.json());
  return createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: 1000 });
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature verification failed';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token has an invalid ${error.claim}`;
  if (error instanceof errors.JOSEError) return 'the token is not valid';
  return 'the keys of the issuer could not be read';
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asText).join(' ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
