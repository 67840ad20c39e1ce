/** The clinic's side of booking: reception and doctors, each within their own hospital. */
import { bookingDeskRoutes } from '../../shared/base/routes/booking-desk.ts';
import { serve } from '../../shared/base/serve.ts';
import { type VisitDeps, visitDeps } from '../booking-deps.ts';
import { bookingDeskApi } from './api.ts';
import { appointmentHandlers } from './appointments.ts';
import { patientHandlers } from './patients.ts';
import { peopleHandlers } from './people.ts';
import { sessionHandlers } from './sessions.ts';
import { visitHandlers } from './visits.ts';

export const makeHandler = (deps: VisitDeps) =>
  serve(
    bookingDeskRoutes,
    bookingDeskApi,
    {
      ...sessionHandlers(deps),
      ...appointmentHandlers(deps),
      ...patientHandlers(deps),
      ...peopleHandlers(deps),
      ...visitHandlers(deps),
    },
    deps.clock,
  );

export const handler = makeHandler(visitDeps());
