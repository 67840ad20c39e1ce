/** Sign-in on this machine, as the pages use it: code flow with PKCE, refresh, sign-out; and as scripts use it. */
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPeople } from '../../../local/demo-people.ts';
import { startIssuer } from '../../../local/issuer.ts';
import { hallKeys } from '../../../local/keys.ts';
import { tokenFrom } from '../../../local/token.ts';
import { type LittleHall, littleHall } from './fixture/hall.ts';

let hall: LittleHall;
beforeAll(async () => {
  hall = await littleHall();
});
afterAll(() => hall.stop());

const client: oauth.Client = { client_id: 'banshi-web' };
const options = { [oauth.allowInsecureRequests]: true };

/** A browser that keeps cookies and stops where the pages would take over. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, init: RequestInit = {}): Promise<{ url: string; response: Response }> => {
    let next = url;
    let request = init;
    for (let hop = 0; hop < 10; hop += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(next, { ...request, redirect: 'manual', headers: { ...request.headers, cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=');
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) return { url: next, response };
      next = new URL(location, next).href;
      if (/signed-in|^[^?]+\/$/.test(new URL(next).pathname) && !next.includes('/oidc/'))
        return { url: next, response };
      request = {};
    }
    throw new Error('too many redirects');
  };
}

async function server(): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(`${hall.url}/oidc`);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
}

interface SignedIn {
  readonly page: string;
  readonly tokens: oauth.TokenEndpointResponse;
}

async function signIn(open: ReturnType<typeof browser>, person: string, redirect = '/signed-in'): Promise<SignedIn> {
  const as = await server();
  const verifier = oauth.generateRandomCodeVerifier();
  const redirectUri = `${hall.url}${redirect}`;
  const start = new URL(as.authorization_endpoint ?? '');
  start.search = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid offline_access',
    state: 'here',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const picker = await open(start.href);
  const page = await picker.response.text();
  const done = await open(picker.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ person }).toString(),
  });
  const parameters = oauth.validateAuthResponse(as, client, new URL(done.url), 'here');
  const answer = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    oauth.None(),
    parameters,
    redirectUri,
    verifier,
    options,
  );
  return { page, tokens: await oauth.processAuthorizationCodeResponse(as, client, answer, { requireIdToken: true }) };
}

const claimsSeen = async (token: string): Promise<unknown> => {
  const answer = await fetch(`${hall.url}/signed`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status === 200 ? JSON.parse(await answer.text()).requestContext.authorizer.jwt.claims : answer.status;
};

describe('in the browser', () => {
  it('picking a person signs in at once, with a token the API takes', async () => {
    const { page, tokens } = await signIn(browser(), 'yue-wei');
    expect(page).toContain('选择演示身份');
    for (const { name } of demoPeople) expect(page).toContain(name);
    expect(tokens.expires_in).toBe(3600);
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
      sub: 'yue-wei',
      name: '广州粤味餐饮有限公司',
      kind: 'legal',
    });
    expect(await claimsSeen(tokens.access_token)).toMatchObject({
      sub: 'yue-wei',
      kind: 'legal',
      roles: 'citizen',
      aud: 'banshi-api',
      iss: `${hall.url}/oidc`,
    });
  });

  it('shows the agencies first to who comes from the desk', async () => {
    const { page } = await signIn(browser(), 'officer-wang', '/desk/signed-in');
    expect(page.indexOf('王芳')).toBeLessThan(page.indexOf('张伟'));
  });

  it('refreshes, and takes a refresh token only once', async () => {
    const { tokens } = await signIn(browser(), 'li-na');
    const as = await server();
    const refresh = async (): Promise<oauth.TokenEndpointResponse> => {
      const answer = await oauth.refreshTokenGrantRequest(
        as,
        client,
        oauth.None(),
        tokens.refresh_token ?? '',
        options,
      );
      return oauth.processRefreshTokenResponse(as, client, answer);
    };
    expect(await claimsSeen((await refresh()).access_token)).toMatchObject({ sub: 'li-na' });
    await expect(refresh()).rejects.toThrow();
  });

  it('signs out and comes back to the first page', async () => {
    const open = browser();
    const { tokens } = await signIn(open, 'zhang-wei');
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${hall.url}/`,
    });
    const { response } = await open(`${hall.url}/oidc/session/end?${query}`);
    const form = await response.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const action = /action="([^"]+)"/.exec(form)?.[1] ?? '';
    const left = await open(action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
    });
    expect(left.url).toBe(`${hall.url}/`);
    expect((await signIn(open, 'li-na')).page).toContain('选择演示身份');
  });

  it('refuses a flow without PKCE, and an address that is not of the pages', async () => {
    const asked = async (change: Record<string, string>): Promise<number | string> => {
      const query = new URLSearchParams({ client_id: 'banshi-web', response_type: 'code', scope: 'openid', ...change });
      const { url, response } = await browser()(`${hall.url}/oidc/auth?${query}`);
      return new URL(url).searchParams.get('error') ?? response.status;
    };
    expect(await asked({ redirect_uri: `${hall.url}/signed-in` })).toBe('invalid_request');
    expect(await asked({ redirect_uri: 'https://elsewhere.example/signed-in' })).toBe(400);
  });
});

describe('for scripts', () => {
  it('a token of the data folder is taken by the running hall', async () => {
    expect(await claimsSeen(await tokenFrom(hall.dataDir, 'operator-deng'))).toMatchObject({ roles: 'operator' });
  });

  it('an unknown person is told who there is', async () => {
    await expect(tokenFrom(hall.dataDir, 'nobody')).rejects.toThrow(/"nobody".*zhang-wei.*operator-deng/);
  });

  it('an issuer on its own can be discovered and checked', async () => {
    const issuer = await startIssuer(await hallKeys(hall.dataDir));
    try {
      const as = await oauth.processDiscoveryResponse(
        new URL(issuer.url),
        await oauth.discoveryRequest(new URL(issuer.url), options),
      );
      const request = new Request(hall.url, {
        headers: { authorization: `Bearer ${await issuer.token('auditor-wu')}` },
      });
      const claims = await oauth.validateJwtAccessToken(as, request, 'banshi-api', options);
      expect(claims).toMatchObject({ sub: 'auditor-wu', roles: 'auditor', iss: issuer.url });
    } finally {
      await issuer.stop();
    }
  });
});
