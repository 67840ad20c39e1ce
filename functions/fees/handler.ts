/** The fees of cases and of appointments, wired to the tables of all three rooms, the catalogue and the directory of doctors. */
import { createCipher } from '../../shared/base/cipher.ts';
import { documentClient } from '../../shared/base/clients/documents.ts';
import { secretReader } from '../../shared/base/clients/secrets.ts';
import { assetFolder, lazy, readEnv } from '../../shared/base/env.ts';
import { newId } from '../../shared/base/ids.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createBookingStore } from '../../shared/booking/booking-store.ts';
import { readDirectoryFile } from '../../shared/booking/directory-store.ts';
import { paidOnlineTo } from '../../shared/booking/fees.ts';
import { createCaseStore } from '../../shared/cases/case-store.ts';
import { createOrderPort } from '../../shared/payments/asking.ts';
import { createPaymentsStore } from '../../shared/payments/payments-store.ts';
import { hallCatalogue } from '../catalogue.ts';
import { env } from './env.ts';
import { makeHandler } from './fees.ts';
import { createRegistrations } from './registrations.ts';

const { BOOKING_TABLE, CASES_TABLE, FIELD_KEY_SECRET, PAYEES, PAYMENTS_TABLE } = readEnv(env);
const client = documentClient();
const payments = createPaymentsStore(client, PAYMENTS_TABLE);
const catalogue = hallCatalogue(client, CASES_TABLE);
const directory = lazy(() => readDirectoryFile(assetFolder('booking')));
const bookings = {
  store: createBookingStore(client, BOOKING_TABLE, directory),
  get directory() {
    return directory();
  },
  newId,
  fees: paidOnlineTo(PAYEES),
  soldOut: new Map<string, string>(),
};

export const handler = makeHandler({
  cases: createCaseStore(client, CASES_TABLE, createCipher(secretReader(FIELD_KEY_SECRET)), catalogue.ready),
  payments,
  appointments: createRegistrations(bookings, createOrderPort(payments, PAYEES)),
  catalogue,
  clock: systemClock,
});
