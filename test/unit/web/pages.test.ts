import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Drawing, makeHandler } from '../../../functions/web/pages.ts';
import { etagOf, openSite } from '../../../functions/web/site.ts';

const hall = '<!doctype html><title>hall</title>';
const desk = '<!doctype html><title>desk</title>';
const script = 'console.log("hall")';
const env = {
  HALL_ISSUER: 'https://id.example.cn/pool',
  HALL_CLIENT_ID: 'banshi-web',
  HALL_ENVIRONMENT: 'staging',
  HALL_MEDIA_URL: 'wss://video.example.cn',
  CASES_TABLE: 'cases',
};

/** Pages of a few words: what draws the true ones has tests of its own. */
const drawing = async (): Promise<Drawing> => ({
  page: async ({ path: address }) => {
    const body = Buffer.from(hall);
    const file = { body, mediaType: 'text/html; charset=utf-8', etag: etagOf(body), immutable: false };
    return { status: address === '/desks' ? 404 : 200, language: 'zh-CN', file };
  },
  settingsKept: (query) =>
    query === '' ? undefined : { cookie: 'banshi.look=x; path=/', back: decodeURIComponent(query) },
});

let folder: string;
let handler: ReturnType<typeof makeHandler>;

beforeAll(() => {
  const outside = mkdtempSync(path.join(tmpdir(), 'web-'));
  folder = path.join(outside, 'site');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(outside, 'secret.txt'), 'not to be served');
  writeFileSync(path.join(folder, 'index.html'), hall);
  writeFileSync(path.join(folder, 'desk.html'), desk);
  writeFileSync(path.join(folder, 'seal.svg'), '<svg/>');
  writeFileSync(path.join(folder, 'notes.md'), 'of a kind that is not served');
  writeFileSync(path.join(folder, 'assets/hall-1a2b.js'), script);
  writeFileSync(path.join(folder, 'assets/hall-1a2b.js.br'), brotliCompressSync(script));
  writeFileSync(path.join(folder, 'assets/hall-1a2b.js.gz'), gzipSync(script));
  handler = makeHandler({ site: openSite(folder), env, drawing });
});
afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

async function get(rawPath: string, headers: Record<string, string> = {}, method = 'GET') {
  const {
    statusCode,
    headers: answered = {},
    body = '',
    isBase64Encoded,
  } = await handler({
    rawPath,
    headers,
    requestContext: { http: { method } },
  });
  const bytes = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
  return { status: statusCode, headers: answered, bytes, text: bytes.toString('utf8') };
}

describe('pages', () => {
  it.each(['/', '/items/440115025000', '/cases/x/submitted', '/verify/BS2026-7K3M-9QXT-2A', '/signed-in'])(
    'answers %s with the hall',
    async (address) => {
      const answer = await get(address);
      expect(answer).toMatchObject({ status: 200, text: hall });
      expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    },
  );

  it('says that a page is not there, with a page', async () => {
    expect(await get('/desks')).toMatchObject({ status: 404, text: hall });
    expect((await get('/desks', { 'if-none-match': '*' })).status).toBe(404);
  });

  it('keeps the look that a form without script chose, and sends back', async () => {
    const answer = await handler({
      rawPath: '/display',
      rawQueryString: '/items?q=%E5%8A%9E',
      headers: {},
      requestContext: { http: { method: 'GET' } },
    });
    expect(answer).toMatchObject({
      statusCode: 303,
      headers: { location: '/items?q=%E5%8A%9E', 'cache-control': 'no-store' },
      cookies: ['banshi.look=x; path=/'],
    });
  });

  it.each(['/desk', '/desk/', '/desk/cases/x', '/desk/signed-in'])('answers %s with the desk', async (address) => {
    expect(await get(address)).toMatchObject({ status: 200, text: desk });
  });

  it.each([
    '/assets/hall-gone.js',
    '/assets/',
    '/assets/../secret.txt',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..\\..\\secret.txt',
    '//secret.txt',
    '/notes.md',
    '/assets/hall-1a2b.js.br',
    '/robots.txt',
    '/constructor.js',
    '/v1/nothing',
    '/v1',
    '/fhir/Slot',
    '/callbacks/wechat',
  ])('has nothing at %s', async (address) => {
    const answer = await get(address);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.text).type).toBe('urn:banshi:problem:not-found');
  });

  it('leads a payer back to their page who was sent by a posted form, and reads nothing of it', async () => {
    const back = await get('/orders/7Z9ABCDEFGHJKMNPQRSTVWXYZ0', {}, 'POST');
    expect(back).toMatchObject({ status: 303, headers: { location: '/orders/7Z9ABCDEFGHJKMNPQRSTVWXYZ0' } });
    expect(back.headers['content-security-policy']).toContain("form-action 'self' https://*.95516.com;");
    for (const other of ['/orders', '/orders/a/b', '/orders/%2e%2e', '/orders//evil.example', '/cases/x'])
      expect((await get(other, {}, 'POST')).status).toBe(405);
  });

  it('takes GET and HEAD only', async () => {
    expect((await get('/', {}, 'POST')).status).toBe(405);
    const head = await get('/', {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.etag).toBe((await get('/')).headers.etag);
  });
});

describe('files', () => {
  it('keeps files with a hash in their name for a year, others only with a check', async () => {
    expect((await get('/assets/hall-1a2b.js')).headers['cache-control']).toBe('public,max-age=31536000,immutable');
    expect((await get('/seal.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['', undefined],
    ['identity', undefined],
  ])('answers accept-encoding "%s" with %s', async (accepted, encoding) => {
    const answer = await get('/assets/hall-1a2b.js', { 'accept-encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers.vary).toBe('accept-encoding');
    if (encoding === 'br') expect(brotliDecompressSync(answer.bytes).toString()).toBe(script);
    if (encoding === undefined) expect(answer.text).toBe(script);
  });

  it('answers 304 to whoever has exactly these bytes, and each encoding has its own mark', async () => {
    const plain = await get('/assets/hall-1a2b.js');
    const small = await get('/assets/hall-1a2b.js', { 'accept-encoding': 'br' });
    const etag = String(plain.headers.etag);
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(small.headers.etag).not.toBe(etag);
    expect(await get('/assets/hall-1a2b.js', { 'if-none-match': `"other", ${etag}` })).toMatchObject({
      status: 304,
      text: '',
    });
    expect((await get('/assets/hall-1a2b.js', { 'if-none-match': String(small.headers.etag) })).status).toBe(200);
  });

  it('refuses to start without the built pages', () => {
    expect(() => openSite(path.join(folder, 'gone'))).toThrow('ENOENT');
  });
});

describe('what the browser is told', () => {
  it('names the issuer and storage as the only other places a page may talk to', async () => {
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(
      "connect-src 'self' https://id.example.cn https://*.amazonaws.com https://*.amazonaws.com.cn;",
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types banshi");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('localhost');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.stringContaining('max-age='),
    });
  });

  it('lets the page of a visit, and no other, use the camera and talk to the video server', async () => {
    const room = await get('/booking/appointments/0123456789ABCDEFGHJKMNPQRS/room');
    expect(room.headers['permissions-policy']).toBe('camera=(self), geolocation=(), microphone=(self), payment=()');
    expect(room.headers['content-security-policy']).toContain(' wss://video.example.cn https://video.example.cn;');
    expect((await get('/desk/clinic/visits/0123456789ABCDEFGHJKMNPQRS/room')).headers['permissions-policy']).toContain(
      'camera=(self)',
    );
    for (const address of ['/', '/booking', '/desk', '/booking/appointments/0123456789ABCDEFGHJKMNPQRS']) {
      const { headers } = await get(address);
      expect(headers['permissions-policy']).toContain('camera=()');
      expect(headers['content-security-policy']).not.toContain('video.example.cn');
    }
  });

  it('lets a hall on this machine talk to its own engines, without promising TLS', async () => {
    const local = makeHandler({
      site: openSite(folder),
      env: { ...env, HALL_ISSUER: 'http://localhost:3000/oidc' },
      drawing,
    });
    const { headers = {} } = await local({ rawPath: '/', headers: {}, requestContext: { http: { method: 'GET' } } });
    expect(headers['content-security-policy']).toContain('http://localhost:*');
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('tells the pages how to sign in', async () => {
    const answer = await get('/config.json');
    expect(JSON.parse(answer.text)).toEqual({
      issuer: env.HALL_ISSUER,
      clientId: 'banshi-web',
      environment: 'staging',
    });
    expect(answer.headers['cache-control']).toBe('no-cache');
  });
});
