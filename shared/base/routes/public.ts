/** What anybody may ask: items, packages, documents to be verified. */
import type { Route } from '../route.ts';

export const publicRoutes = {
  'GET /v1/health': { function: 'public', roles: 'public' },
  'GET /v1/openapi.json': { function: 'public', roles: 'public' },
  'GET /v1/items': { function: 'public', roles: 'public' },
  'GET /v1/items/search': { function: 'public', roles: 'public' },
  'GET /v1/items/published': { function: 'public', roles: 'public' },
  'GET /v1/items/{itemCode}': { function: 'public', roles: 'public' },
  'GET /v1/packages': { function: 'public', roles: 'public' },
  'GET /v1/documents/{documentNumber}': { function: 'public', roles: 'public' },
  'GET /v1/documents/{documentNumber}/record': { function: 'public', roles: 'public' },
} as const satisfies Record<string, Route>;
