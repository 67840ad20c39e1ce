/** The clinic's side of booking: reception and doctors, each within their own hospital. */
import { serve } from '../../shared/base/serve.ts';
import { type BookingDeps, bookingDeps } from '../booking-deps.ts';
import { bookingDeskApi } from './api.ts';
import { appointmentHandlers } from './appointments.ts';
import { sessionHandlers } from './sessions.ts';

export const makeHandler = (deps: BookingDeps) =>
  serve(bookingDeskApi, { ...sessionHandlers(deps), ...appointmentHandlers(deps) }, deps.clock);

export const handler = makeHandler(bookingDeps());
