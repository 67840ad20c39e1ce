/** The hall's clock on the embedded engine: what is due fires, once in effect, however late, by whichever run is quicker. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/clock/clock.ts';
import { type Recalculation, recalculation } from '../../../functions/clock/tasks.ts';
import type { BookingRoom } from '../../../shared/booking/room.ts';
import { createBulkStore } from '../../../shared/cases/bulk-store.ts';
import { type CaseHead, type Clocks, caseHead } from '../../../shared/cases/case.ts';
import { createCaseListStore } from '../../../shared/cases/case-list-store.ts';
import { timerPartition } from '../../../shared/cases/case-rows.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import { createTimerStore, type TimerStore } from '../../../shared/cases/timer-store.ts';
import { bookingRoom } from '../../support/booking.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { caseId, Life, li, lifeIn, wang } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

let engines: Engines;
let hall: QueueHall;
let bookings: BookingRoom;
let timers: TimerStore;

beforeAll(async () => {
  engines = await startEngines();
  bookings = await bookingRoom(engines);
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await queueHall(engines);
  timers = createTimerStore(engines.documents, hall.table);
});
afterEach(() => vi.restoreAllMocks());

const plenty = { getRemainingTimeInMillis: () => 60_000 };
const clock = () =>
  makeHandler({
    ...hall,
    timers,
    bulks: createBulkStore(engines.documents, hall.table),
    catalogue: catalogueOf([promisedItem]),
    bookings,
  });
const tick = () => clock()({ task: 'fire' }, plenty);
const typesOf = async (id = caseId) => (await hall.cases.get(id)).events.map(({ type }) => type);

/** A second life, under another id. */
function other(life: Life, id: string): Life {
  life.head = { ...life.head, caseId: id };
  life.events.length = 0;
  life.head = { ...life.head, eventCount: 0, chainHash: '' };
  return life;
}

describe('a tick', () => {
  it('does nothing before its time, and what the law says in the minute after', async () => {
    await hall.put(lifeIn('submitted', promisedItem));
    hall.now = '2026-03-09T15:59:59.999Z';
    // The last day of the five has begun, of which the supervisor is told.
    expect(await tick()).toEqual({ fired: 1, failed: 0 });
    expect(await tick()).toEqual({ fired: 0, failed: 0 });
    expect((await hall.cases.get(caseId)).head.state).toBe('submitted');
    hall.now = '2026-03-09T16:00:00.000Z';
    expect(await tick()).toEqual({ fired: 1, failed: 0 });
    const { head, events } = await hall.cases.get(caseId);
    expect(head).toMatchObject({ state: 'in-review', clocks: { deemed: true, acceptedOn: '2026-03-02' } });
    expect(events.at(-1)).toMatchObject({ type: 'accepted', actor: { kind: 'system' }, data: { deemed: true } });
    expect(verifyChain(events, head)).toEqual({ intact: true });
  });

  it('a week late does all that was due, in the order of the law', async () => {
    await hall.put(lifeIn('submitted', promisedItem));
    hall.now = '2026-03-24T03:00:00.000Z';
    expect(await tick()).toEqual({ fired: 1, failed: 0 });
    expect((await typesOf()).slice(2)).toEqual(['escalated', 'accepted', 'escalated']);
    const { head } = await hall.cases.get(caseId);
    // Accepted as of receipt, so the ten promised days ended on 16 March.
    expect(head.clocks).toMatchObject({ acceptedOn: '2026-03-02', promisedBy: '2026-03-16' });
    expect(head.escalations).toMatchObject([{ clock: 'promised', by: '2026-03-16', lamp: 'overdue' }]);
    expect(await tick()).toEqual({ fired: 0, failed: 0 });
  });

  it('run twice at the same moment does it once', async () => {
    await hall.put(lifeIn('correction-requested', promisedItem));
    hall.now = '2026-03-24T03:00:00.000Z';
    await Promise.all([tick(), tick(), tick()]);
    expect((await typesOf()).filter((type) => type === 'lapsed')).toEqual(['lapsed']);
    const { head, events } = await hall.cases.get(caseId);
    expect(head.state).toBe('lapsed');
    expect(verifyChain(events, head)).toEqual({ intact: true });
  });

  it('that meets an applicant correcting at the same moment leaves one of the two', async () => {
    const life = lifeIn('correction-requested', promisedItem);
    await hall.put(life);
    const corrected = new Life(promisedItem);
    corrected.head = life.head;
    corrected.take('correct', wang, '2026-03-23T16:00:00.000Z');
    hall.now = '2026-03-23T16:00:00.000Z';
    const commit = { head: corrected.head, events: corrected.events, expected: life.head.version, now: hall.now };
    await Promise.allSettled([tick(), hall.cases.commit(commit)]);
    const { head, events } = await hall.cases.get(caseId);
    expect(['submitted', 'lapsed']).toContain(head.state);
    expect(verifyChain(events, head)).toEqual({ intact: true });
  });

  it('moves on all others when one case cannot be, and says so', async () => {
    const ids = ['0000000000000000000000000A', '0000000000000000000000000B'];
    for (const id of ids) await hall.put(other(lifeIn('submitted', promisedItem), id));
    await hall.put(other(lifeIn('submitted', { ...promisedItem, code: '440105509999' }), '0000000000000000000000000C'));
    hall.now = '2026-03-10T03:00:00.000Z';
    await expect(tick()).rejects.toThrow('1 could not be moved on');
    for (const id of ids) expect((await hall.cases.get(id)).head.state).toBe('in-review');
  });

  it('leaves what it has no time for to the next minute', async () => {
    await hall.put(lifeIn('submitted', promisedItem));
    hall.now = '2026-03-10T03:00:00.000Z';
    expect(await clock()({ task: 'fire' }, { getRemainingTimeInMillis: () => 4000 })).toEqual({ fired: 0, failed: 0 });
    expect(await tick()).toEqual({ fired: 1, failed: 0 });
  });
});

describe('the index', () => {
  const entries = async () => {
    const pages = await Promise.all(
      timers.shards.map((shard) =>
        engines.documents.send(
          new QueryCommand({
            TableName: hall.table,
            IndexName: 'timers',
            KeyConditionExpression: 'GSI5PK = :pk',
            ExpressionAttributeValues: { ':pk': timerPartition(shard) },
          }),
        ),
      ),
    );
    return pages.flatMap(({ Items = [] }) => Items);
  };

  it('holds a case only while time does something to it', async () => {
    await hall.put(lifeIn('suspended', promisedItem));
    expect(await entries()).toEqual([]);
    await hall.put(lifeIn('withdrawn', promisedItem));
    expect(await entries()).toEqual([]);
    await hall.put(lifeIn('in-review', promisedItem));
    expect(await entries()).toMatchObject([{ GSI5SK: `2026-03-15T16:00:00.000Z#${caseId}` }]);
  });

  it('lists for the supervisor what was escalated, until it is done', async () => {
    const lists = createCaseListStore(engines.documents, hall.table);
    const escalated = async () => (await lists.escalated(promisedItem.agency.code, { limit: 10 })).items;
    await hall.put(lifeIn('in-review', promisedItem));
    expect(await escalated()).toEqual([]);
    hall.now = '2026-03-16T01:00:00.000Z';
    await tick();
    expect(await escalated()).toMatchObject([{ caseId, state: 'in-review' }]);
    const { head } = await hall.cases.get(caseId);
    const ended = new Life(promisedItem);
    ended.head = head;
    ended.take('terminate', li, hall.now);
    await hall.cases.commit({ ...ended, expected: head.version, now: hall.now });
    expect(await escalated()).toEqual([]);
  });
});

describe('a published year', () => {
  /** As counted before 2026 was published: neither Spring Festival nor the days worked for it were known. */
  const provisional = (clocks: Clocks): Clocks => ({
    ...clocks,
    statutoryBy: '2026-03-13',
    promisedBy: '2026-02-27',
    provisional: true,
  });

  async function recalculate(): Promise<Recalculation[]> {
    const pages: Recalculation[] = [];
    let task: object | undefined = { task: 'recalculate' };
    while (task !== undefined) {
      const page: Recalculation = recalculation.parse(await clock()(task, plenty));
      pages.push(page);
      task = page.next === undefined ? undefined : { task: 'recalculate', ...page.next };
    }
    return pages;
  }

  it('moves provisional days, says whose, and only once', async () => {
    const life = lifeIn('in-review', promisedItem, '2026-02-13T01:30:00.000Z');
    const head: CaseHead = caseHead.parse({ ...life.head, clocks: provisional(life.head.clocks) });
    life.head = head;
    await hall.put(life);
    await hall.put(other(lifeIn('in-review', promisedItem), '0000000000000000000000000A'));
    hall.now = '2026-02-14T03:00:00.000Z';
    const pages = await recalculate();
    expect(pages.flatMap(({ moved }) => moved)).toEqual([
      { caseNumber: head.caseNumber, clock: 'promised', from: '2026-02-27', to: '2026-03-05' },
      { caseNumber: head.caseNumber, clock: 'statutory', from: '2026-03-13', to: '2026-03-19' },
    ]);
    const after = await hall.cases.get(caseId);
    expect(after.head.clocks).toEqual(lifeIn('in-review', promisedItem, '2026-02-13T01:30:00.000Z').head.clocks);
    expect(after.events.at(-1)).toMatchObject({ type: 'recalculated', actor: { kind: 'system' } });
    expect(verifyChain(after.events, after.head)).toEqual({ intact: true });
    expect((await recalculate()).map(({ recalculated }) => recalculated)).toEqual(timers.shards.map(() => 0));
  });

  it('finds suspended cases too, and counts their pauses again', async () => {
    const life = lifeIn('in-review', promisedItem, '2026-02-13T01:30:00.000Z')
      .take('suspend', li, '2026-02-14T01:00:00.000Z')
      .take('resume', li, '2026-02-25T01:00:00.000Z')
      .take('suspend', li, '2026-02-25T02:00:00.000Z');
    const right = life.head.clocks;
    expect(right.pausedDays).toBe(2);
    life.head = {
      ...life.head,
      clocks: { ...right, statutoryBy: '2026-03-27', promisedBy: '2026-03-10', pausedDays: 7, provisional: true },
    };
    await hall.put(life);
    hall.now = '2026-02-26T03:00:00.000Z';
    expect((await recalculate()).flatMap(({ moved }) => moved)).toHaveLength(2);
    expect((await hall.cases.get(caseId)).head.clocks).toEqual(right);
  });

  it('that is still not published moves nothing', async () => {
    const life = lifeIn('in-review', promisedItem, '2026-12-21T02:00:00.000Z');
    expect(life.head.clocks.provisional).toBe(true);
    await hall.put(life);
    hall.now = '2026-12-22T02:00:00.000Z';
    expect((await recalculate()).flatMap(({ moved }) => moved)).toEqual([]);
    expect((await hall.cases.get(caseId)).head.version).toBe(life.head.version);
  });
});

it('knows no other task', async () => {
  await expect(clock()({ task: 'stop' }, plenty)).rejects.toThrow();
});
