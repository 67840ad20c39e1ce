/** The agencies' own systems: jobs leased, done, failed. */
import type { Route } from '../route.ts';

export const backofficeRoutes = {
  'POST /v1/agency/jobs/lease': { function: 'backoffice', roles: ['backoffice'] },
  'GET /v1/agency/jobs/{jobId}': { function: 'backoffice', roles: ['backoffice'] },
  'POST /v1/agency/jobs/{jobId}/complete': { function: 'backoffice', roles: ['backoffice'], idempotent: true },
  'POST /v1/agency/jobs/{jobId}/fail': { function: 'backoffice', roles: ['backoffice'], idempotent: true },
} as const satisfies Record<string, Route>;
