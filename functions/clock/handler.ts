/** The hall's clock, wired to the tables, the catalogue and the directory of doctors. */
import { createCipher } from '../../shared/base/cipher.ts';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { secretReader } from '../../shared/base/clients/secrets.ts';
import { assetFolder, lazy, readEnv } from '../../shared/base/env.ts';
import { newId } from '../../shared/base/ids.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createBookingStore } from '../../shared/booking/booking-store.ts';
import { readDirectoryFile } from '../../shared/booking/directory-store.ts';
import { paidOnlineTo } from '../../shared/booking/fees.ts';
import { createBulkStore } from '../../shared/cases/bulk-store.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createTimerStore } from '../../shared/cases/timer-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import { makeHandler } from './clock.ts';
import { env } from './env.ts';
import type { ClockDeps } from './tasks.ts';

function runtime(): ClockDeps {
  const { BOOKING_TABLE, CASES_TABLE, FIELD_KEY_SECRET, PAYEES } = readEnv(env);
  const client = documentClient();
  const catalogue = hallCatalogue(client, CASES_TABLE);
  const directory = lazy(() => readDirectoryFile(assetFolder('booking')));
  return {
    cases: createCaseStore(client, CASES_TABLE, createCipher(secretReader(FIELD_KEY_SECRET)), catalogue.ready),
    timers: createTimerStore(client, CASES_TABLE),
    bulks: createBulkStore(client, CASES_TABLE),
    catalogue,
    bookings: {
      store: createBookingStore(client, BOOKING_TABLE, directory),
      get directory() {
        return directory();
      },
      newId,
      fees: paidOnlineTo(PAYEES),
      soldOut: new Map(),
    },
    clock: systemClock,
  };
}

export const handler = makeHandler(runtime());
