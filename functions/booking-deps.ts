/** What the functions that book stand on: booking, booking-desk, fhir. */
import * as z from 'zod';
import { createCipher, keyFor } from '../shared/base/cipher.ts';
import { documentClient } from '../shared/base/clients/documents.ts';
import { secretReader } from '../shared/base/clients/secrets.ts';
import { assetFolder, lazy, readEnv } from '../shared/base/env.ts';
import { newId } from '../shared/base/ids.ts';
import { systemClock } from '../shared/base/time.ts';
import type { Instant } from '../shared/base/words.ts';
import { createBookingStore } from '../shared/booking/booking-store.ts';
import { chimeMeetings } from '../shared/booking/chime-port.ts';
import { readDirectoryFile } from '../shared/booking/directory-store.ts';
import { paidOnlineTo } from '../shared/booking/fees.ts';
import { chime, jitsi, liveKit, type MediaPort } from '../shared/booking/media-port.ts';
import { createPatientStore, type PatientStore } from '../shared/booking/patient-store.ts';
import type { TakingRoom } from '../shared/booking/room.ts';
import { createVisitStore, type VisitStore } from '../shared/booking/visit-store.ts';
import { bookingEnv, visitEnv } from './booking-env.ts';

export interface BookingDeps {
  readonly room: TakingRoom;
  readonly patients: PatientStore;
  readonly visits: VisitStore;
  readonly clock: () => Instant;
}

/** With a way into video rooms. */
export interface VisitDeps extends BookingDeps {
  readonly media: MediaPort;
}

export function visitDeps(): VisitDeps {
  const { MEDIA_PROVIDER, MEDIA_URL, MEDIA_KEY_SECRET } = readEnv(visitEnv);
  const signed = { url: MEDIA_URL, keyId: 'banshi', secret: secretReader(MEDIA_KEY_SECRET) };
  const ports = {
    livekit: () => liveKit(signed),
    jitsi: () => jitsi(signed),
    chime: () => chime(chimeMeetings({ endpoint: MEDIA_URL, credentials: ownCredentials, now: () => new Date() })),
  };
  return { ...bookingDeps(), media: ports[MEDIA_PROVIDER]() };
}

/** Made from the environment that these functions share. */
export function bookingDeps(): BookingDeps {
  const { BOOKING_TABLE, FIELD_KEY_SECRET, PAYEES } = readEnv(bookingEnv);
  const client = documentClient();
  const secret = secretReader(FIELD_KEY_SECRET);
  const cipher = createCipher(secret);
  const directory = lazy(() => readDirectoryFile(assetFolder('booking')));
  return {
    room: {
      store: createBookingStore(client, BOOKING_TABLE, directory),
      get directory() {
        return directory();
      },
      newId,
      fees: paidOnlineTo(PAYEES),
      soldOut: new Map(),
      turnKey: keyFor(secret, 'banshi queue before hot sessions v1'),
    },
    patients: createPatientStore(client, BOOKING_TABLE, cipher),
    visits: createVisitStore(client, BOOKING_TABLE, cipher),
    clock: systemClock,
  };
}

/** The role's, as Lambda puts them into the environment. */
const credentialEnv = z.object({
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string().optional(),
});
function ownCredentials() {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = readEnv(credentialEnv);
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN };
}
