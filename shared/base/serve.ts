/**
 * The one pipeline of every HTTP call, top to bottom: correlate and log → answer problems → who is calling → parse and
 * validate → handler. API Gateway has normalised header names and checked the token's signature before this.
 */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import middy, { type MiddlewareObj } from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { asProblem } from './as-problem.ts';
import { bodyOf } from './bytes.ts';
import { compressed } from './compressed.ts';
import { errorKeys, log } from './log.ts';
import type { Answer, Call, Handlers, Idempotency, Operation } from './operation.ts';
import { type Person, personFrom } from './person.ts';
import { type FieldProblem, Problem, problemAnswer, problems } from './problems.ts';
import { mayCall, type Route } from './route.ts';
import type { RouteKey } from './routes.ts';
import { systemClock } from './time.ts';
import type { Instant } from './words.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;
type Middleware = MiddlewareObj<Event, Result>;
export type HttpHandler = (event: Event, context: unknown) => Promise<Result>;

/**
 * Makes a function's Lambda handler from its table of routes, its operations and what they do.
 * @param clock gives the instant each call happens at
 */
export function serve<A extends Partial<Record<RouteKey, Operation>>>(
  routes: { readonly [K in keyof A]: Route },
  operations: A,
  handlers: Handlers<A>,
  clock: () => Instant = systemClock,
): HttpHandler {
  const entries = Object.entries(operations) as [RouteKey & keyof A, Operation][];
  const table = entries.map(([key, operation]) => {
    const [method, path] = splitKey(key);
    const handle = handlers[key] as (call: Call<Operation>) => Promise<Answer<Operation>>;
    return { method, path, handler: endpoint({ key, route: routes[key], operation }, handle, clock) };
  });
  const router = httpRouter({
    routes: table,
    notFoundResponse: () => {
      throw new Problem('not-found');
    },
  });
  return middy<Event, Result>().use(correlation()).use(problemJson()).handler(router) as HttpHandler;
}

/** A row of the table, and what is stated of it. */
interface Row {
  readonly key: RouteKey;
  readonly route: Route;
  readonly operation: Operation;
}

function endpoint(row: Row, handle: (call: Call<Operation>) => Promise<Answer<Operation>>, clock: () => Instant) {
  return async (event: Event): Promise<Result> => {
    // The log tells the row of the table, where the gateway says only `ANY /v1/cases/{proxy+}`.
    event.routeKey = row.key;
    const call = parseCall(event, row, callerOf(event, row.route), clock());
    return compressed(event, render(row.operation, await handle(call)));
  };
}

function correlation(): Middleware {
  let started = 0;
  const done = ({ event, response }: { event: Event; response?: Result | null | undefined }): void => {
    const { routeKey, requestContext } = event;
    log('info', 'CALL', {
      route: routeKey,
      status: response?.statusCode ?? 0,
      correlationId: requestContext.requestId,
      milliseconds: Math.round(performance.now() - started),
    });
  };
  return {
    before: () => {
      started = performance.now();
    },
    after: done,
    onError: done,
  };
}

/** Turns what was thrown into RFC 9457. What is not a Problem is a 500 that tells a correlation id and nothing more. */
function problemJson(): Middleware {
  return {
    onError: (request) => {
      const problem = asProblem(request.error);
      const correlationId = request.event.requestContext.requestId;
      const keys = { correlationId, route: request.event.routeKey, problem: problem.code };
      if (problem.code === 'internal') log('error', 'CALL_FAILED', { ...keys, ...errorKeys(request.error) });
      else log('info', 'CALL_REFUSED', keys);
      request.response = {
        statusCode: problems[problem.code].status,
        headers: { ...commonHeaders, 'content-type': 'application/problem+json', ...retryAfter(problem) },
        body: JSON.stringify(problemAnswer(problem, correlationId)),
      };
    },
  };
}

const commonHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

function retryAfter(problem: Problem): Record<string, string> {
  return problem.code === 'too-busy' || problem.code === 'conflict' ? { 'retry-after': '1' } : {};
}

/** @throws Problem `unauthorized` without a person, `forbidden` without a fitting role */
function callerOf(event: Event, route: Route): Person {
  if (route.roles === 'public') return anyone;
  const person = personFrom(event.requestContext);
  if (person === undefined) throw new Problem('unauthorized');
  if (!mayCall(person.roles, route)) throw new Problem('forbidden');
  return person;
}

const anyone: Person = { id: '', name: '', kind: 'natural', roles: [], agency: undefined };

function parseCall(event: Event, row: Row, caller: Person, now: Instant): Call<Operation> {
  const { operation } = row;
  const params = operation.params?.safeParse(paramsOf(event));
  if (params?.success === false) throw new Problem('not-found');
  const text = operation.body === undefined ? '' : bodyText(event);
  const idempotency = idempotencyOf(event, row, caller, text);
  return {
    caller,
    params: params?.data,
    query:
      operation.query === undefined
        ? undefined
        : check('bad-request', 'query', operation.query, event.queryStringParameters ?? {}),
    body: operation.body === undefined ? undefined : check('invalid-fields', 'body', operation.body, parseJson(text)),
    ifMatch: operation.ifMatch === true ? versionOf(event) : 0,
    addresses: addressesOf(event),
    idempotency,
    now,
  };
}

/** `X-Forwarded-For` ends with the caller of whoever called us; API Gateway adds that one itself, and so do we where it does not. */
function addressesOf({ headers, requestContext: { http } }: Event): string[] {
  const told = (headers['x-forwarded-for'] ?? '').split(',').map((one) => one.trim());
  const known = told.filter((one) => isIP(one) !== 0).slice(-10);
  return known.at(-1) === http.sourceIp ? known : [...known, http.sourceIp];
}

/** The names that the route gives; where the gateway sends a whole prefix, `proxy` is its own. */
function paramsOf({ pathParameters }: Event): Record<string, string | undefined> {
  const { proxy: _, ...named } = pathParameters ?? {};
  return named;
}

function bodyText(event: Event): string {
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) throw new Problem('unsupported-media-type');
  return bodyOf(event);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid-json');
  }
}

/** Parses with zod and tells every bad field by its path. */
function check(code: 'bad-request' | 'invalid-fields', where: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem(
    code,
    parsed.error.issues.slice(0, 50).map((issue) => fieldProblemOf(where, issue)),
  );
}

function fieldProblemOf(where: string, issue: z.core.$ZodIssue): FieldProblem {
  const field = [where, ...issue.path.map(String)].join('.').slice(0, 200);
  return {
    field,
    code: issue.code,
    message: { zh: '这一项缺失或格式不对。', en: 'This is missing or not in the right form.' },
  };
}

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,100}$/);

function idempotencyOf(event: Event, { key, route }: Row, caller: Person, text: string): Idempotency | undefined {
  if (route.idempotent !== true) return undefined;
  const given = idempotencyKey.safeParse(event.headers['idempotency-key']);
  if (!given.success) throw new Problem('idempotency-key-missing');
  const requestHash = createHash('sha256').update(`${key}\n${event.rawPath}\n${text}`).digest('hex');
  return { id: createHash('sha256').update(`${caller.id}\n${given.data}`).digest('hex'), requestHash };
}

function versionOf(event: Event): number {
  const header = event.headers['if-match'];
  if (header === undefined) throw new Problem('version-missing');
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim());
  if (match?.[1] === undefined) throw new Problem('stale-version');
  return Number(match[1]);
}

/** Answers are parsed through their schema, so nothing undeclared leaks. */
function render(operation: Operation, answer: Answer<Operation>): Result {
  const headers = { ...commonHeaders, ...answer.headers };
  if (operation.answer === undefined) return { statusCode: operation.status, headers };
  const parsed = operation.answer.parse(answer.body);
  if (operation.mediaType !== undefined) {
    return {
      statusCode: operation.status,
      headers: { ...headers, 'content-type': operation.mediaType },
      body: String(parsed),
    };
  }
  const body = JSON.stringify(parsed);
  return {
    statusCode: operation.status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body,
  };
}

function splitKey(key: RouteKey): ['GET' | 'POST' | 'PUT' | 'DELETE', string] {
  const [method, path] = key.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string];
  return [method, path];
}
