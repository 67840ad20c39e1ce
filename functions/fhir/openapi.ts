/**
 * The façade's paths in the OpenAPI document. What each resource holds is FHIR's to say (`/fhir/metadata`); here stand the calls, their
 * parameters, and that every answer is a resource and every error an OperationOutcome.
 */
import type { Route } from '../../shared/base/route.ts';
import { fhirRoutes } from '../../shared/base/routes/fhir.ts';
import { searchParameters } from '../../shared/booking/fhir/search-parameters.ts';

type FhirKey = keyof typeof fhirRoutes;

interface Described {
  readonly summary: string;
  readonly parameters: readonly object[];
  readonly body?: object;
  readonly answer: object;
  readonly refused: readonly number[];
}

const resource = (...types: string[]) => ({
  type: 'object',
  required: ['resourceType'],
  properties: { resourceType: { type: 'string', enum: types } },
});
const outcome = {
  type: 'object',
  required: ['resourceType', 'issue'],
  properties: {
    resourceType: { const: 'OperationOutcome' },
    issue: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['severity', 'code'],
        properties: { severity: { enum: ['fatal', 'error', 'warning', 'information'] }, code: { type: 'string' } },
      },
    },
  },
};
const parameters = {
  type: 'object',
  required: ['resourceType'],
  properties: {
    resourceType: { const: 'Parameters' },
    parameter: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          valueString: { type: 'string' },
          valueDateTime: { type: 'string' },
          valueReference: { type: 'object', required: ['reference'], properties: { reference: { type: 'string' } } },
        },
      },
    },
  },
};

const text = { type: 'string' };
const inPath = (name: string, schema: object = text) => ({ name, in: 'path', required: true, schema });
const inQuery = (name: string, schema: object = text) => ({ name, in: 'query', required: false, schema });
const inHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,100}$' },
});
const type = inPath('type', { type: 'string', enum: Object.keys(searchParameters) });
const types = [...Object.keys(searchParameters), 'Organization'];
const names = [...new Set(Object.values(searchParameters).flatMap((of) => Object.keys(of)))];
const strict = inHeader('Prefer', '`handling=strict`: an unknown parameter is an error instead of being passed over.');
const ifMatch = inHeader('If-Match', 'Version of the appointment that you have seen, `W/"2"`.');
const key = inHeader('Idempotency-Key', 'Same key and body: the first answer again.');
const operationBody = {
  required: false,
  content: {
    'application/fhir+json': { schema: parameters },
    'application/json': { schema: parameters },
    'application/x-www-form-urlencoded': { schema: { type: 'object', additionalProperties: text } },
  },
};
const fhirJson = (schema: object) => ({ 'application/fhir+json': { schema } });
const asked = [401, 403, 404];

const described: Record<FhirKey, Described> = {
  'GET /fhir/metadata': {
    summary: 'What the façade can do (CapabilityStatement)',
    parameters: [],
    answer: fhirJson(resource('CapabilityStatement')),
    refused: [],
  },
  'GET /fhir/availability/{file}': {
    summary:
      'Availability as SMART Scheduling Links: `$bulk-publish`, `locations.ndjson`, `schedules.ndjson`, `slots-….ndjson`',
    parameters: [inPath('file')],
    answer: { 'application/json': { schema: { type: 'object' } }, 'application/fhir+ndjson': { schema: text } },
    refused: [404],
  },
  'GET /fhir/{type}': {
    summary: 'Search',
    parameters: [
      type,
      ...names.map((name) => inQuery(name)),
      ...['_id', '_count', '_page'].map((name) => inQuery(name)),
      strict,
    ],
    answer: fhirJson(resource('Bundle')),
    refused: [400, ...asked],
  },
  'GET /fhir/{type}/{id}': {
    summary: 'Read, or call `$find` with its input in the query',
    parameters: [type, inPath('id'), inHeader('If-None-Match', 'ETag that you have: 304 when it is still so.')],
    answer: fhirJson(resource('Bundle', ...types)),
    refused: [304, 400, ...asked, 405],
  },
  'POST /fhir/{type}/{id}': {
    summary: 'An operation: `$find`, `$queue`, `$hold`, `$book`, `$cancel`; or `_search` with a form',
    parameters: [type, inPath('id'), key, ifMatch, strict],
    body: operationBody,
    answer: fhirJson(resource('Bundle', 'Parameters')),
    refused: [400, ...asked, 409, 412, 413, 415, 422, 429],
  },
  'POST /fhir/{type}/{id}/{operation}': {
    summary: 'An operation on one appointment',
    parameters: [type, inPath('id'), inPath('operation'), key, ifMatch],
    body: operationBody,
    answer: fhirJson(resource('Bundle', 'Parameters')),
    refused: [400, ...asked, 409, 412, 413, 415, 422, 429],
  },
};

/** @param gatewayMessage what the gateway says itself, before any function is called */
export function fhirPaths(gatewayMessage: object): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const one of Object.keys(described) as FhirKey[]) {
    const [method = '', path = ''] = one.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(one, described[one], gatewayMessage) };
  }
  return paths;
}

function operationOf(one: FhirKey, { summary, parameters: given, body, answer, refused }: Described, message: object) {
  const route: Route = fhirRoutes[one];
  const isPublic = route.roles === 'public';
  const error = {
    description: 'An OperationOutcome with one issue for each thing that stands against it',
    content: { 'application/fhir+json': { schema: outcome }, 'application/json': { schema: message } },
  };
  const statuses = [...refused, 503];
  return {
    operationId: one.replaceAll(/[^A-Za-z]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace('}', ''),
    summary,
    tags: ['fhir'],
    ...(isPublic ? {} : { security: [{ token: [] }] }),
    parameters: given,
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      200: { description: 'Done', content: answer },
      ...Object.fromEntries(
        statuses.map((status) => [status, status === 304 ? { description: 'It is as you have it' } : error]),
      ),
      431: { description: 'Address and headers are more than 10 KB together: refused before any function is called.' },
    },
  };
}
