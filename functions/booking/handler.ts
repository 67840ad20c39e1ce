/** The citizen's side of booking. */
import { bookingRoutes } from '../../shared/base/routes/booking.ts';
import { serve } from '../../shared/base/serve.ts';
import { type VisitDeps, visitDeps } from '../booking-deps.ts';
import { bookingApi } from './api.ts';
import { appointmentHandlers } from './appointments.ts';
import { findingHandlers } from './finding.ts';
import { patientHandlers } from './patients.ts';
import { visitHandlers } from './visits.ts';

export const makeHandler = (deps: VisitDeps) =>
  serve(
    bookingRoutes,
    bookingApi,
    { ...findingHandlers(deps), ...patientHandlers(deps), ...appointmentHandlers(deps), ...visitHandlers(deps) },
    deps.clock,
  );

export const handler = makeHandler(visitDeps());
