/**
 * Counts what happens to cases, from the table's stream. An event counts once however often it comes: each case's mark says how far
 * it is counted, and moves in the transaction that adds to the counts. What is missing between the mark and an event (a place
 * of the stream that was set aside, or a life from before there were statistics) is read from the case's own record.
 */
import type { DynamoDBBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import { attributeOf, imageKey, type StreamRecord, streamBatch } from '../../events/stream-batch.ts';
import { errorKeys, log } from '../../shared/base/log.ts';
import { withRetries } from '../../shared/base/transact.ts';
import { type Counted, type CountedEvent, countAll, countedEvent, sumUp } from '../../shared/cases/statistics.ts';
import { type Counting, maxWrites, type StatisticsStore } from '../../shared/cases/statistics-store.ts';

export interface StatisticsDeps {
  readonly statistics: StatisticsStore;
}

const image = z.object({ event: attributeOf(countedEvent) });

/** Cases counted in one transaction; fewer when they touch too many rows. */
const casesAtOnce = 25;

export const makeHandler =
  ({ statistics }: StatisticsDeps) =>
  async (event: unknown): Promise<DynamoDBBatchResponse> => {
    const { Records } = streamBatch.parse(event);
    const failed = new Set<string>();
    const arrived = Records.flatMap((record) => arrivalOf(record, failed));
    const cases = [...Map.groupBy(arrived, (one) => one.event.caseId).values()];
    for (let start = 0; start < cases.length; start += casesAtOnce) {
      const some = cases.slice(start, start + casesAtOnce);
      await countCases(statistics, some.map(eventsOf)).catch((error: unknown) => {
        log('warn', 'STATISTICS_FAILED', { count: some.length, ...errorKeys(error) });
        for (const { sequenceNumber } of some.flat()) failed.add(sequenceNumber);
      });
    }
    const inOrder = Records.map(({ dynamodb }) => dynamodb.SequenceNumber).filter((number) => failed.has(number));
    return { batchItemFailures: inOrder.map((itemIdentifier) => ({ itemIdentifier })) };
  };

interface Arrival {
  readonly event: CountedEvent;
  readonly sequenceNumber: string;
}

function arrivalOf({ eventName, dynamodb }: StreamRecord, failed: Set<string>): Arrival[] {
  const { NewImage, SequenceNumber: sequenceNumber } = dynamodb;
  if (NewImage === undefined || eventName !== 'INSERT') return [];
  try {
    if (!imageKey.parse(NewImage).startsWith('EVENT#')) return [];
    return [{ event: image.parse(NewImage).event, sequenceNumber }];
  } catch (error) {
    log('error', 'STATISTICS_RECORD_UNREADABLE', errorKeys(error));
    failed.add(sequenceNumber);
    return [];
  }
}

const eventsOf = (arrivals: readonly Arrival[]): CountedEvent[] => arrivals.map(({ event }) => event);

/** @param cases the events that came of each case */
async function countCases(statistics: StatisticsStore, cases: readonly CountedEvent[][]): Promise<void> {
  await withRetries(async () => {
    const caseIds = cases.flatMap(([first]) => first?.caseId ?? []);
    const marks = await statistics.counted(caseIds);
    const counted = await Promise.all(
      cases.map(async (events) => {
        const before = marks.get(events[0]?.caseId ?? '');
        return { before, ...countAll(before, await following(statistics, before, events)) };
      }),
    );
    for (const part of inParts(statistics, counted)) {
      if (part.cases.length > 0) await statistics.commit(part, Math.floor(Math.random() * 1000));
    }
  });
}

/** The events after the mark, in order and without a gap. */
async function following(
  statistics: StatisticsStore,
  before: Counted | undefined,
  events: readonly CountedEvent[],
): Promise<readonly CountedEvent[]> {
  const mark = before?.seq ?? 0;
  const fresh = new Map(events.filter(({ seq }) => seq > mark).map((event) => [event.seq, event]));
  const inOrder = [...fresh.values()].sort((a, b) => a.seq - b.seq);
  const whole = inOrder.every(({ seq }, index) => seq === mark + 1 + index);
  return whole ? inOrder : statistics.record(inOrder[0]?.caseId ?? '', mark);
}

interface CountedCase {
  readonly before: Counted | undefined;
  readonly after: Counted | undefined;
  readonly tallies: Counting['tallies'];
}

/** As few transactions as hold it. */
function inParts(statistics: StatisticsStore, all: readonly CountedCase[]): Counting[] {
  const moved = all.filter(({ before, after }) => after !== undefined && after.seq !== before?.seq);
  const counting = {
    cases: moved.flatMap(({ before, after }) => (after === undefined ? [] : [{ expected: before?.seq ?? 0, after }])),
    tallies: sumUp(moved.flatMap(({ tallies }) => tallies)),
  };
  if (statistics.writes(counting) <= maxWrites || moved.length < 2) return [counting];
  const half = Math.ceil(moved.length / 2);
  return [...inParts(statistics, moved.slice(0, half)), ...inParts(statistics, moved.slice(half))];
}
