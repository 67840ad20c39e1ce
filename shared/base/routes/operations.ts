/** What operations staff look at and set going again. */
import type { Route } from '../route.ts';

export const operationsRoutes = {
  'GET /v1/operations/queues': { function: 'operations', roles: ['operator'] },
  'GET /v1/operations/queues/{queue}/dead-letters': { function: 'operations', roles: ['operator'] },
  'POST /v1/operations/queues/{queue}/redrive': { function: 'operations', roles: ['operator'] },
  'POST /v1/operations/cases/{caseId}/replay': { function: 'operations', roles: ['operator'] },
  'GET /v1/operations/timers': { function: 'operations', roles: ['operator'] },
} as const satisfies Record<string, Route>;
