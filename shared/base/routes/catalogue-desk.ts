/** An agency's items: read, proposed, approved, imported and exported. */
import { desk, deskReaders } from '../roles.ts';
import type { Route } from '../route.ts';

/** Who ends what a colleague proposed about an item. */
const approvers = ['approver', 'supervisor'] as const;

export const catalogueDeskRoutes = {
  'GET /v1/agency/items': { function: 'catalogue-desk', roles: deskReaders },
  'GET /v1/agency/items/export': { function: 'catalogue-desk', roles: ['supervisor', 'auditor'] },
  'GET /v1/agency/items/export/national': { function: 'catalogue-desk', roles: ['supervisor', 'auditor'] },
  'POST /v1/agency/items/import': { function: 'catalogue-desk', roles: ['supervisor'], idempotent: true },
  'GET /v1/agency/items/{itemCode}': { function: 'catalogue-desk', roles: deskReaders },
  'GET /v1/agency/items/{itemCode}/changes': { function: 'catalogue-desk', roles: deskReaders },
  'POST /v1/agency/items/check': { function: 'catalogue-desk', roles: desk },
  'GET /v1/agency/items/proposals': { function: 'catalogue-desk', roles: deskReaders },
  'POST /v1/agency/items/proposals': { function: 'catalogue-desk', roles: desk, idempotent: true },
  'GET /v1/agency/items/proposals/{proposalId}': { function: 'catalogue-desk', roles: deskReaders },
  'POST /v1/agency/items/proposals/{proposalId}/approve': { function: 'catalogue-desk', roles: approvers },
  'POST /v1/agency/items/proposals/{proposalId}/reject': { function: 'catalogue-desk', roles: approvers },
  'POST /v1/agency/items/proposals/{proposalId}/withdraw': { function: 'catalogue-desk', roles: desk },
} as const satisfies Record<string, Route>;
