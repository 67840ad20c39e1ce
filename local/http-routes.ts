/** Which route of an HTTP API answers a request, as API Gateway chooses: the most specific path, then the named method. */

export interface RoutePattern {
  /** `GET /v1/cases/{caseId}`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string;
}

export interface RouteMatch<R extends RoutePattern> {
  readonly route: R;
  /** Values of `{name}`s, decoded. */
  readonly parameters: Record<string, string>;
}

interface Compiled<R> {
  readonly route: R;
  readonly method: string;
  readonly segments: readonly string[];
  /** Greater is more specific: per segment 3 for a text, 2 for `{name}`, 1 for `{name+}`. */
  readonly rank: string;
}

/** @returns a function of method and decoded path, such as `('GET', '/v1/items')`; undefined where nothing matches */
export function routeTable<R extends RoutePattern>(
  routes: readonly R[],
): (method: string, path: string) => RouteMatch<R> | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const table = routes
    .filter(({ routeKey }) => routeKey !== '$default')
    .map(compile)
    .sort((left, right) => (left.rank < right.rank ? 1 : -1));
  return (method, path) => {
    const given = path.split('/').slice(1);
    for (const { route, method: wanted, segments } of table) {
      if (wanted !== 'ANY' && wanted !== method) continue;
      const parameters = match(segments, given);
      if (parameters !== undefined) return { route, parameters };
    }
    return fallback === undefined ? undefined : { route: fallback, parameters: {} };
  };
}

function compile<R extends RoutePattern>(route: R): Compiled<R> {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const segments = path.split('/').slice(1);
  const ranks = segments.map((segment) => (isGreedy(segment) ? '1' : isParameter(segment) ? '2' : '3'));
  return { route, method, segments, rank: `${ranks.join('')}${method === 'ANY' ? '0' : '4'}` };
}

const isParameter = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('}');
const isGreedy = (segment: string): boolean => segment.endsWith('+}');

function match(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const value = given[at];
    if (value === undefined) return undefined;
    if (isGreedy(segment)) {
      const rest = given.slice(at).join('/');
      if (rest === '') return undefined;
      parameters[segment.slice(1, -2)] = rest;
      return parameters;
    }
    if (isParameter(segment)) {
      if (value === '') return undefined;
      parameters[segment.slice(1, -1)] = value;
    } else if (segment !== value) return undefined;
  }
  return segments.length === given.length ? parameters : undefined;
}
