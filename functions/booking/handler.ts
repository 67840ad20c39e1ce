/** The citizen's side of booking. */
import { serve } from '../../shared/base/serve.ts';
import { type BookingDeps, bookingDeps } from '../booking-deps.ts';
import { bookingApi } from './api.ts';
import { appointmentHandlers } from './appointments.ts';
import { findingHandlers } from './finding.ts';
import { patientHandlers } from './patients.ts';

export const makeHandler = (deps: BookingDeps) =>
  serve(bookingApi, { ...findingHandlers(deps), ...patientHandlers(deps), ...appointmentHandlers(deps) }, deps.clock);

export const handler = makeHandler(bookingDeps());
