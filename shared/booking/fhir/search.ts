/** Searching resources by the listed parameters of FHIR R4: token, reference, date, string, and how near. Pure, over resources at hand. */
import { fitsNear } from './near.ts';
import { searchParameters } from './search-parameters.ts';

export type ResourceType = keyof typeof searchParameters;
export interface AnyResource {
  readonly resourceType: string;
  readonly id?: string | undefined;
}

/** Parameters of every search. */
export const commonParameters = ['_id', '_count', '_page', '_format'] as const;

export const isType = (text: string): text is ResourceType => Object.hasOwn(searchParameters, text);

/** `kind:path` of a parameter, with or without a modifier; undefined when the type does not have it. */
export function definitionOf(type: ResourceType, name: string): string | undefined {
  const known: Readonly<Record<string, string>> = searchParameters[type];
  const [bare = ''] = name.split(':');
  return Object.hasOwn(known, bare) ? known[bare] : undefined;
}

/** Names that the type does not have. */
export const unknownParameters = (type: ResourceType, names: readonly string[]): string[] =>
  names.filter(
    (name) =>
      definitionOf(type, name) === undefined && !commonParameters.some((one) => one === name.split(':', 1).join('')),
  );

/** Does the resource match all parameters? Several values of one, divided by commas, are alternatives. */
export function matches(
  type: ResourceType,
  resource: AnyResource,
  asked: readonly (readonly [string, string])[],
): boolean {
  return asked.every(([name, text]) => {
    if (name === '_id') return text.split(',').includes(resource.id ?? '');
    const definition = definitionOf(type, name);
    if (definition === undefined) return true;
    const [bare = ''] = name.split(':');
    const [kind = '', path = ''] = definition.split(':');
    const values = valuesAt(resource, path);
    return text.split(',').some((wanted) => values.some((value) => fits(kind, bare, value, wanted)));
  });
}

/** Values at a path, arrays opened. */
export function valuesAt(resource: unknown, path: string): unknown[] {
  return path.split('.').reduce<unknown[]>(
    (found, step) => {
      const [name = '', system] = step.split('?');
      const values = found.flatMap((one) => (isRecord(one) ? [one[name]].flat() : []));
      const there = values.filter((one) => one !== undefined);
      return system === undefined ? there : there.filter((one) => isRecord(one) && one.system === system);
    },
    [resource],
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fits(kind: string, name: string, value: unknown, wanted: string): boolean {
  switch (kind) {
    case 'token':
      return fitsToken(value, wanted);
    case 'reference':
      return fitsReference(value, name, wanted);
    case 'date':
      return fitsDate(value, wanted);
    case 'special':
      return fitsNear(value, wanted);
    default:
      return texts(value).some((text) => text.toLowerCase().startsWith(wanted.toLowerCase()));
  }
}

/** `code`, `system|code`, `|code`, `system|`. */
function fitsToken(value: unknown, wanted: string): boolean {
  const [first = '', second] = wanted.split('|');
  const [system, code] = second === undefined ? [undefined, first] : [first, second];
  return codes(value).some(
    (one) => (code === '' || one.code === code) && (system === undefined || (one.system ?? '') === system),
  );
}

function codes(value: unknown): { system?: string; code: string }[] {
  if (typeof value === 'string' || typeof value === 'boolean') return [{ code: String(value) }];
  if (!isRecord(value)) return [];
  if (Array.isArray(value.coding)) return value.coding.flatMap(codes);
  const code = value.code ?? value.value;
  if (typeof code !== 'string') return [];
  return [typeof value.system === 'string' ? { system: value.system, code } : { code }];
}

/** What a bare id may be meant to name, by the parameter. */
const targets: Readonly<Record<string, string>> = {
  patient: 'Patient',
  practitioner: 'Practitioner',
  location: 'Location',
  schedule: 'Schedule',
  slot: 'Slot',
  appointment: 'Appointment',
  encounter: 'Encounter',
  organization: 'Organization',
  service: 'HealthcareService',
};

function fitsReference(value: unknown, name: string, wanted: string): boolean {
  if (!isRecord(value) || typeof value.reference !== 'string') return false;
  const { reference } = value;
  const relative = wanted.replace(/^https?:\/\/.*\/fhir\//, '');
  if (relative.includes('/')) return reference === relative;
  const target = targets[name];
  return target === undefined ? reference.endsWith(`/${relative}`) : reference === `${target}/${relative}`;
}

const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const;

/** @returns undefined when it is no date of FHIR */
export function dateRange(text: string): { from: number; to: number } | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, year = '', month, day, time] = match;
  if (time !== undefined) {
    const from = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(time) ? text : `${text}+08:00`);
    return Number.isNaN(from) ? undefined : { from, to: from };
  }
  // A day is the city's day.
  const from = Date.parse(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00+08:00`);
  if (Number.isNaN(from)) return undefined;
  const end = new Date(from + 8 * 3600_000);
  if (day !== undefined) end.setUTCDate(end.getUTCDate() + 1);
  else if (month !== undefined) end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCFullYear(end.getUTCFullYear() + 1);
  return { from, to: end.getTime() - 8 * 3600_000 - 1 };
}

/** The prefix of a date parameter and the stretch it names. */
export function askedDate(text: string): { prefix: (typeof prefixes)[number]; from: number; to: number } | undefined {
  const prefix = prefixes.find((one) => text.startsWith(one));
  const range = dateRange(prefix === undefined ? text : text.slice(2));
  return range === undefined ? undefined : { prefix: prefix ?? 'eq', ...range };
}

function fitsDate(value: unknown, wanted: string): boolean {
  const asked = askedDate(wanted);
  const has = isRecord(value) ? period(value) : typeof value === 'string' ? dateRange(value) : undefined;
  if (asked === undefined || has === undefined) return false;
  switch (asked.prefix) {
    case 'ne':
      return !(has.from >= asked.from && has.to <= asked.to);
    case 'gt':
    case 'sa':
      return asked.prefix === 'gt' ? has.to > asked.to : has.from > asked.to;
    case 'lt':
    case 'eb':
      return asked.prefix === 'lt' ? has.from < asked.from : has.to < asked.from;
    case 'ge':
      return has.to >= asked.from;
    case 'le':
      return has.from <= asked.to;
    case 'eq':
    case 'ap':
      return has.from >= asked.from && has.to <= asked.to;
  }
}

function period({ start, end }: Record<string, unknown>): { from: number; to: number } {
  const from = typeof start === 'string' ? dateRange(start)?.from : undefined;
  const to = typeof end === 'string' ? dateRange(end)?.to : undefined;
  return { from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY };
}

/** Every text in a name, an address or a plain string. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isRecord(value) ? Object.values(value).flatMap(texts) : [];
}
