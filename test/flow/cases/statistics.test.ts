/** Statistics kept by the stream are those of a recount, whatever the stream brings, how often and in what batches. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/statistics/statistics.ts';
import type { CaseEvent } from '../../../shared/cases/case.ts';
import { eventRow } from '../../../shared/cases/case-rows.ts';
import { allItems, countAll, countedEvent, sumUp, type Tally } from '../../../shared/cases/statistics.ts';
import { createStatisticsStore, type DayCounts, type StatisticsStore } from '../../../shared/cases/statistics-store.ts';
import { type CaseFunctions, caseFunctions, market, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';
import { readStream } from '../../support/queue-events.ts';
import { randomLife } from '../../support/random-lives.ts';
import { automaticItem, promisedItem, renewalItem } from '../../support/test-item.ts';

let engines: Engines;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const agencies = ['11440100DEM0001533', '11440100DEM000225U'] as const;
const itemCodes = ['440115025000', '440115025001'] as const;
const span = ['2026-01-01', '2027-12-31'] as const;

const turn = fc.record({
  pick: fc.nat(10_000),
  seconds: fc.oneof({ weight: 3, arbitrary: fc.nat(7200) }, { weight: 1, arbitrary: fc.nat(20 * 86_400) }),
  score: fc.integer({ min: 1, max: 5 }),
});
const life = fc.record({
  item: fc.constantFrom(promisedItem, automaticItem, renewalItem),
  agency: fc.constantFrom(...agencies),
  itemCode: fc.constantFrom(...itemCodes),
  turns: fc.array(turn, { minLength: 1, maxLength: 22 }),
});
/** What becomes of a batch on its way: it comes again, at once or beside itself; one of its events never comes. */
const fate = fc.constantFrom('once', 'once', 'twice', 'beside itself', 'one lost' as const);
const histories = fc.record({
  lives: fc.array(life, { minLength: 1, maxLength: 5 }),
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
  fates: fc.array(fate, { minLength: 1, maxLength: 6 }),
  mix: fc.nat(1000),
});

/** Events of several cases as a stream brings them: each case's in order, the cases in between each other. */
function interleaved(records: readonly CaseEvent[][], mix: number): CaseEvent[] {
  const waiting = records.map((record) => [...record]).filter((record) => record.length > 0);
  const all: CaseEvent[] = [];
  for (let at = mix; waiting.length > 0; at += 7) {
    const index = at % waiting.length;
    const next = waiting[index]?.shift();
    if (next !== undefined) all.push(next);
    if (waiting[index]?.length === 0) waiting.splice(index, 1);
  }
  return all;
}

const recordOf = (event: CaseEvent, at: number) => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: `s${at}`,
    ApproximateCreationDateTime: 1_772_416_800,
    NewImage: marshall(eventRow(event), { removeUndefinedValues: true }),
  },
});

async function stored(table: string, events: readonly CaseEvent[]): Promise<void> {
  for (let start = 0; start < events.length; start += 25) {
    const some = events.slice(start, start + 25).map((event) => ({ PutRequest: { Item: eventRow(event) } }));
    await engines.documents.send(new BatchWriteCommand({ RequestItems: { [table]: some } }));
  }
}

/** All rows of all places, as the store reads them, in the shape of tallies. */
async function kept(statistics: StatisticsStore): Promise<Tally[]> {
  const all = await Promise.all(
    agencies.flatMap((agency) =>
      [allItems, ...itemCodes].map(async (item) => {
        const [days, now, due] = await Promise.all([
          statistics.days(agency, item, ...span),
          statistics.now(agency, item),
          item === allItems ? statistics.due(agency, ...span) : Promise.resolve<DayCounts>({}),
        ]);
        const tallies: Tally[] = [
          ...Object.entries(days).map(([day, counts]): Tally => ({ agency, item, kind: 'day', day, counts })),
          { agency, item, kind: 'now', counts: now },
          ...Object.entries(due).map(([day, counts]): Tally => ({ agency, item, kind: 'due', day, counts })),
        ];
        return tallies;
      }),
    ),
  );
  return inOrder(sumUp(all.flat()));
}

const nameOf = ({ agency, item, kind, day }: Tally) => `${agency} ${item} ${kind} ${day ?? ''}`;
const inOrder = (tallies: readonly Tally[]) => tallies.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

describe('statistics kept by the stream', () => {
  it('equal a recount, with batches that come again, meet themselves, or lose events', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(histories, async ({ lives, sizes, fates, mix }) => {
        const table = await engines.createCasesTable();
        const statistics = createStatisticsStore(engines.documents, table);
        const consume = makeHandler({ statistics });
        const records = lives.map(({ item, agency, itemCode, turns }, index) =>
          randomLife(item, { caseId: `CASE0000000000000000000${100 + index}`, agency, itemCode }, turns),
        );
        await stored(table, records.flat());
        let waiting = interleaved(records, mix);
        for (let turn = 0; waiting.length > 0; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          const how = fates[turn % fates.length] ?? 'once';
          const batch = waiting.slice(0, size);
          waiting = waiting.slice(size);
          // The last event of a case is never the one that is lost: the next one makes good what came before it.
          const lost =
            how === 'one lost' ? batch.find(({ caseId }) => waiting.some((one) => one.caseId === caseId)) : undefined;
          const Records = batch.filter((event) => event !== lost).map(recordOf);
          const runs = how === 'beside itself' ? [{ Records }, { Records }] : [{ Records }];
          const answers = await Promise.all(runs.map(consume));
          if (how === 'twice') answers.push(await consume({ Records }));
          // Meeting itself, one of the two may give up: the stream brings it again.
          if (answers.some(({ batchItemFailures }) => batchItemFailures.length > 0)) await consume({ Records });
          seen.add(how);
        }
        const recount = records.flatMap(
          (record) =>
            countAll(
              undefined,
              record.map((event) => countedEvent.parse(event)),
            ).tallies,
        );
        expect(await kept(statistics)).toEqual(inOrder(sumUp(recount)));
      }),
      { numRuns: 20, seed: 20261122 },
    );
    expect([...seen].sort()).toEqual(['beside itself', 'once', 'one lost', 'twice']);
  });

  it('a recount of a life tells what happened in it', () => {
    const record = randomLife(
      automaticItem,
      { caseId: 'CASE0000000000000000000999', agency: agencies[0], itemCode: itemCodes[0] },
      [{ pick: 0, seconds: 60, score: 1 }],
    );
    expect(record.map(({ type }) => type)).toEqual(['submitted', 'accepted', 'granted']);
    const { tallies } = countAll(
      undefined,
      record.map((event) => countedEvent.parse(event)),
    );
    const [day, now] = ['day', 'now'].map((kind) =>
      sumUp(tallies).find((row) => row.kind === kind && row.item === allItems),
    );
    expect(day?.counts).toEqual({
      ...{ 'event.submitted': 1, 'event.accepted': 1, 'event.granted': 1, automatic: 1 },
      ...{ 'clock.accept.ended': 1, 'clock.promised.ended': 1, 'clock.statutory.ended': 1 },
    });
    expect(now?.counts).toEqual({ 'state.granted': 1 });
  });

  it('an event that is not one is given back, and the others are counted', async () => {
    const table = await engines.createCasesTable();
    const statistics = createStatisticsStore(engines.documents, table);
    const [event] = randomLife(
      promisedItem,
      { caseId: 'CASE0000000000000000000998', agency: agencies[0], itemCode: itemCodes[0] },
      [{ pick: 0, seconds: 60, score: 1 }],
    );
    if (event === undefined) throw new Error('no life');
    const broken = recordOf({ ...event, caseId: 'CASE0000000000000000000997', data: { caseNumber: 'none' } }, 2);
    const answer = await makeHandler({ statistics })({ Records: [recordOf(event, 1), broken] });
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toContain('s2');
    // Those of the same batch that were good count, if not now then when the stream brings them again.
    await makeHandler({ statistics })({ Records: [recordOf(event, 1)] });
    expect(await statistics.now(agencies[0], allItems)).toEqual({ 'state.submitted': 1 });
  });
});

describe('statistics as they are read', () => {
  let hall: CaseFunctions;
  beforeEach(async () => {
    hall = await caseFunctions(engines);
    const caseId = await filedCase(hall);
    const desk = (who: keyof typeof people, name: string, body: object = {}) =>
      hall.call(people[who], `POST /v1/agency/cases/{caseId}/${name}`, { caseId }, body);
    await desk('officer', 'claim');
    await desk('officer', 'accept');
    await filedCase(hall);
    const consume = makeHandler({ statistics: hall.deps.statistics });
    const { Records } = await readStream(engines, hall.table);
    await consume({ Records });
    await consume({ Records });
  });

  const read = (who: keyof typeof people | 'operator', query: Record<string, string> = {}, path = '') => {
    const claims = who === 'operator' ? { sub: 'operator-deng', name: '邓凯', roles: 'operator' } : people[who];
    return hall.call(claims, `GET /v1/agency/statistics${path}`, {}, undefined, { query });
  };

  it('for the supervisor: lists as long as the days, clocks, and what stands where', async () => {
    const { status, body } = await read('supervisor', { from: '2026-02-10', to: '2026-02-14' });
    expect(status).toBe(200);
    expect(body.days).toEqual(['2026-02-10', '2026-02-11', '2026-02-12', '2026-02-13', '2026-02-14']);
    expect(body.volume.submitted).toEqual([0, 0, 0, 2, 0]);
    expect(body.totals).toMatchObject({ submitted: 2, accepted: 1, granted: 0 });
    expect(body.clocks.find(({ clock }: { clock: string }) => clock === 'accept')).toEqual({
      ...{ clock: 'accept', ended: 1, onTime: 1, late: 0, onTimeShare: 1, averageDays: 0 },
    });
    expect(body.backlog).toMatchObject({ open: 2, byState: { submitted: 1, 'in-review': 1 }, openWorkOrders: 0 });
    expect(Object.values<number>(body.backlog.due).reduce((all, one) => all + one, 0)).toBe(2);
    hall.now = '2026-06-01T01:30:00.000Z';
    expect((await read('supervisor')).body.backlog.due.overdue).toBe(2);
  });

  it('of one item, of all items and of all agencies; each to whom it is for', async () => {
    const asked = { from: '2026-02-13', to: '2026-02-13' };
    const one = await read('supervisor', { ...asked, itemCode: '440115025000' });
    expect(one.body.totals.submitted).toBe(2);
    const items = await read('supervisor', asked, '/items');
    expect(items.body.items).toMatchObject([{ code: '440115025000', submitted: 2, open: 2 }]);
    const all = await read('operator', asked, '/agencies');
    expect(all.body.items).toMatchObject([{ code: market, submitted: 2, open: 2, overdue: 0 }]);
    // What is overdue is told of today, whatever span is looked at, and is the sum of what a look at each agency tells.
    const then = hall.now;
    hall.now = '2026-06-01T01:30:00.000Z';
    const later = await read('auditor', { from: '2026-05-30', to: '2026-06-01' }, '/agencies');
    expect(later.body.items).toMatchObject([{ code: market, submitted: 0, open: 2, overdue: 2 }]);
    const alone = (await read('auditor', { agency: market })).body.backlog;
    expect(alone).toMatchObject({ open: 2, due: { overdue: 2 } });
    hall.now = then;
    expect((await read('auditor', { ...asked, agency: market })).body.totals.submitted).toBe(2);
    expect((await read('operator', { ...asked, agency: market })).status).toBe(200);
    expect((await read('operator', asked)).status).toBe(400);
    expect((await read('supervisor', { ...asked, agency: agencies[1] })).status).toBe(403);
    expect((await read('officer', asked)).status).toBe(403);
    expect((await read('supervisor', asked, '/agencies')).status).toBe(403);
    expect((await read('supervisor', { ...asked, itemCode: '000000000000' })).status).toBe(404);
  });

  it('a span that ends before it begins, or is longer than a year, is refused', async () => {
    expect((await read('supervisor', { from: '2026-02-14', to: '2026-02-13' })).status).toBe(400);
    expect((await read('supervisor', { from: '2024-02-14', to: '2026-02-13' })).status).toBe(400);
    expect((await read('supervisor', { from: 'yesterday' })).status).toBe(400);
  });

  it('costs one turn to the table, whatever has been counted', async () => {
    hall.count();
    await read('supervisor');
    expect(hall.count()).toBe(1);
  });
});
