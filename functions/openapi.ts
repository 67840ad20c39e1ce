/** The OpenAPI 3.1 document, made from the route table and each function's operations. Built into the `public` function. */
import * as z from 'zod';
import type { Operation } from '../shared/base/operation.ts';
import { type ProblemCode, problemBody, problems } from '../shared/base/problems.ts';
import type { Route } from '../shared/base/route.ts';
import { type RouteKey, routes } from '../shared/base/routes.ts';
import { item, itemSummary } from '../shared/catalogue/item.ts';
import { backofficeApi } from './backoffice/api.ts';
import { bookingApi } from './booking/api.ts';
import { bookingDeskApi } from './booking-desk/api.ts';
import { catalogueDeskApi } from './catalogue-desk/api.ts';
import { checkoutApi } from './checkout/api.ts';
import { citizenApi } from './citizen/api.ts';
import { fhirPaths } from './fhir/openapi.ts';
import { moneyDeskApi } from './money-desk/api.ts';
import { officerApi } from './officer/api.ts';
import { operationsApi } from './operations/api.ts';
import { publicApi } from './public/api.ts';

/** The FHIR façade's paths are its own to tell: fhir/openapi.ts. */
type DescribedKey = Exclude<RouteKey, `${string} /fhir/${string}`>;
const operations: Record<DescribedKey, Operation> = {
  ...publicApi,
  ...citizenApi,
  ...officerApi,
  ...catalogueDeskApi,
  ...backofficeApi,
  ...operationsApi,
  ...bookingApi,
  ...bookingDeskApi,
  ...checkoutApi,
  ...moneyDeskApi,
};

/** The whole document, as plain JSON. */
export function openapiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const key of routeKeys) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(key, operations[key]) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Banshi 办事',
      version: '1',
      description:
        'An online government service hall: apply, follow, decide, deliver, verify. The catalogue is a demonstration one.',
    },
    servers: [{ url: '/' }],
    paths: { ...paths, ...fhirPaths({ $ref: '#/components/schemas/GatewayMessage' }) },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        Problem: schema(problemBody, 'output'),
        GatewayMessage: gatewayMessage,
        Item: schema(item, 'output'),
        ItemSummary: schema(itemSummary, 'output'),
      },
    },
  };
}

const routeKeys = Object.keys(routes).filter((key): key is DescribedKey => key in operations);

/** What API Gateway itself answers before a function is called: no token, too large, no such route. */
const gatewayMessage = { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] };

function operationObject(key: RouteKey, operation: Operation): Record<string, unknown> {
  const route: Route = routes[key];
  return {
    operationId: operationId(key),
    summary: operation.summary,
    tags: [route.function],
    ...(route.roles === 'public' ? {} : { security: [{ token: [] }], description: `Roles: ${route.roles.join(', ')}` }),
    parameters: parametersOf(route, operation),
    ...(operation.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: schema(operation.body, 'input') } } },
        }),
    responses: responsesOf(route, operation),
  };
}

function parametersOf(route: Route, operation: Operation): object[] {
  const header = (name: string, description: string, pattern: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string', pattern },
  });
  return [
    ...fields(operation.params).map(([name, one]) => ({ name, in: 'path', required: true, schema: one })),
    ...fields(operation.query).map(([name, one]) => ({
      name,
      in: 'query',
      required: isRequired(operation.query, name),
      schema: one,
    })),
    ...(route.idempotent === true
      ? [header('Idempotency-Key', 'Same key and body: the first answer again.', '^[\\x21-\\x7e]{8,100}$')]
      : []),
    ...(operation.ifMatch === true
      ? [header('If-Match', 'The draft version you are changing.', '^"?\\d{1,9}"?$')]
      : []),
  ];
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});
type Source = z.ZodType | undefined;
const fields = (source: Source): [string, unknown][] =>
  source === undefined ? [] : Object.entries(objectSchema.parse(schema(source, 'input')).properties);
const isRequired = (source: Source, name: string): boolean =>
  source !== undefined && objectSchema.parse(schema(source, 'input')).required.includes(name);

function responsesOf(route: Route, operation: Operation): Record<string, unknown> {
  const answered =
    operation.answer === undefined
      ? { description: 'Done' }
      : {
          description: 'Done',
          content: { [operation.mediaType ?? 'application/json']: { schema: schema(operation.answer, 'output') } },
        };
  const refused = Map.groupBy(problemsOf(route, operation), (code) => String(problems[code].status));
  return {
    [operation.status]: answered,
    ...Object.fromEntries([...refused].map(([status, codes]) => [status, problemResponse(codes)])),
    431: { description: 'Address and headers are more than 10 KB together: refused before any function is called.' },
  };
}

function problemResponse(codes: readonly ProblemCode[]) {
  const description = codes.map((code) => `${code}: ${problems[code].title.en}`).join('\n');
  return {
    description,
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      'application/json': { schema: { $ref: '#/components/schemas/GatewayMessage' } },
    },
  };
}

/** An operation's own problems and those the pipeline may answer with for a call of its kind. */
function problemsOf(route: Route, operation: Operation): ProblemCode[] {
  const of = (when: boolean, ...codes: ProblemCode[]) => (when ? codes : []);
  const all: ProblemCode[] = [
    ...operation.problems,
    ...of(route.roles !== 'public', 'unauthorized', 'forbidden'),
    ...of(operation.params !== undefined, 'not-found'),
    ...of(operation.query !== undefined, 'bad-request'),
    ...of(operation.body !== undefined, 'invalid-json', 'invalid-fields', 'too-large', 'unsupported-media-type'),
    ...of(route.idempotent === true, 'idempotency-key-missing', 'idempotency-key-reused'),
    'too-busy',
  ];
  return [...new Set(all)];
}

/** `GET /v1/agency/cases/{caseId}` → `getAgencyCasesCaseId`. */
function operationId(key: RouteKey): string {
  const words = key
    .replace('/v1/', '/')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return words
    .map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** JSON Schema of a zod schema; one with an id is named, and stands among the components. */
function schema(source: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(source, { io, unrepresentable: 'any' });
  const named = JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(named));
}
