/** The gateway's own routes: as few as send every row of the tables to its function. */
import type { ApiFunction, Route } from '../../shared/base/route.ts';
import { routes } from '../../shared/base/routes.ts';

/**
 * Paths whose every call the gateway sends to one function, as one or two routes of its own instead of one for each row: a stack
 * holds 500 resources, and each route of the gateway is one (docs/decisions/0014). The function's router and roles do the rest.
 * Where prefixes lie in one another the longest counts, as it does at the gateway.
 */
export const prefixes: readonly { readonly path: string; readonly function: ApiFunction; readonly public?: true }[] = [
  { path: '/v1/items', function: 'public', public: true },
  { path: '/v1/packages', function: 'public', public: true },
  { path: '/v1/documents', function: 'public', public: true },
  { path: '/v1/drafts', function: 'citizen' },
  { path: '/v1/cases', function: 'citizen' },
  { path: '/v1/me', function: 'citizen' },
  { path: '/v1/agency', function: 'officer' },
  { path: '/v1/agency/items', function: 'catalogue-desk' },
  { path: '/v1/agency/jobs', function: 'backoffice' },
  { path: '/v1/operations', function: 'operations' },
  { path: '/v1/orders', function: 'checkout' },
  { path: '/v1/money', function: 'money-desk' },
  { path: '/v1/booking', function: 'booking' },
  { path: '/v1/booking/desk', function: 'booking-desk' },
  { path: '/fhir', function: 'fhir' },
];

export interface GatewayRoute {
  /** `ANY /v1/cases/{proxy+}`, or a row's own key where its prefix belongs to another function or another trust. */
  readonly key: string;
  readonly function: ApiFunction;
  readonly public: boolean;
}

/** The routes that the gateway needs so that every row of the table reaches its function, signed in unless it is public. */
export function gatewayRoutes(): GatewayRoute[] {
  const made = Object.entries(routes).map(([key, route]: [string, Route]): GatewayRoute => {
    const isPublic = route.roles === 'public';
    const [, path = ''] = key.split(' ');
    const prefix = prefixOf(path);
    const folds = prefix?.function === route.function && (prefix.public ?? false) === isPublic;
    const folded = prefix?.path === path ? `ANY ${path}` : `ANY ${prefix?.path}/{proxy+}`;
    return { key: folds ? folded : key, function: route.function, public: isPublic };
  });
  return [...new Map(made.map((route) => [route.key, route])).values()];
}

const prefixOf = (path: string) =>
  prefixes
    .filter((prefix) => path === prefix.path || path.startsWith(`${prefix.path}/`))
    .toSorted((left, right) => right.path.length - left.path.length)[0];
