/** The FHIR R4 façade, wired. */
import { readEnv } from '../../shared/base/env.ts';
import { bookingDeps } from '../booking-deps.ts';
import { env } from './env.ts';
import { makeHandler } from './pipeline.ts';

export const handler = makeHandler({ ...bookingDeps(), hallUrl: readEnv(env).HALL_URL });
