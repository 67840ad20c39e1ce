/**
 * Every call of the HTTP API: who may make it, which function answers it, what it promises about repeats.
 *
 * This table is the only list of routes. `infra/` makes the API's routes and authorizers from it, each function its
 * router and its check of roles, `test/unit/access.test.ts` the exhaustive role × route test, and the OpenAPI document
 * its paths. A route that is not here does not exist; an endpoint without a row here does not compile.
 */

/** What a signed-in person may be. One person may hold several; all but `citizen` belong to one agency or to the city. */
export const roles = [
  'citizen',
  'officer',
  'approver',
  'supervisor',
  'backoffice',
  'finance',
  'receptionist',
  'doctor',
  'pharmacist',
  'auditor',
  'operator',
] as const;
export type Role = (typeof roles)[number];

/** The functions that answer HTTP calls: a boundary of trust, grant and load (see docs/decisions/0002). */
export type ApiFunction =
  | 'public'
  | 'citizen'
  | 'officer'
  | 'catalogue-desk'
  | 'backoffice'
  | 'operations'
  | 'checkout'
  | 'money-desk'
  | 'booking'
  | 'booking-desk'
  | 'fhir';

export interface Route {
  readonly function: ApiFunction;
  /** Roles of which the caller needs one, or `public`: no sign-in at all. */
  readonly roles: readonly Role[] | 'public';
  /** POSTs that create or move something need an `Idempotency-Key`: same key and body, same answer. */
  readonly idempotent?: true;
}

const desk = ['officer', 'approver', 'supervisor'] as const;
/** Who ends what a colleague proposed about an item. */
const approvers = ['approver', 'supervisor'] as const;
const financeReaders = ['finance', 'auditor'] as const;
const deskReaders = [...desk, 'auditor'] as const;
/** Whoever answers for an agency's work; figures hold nothing of a person. */
const figureReaders = ['supervisor', 'auditor', 'operator'] as const;
/** Officers see case by case; many at once are for those who answer for them, or look into it. */
const exporters = ['supervisor', 'auditor'] as const;
const clinic = ['receptionist', 'doctor'] as const;
const fhirUsers = ['citizen', 'receptionist', 'doctor', 'pharmacist'] as const;

export const routes = {
  'GET /v1/health': { function: 'public', roles: 'public' },
  'GET /v1/openapi.json': { function: 'public', roles: 'public' },
  'GET /v1/items': { function: 'public', roles: 'public' },
  'GET /v1/items/search': { function: 'public', roles: 'public' },
  'GET /v1/items/published': { function: 'public', roles: 'public' },
  'GET /v1/items/{itemCode}': { function: 'public', roles: 'public' },
  'GET /v1/packages': { function: 'public', roles: 'public' },
  'GET /v1/documents/{documentNumber}': { function: 'public', roles: 'public' },
  'GET /v1/documents/{documentNumber}/record': { function: 'public', roles: 'public' },

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

  'POST /v1/agency/jobs/lease': { function: 'backoffice', roles: ['backoffice'] },
  'GET /v1/agency/jobs/{jobId}': { function: 'backoffice', roles: ['backoffice'] },
  'POST /v1/agency/jobs/{jobId}/complete': { function: 'backoffice', roles: ['backoffice'], idempotent: true },
  'POST /v1/agency/jobs/{jobId}/fail': { function: 'backoffice', roles: ['backoffice'], idempotent: true },

  'GET /v1/orders': { function: 'checkout', roles: ['citizen'] },
  'GET /v1/orders/{orderNo}': { function: 'checkout', roles: ['citizen'] },
  'GET /v1/cases/{caseId}/order': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/checkout': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/ask': { function: 'checkout', roles: ['citizen'] },
  'GET /v1/orders/{orderNo}/receipt': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/evidence': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/reductions': { function: 'checkout', roles: ['citizen'], idempotent: true },
  'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw': {
    function: 'checkout',
    roles: ['citizen'],
    idempotent: true,
  },

  'GET /v1/money/orders': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/orders/{orderNo}': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/refunds': { function: 'money-desk', roles: financeReaders },
  'POST /v1/money/orders/{orderNo}/match': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'GET /v1/money/reductions': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/orders/{orderNo}/evidence/{fileId}': { function: 'money-desk', roles: financeReaders },
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/grant': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/reject': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/reduce': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/dispute': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/end-dispute': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/refunds': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/retry': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/offline': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/confirm': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'GET /v1/money/days': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/days/{day}': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/days/{day}/differences': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/days/{day}/export': { function: 'money-desk', roles: financeReaders },
  'POST /v1/money/days/{day}/differences/{differenceId}/resolve': { function: 'money-desk', roles: ['finance'] },
  'POST /v1/money/days/{day}/sign-off': { function: 'money-desk', roles: ['finance'] },

  'GET /v1/operations/queues': { function: 'operations', roles: ['operator'] },
  'GET /v1/operations/queues/{queue}/dead-letters': { function: 'operations', roles: ['operator'] },
  'POST /v1/operations/queues/{queue}/redrive': { function: 'operations', roles: ['operator'] },
  'POST /v1/operations/cases/{caseId}/replay': { function: 'operations', roles: ['operator'] },
  'GET /v1/operations/timers': { function: 'operations', roles: ['operator'] },

  'GET /v1/booking/hospitals': { function: 'booking', roles: 'public' },
  'GET /v1/booking/departments/{departmentId}/sessions': { function: 'booking', roles: 'public' },
  'GET /v1/booking/sessions/{sessionId}': { function: 'booking', roles: 'public' },
  'POST /v1/booking/patients': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/patients': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/patients/{patientId}/carers': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/end': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/queue': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/appointments': { function: 'booking', roles: ['citizen'], idempotent: true },
  'POST /v1/booking/waitlist': { function: 'booking', roles: ['citizen'], idempotent: true },
  'GET /v1/booking/appointments': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}/calendar': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/appointments/{appointmentId}/confirm': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },
  'POST /v1/booking/appointments/{appointmentId}/reschedule': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },
  'POST /v1/booking/appointments/{appointmentId}/cancel': { function: 'booking', roles: ['citizen'], idempotent: true },
  'POST /v1/booking/appointments/{appointmentId}/check-in': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },

  'GET /v1/booking/appointments/{appointmentId}/visit': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}/prescriptions': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}/messages': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/appointments/{appointmentId}/messages': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },

  'POST /v1/booking/desk/patients': { function: 'booking-desk', roles: ['receptionist'] },
  'POST /v1/booking/desk/appointments': { function: 'booking-desk', roles: ['receptionist'], idempotent: true },
  'GET /v1/booking/desk/sessions': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/sessions': { function: 'booking-desk', roles: ['receptionist'], idempotent: true },
  'GET /v1/booking/desk/sessions/{sessionId}/replacements': { function: 'booking-desk', roles: clinic },
  'GET /v1/booking/desk/sessions/{sessionId}': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/sessions/{sessionId}/squeeze-in': {
    function: 'booking-desk',
    roles: clinic,
    idempotent: true,
  },
  'POST /v1/booking/desk/sessions/{sessionId}/stop': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/sessions/{sessionId}/call-next': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'GET /v1/booking/desk/schedules': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/patients/find': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/agree': {
    function: 'booking-desk',
    roles: ['receptionist'],
  },
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end': {
    function: 'booking-desk',
    roles: ['receptionist'],
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/check-in': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/complete': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/no-show': {
    function: 'booking-desk',
    roles: clinic,
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/cancel': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/reschedule': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/admit': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'GET /v1/booking/desk/appointments/{appointmentId}': { function: 'booking-desk', roles: clinic },
  'GET /v1/booking/desk/appointments/{appointmentId}/visit': { function: 'booking-desk', roles: ['doctor'] },
  'GET /v1/booking/desk/appointments/{appointmentId}/messages': { function: 'booking-desk', roles: ['doctor'] },
  'POST /v1/booking/desk/appointments/{appointmentId}/messages': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'GET /v1/booking/desk/prescriptions': { function: 'booking-desk', roles: ['pharmacist'] },
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/approve': {
    function: 'booking-desk',
    roles: ['pharmacist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/reject': {
    function: 'booking-desk',
    roles: ['pharmacist'],
    idempotent: true,
  },

  'GET /fhir/metadata': { function: 'fhir', roles: 'public' },
  'GET /fhir/availability/{file}': { function: 'fhir', roles: 'public' },
  'GET /fhir/{type}': { function: 'fhir', roles: fhirUsers },
  'GET /fhir/{type}/{id}': { function: 'fhir', roles: fhirUsers },
  'POST /fhir/{type}/{id}': { function: 'fhir', roles: fhirUsers },
  'POST /fhir/{type}/{id}/{operation}': { function: 'fhir', roles: fhirUsers },
} as const satisfies Record<string, Route>;

export type RouteKey = keyof typeof routes;

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

/** The routes one function answers, as `[key, route]` pairs, in the order of the table. */
export function routesOf(name: ApiFunction): [RouteKey, Route][] {
  return (Object.entries(routes) as [RouteKey, Route][]).filter(([, route]) => route.function === name);
}

/** May someone with these roles make this call? */
export function mayCall(held: readonly Role[], key: RouteKey): boolean {
  const route: Route = routes[key];
  return route.roles === 'public' || route.roles.some((role) => held.includes(role));
}
