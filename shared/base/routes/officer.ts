/** An agency's desk: inbox, case, the commands of the law, many at once, exports, figures. */
import { desk, deskReaders } from '../roles.ts';
import type { Route } from '../route.ts';

/** Whoever answers for an agency's work; figures hold nothing of a person. */
const figureReaders = ['supervisor', 'auditor', 'operator'] as const;
/** Officers see case by case; many at once are for those who answer for them, or look into it. */
const exporters = ['supervisor', 'auditor'] as const;

export const officerRoutes = {
  'GET /v1/agency/cases': { function: 'officer', roles: deskReaders },
  'POST /v1/agency/cases/import': { function: 'officer', roles: ['supervisor'], idempotent: true },
  'GET /v1/agency/cases/{caseId}': { function: 'officer', roles: deskReaders },
  'GET /v1/agency/cases/{caseId}/materials/{materialId}': { function: 'officer', roles: deskReaders },
  'GET /v1/agency/cases/{caseId}/documents/{documentNumber}': { function: 'officer', roles: deskReaders },
  'GET /v1/agency/cases/{caseId}/exchange': { function: 'officer', roles: ['supervisor', 'auditor'] },
  'GET /v1/agency/cases/{caseId}/past': { function: 'officer', roles: deskReaders },
  'GET /v1/agency/cases/{caseId}/record': { function: 'officer', roles: ['auditor'] },
  'GET /v1/agency/cases/{caseId}/access': { function: 'officer', roles: ['auditor'] },
  'GET /v1/agency/work-orders': { function: 'officer', roles: deskReaders },
  'POST /v1/agency/bulk': { function: 'officer', roles: desk, idempotent: true },
  'GET /v1/agency/bulk': { function: 'officer', roles: desk },
  'GET /v1/agency/bulk/{bulkId}': { function: 'officer', roles: desk },
  'POST /v1/agency/bulk/{bulkId}/undo': { function: 'officer', roles: desk },
  'POST /v1/agency/exports': { function: 'officer', roles: exporters, idempotent: true },
  'GET /v1/agency/exports': { function: 'officer', roles: exporters },
  'GET /v1/agency/exports/{exportId}': { function: 'officer', roles: exporters },
  'GET /v1/agency/statistics': { function: 'officer', roles: figureReaders },
  'GET /v1/agency/statistics/items': { function: 'officer', roles: figureReaders },
  'GET /v1/agency/statistics/agencies': { function: 'officer', roles: ['auditor', 'operator'] },
  'POST /v1/agency/cases/{caseId}/claim': { function: 'officer', roles: desk, idempotent: true },
  'POST /v1/agency/cases/{caseId}/release': { function: 'officer', roles: desk, idempotent: true },
  'POST /v1/agency/cases/{caseId}/request-correction': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/accept': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/refuse': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/suspend': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/resume': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/extend': { function: 'officer', roles: ['approver'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/terminate': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/reopen': { function: 'officer', roles: ['supervisor', 'officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/answer-work-order': { function: 'officer', roles: ['supervisor'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/consult': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/withdraw-consult': { function: 'officer', roles: ['officer'], idempotent: true },
  'GET /v1/agency/consults': { function: 'officer', roles: deskReaders },
  'GET /v1/agency/consults/{caseId}/{consultNo}': { function: 'officer', roles: deskReaders },
  'GET /v1/agency/consults/{caseId}/{consultNo}/materials/{materialId}': { function: 'officer', roles: deskReaders },
  'POST /v1/agency/consults/{caseId}/{consultNo}/answer': {
    function: 'officer',
    roles: ['officer', 'approver'],
    idempotent: true,
  },
  'POST /v1/agency/cases/{caseId}/propose': { function: 'officer', roles: ['officer'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/return': { function: 'officer', roles: ['approver'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/decide': { function: 'officer', roles: ['officer', 'approver'], idempotent: true },
  'POST /v1/agency/cases/{caseId}/deliver': { function: 'officer', roles: ['officer'], idempotent: true },
} as const satisfies Record<string, Route>;
