/** The intake worker on the embedded engine: routed once, checked, and a job made where the agency has a back office. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/intake/intake.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { failedIds, sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { hall as actor, caseId, identityFile, Life, li, lifeIn, monday, wang } from '../../support/test-case.ts';
import { automaticItem, childId, promisedItem } from '../../support/test-item.ts';

let engines: Engines;
let hall: QueueHall;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await queueHall(engines);
});
afterEach(() => vi.restoreAllMocks());

const intake = ({ backOffice = false, items = [promisedItem] } = {}) =>
  makeHandler({ ...hall, catalogue: catalogueOf(items, { backOffice }) });
const arrived = (seq = 1, type = 'submitted') =>
  sqsEvent('agency-jobs', [{ eventId: `${caseId}-${seq}`, type, caseId, seq, at: monday }]);
const submitted = () => new Life(promisedItem).take('submit', wang);
/** An hour after whatever happened on Monday morning. */
const later = '2026-03-02T03:00:00.000Z';

describe('an arrived case', () => {
  it('is put into the inbox with what the checks found, and its record stays whole', async () => {
    await hall.put(submitted(), [identityFile]);
    hall.now = later;
    expect(failedIds(await intake()(arrived()))).toEqual([]);
    const { head, events } = await hall.cases.get(caseId);
    expect(head).toMatchObject({ state: 'submitted', routedAt: later, version: 3 });
    expect(head.checks).toEqual([
      { code: 'adult', passed: true },
      { code: 'files', passed: true },
    ]);
    expect(events.map(({ type }) => type)).toEqual(['submitted', 'routed']);
    expect(verifyChain(events, head)).toEqual({ intact: true });
    const row = (await hall.rows(caseId)).get('HEAD');
    expect(row).toMatchObject({ GSI2PK: `AGENCY#${promisedItem.agency.code}#submitted` });
  });

  it('that fails its checks is routed all the same, with the failure told', async () => {
    const life = submitted();
    life.head = { ...life.head, answers: { ...life.head.answers, idNumber: childId } };
    await hall.put(life);
    await intake()(arrived());
    expect((await hall.cases.get(caseId)).head.checks).toEqual([
      { code: 'adult', passed: false },
      { code: 'files', passed: false },
    ]);
  });

  it('that comes twice is routed once, and so are two deliveries at the same moment', async () => {
    await hall.put(submitted(), [identityFile]);
    const worker = intake({ backOffice: true });
    const both = await Promise.all([worker(arrived()), worker(arrived())]);
    expect(both.flatMap(failedIds)).toEqual([]);
    expect(failedIds(await worker(arrived()))).toEqual([]);
    const rows = await hall.rows(caseId);
    const keys = [...rows.keys()];
    expect(keys.filter((key) => key.startsWith('EVENT#'))).toEqual(['EVENT#000001', 'EVENT#000002']);
    expect(keys.filter((key) => key.startsWith('JOB#'))).toEqual(['JOB#000001']);
    expect(rows.get(`DONE#intake#${caseId}-1`)).toMatchObject({
      expiresAt: Math.floor(Date.parse(monday) / 1000) + 30 * 86_400,
    });
  });

  it('that was withdrawn, or decided automatically, before it was routed is left as it is', async () => {
    await hall.put(lifeIn('withdrawn', promisedItem));
    const before = await hall.rows(caseId);
    expect(failedIds(await intake({ backOffice: true })(arrived()))).toEqual([]);
    expect(await hall.rows(caseId)).toEqual(before);

    hall = await queueHall(engines);
    await hall.put(new Life(automaticItem).take('submit', wang), [identityFile]);
    const granted = await hall.rows(caseId);
    expect(failedIds(await intake({ items: [automaticItem] })(arrived()))).toEqual([]);
    expect(await hall.rows(caseId)).toEqual(granted);
  });

  it('comes back corrected and is routed anew', async () => {
    const life = submitted().take('route', actor, monday).take('claim', li).take('request-correction', li);
    life.take('correct', wang, later);
    await hall.put(life, [identityFile]);
    hall.now = '2026-03-02T04:00:00.000Z';
    const seq = life.events.length;
    expect(failedIds(await intake({ backOffice: true })(arrived(seq, 'corrected')))).toEqual([]);
    const { head, events } = await hall.cases.get(caseId);
    expect(head.routedAt).toBe(hall.now);
    expect(events.at(-1)?.type).toBe('routed');
    expect(await hall.jobs.get(`${caseId}-${seq}`)).toMatchObject({ type: 'case-corrected', state: 'ready' });
  });
});

describe('a back office', () => {
  it('gets a job that names the case and nobody', async () => {
    await hall.put(submitted(), [identityFile]);
    await intake({ backOffice: true })(arrived());
    const row = (await hall.rows(caseId)).get('JOB#000001');
    expect(row).toMatchObject({
      state: 'ready',
      attempts: 0,
      GSI4PK: `AGENCY#${promisedItem.agency.code}`,
      GSI4SK: `${monday}#${caseId}-1`,
    });
    expect(JSON.stringify(row)).not.toContain(wang.name);
  });

  it('that an agency does not have gets none', async () => {
    await hall.put(submitted(), [identityFile]);
    await intake()(arrived());
    expect([...(await hall.rows(caseId)).keys()].filter((key) => key.startsWith('JOB#'))).toEqual([]);
  });
});

describe('a batch', () => {
  it('goes on past a case that does not exist, a wrong event and a broken message', async () => {
    await hall.put(submitted(), [identityFile]);
    const message = { eventId: `${caseId}-1`, type: 'submitted', caseId, seq: 1, at: monday };
    const unknown = { ...message, caseId: '0000000000000000000000000Z' };
    const messages = [unknown, { ...message, type: 'rated' }, '{', message];
    expect(failedIds(await intake()(sqsEvent('agency-jobs', messages)))).toEqual(['m0', 'm1', 'm2']);
    expect((await hall.cases.get(caseId)).head.routedAt).toBe(monday);
  });
});

describe('a throttled table', () => {
  it('is asked again, and then the message is given back with nothing half-done', async () => {
    await hall.put(submitted(), [identityFile]);
    const before = await hall.rows(caseId);
    const mock = mockClient(engines.documents);
    mock.send.callThrough();
    const CancellationReasons = [{ Code: 'ThrottlingError' }];
    mock
      .on(TransactWriteCommand)
      .rejects(new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons }));
    const response = await intake()(arrived());
    const tries = mock.commandCalls(TransactWriteCommand).length;
    mock.restore();
    expect(failedIds(response)).toEqual(['m0']);
    expect(tries).toBeGreaterThan(1);
    expect(await hall.rows(caseId)).toEqual(before);
  });
});
