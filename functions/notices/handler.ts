/** Notices, wired to the tables of what people are told of and to their inboxes. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { assetFolder, lazy, readEnv } from '../../shared/base/env.ts';
import { systemClock } from '../../shared/base/time.ts';
import { createBookingStore } from '../../shared/booking/booking-store.ts';
import { readDirectoryFile } from '../../shared/booking/directory-store.ts';
import { createSummaryStore } from '../../shared/cases/summary-store.ts';
import { createNoticeStore } from '../../shared/notices/notice-store.ts';
import { env } from './env.ts';
import { makeHandler } from './notices.ts';

const { BOOKING_TABLE, CASES_TABLE, NOTICES_TABLE } = readEnv(env);
const client = documentClient();
const directory = lazy(() => readDirectoryFile(assetFolder('booking')));

export const handler = makeHandler({
  notices: createNoticeStore(client, NOTICES_TABLE),
  cases: createSummaryStore(client, CASES_TABLE),
  bookings: createBookingStore(client, BOOKING_TABLE, directory),
  directory,
  clock: systemClock,
});
