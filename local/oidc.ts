/**
 * Sign-in on this machine: a real OpenID Connect server under the hall's own address, whose only unusual part is that
 * people are picked from a list instead of proving who they are.
 */
import type { IncomingMessage } from 'node:http';
import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import * as z from 'zod';
import { claimsOf, type DemoPerson, demoPeople, demoPerson } from './demo-people.ts';
import type { HttpHandler } from './http-api.ts';
import { audience, clientId, tokenLifetime } from './issuer.ts';
import type { HallKeys } from './keys.ts';
import { oidcPrefix } from './oidc-prefix.ts';
import { openOidcStore } from './oidc-store.ts';
import { problemPage, signInPage, signOutPage } from './sign-in-page.ts';

/** The API as a resource (RFC 8707). Its indicator must be a URI; its audience is what the authorizer looks for. */
const resource = `urn:${audience}`;

export interface SignIn {
  readonly handle: HttpHandler;
  close(): void;
}

/** @param hall address of this hall, such as `http://localhost:3000` */
export function signIn(hall: string, keys: HallKeys, dataDir: string): SignIn {
  const store = openOidcStore(dataDir);
  const provider = new Provider(`${hall}${oidcPrefix}`, configuration(hall, keys, store.adapter));
  const callback = provider.callback();

  const handle: HttpHandler = async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', hall);
    if (pathname.startsWith(interactionPath(''))) {
      const { params } = await provider.interactionDetails(request, response).catch(() => ({ params: undefined }));
      const chosen = request.method === 'POST' ? personIn(await readForm(request)) : undefined;
      if (params === undefined)
        return html(
          response,
          400,
          problemPage('登录已过期，请重新开始。This sign-in has expired: please start again.'),
        );
      if (chosen === undefined)
        return html(response, 200, signInPage(pathname, String(params.redirect_uri).includes('/desk/')));
      return provider.interactionFinished(
        request,
        response,
        { login: { accountId: chosen.id } },
        { mergeWithLastSubmission: false },
      );
    }
    // The server knows itself without its prefix, and takes the prefix it adds to its own links from here.
    const mounted: IncomingMessage & { originalUrl?: string } = request;
    mounted.originalUrl = request.url ?? '/';
    mounted.url = mounted.originalUrl.slice(oidcPrefix.length) || '/';
    await callback(mounted, response);
  };
  return { handle, close: () => store.close() };
}

const interactionPath = (uid: string): string => `${oidcPrefix}/interaction/${uid}`;

function configuration(hall: string, keys: HallKeys, adapter: Configuration['adapter']): Configuration {
  const origins = [hall, hall.replace('//localhost', '//127.0.0.1')];
  return {
    ...(adapter === undefined ? {} : { adapter }),
    jwks: { keys: [keys.signing] },
    cookies: { keys: keys.cookies },
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: origins.flatMap((origin) => [`${origin}/signed-in`, `${origin}/desk/signed-in`]),
        post_logout_redirect_uris: origins.flatMap((origin) => [`${origin}/`, `${origin}/desk`, `${origin}/desk/`]),
      },
    ],
    responseTypes: ['code'],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'name', 'kind', 'roles', 'agency'] },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => resource,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: 'openid',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenLifetime,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          ctx.body = signOutPage(form);
        },
      },
    },
    interactions: { url: (_ctx, { uid }) => interactionPath(uid) },
    findAccount: async (_ctx, id) => {
      const person = demoPeople.find((one) => one.id === id);
      return person === undefined
        ? undefined
        : { accountId: id, claims: async () => ({ sub: id, ...claimsOf(person) }) };
    },
    extraTokenClaims: async (_ctx, token) =>
      'accountId' in token && typeof token.accountId === 'string' ? claimsOf(demoPerson(token.accountId)) : undefined,
    loadExistingGrant: grantAll,
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: tokenLifetime,
      IdToken: tokenLifetime,
      RefreshToken: 86_400,
      Session: 86_400,
      Grant: 86_400,
      Interaction: 3600,
    },
    renderError: async (ctx, out) => {
      ctx.type = 'html';
      ctx.body = problemPage([out.error, out.error_description].filter(Boolean).join(': '));
    },
  };
}

/** The pages are the hall's own: nobody is asked whether they may know who signed in. */
async function grantAll(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const known = session.grantIdFor(client.clientId);
  const grant =
    (known === undefined ? undefined : await provider.Grant.find(known)) ??
    new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid offline_access profile');
  grant.addResourceScope(resource, 'openid');
  await grant.save();
  return grant;
}

function personIn(form: URLSearchParams): DemoPerson | undefined {
  return demoPeople.find(({ id }) => id === form.get('person'));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text = (text + String(chunk)).slice(0, 10_000);
  return new URLSearchParams(z.string().parse(text));
}

function html(response: Parameters<HttpHandler>[1], status: number, page: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(page);
}
