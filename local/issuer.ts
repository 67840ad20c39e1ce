/**
 * Signs access tokens for demo people, and serves what is needed to check them. The hall's own sign-in uses the same key
 * and claims; alone, on a port of its own, this stands in for an identity provider where the hall runs elsewhere.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import * as z from 'zod';
import { claimsOf, type DemoPerson, demoPerson } from './demo-people.ts';
import type { HallKeys } from './keys.ts';

export const audience = 'banshi-api';
export const clientId = 'banshi-web';
/** Seconds an access token is good for. */
export const tokenLifetime = 3600;

export interface TokenOptions {
  readonly issuer: string;
  readonly audience?: string;
  /** Instant it is issued at; the present one if absent. */
  readonly now?: Date;
  /** Seconds. */
  readonly lifetime?: number;
}

/** An access token (RFC 9068) as the sign-in server would give this person. */
export async function issueToken(person: DemoPerson, { signing }: HallKeys, options: TokenOptions): Promise<string> {
  const issuedAt = Math.floor((options.now ?? new Date()).getTime() / 1000);
  return new SignJWT({ ...claimsOf(person), client_id: clientId, scope: 'openid' })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: signing.kid })
    .setIssuer(options.issuer)
    .setSubject(person.id)
    .setAudience(options.audience ?? audience)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (options.lifetime ?? tokenLifetime))
    .sign(await importJWK(signing, 'RS256'));
}

export interface Issuer {
  /** Without a slash at its end. */
  readonly url: string;
  /** @throws Error listing the demo people when there is none of that id */
  token(personId: string, options?: Omit<TokenOptions, 'issuer'>): Promise<string>;
  stop(): Promise<void>;
}

/**
 * An issuer on its own: discovery document, keys, and tokens for demo people.
 * @param port 0 for a free one
 */
export async function startIssuer(keys: HallKeys, port = 0): Promise<Issuer> {
  let url = '';
  const server = createServer((request, response) => {
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': discovery(url),
      '/jwks': { keys: [publicKey(keys)] },
    };
    const document = documents[request.url ?? ''];
    response
      .writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(document ?? { error: 'not_found' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://localhost:${z.object({ port: z.int() }).parse(server.address()).port}`;
  return {
    url,
    token: async (personId, options = {}) => issueToken(demoPerson(personId), keys, { ...options, issuer: url }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function discovery(issuer: string): unknown {
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

function publicKey({ signing: { kid, kty, n, e } }: HallKeys): unknown {
  return { kid, kty, n, e, alg: 'RS256', use: 'sig' };
}
