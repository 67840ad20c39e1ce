/** The HTTP API of the host behaves as API Gateway's does. */
import { request } from 'node:http';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoPerson } from '../../../local/demo-people.ts';
import { issueToken } from '../../../local/issuer.ts';
import { hallKeys } from '../../../local/keys.ts';
import { type LittleHall, littleHall } from './fixture/hall.ts';

let hall: LittleHall;
beforeAll(async () => {
  hall = await littleHall();
});
afterAll(() => hall.stop());

const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${hall.url}${path}`, init);
/** What the function was given, as it tells it. */
const echoed = z
  .looseObject({
    rawQueryString: z.string(),
    routeKey: z.string(),
    requestContext: z.looseObject({ time: z.string(), timeEpoch: z.number() }),
    environment: z.record(z.string(), z.string()),
    context: z.record(z.string(), z.unknown()),
  })
  .partial();
const event = async (path: string, init: RequestInit = {}) => echoed.parse(await (await get(path, init)).json());

describe('the event (payload format 2.0)', () => {
  it('has every part, decoded and joined as API Gateway does', async () => {
    const seen = await event('/things/%E5%8A%9E%20%E4%BA%8B?a=1&a=2&b=%E5%BC%A0%20x', {
      headers: { 'X-One': '1', cookie: 'c=3; d=4', 'user-agent': 'tests' },
    });
    expect(seen).toMatchObject({
      version: '2.0',
      routeKey: 'GET /things/{id}',
      rawPath: '/things/办 事',
      rawQueryString: 'a=1&a=2&b=%E5%BC%A0%20x',
      queryStringParameters: { a: '1,2', b: '张 x' },
      pathParameters: { id: '办 事' },
      cookies: ['c=3', 'd=4'],
      headers: { 'x-one': '1', 'x-forwarded-proto': 'http' },
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        stage: '$default',
        routeKey: 'GET /things/{id}',
        http: { method: 'GET', path: '/things/办 事', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'tests' },
      },
    });
    expect(seen.headers).not.toHaveProperty('cookie');
    expect(seen).not.toHaveProperty('body');
    expect(seen.requestContext).not.toHaveProperty('authorizer');
    expect(seen.requestContext?.time).toMatch(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(Math.abs((seen.requestContext?.timeEpoch ?? 0) - Date.now())).toBeLessThan(5000);
  });

  it('leaves out what is not there', async () => {
    const seen = await event('/things/special');
    for (const part of ['queryStringParameters', 'pathParameters', 'cookies', 'body'])
      expect(seen).not.toHaveProperty(part);
    expect(seen.rawQueryString).toBe('');
  });

  it.each([
    ['application/json', '{"a":"办"}', '{"a":"办"}', false],
    ['application/merge-patch+json; charset=utf-8', '{}', '{}', false],
    ['text/plain;charset=utf-8', '办', '办', false],
    ['application/x-www-form-urlencoded', 'a=1', 'YT0x', true],
    ['application/pdf', '%PDF', 'JVBERg==', true],
  ])('gives a body of %s as text or base64', async (type, sent, body, isBase64Encoded) => {
    expect(await event('/things', { method: 'POST', headers: { 'content-type': type }, body: sent })).toMatchObject({
      body,
      isBase64Encoded,
    });
  });
});

describe('routes', () => {
  it.each([
    ['GET', '/things/special', 'GET /things/special'],
    ['GET', '/things/7', 'GET /things/{id}'],
    ['DELETE', '/things/7', 'ANY /things/{id}'],
    ['DELETE', '/things/special', 'ANY /things/{id}'],
    ['GET', '/rest/a/b/c', 'GET /rest/{proxy+}'],
  ])('%s %s is answered by %s', async (method, path, routeKey) => {
    expect((await event(path, { method })).routeKey).toBe(routeKey);
  });

  it.each([
    ['GET', '/nowhere'],
    ['GET', '/things'],
    ['GET', '/things/7/8'],
    ['GET', '/rest/'],
    ['HEAD', '/bare'],
  ])('%s %s is not found', async (method, path) => {
    const answer = await get(path, { method });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/json');
    if (method !== 'HEAD') expect(await answer.json()).toEqual({ message: 'Not Found' });
  });

  it('refuses a path that does not decode', async () => {
    expect((await get('/things/%E5%8A')).status).toBe(400);
  });
});

describe('answers', () => {
  it('takes JSON without a status as a body', async () => {
    const answer = await get('/bare');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ hello: '你好' });
  });

  it('decodes base64, sets every cookie and header', async () => {
    const answer = await get('/styled');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-number')).toBe('7');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 1]);
  });

  it.each(['/throw', '/crash', '/slow', '/malformed'])(
    '%s is a 500 that tells nothing, and the next call works',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(500);
      expect(await answer.json()).toEqual({ message: 'Internal Server Error' });
      expect((await get('/bare')).status).toBe(200);
    },
  );

  it('refuses more than 10 MB', async () => {
    const sent = async (bytes: number): Promise<Response> =>
      get('/things', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(bytes) });
    const refused = await sent(10_485_761);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({ message: 'Request Entity Too Large' });
    expect((await sent(1_000_000)).status).toBe(200);
  });

  it('runs calls at the same time beside each other', async () => {
    const started = performance.now();
    const answers = await Promise.all(['/slow', '/bare', '/bare', '/bare'].map((path) => get(path)));
    expect(answers.map(({ status }) => status)).toEqual([500, 200, 200, 200]);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe('functions', () => {
  it('see their own environment only', async () => {
    process.env.HALL_TEST_ONLY = 'of the host';
    const { environment, context } = await event('/environment');
    expect(environment).toMatchObject({
      AWS_REGION: 'ap-southeast-1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL_S3: `${hall.url}/_s3`,
      TABLE: expect.stringContaining('little-Items'),
      QUEUE: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/little-Work/),
    });
    expect(environment).not.toHaveProperty('HALL_TEST_ONLY');
    expect(context).toMatchObject({ memoryLimitInMB: '256', awsRequestId: expect.any(String) });
  });

  it('read a secret that was made as the template asks', async () => {
    const first = await (await get('/secret')).text();
    expect(first).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(await (await get('/secret')).text()).toBe(first);
  });
});

describe('the authorizer', () => {
  const as = (token: string): Promise<Response> => get('/signed', { headers: { authorization: `Bearer ${token}` } });

  it('hands on the claims of a good token, as texts', async () => {
    const answer = await as(await hall.token('officer-wang'));
    expect(answer.status).toBe(200);
    const { jwt } = JSON.parse(await answer.text()).requestContext.authorizer;
    expect(jwt).toMatchObject({
      claims: { sub: 'officer-wang', name: '王芳', roles: 'officer', agency: '11440100DEM0001533', aud: 'banshi-api' },
      scopes: null,
    });
    expect(jwt.claims.exp).toMatch(/^\d+$/);
  });

  it('refuses a call without a token', async () => {
    const answer = await get('/signed');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toEqual({ message: 'Unauthorized' });
  });

  it.each<[string, Partial<Parameters<typeof issueToken>[2]>, string]>([
    ['expired', { now: new Date(Date.now() - 7_200_000) }, 'expired'],
    ['for another audience', { audience: 'someone-else' }, 'aud'],
    ['of another issuer', { issuer: 'https://id.example' }, 'iss'],
    ['of the future', { now: new Date(Date.now() + 600_000) }, 'iat'],
  ])('refuses a token that is %s', async (_, change, reason) => {
    const keys = await hallKeys(hall.dataDir);
    const answer = await as(await issueToken(demoPerson('li-na'), keys, { issuer: `${hall.url}/oidc`, ...change }));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain(reason);
  });

  it('refuses tokens that are forged, unsigned or no tokens', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const { signing } = await hallKeys(hall.dataDir);
    const forged = await new SignJWT({ roles: 'operator' })
      .setProtectedHeader({ alg: 'RS256', kid: signing.kid })
      .setIssuer(`${hall.url}/oidc`)
      .setAudience('banshi-api')
      .setExpirationTime('1h')
      .sign(privateKey);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged.split('.')[1]}.`;
    for (const token of [forged, unsigned, 'nonsense']) expect((await as(token)).status).toBe(401);
  });

  it('refuses a token without the scope of the route', async () => {
    const answer = await get('/scoped', { headers: { authorization: `Bearer ${await hall.token('li-na')}` } });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({ message: 'Forbidden' });
  });
});

describe('the door', () => {
  it('joins headers that come several times', async () => {
    const seen = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(hall.url);
      const asked = request({ port, path: '/things/1', headers: { 'x-many': ['a', 'b'] } }, async (answer) => {
        let text = '';
        for await (const chunk of answer) text += chunk;
        resolve(text);
      });
      asked.once('error', reject).end();
    });
    expect(JSON.parse(seen).headers['x-many']).toBe('a,b');
  });
});
