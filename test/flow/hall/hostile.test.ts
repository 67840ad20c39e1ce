/**
 * Every operation that `openapi.json` names, as somebody who may call it, with nonsense in every place: no server error, and a
 * problem (RFC 9457) or an OperationOutcome for each refusal. Runs against any hall: see support/hall.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { type Caller, callerWith, type Options } from '../../support/client.ts';
import { connect, type Hall } from '../../support/hall.ts';

const people = [
  'zhang-wei',
  'officer-wang',
  'approver-zhao',
  'supervisor-qian',
  'auditor-wu',
  'operator-deng',
  'finance-tan',
  'reception-guo',
  'doctor-chen',
  'pharmacist-fang',
  'backoffice-market',
];

const paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

interface Target {
  readonly method: string;
  /** With its `{names}`. */
  readonly path: string;
  readonly as: Caller;
}

let hall: Hall;
let targets: Target[];

beforeAll(async () => {
  hall = await connect();
  const anyone = callerWith(hall.url);
  const callers = [anyone, ...(await Promise.all(people.map((person) => hall.as(person))))];
  const document = paths.parse((await anyone('GET', '/v1/openapi.json')).body);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    ['get', 'post', 'put', 'delete']
      .filter((name) => name in methods)
      .map((name) => ({ method: name.toUpperCase(), path })),
  );
  targets = await Promise.all(
    operations.map(async ({ method, path }) => ({ method, path, as: await whoMay(callers, method, path) })),
  );
}, 240_000);
afterAll(async () => hall?.stop());

/** The first whom the operation does not send away. */
async function whoMay(callers: readonly Caller[], method: string, path: string): Promise<Caller> {
  for (const caller of callers) {
    const { status } = await caller(method, filled(path), bodyFor(method, {}));
    if (status !== 401 && status !== 403) return caller;
  }
  throw new Error(`nobody may call ${method} ${path}`);
}

const filled = (path: string, value = '01JB0000000000000000000000') => path.replace(/\{\w+\}/g, value);
const takesBody = (method: string) => method === 'POST' || method === 'PUT';
const bodyFor = (method: string, body: unknown): Options => (takesBody(method) ? { body, ifMatch: 1 } : { ifMatch: 1 });

/** Everything that is wrong with the answers to these calls. */
async function faults(calls: readonly { target: Target; path: string; options: Options }[]): Promise<string[]> {
  const found: string[] = [];
  for (const { target, path, options } of calls) {
    const { method, as } = target;
    const { status, headers, body } = await as(method, path, options);
    const said = `${method} ${path.slice(0, 120)}: ${status}`;
    if (status >= 500) found.push(`${said} ${JSON.stringify(body).slice(0, 200)}`);
    const type = headers.get('content-type') ?? '';
    // What the gateway itself turns away (a path that cannot be read, a forged token, too much) never comes to a function, and has its words.
    const ofGateway = [400, 401, 413].includes(status) && /^{"message":"[A-Z][\w ]+"}$/.test(JSON.stringify(body));
    if (status >= 400 && !ofGateway && !/problem\+json|fhir\+json/.test(type)) found.push(`${said} ${type}`);
  }
  return found;
}

const names = ['%00', '..%2f..%2fetc', '%E0%A4%A', '%F0%9F%98%80', '%25', '__proto__', 'constructor', 'a'.repeat(3000)];

it('nonsense for a name in the path', async () => {
  const calls = targets
    .filter(({ path }) => path.includes('{'))
    .flatMap((target) =>
      names.map((name) => ({ target, path: filled(target.path, name), options: bodyFor(target.method, {}) })),
    );
  expect(await faults(calls)).toEqual([]);
}, 240_000);

const queries = [
  'cursor=zzz',
  `cursor=${'A'.repeat(3000)}`,
  'cursor=eyJhIjoxfQ',
  'limit=-1',
  'limit=1e9',
  'from=2026-13-45&to=0001-01-01',
  'from=9999-12-31&days=28',
  'day=0000-00-00&month=2026-99',
  'state=__proto__&__proto__=a&constructor=b',
  'q=%00',
  'q=%ED%A0%80&q=b&a[]=1',
];

it('nonsense for a query', async () => {
  const calls = targets
    .filter(({ method }) => method === 'GET')
    .flatMap((target) => queries.map((query) => ({ target, path: `${filled(target.path)}?${query}`, options: {} })));
  expect(await faults(calls)).toEqual([]);
}, 240_000);

const bodies = [
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  JSON.stringify({ a: 'x'.repeat(1_100_000) }),
  '{"__proto__":{"x":1},"constructor":{"prototype":{}}}',
  '[]',
  '"\\u0000"',
  '{"\\ud800":"\\udfff"}',
  '1e400',
  '\ufeff{}',
  'nonsense',
  'null',
];

it('nonsense for a body', async () => {
  const calls = targets
    .filter(({ method }) => takesBody(method))
    .flatMap((target) =>
      bodies.map((body) => ({ target, path: filled(target.path), options: bodyFor(target.method, body) })),
    );
  expect(await faults(calls)).toEqual([]);
}, 240_000);

const taking = [
  ['POST', '/v1/drafts'],
  ['PUT', '/v1/drafts/{caseId}'],
  ['POST', '/v1/me/packages'],
  ['PUT', '/v1/me/packages/{packageId}'],
  ['POST', '/v1/me/consents'],
  ['POST', '/v1/me/consents/accept'],
  ['PUT', '/v1/me/profile'],
  ['POST', '/v1/orders/{orderNo}/reductions'],
  ['POST', '/v1/agency/bulk'],
  ['POST', '/v1/agency/exports'],
  ['POST', '/v1/agency/cases/import'],
  ['POST', '/v1/agency/items/import'],
  ['POST', '/v1/agency/items/check'],
  ['POST', '/v1/agency/items/proposals'],
] as const;

it.each(taking)('a body of 10 MB is turned away: %s %s', async (method, path) => {
  const target = targets.find((each) => each.method === method && each.path === path);
  const reply = await target?.as(method, filled(path), {
    body: JSON.stringify({ a: 'x'.repeat(10_000_000) }),
    ifMatch: 1,
  });
  expect(reply?.status).toBe(413);
});

const headers: readonly Record<string, string>[] = [
  { 'if-match': '"99999999999999"' },
  { 'if-match': '*' },
  { 'idempotency-key': 'a' },
  { 'idempotency-key': 'a'.repeat(300) },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-99' },
  { 'x-forwarded-for': `a, b, ${'1.1.1.1,'.repeat(100)}` },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ6aGFuZy13ZWkifQ.' },
  { authorization: `Bearer ${'a'.repeat(5000)}` },
];

it('nonsense for a header', async () => {
  const calls = targets.flatMap((target) =>
    headers.map((each) => ({
      target,
      path: filled(target.path),
      options: { ...bodyFor(target.method, {}), headers: each },
    })),
  );
  expect(await faults(calls)).toEqual([]);
}, 240_000);
