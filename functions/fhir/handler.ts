/** The FHIR R4 façade, wired. */
import { bookingDeps } from '../booking-deps.ts';
import { makeHandler } from './pipeline.ts';

export const handler = makeHandler(bookingDeps());
