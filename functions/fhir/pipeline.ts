/**
 * The façade's pipeline: who calls → role and SMART scope → read, search or operation → FHIR JSON. Whatever goes wrong is an
 * OperationOutcome; the hall's own problem+json never leaves from here.
 */
import { createHash } from 'node:crypto';
import type * as fhir from '@medplum/fhirtypes';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { asProblem } from '../../shared/base/as-problem.ts';
import { bodyOf as textOf } from '../../shared/base/bytes.ts';
import { errorKeys, log } from '../../shared/base/log.ts';
import { type Person, personFrom } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { mayCall } from '../../shared/base/route.ts';
import { fhirRoutes } from '../../shared/base/routes/fhir.ts';
import type { Instant } from '../../shared/base/words.ts';
import { capabilityStatement } from '../../shared/booking/fhir/capability.ts';
import { FhirFault, faultOutcome, problemOutcome } from '../../shared/booking/fhir/outcome.ts';
import { allows } from '../../shared/booking/fhir/scopes.ts';
import { mostTries, type TryLimit, tryLimit } from '../../shared/booking/tries.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { availability } from './availability.ts';
import type { FhirCall } from './call.ts';
import { operate } from './operations.ts';
import { read, search } from './reading.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

export interface FhirDeps extends BookingDeps {
  /** Address people see, without a slash at its end: links lead there, whatever stands between. */
  readonly hallUrl: string;
}

export const makeHandler =
  (deps: FhirDeps, limits = { tries: tryLimit(), asked: tryLimit() }) =>
  async (event: Event): Promise<Result> => {
    const started = performance.now();
    const result = await answer(deps, limits, event).catch((error: unknown) => refused(error, event));
    log('info', 'CALL', {
      route: event.routeKey,
      status: result.statusCode ?? 0,
      correlationId: event.requestContext.requestId,
      milliseconds: Math.round(performance.now() - started),
    });
    return result;
  };

async function answer(deps: FhirDeps, limits: Record<'tries' | 'asked', TryLimit>, event: Event): Promise<Result> {
  const { key, params } = fhirRoute(event);
  const base = `${deps.hallUrl}/fhir`;
  const now = deps.clock();
  const { type = '', id = '', operation, file = '' } = params;
  if (key === 'GET /fhir/metadata') return resource(capabilityStatement(base, now));
  if (key === 'GET /fhir/availability/{file}') return availability(deps, file, base, now);
  const caller = callerOf(event, key);
  const within = (limit: TryLimit) => (sessionId: string) =>
    limit(caller.id, now, mostTries(deps.room.directory, sessionId));
  const call = {
    ...callOf(event, key, caller, base, now),
    mayTry: within(limits.tries),
    mayAsk: within(limits.asked),
  };
  const writes = key.startsWith('POST') && !['_search', '$find'].includes(id);
  if (!allows(scopeOf(event), type, writes ? 'write' : 'read')) throw new Problem('forbidden');
  if (key === 'GET /fhir/{type}') return resource(await search(deps, type, call));
  if (key === 'GET /fhir/{type}/{id}' && !id.startsWith('$'))
    return conditional(event, await read(deps, type, id, call));
  if (id === '_search') return resource(await search(deps, type, { ...call, query: formOf(event) }));
  const name = operation ?? id;
  // GET is for what changes nothing (FHIR R4, 3.2.0.1.1): it needs the right to read only, and anyone may send it again.
  if (!key.startsWith('POST') && name !== '$find')
    throw new FhirFault(405, 'not-supported', 'Only $find may be called by GET.');
  const body = key.startsWith('POST') ? bodyOf(event) : parametersOf(call.query);
  return resource(await operate(deps, type, name, operation === undefined ? undefined : id, body, call));
}

/** The row of the route table by method and path: the gateway sends the façade its prefix whole. */
function fhirRoute({ rawPath, requestContext }: Event): { key: FhirKey; params: Record<string, string> } {
  const asked = rawPath.split('/');
  for (const key of fhirKeys) {
    const [method, path = ''] = key.split(' ');
    const named = path.split('/').map((name, at): [string, string] => [name, asked[at] ?? '']);
    const fits = named.every(([name, text]) => (name.startsWith('{') ? text !== '' : name === text));
    if (method === requestContext.http.method && named.length === asked.length && fits)
      return { key, params: Object.fromEntries(named.map(([name, text]) => [name.slice(1, -1), decoded(text)])) };
  }
  throw new Problem('not-found');
}

/** Words before names, as the table has them: `/fhir/metadata` is no type. */
type FhirKey = keyof typeof fhirRoutes;
const fhirKeys = Object.keys(fhirRoutes) as FhirKey[];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem('not-found');
  }
}

function callerOf(event: Event, key: FhirKey): Person {
  const person = personFrom(event.requestContext);
  if (person === undefined) throw new Problem('unauthorized');
  if (!mayCall(person.roles, fhirRoutes[key])) throw new Problem('forbidden');
  return person;
}

const scopeClaim = z.object({
  authorizer: z.object({ jwt: z.object({ claims: z.object({ scope: z.string().optional() }) }) }),
});
const scopeOf = ({ requestContext }: Event): string | undefined =>
  scopeClaim.safeParse(requestContext).data?.authorizer.jwt.claims.scope;

function callOf(
  event: Event,
  key: FhirKey,
  caller: Person,
  base: string,
  now: Instant,
): Omit<FhirCall, 'mayTry' | 'mayAsk'> {
  const given = event.headers['idempotency-key'];
  const requestHash = createHash('sha256')
    .update(`${key}\n${event.rawPath}\n${event.body ?? ''}`)
    .digest('hex');
  return {
    caller,
    base,
    query: [...new URLSearchParams(event.rawQueryString)],
    strict: /\bhandling=strict\b/.test(event.headers.prefer ?? ''),
    ifMatch: event.headers['if-match'],
    idempotency:
      given === undefined
        ? undefined
        : { id: createHash('sha256').update(`${caller.id}\n${given}`).digest('hex'), requestHash },
    now,
  };
}

/** The parameters of a `_search`. @throws FhirFault when they are not sent as a form */
function formOf(event: Event): [string, string][] {
  const text = textOf(event);
  const type = event.headers['content-type'] ?? '';
  if (text !== '' && !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    throw new FhirFault(415, 'structure', 'Send the parameters of a search as application/x-www-form-urlencoded.');
  return [...new URLSearchParams(text)];
}

/** @throws FhirFault when it is not JSON, or not a FHIR resource */
function bodyOf(event: Event): unknown {
  const type = event.headers['content-type'] ?? '';
  const text = textOf(event);
  if (text === '') return { resourceType: 'Parameters' };
  if (!/^application\/(fhir\+)?json\s*(?:;|$)/i.test(type))
    throw new FhirFault(415, 'structure', 'Send application/fhir+json.');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new FhirFault(400, 'structure', 'The body is not JSON.');
  }
  const parsed = z.looseObject({ resourceType: z.string() }).safeParse(json);
  if (!parsed.success)
    throw new FhirFault(400, 'structure', 'The body is not a FHIR resource: it has no resourceType.');
  return parsed.data;
}

/** An operation called by GET has its input in the query. */
const parametersOf = (query: FhirCall['query']): unknown => ({
  resourceType: 'Parameters',
  parameter: query.map(([name, valueString]) => ({ name, valueString })),
});

const headers = {
  'content-type': 'application/fhir+json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

function resource(body: fhir.Resource): Result {
  const version = body.meta?.versionId;
  return {
    statusCode: 200,
    headers: { ...headers, ...(version === undefined ? {} : { etag: `W/"${version}"` }) },
    body: JSON.stringify(body),
  };
}

function conditional(event: Event, body: fhir.Resource): Result {
  const whole = resource(body);
  const known = event.headers['if-none-match'];
  return known !== undefined && known === whole.headers?.etag ? { statusCode: 304, headers: { etag: known } } : whole;
}

function refused(error: unknown, event: Event): Result {
  const correlationId = event.requestContext.requestId;
  if (error instanceof FhirFault) {
    const allow = error.status === 405 ? { allow: 'POST' } : {};
    return { statusCode: error.status, headers: { ...headers, ...allow }, body: JSON.stringify(faultOutcome(error)) };
  }
  const problem = asProblem(error);
  if (problem.code === 'internal') log('error', 'CALL_FAILED', { correlationId, ...errorKeys(error) });
  const { status, outcome } = problemOutcome(problem, correlationId);
  return { statusCode: status, headers, body: JSON.stringify(outcome) };
}
