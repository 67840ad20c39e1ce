/** The steps of OpenID Connect themselves. Loaded only when someone signs in, renews or signs out. */
import * as oauth from 'oauth4webapi';
import { noteHallTime } from './hall-time.ts';
import { issuedAt } from './person.ts';

interface Config {
  readonly issuer: string;
  readonly clientId: string;
}

/** What must be the same before and after the visit to the issuer; and who the issuer is, so that it need not be asked again. */
interface Kept {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly parties?: Parties;
}

interface Parties {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly insecure: boolean;
}

/** What signing in gives, as it is kept in session storage. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string | undefined;
  readonly id: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

let known: Promise<Parties> | undefined;

/** Address to send the person to, and what to keep until they are back. @param config answer of /config.json, when it is on its way */
export async function authorization(
  redirectUri: string,
  again: boolean,
  config?: Promise<Response>,
): Promise<{ url: string; kept: Kept }> {
  const found = await parties(config);
  const { server, client } = found;
  const kept = {
    parties: found,
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
  };
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
    state: kept.state,
    nonce: kept.nonce,
    ui_locales: document.documentElement.lang,
    ...(again ? { prompt: 'login' } : {}),
  }).toString();
  return { url: url.href, kept };
}

/**
 * @param config answer of /config.json, on its way: the first that tells what time it is at the hall
 * @throws when the issuer refused, or the answer does not belong to what was kept
 */
export async function exchanged(
  returned: URL,
  redirectUri: string,
  kept: Kept,
  config: Promise<Response>,
): Promise<Tokens> {
  const { server, client, insecure } = kept.parties ?? (await parties(config));
  const told = config.then(
    ({ headers }) => noteHallTime(headers),
    () => undefined,
  );
  const parameters = oauth.validateAuthResponse(server, client, returned, kept.state);
  const options = { [oauth.allowInsecureRequests]: insecure };
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    redirectUri,
    kept.verifier,
    options,
  );
  await told;
  return tokensOf(
    await oauth.processAuthorizationCodeResponse(server, await inStep(client, response), response, {
      expectedNonce: kept.nonce,
      requireIdToken: true,
    }),
  );
}

/** New tokens for a refresh token; undefined when the issuer no longer takes it. */
export async function refreshed(refresh: string, id: string | undefined): Promise<Tokens | undefined> {
  const { server, client, insecure } = await parties();
  const options = { [oauth.allowInsecureRequests]: insecure };
  try {
    const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh, options);
    const tokens = tokensOf(await oauth.processRefreshTokenResponse(server, await inStep(client, response), response));
    return { ...tokens, refresh: tokens.refresh ?? refresh, id: tokens.id ?? id };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) return undefined;
    throw error;
  }
}

/** Address that ends the session at the issuer and comes back here. */
export async function endSession(home: string, id: string | undefined): Promise<string> {
  const { server, client } = await parties();
  if (server.end_session_endpoint === undefined) return home;
  const url = new URL(server.end_session_endpoint);
  url.search = new URLSearchParams({
    client_id: client.client_id,
    post_logout_redirect_uri: home,
    ...(id === undefined ? {} : { id_token_hint: id }),
  }).toString();
  return url.href;
}

function parties(config?: Promise<Response>): Promise<Parties> {
  known ??= discover(config ?? fetch('/config.json')).catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

async function discover(asked: Promise<Response>): Promise<Parties> {
  const told = await asked;
  noteHallTime(told.headers);
  const config: Config = await told.json();
  const issuer = new URL(config.issuer);
  // Only the demonstration on this machine has an issuer without TLS.
  const insecure = issuer.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(issuer.hostname);
  const response = await oauth.discoveryRequest(issuer, { [oauth.allowInsecureRequests]: insecure });
  const server = await oauth.processDiscoveryResponse(issuer, response);
  return { server, client: { client_id: config.clientId }, insecure };
}

/**
 * By a clock that is years ahead, every ID token has run out. This one comes straight from the issuer, in answer to this very request:
 * now is when it says that it was issued. That it is not an old one is proved by the nonce, not by the device's clock.
 */
async function inStep(client: oauth.Client, response: Response): Promise<oauth.Client> {
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const jwt = typeof answer === 'object' && answer !== null && 'id_token' in answer ? answer.id_token : undefined;
  const issued = typeof jwt === 'string' ? issuedAt(jwt) : undefined;
  return issued === undefined ? client : { ...client, [oauth.clockSkew]: issued - Math.floor(Date.now() / 1000) };
}

function tokensOf(answer: oauth.TokenEndpointResponse): Tokens {
  return {
    access: answer.access_token,
    refresh: answer.refresh_token,
    id: answer.id_token,
    expiresAt: Date.now() + (answer.expires_in ?? 300) * 1000,
  };
}
