import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { Problem } from '../../../shared/base/problems.ts';
import { routes } from '../../../shared/base/routes.ts';
import { serve } from '../../../shared/base/serve.ts';
import { caseId } from '../../../shared/base/words.ts';
import { bodyOf, type EventParts, httpEvent } from '../../support/http.ts';

const id = '0123456789ABCDEFGHJKMNPQRS';
const citizen = { sub: 'zhang-wei', name: '张伟', roles: 'citizen' };
const api = {
  'POST /v1/cases/{caseId}/rate': {
    summary: 'rate',
    params: z.strictObject({ caseId }),
    body: z.strictObject({ score: z.int() }),
    status: 200,
    answer: z.strictObject({ who: z.string(), score: z.number() }),
    problems: [],
  },
  'GET /v1/drafts': {
    summary: 'list',
    query: z.strictObject({ limit: z.coerce.number().int().max(9).default(5) }),
    status: 200,
    answer: z.strictObject({ limit: z.number() }),
    problems: [],
  },
  'PUT /v1/drafts/{caseId}': {
    summary: 'save',
    ifMatch: true,
    status: 200,
    answer: z.strictObject({ version: z.number() }),
    problems: [],
  },
  'GET /v1/health': { summary: 'health', status: 200, answer: z.strictObject({ ok: z.boolean() }), problems: [] },
} as const;

let fail: () => unknown = () => undefined;
const handler = serve(routes, api, {
  'POST /v1/cases/{caseId}/rate': async ({ caller, body }) => {
    await fail();
    return { body: { who: caller.id, score: body.score } };
  },
  'GET /v1/drafts': async ({ query }) => ({ body: { limit: query.limit } }),
  'PUT /v1/drafts/{caseId}': async ({ ifMatch }) => ({ body: { version: ifMatch } }),
  'GET /v1/health': async () => ({ body: { ok: true } }),
});
const call = (parts: EventParts) => handler(httpEvent(parts), {});
const rate = (parts: Partial<EventParts>) =>
  call({
    routeKey: 'POST /v1/cases/{caseId}/rate',
    params: { caseId: id },
    claims: citizen,
    headers: { 'idempotency-key': 'key-00001' },
    body: '{"score":1}',
    ...parts,
  });

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  fail = () => undefined;
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

describe('the pipeline of a call', () => {
  it('answers a good call', async () => {
    const result = await rate({});
    expect(result.statusCode).toBe(200);
    expect(bodyOf(result)).toEqual({ who: 'zhang-wei', score: 1 });
    expect(result.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    });
  });

  it('reads a body that arrives base64-encoded', async () => {
    expect((await rate({ body: Buffer.from('{"score":2}').toString('base64'), base64: true })).statusCode).toBe(200);
  });

  const refusals: [string, Partial<EventParts>, number, string][] = [
    ['no token', { claims: undefined as never }, 401, 'unauthorized'],
    ['no fitting role', { claims: { sub: 'x', roles: 'officer' } }, 403, 'forbidden'],
    ['roles it does not know', { claims: { sub: 'x', roles: 'emperor' } }, 403, 'forbidden'],
    ['an id of another shape', { params: { caseId: '../x' } }, 404, 'not-found'],
    ['no Idempotency-Key', { headers: {} }, 400, 'idempotency-key-missing'],
    ['a blank Idempotency-Key', { headers: { 'idempotency-key': ' ' } }, 400, 'idempotency-key-missing'],
    ['broken JSON', { body: '{"score":' }, 400, 'invalid-json'],
    ['no body', { body: '' }, 400, 'invalid-json'],
    [
      'another media type',
      { headers: { 'idempotency-key': 'key-00001', 'content-type': 'text/plain' } },
      415,
      'unsupported-media-type',
    ],
    ['a body of 1 MB and more', { body: JSON.stringify({ score: 1, pad: 'x'.repeat(1_000_000) }) }, 413, 'too-large'],
    ['10,000 brackets', { body: '['.repeat(10_000) + ']'.repeat(10_000) }, 422, 'invalid-fields'],
    ['a wrong field', { body: '{"score":"one","__proto__":{"x":1}}' }, 422, 'invalid-fields'],
  ];
  it.each(refusals)('refuses %s', async (_, parts, status, code) => {
    const result = await rate(parts);
    expect(result.statusCode).toBe(status);
    expect(result.headers?.['content-type']).toBe('application/problem+json');
    expect(bodyOf(result)).toMatchObject({ type: `urn:banshi:problem:${code}`, status, correlationId: 'request-1' });
  });

  it('names the bad field and never echoes it', async () => {
    const result = await rate({ body: '{"score":"440106199001011234"}' });
    expect(bodyOf(result)).toMatchObject({ errors: [{ field: 'body.score' }] });
    expect(JSON.stringify(result) + lines.join()).not.toContain('440106199001011234');
  });

  it('refuses unknown and bad query parameters', async () => {
    const list = (query: Record<string, string>) => call({ routeKey: 'GET /v1/drafts', claims: citizen, query });
    expect(bodyOf(await list({}))).toEqual({ limit: 5 });
    expect((await list({ limit: '10' })).statusCode).toBe(400);
    expect((await list({ colour: 'red' })).statusCode).toBe(400);
  });

  it('needs If-Match where a version is changed', async () => {
    const save = (headers: Record<string, string>) =>
      call({ routeKey: 'PUT /v1/drafts/{caseId}', params: { caseId: id }, claims: citizen, headers });
    expect((await save({})).statusCode).toBe(428);
    expect((await save({ 'if-match': 'abc' })).statusCode).toBe(412);
    expect(bodyOf(await save({ 'if-match': '"7"' }))).toEqual({ version: 7 });
  });

  it('answers a problem as it is, a throttled table with 503, anything else with 500 and nothing more', async () => {
    fail = () => Promise.reject(new Problem('wrong-state'));
    expect((await rate({})).statusCode).toBe(409);
    fail = () => Promise.reject(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    const busy = await rate({});
    expect([busy.statusCode, busy.headers?.['retry-after']]).toEqual([503, '1']);
    // One row's write while a transaction was at it: DynamoDB says so, and the SDK does not try again by itself.
    fail = () => Promise.reject(Object.assign(new Error('conflict'), { name: 'TransactionConflictException' }));
    const met = await rate({});
    expect([met.statusCode, met.headers?.['retry-after']]).toEqual([409, '1']);
    fail = () => Promise.reject(new Error('secret of 张伟'));
    const broken = await rate({});
    expect(broken.statusCode).toBe(500);
    expect(JSON.stringify(broken) + lines.join()).not.toContain('张伟');
    expect(lines.join()).toContain('CALL_FAILED');
  });

  it('answers a path that is not its own with 404, and public calls without a token', async () => {
    expect((await call({ routeKey: 'GET /v1/nothing', claims: citizen })).statusCode).toBe(404);
    expect((await call({ routeKey: 'GET /v1/health' })).statusCode).toBe(200);
  });
});
