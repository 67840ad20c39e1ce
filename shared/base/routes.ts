/**
 * Every call of the HTTP API: who may make it, which function answers it, what it promises about repeats.
 *
 * These tables are the only list of routes. `infra/` makes the API's routes and authorizers from them, each function its
 * router and its check of roles (from its own table alone, so that it carries no other's), `test/unit/base/access.test.ts` the
 * exhaustive role × route test, and the OpenAPI document its paths. A route that is not here does not exist; an endpoint
 * without a row here does not compile.
 */
import { backofficeRoutes } from './routes/backoffice.ts';
import { bookingRoutes } from './routes/booking.ts';
import { bookingDeskRoutes } from './routes/booking-desk.ts';
import { catalogueDeskRoutes } from './routes/catalogue-desk.ts';
import { checkoutRoutes } from './routes/checkout.ts';
import { citizenRoutes } from './routes/citizen.ts';
import { fhirRoutes } from './routes/fhir.ts';
import { moneyDeskRoutes } from './routes/money-desk.ts';
import { officerRoutes } from './routes/officer.ts';
import { operationsRoutes } from './routes/operations.ts';
import { publicRoutes } from './routes/public.ts';

export const routes = {
  ...publicRoutes,
  ...citizenRoutes,
  ...officerRoutes,
  ...catalogueDeskRoutes,
  ...backofficeRoutes,
  ...checkoutRoutes,
  ...moneyDeskRoutes,
  ...operationsRoutes,
  ...bookingRoutes,
  ...bookingDeskRoutes,
  ...fhirRoutes,
};

export type RouteKey = keyof typeof routes;
