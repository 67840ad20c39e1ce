/** A citizen's applications, packages, consents, profile and notices. */
import type { Route } from '../route.ts';

export const citizenRoutes = {
  'GET /v1/me/notices': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/me/notices/read': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/me/notices/{noticeId}/read': { function: 'citizen', roles: ['citizen'] },

  'POST /v1/drafts': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'GET /v1/drafts': { function: 'citizen', roles: ['citizen'] },
  'GET /v1/drafts/{caseId}': { function: 'citizen', roles: ['citizen'] },
  'PUT /v1/drafts/{caseId}': { function: 'citizen', roles: ['citizen'] },
  'DELETE /v1/drafts/{caseId}': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/drafts/{caseId}/migrate': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/drafts/{caseId}/submit': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'POST /v1/cases/{caseId}/materials': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'GET /v1/cases/{caseId}/materials/{materialId}': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/cases/{caseId}/materials/{materialId}/complete': { function: 'citizen', roles: ['citizen'] },
  'DELETE /v1/cases/{caseId}/materials/{materialId}': { function: 'citizen', roles: ['citizen'] },
  'GET /v1/cases': { function: 'citizen', roles: ['citizen'] },
  'GET /v1/cases/{caseId}': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/cases/{caseId}/correct': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'POST /v1/cases/{caseId}/withdraw': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'POST /v1/cases/{caseId}/rate': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'GET /v1/cases/{caseId}/documents/{documentNumber}': { function: 'citizen', roles: ['citizen'] },

  'POST /v1/me/packages': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'GET /v1/me/packages': { function: 'citizen', roles: ['citizen'] },
  'GET /v1/me/packages/{packageId}': { function: 'citizen', roles: ['citizen'] },
  'PUT /v1/me/packages/{packageId}': { function: 'citizen', roles: ['citizen'] },
  'DELETE /v1/me/packages/{packageId}': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/me/packages/{packageId}/migrate': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/me/packages/{packageId}/submit': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/me/consents': { function: 'citizen', roles: ['citizen'], idempotent: true },
  'GET /v1/me/consents': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/me/consents/accept': { function: 'citizen', roles: ['citizen'] },
  'POST /v1/me/consents/{consentId}/revoke': { function: 'citizen', roles: ['citizen'] },

  'GET /v1/me/profile': { function: 'citizen', roles: ['citizen'] },
  'PUT /v1/me/profile': { function: 'citizen', roles: ['citizen'] },
  'DELETE /v1/me/profile': { function: 'citizen', roles: ['citizen'] },
  'GET /v1/me/device-key': { function: 'citizen', roles: ['citizen'] },
} as const satisfies Record<string, Route>;
