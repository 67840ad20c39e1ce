/** Every function has samples of its input; each fits the input's schema, and the function takes it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { noticeWork } from '../../../events/booking-event.ts';
import { caseEventMessage, materialMessage } from '../../../events/case-event.ts';
import { httpCall } from '../../../events/http-call.ts';
import { feeMessage, moneyMessage, settlementMessage } from '../../../events/money-messages.ts';
import { queueBatch } from '../../../events/queue-batch.ts';
import { makeHandler as makeBackoffice } from '../../../functions/backoffice/jobs.ts';
import { makeHandler as makeBooking } from '../../../functions/booking/handler.ts';
import type { VisitDeps } from '../../../functions/booking-deps.ts';
import { makeHandler as makeDesk } from '../../../functions/booking-desk/handler.ts';
import { makeHandler as makeCallbacks } from '../../../functions/callbacks/callbacks.ts';
import { makeHandler as makeCatalogueDesk } from '../../../functions/catalogue-desk/desk.ts';
import { makeHandler as makeCheckout } from '../../../functions/checkout/checkout.ts';
import { makeHandler as makeCitizen } from '../../../functions/citizen/handler.ts';
import { makeHandler as makeClock } from '../../../functions/clock/clock.ts';
import { makeHandler as makeDocuments } from '../../../functions/documents/documents.ts';
import { createPaperStore } from '../../../functions/documents/paper-store.ts';
import { makeHandler as makeFees } from '../../../functions/fees/fees.ts';
import { makeHandler as makeFhir } from '../../../functions/fhir/pipeline.ts';
import { makeHandler as makeIntake } from '../../../functions/intake/intake.ts';
import { makeHandler as makeMoneyClock } from '../../../functions/money-clock/clock.ts';
import { makeHandler as makeMoneyDesk } from '../../../functions/money-desk/desk.ts';
import { makeHandler as makeNotices } from '../../../functions/notices/notices.ts';
import { makeHandler as makeOfficer } from '../../../functions/officer/handler.ts';
import { makeHandler as makeOperations } from '../../../functions/operations/queues.ts';
import { makeHandler as makePublic } from '../../../functions/public/handler.ts';
import { makeHandler as makeReceipts } from '../../../functions/receipts/receipts.ts';
import { makeHandler as makeRelay } from '../../../functions/relay/relay.ts';
import { createQuarantine } from '../../../functions/scan/quarantine.ts';
import { makeHandler as makeScan } from '../../../functions/scan/scan.ts';
import { makeHandler as makeSettlement } from '../../../functions/settlement/settlement.ts';
import { makeHandler as makeStatistics } from '../../../functions/statistics/statistics.ts';
import { makeHandler as makeWeb } from '../../../functions/web/pages.ts';
import { type FunctionName, functionNames } from '../../../infra/function-names.ts';
import { newId } from '../../../shared/base/ids.ts';
import { createAccessStore } from '../../../shared/cases/access-store.ts';
import { createBulkStore } from '../../../shared/cases/bulk-store.ts';
import { createCaseListStore } from '../../../shared/cases/case-list-store.ts';
import { createConsentStore } from '../../../shared/cases/consent-store.ts';
import { createExportStore } from '../../../shared/cases/export-store.ts';
import { createPackageStore } from '../../../shared/cases/package-store.ts';
import { createProfileStore } from '../../../shared/cases/profile-store.ts';
import { createStatisticsStore } from '../../../shared/cases/statistics-store.ts';
import { createSummaryStore } from '../../../shared/cases/summary-store.ts';
import { createTimerStore } from '../../../shared/cases/timer-store.ts';
import { openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { createProposalStore } from '../../../shared/catalogue/proposal-store.ts';
import { createPublishedStore } from '../../../shared/catalogue/published-store.ts';
import { signatureScanner } from '../../../shared/files/malware.ts';
import { createNoticeStore } from '../../../shared/notices/notice-store.ts';
import { createEvidenceStore } from '../../../shared/payments/evidence-store.ts';
import { createInboxStore } from '../../../shared/payments/inbox-store.ts';
import { createKeyring } from '../../../shared/payments/keyring.ts';
import type { Order } from '../../../shared/payments/order.ts';
import { createProviderPort } from '../../../shared/payments/provider-port.ts';
import { createReceiptStore } from '../../../shared/payments/receipt-store.ts';
import { createReconciliationStore } from '../../../shared/payments/reconciliation-store.ts';
import { bookingRoom } from '../../support/booking.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { sha256Of, tinyPdf } from '../../support/files.ts';
import { paperFonts } from '../../support/fonts.ts';
import { moneyHall, orderWith } from '../../support/money-hall.ts';
import { createNoticesTable } from '../../support/notices-table.ts';
import { catalogueOf, queueHall } from '../../support/queue-hall.ts';
import { caseId, caseNumber, file, Life, lifeIn, monday, wang } from '../../support/test-case.ts';
import { adultId, feeItem, promisedItem } from '../../support/test-item.ts';

const folder = path.resolve('events/samples');
const samples = readdirSync(folder).flatMap((name) =>
  readdirSync(path.join(folder, name)).map((sample) => ({ name, sample })),
);
const read = (name: string, sample: string): unknown =>
  JSON.parse(readFileSync(path.join(folder, name, sample), 'utf8'));

let engines: Engines;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
afterEach(() => vi.restoreAllMocks());

/** What fits our schema of an input, as the type that Lambda's own declarations give it. */
const http = z.custom<APIGatewayProxyEventV2>((value) => httpCall.safeParse(value).success);
const batchOf = (message: z.ZodType) =>
  z.custom<SQSEvent>((value) => {
    const batch = queueBatch.safeParse(value);
    return batch.success && batch.data.Records.every(({ body }) => message.safeParse(JSON.parse(body)).success);
  });

/** Calls a function with a sample, in a hall where what the sample speaks of is there. @returns its answer */
const calls: Readonly<Record<FunctionName, (sample: unknown) => Promise<unknown>>> = {
  web: async (sample) => {
    const page = { body: Buffer.from('<!doctype html>'), mediaType: 'text/html', etag: '"1"', immutable: false };
    const env = {
      HALL_ISSUER: 'http://localhost:3000',
      HALL_CLIENT_ID: 'hall',
      HALL_ENVIRONMENT: 'dev',
      HALL_MEDIA_URL: 'wss://video.example',
      CASES_TABLE: 'cases',
    };
    const drawing = async () => ({
      page: async () => ({ status: 200, language: 'zh-CN', file: page }) as const,
      settingsKept: () => undefined,
    });
    return makeWeb({ site: { file: () => page }, env, drawing })(http.parse(sample));
  },
  public: async (sample) => {
    const { documents, records, clock } = await queueHall(engines);
    return makePublic({ catalogue: compiled, packages: () => [], documents, records, openapi: () => ({}), clock })(
      http.parse(sample),
      {},
    );
  },
  citizen: async (sample) => makeCitizen(await caseDeps())(http.parse(sample), {}),
  officer: async (sample) => makeOfficer(await caseDeps())(http.parse(sample), {}),
  'catalogue-desk': async (sample) => {
    const { clock, table } = await queueHall(engines);
    const published = createPublishedStore(engines.documents, table);
    const proposals = createProposalStore(engines.documents, table);
    const workshop = () => Promise.reject(new Error('a look at the list needs none'));
    const exchange = workshop;
    const deps = { catalogue: compiled, published, proposals, workshop, exchange, newId, clock };
    return makeCatalogueDesk(deps)(http.parse(sample), {});
  },
  backoffice: async (sample) => makeBackoffice({ ...(await caseDeps()), newToken: newId })(http.parse(sample), {}),
  booking: async (sample) => makeBooking(await bookingDeps())(http.parse(sample), {}),
  'booking-desk': async (sample) => makeDesk(await bookingDeps())(http.parse(sample), {}),
  fhir: async (sample) => makeFhir({ ...(await bookingDeps()), hallUrl: 'http://localhost:3000' })(http.parse(sample)),
  operations: async (sample) => {
    const queues = [engines.createQueue('sample-work')];
    const { table, records, clock } = await queueHall(engines);
    const timers = createTimerStore(engines.documents, table);
    return makeOperations({ sqs: engines.sqs, queues, records, timers, clock })(http.parse(sample), {});
  },
  relay: async (sample) => {
    const [jobs, scans, documents] = ['jobs', 'scans', 'documents'].map(
      (name) => engines.createQueue(`sample-${name}`).url,
    );
    const money = engines.createQueue('sample-money').url;
    const queueUrls = {
      'agency-jobs': jobs ?? '',
      'material-scan': scans ?? '',
      documents: documents ?? '',
      settlement: money,
      receipts: money,
      'case-fees': money,
      notices: money,
    };
    return makeRelay({ sqs: engines.sqs, queueUrls })(sample);
  },
  intake: async (sample) => {
    const hall = await queueHall(engines);
    await hall.put(new Life(promisedItem).take('submit', wang));
    return makeIntake({ ...hall, catalogue: catalogueOf([promisedItem]) })(batchOf(caseEventMessage).parse(sample));
  },
  scan: async (sample) => {
    const hall = await queueHall(engines);
    const bytes = tinyPdf();
    const uploaded = { ...file(1, 'identity', 'uploaded'), bytes: bytes.length, sha256: sha256Of(bytes) };
    await hall.put(new Life(promisedItem), [uploaded]);
    const Key = `quarantine/${caseId}/${uploaded.materialId}`;
    await engines.s3.send(new PutObjectCommand({ Bucket: hall.bucket, Key, Body: bytes }));
    const quarantine = createQuarantine(engines.s3, hall.bucket);
    return makeScan({ ...hall, clock: hall.clock, quarantine, scanner: signatureScanner })(
      batchOf(materialMessage).parse(sample),
    );
  },
  statistics: async (sample) => {
    const { table } = await queueHall(engines);
    return makeStatistics({ statistics: createStatisticsStore(engines.documents, table) })(sample);
  },
  clock: async (sample) => {
    const hall = await queueHall(engines);
    await hall.put(new Life(promisedItem).take('submit', wang));
    const timers = createTimerStore(engines.documents, hall.table);
    const remaining = { getRemainingTimeInMillis: () => 60_000 };
    const bookings = await bookingRoom(engines);
    const bulks = createBulkStore(engines.documents, hall.table);
    return makeClock({ ...hall, timers, bulks, bookings, catalogue: catalogueOf([promisedItem]) })(sample, remaining);
  },
  documents: async (sample) => {
    const hall = await queueHall(engines);
    await hall.put(lifeIn('granted', promisedItem));
    const papers = createPaperStore(engines.s3, hall.bucket);
    const opened = await paperFonts();
    const catalogue = catalogueOf([promisedItem]);
    return makeDocuments({ ...hall, papers, catalogue, fonts: async () => opened, hallUrl: 'http://localhost:3000' })(
      batchOf(caseEventMessage).parse(sample),
    );
  },
  notices: async (sample) => {
    const hall = await queueHall(engines);
    const room = await bookingRoom(engines);
    await hall.put(lifeIn('granted', promisedItem));
    const notices = createNoticeStore(engines.documents, await createNoticesTable(engines));
    const cases = createSummaryStore(engines.documents, hall.table);
    const { store: bookings, directory } = room;
    const answer = await makeNotices({ notices, cases, bookings, directory: () => directory, clock: hall.clock })(
      batchOf(noticeWork).parse(sample),
    );
    expect(await notices.unread(wang.id, '2027-01-01T00:00:00.000Z')).toBe(1);
    return answer;
  },
  callbacks: async (sample) => {
    const { params = {}, publicKeyPem = '' } = genuineNotice;
    const alipay = { appId: params.app_id ?? '', sellerId: params.seller_id ?? '', publicKey: publicKeyPem };
    const { table } = await moneyHall(engines);
    return makeCallbacks({
      inbox: createInboxStore(engines.dynamodb, table),
      keyring: createKeyring(async () => [{ agency: '11440100DEM0001533', alipay }]),
      clock: () => 0,
    })(http.parse(sample));
  },
  checkout: async (sample) => {
    const { store } = await moneyHall(engines);
    await store.commit({ orders: [sampleOrder], now: monday });
    const providers = createProviderPort(async () => undefined, 'http://localhost:3000');
    const bucket = engines.createBucket();
    const receipts = createReceiptStore(engines.s3, bucket);
    const evidence = createEvidenceStore(engines.s3, bucket);
    const delegations = { holds: async () => false };
    const deps = { store, providers, receipts, evidence, delegations, newId, behindEdge: false, clock: () => monday };
    return makeCheckout(deps)(http.parse(sample), {});
  },
  settlement: async (sample) => {
    const { store, table } = await moneyHall(engines);
    const notice = {
      provider: 'alipay',
      noticeId: '2019081500222155624068450559358070',
      agency: '11440100DEM0001533',
      kind: 'payment',
      effect: 'alipay#2019#PAID',
      transactionId: '2019',
      amount: 10,
      currency: 'CNY',
      needsQuery: false,
    } as const;
    await createInboxStore(engines.dynamodb, table).record({ notice, hash: 'h', at: monday });
    const providers = createProviderPort(async () => undefined, 'http://localhost:3000');
    return makeSettlement({ store, providers, clock: () => monday })(batchOf(settlementMessage).parse(sample));
  },
  receipts: async (sample) => {
    const { store } = await moneyHall(engines);
    await store.commit({ orders: [sampleOrder], now: monday });
    const receipts = createReceiptStore(engines.s3, engines.createBucket());
    const fonts = await paperFonts();
    return makeReceipts({
      store,
      receipts,
      fonts: async () => fonts,
      hallUrl: 'http://localhost:3000',
      clock: () => monday,
    })(batchOf(moneyMessage).parse(sample));
  },
  fees: async (sample) => {
    const hall = await queueHall(engines);
    const { store } = await moneyHall(engines);
    await hall.put(lifeIn('in-review', feeItem));
    const answer = await makeFees({ ...hall, payments: store, catalogue: catalogueOf([feeItem]) })(
      batchOf(feeMessage).parse(sample),
    );
    expect((await hall.cases.loadHead(caseId)).head.state).toBe('suspended');
    return answer;
  },
  'money-desk': async (sample) => {
    const { store, table } = await moneyHall(engines);
    const reconciliation = createReconciliationStore(engines.documents, table);
    const evidence = createEvidenceStore(engines.s3, engines.createBucket());
    return makeMoneyDesk({ store, reconciliation, evidence, clock: () => monday })(http.parse(sample), {});
  },
  'money-clock': async (sample) => {
    const { store, table } = await moneyHall(engines);
    const providers = createProviderPort(async () => undefined, 'http://localhost:3000');
    const reconciliation = createReconciliationStore(engines.documents, table);
    await makeMoneyClock({ store, reconciliation, providers, agencies: [], clock: () => monday })(sample);
    return { batchItemFailures: [] };
  },
};

const genuineNotice = z
  .object({
    vectors: z.array(
      z.looseObject({
        id: z.string(),
        publicKeyPem: z.string().optional(),
        params: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('test/data/payment-vectors.json', 'utf8')))
  .vectors.find(({ id }) => id === 'alipay-sdk-trade-success') ?? { id: '' };

const sampleOrder: Order = {
  ...orderWith({ orderNo: 'TEST00000000000000000SAMP1' }, monday),
  state: 'paid',
  payment: {
    provider: 'alipay',
    transactionId: '2019081522001468450512505578',
    providerOrderNo: 'TEST00000000000000000SAMP1',
    amount: 1000,
    currency: 'CNY',
    at: monday,
    account: 'agency',
  },
};

const compiled = openCatalogue(path.resolve('dist/catalogue'));

async function caseDeps() {
  const hall = await queueHall(engines);
  return {
    ...hall,
    lists: createCaseListStore(engines.documents, hall.table),
    access: createAccessStore(engines.documents, hall.table),
    profiles: createProfileStore(engines.documents, hall.table, hall.cipher),
    consents: createConsentStore(engines.documents, hall.table, hall.cipher),
    packages: () => [],
    packageStore: createPackageStore(engines.documents, hall.table),
    bulks: createBulkStore(engines.documents, hall.table),
    exports: createExportStore(engines.documents, hall.table),
    statistics: createStatisticsStore(engines.documents, hall.table),
    catalogue: compiled,
    notices: createNoticeStore(engines.documents, await createNoticesTable(engines)),
    newId,
  };
}

async function bookingDeps(): Promise<VisitDeps> {
  const room = await bookingRoom(engines);
  const { patients, visits, media } = room;
  return { room, patients, visits, media, clock: () => '2026-11-20T02:00:00.000Z' };
}

describe('samples', () => {
  it('exist for every function and for nothing else', () => {
    expect(new Set(samples.map(({ name }) => name))).toEqual(new Set(functionNames));
  });

  it.each(samples)(
    '$name/$sample fits the schema, is taken by the function, and leaves no name in its log',
    async ({ name, sample }) => {
      const lines: string[] = [];
      for (const level of ['info', 'warn', 'error'] as const) {
        vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
      }
      const known = functionNames.find((one) => one === name);
      if (known === undefined) throw new Error('sample of no function');
      const answer = await calls[known](read(name, sample));
      const expected = known === 'citizen' && sample.startsWith('create') ? 201 : 200;
      // Nobody waits for what the clock says: that it ended well is all.
      if (known !== 'clock') expect(statusOf(answer)).toBe(expected);
      for (const secret of [wang.name, wang.id, adultId, '张伟', 'zhang-wei', caseNumber]) {
        expect(lines.join('\n')).not.toContain(secret);
      }
    },
  );
});

/** A worker that gives nothing back has done as well as an API that answers 200. */
function statusOf(answer: unknown): number | undefined {
  const { statusCode, batchItemFailures } = answered.parse(answer);
  return batchItemFailures === undefined ? statusCode : 200 + batchItemFailures.length;
}

const answered = z.object({ statusCode: z.number().optional(), batchItemFailures: z.array(z.unknown()).optional() });
