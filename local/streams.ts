/**
 * Feeds functions from tables' streams. The place reached is written to a file only after a batch has succeeded (or was
 * given up to the failure queue), so a hall that is killed delivers again what it was at: at least once, never less.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type ServiceCall, ServiceError } from './aws-json.ts';
import { deliver, type EventSource, type Mapping, pause } from './event-source.ts';
import { filterOf } from './filters.ts';
import type { HallFunction } from './functions.ts';
import { writePrivately } from './keys.ts';
import type { Services } from './resources.ts';

/** How long a stream without news is left alone. */
const idleMilliseconds = 100;

const streamRecord = z.looseObject({
  dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number().optional() }),
});
type StreamRecord = z.infer<typeof streamRecord>;

const records = z.object({ Records: z.array(streamRecord).default([]), NextShardIterator: z.string().nullish() });
const shards = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })).default([]),
  }),
});
const table = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });

/** Place reached in each shard: the sequence number of the last record done with, and whether the shard has ended. */
const checkpoint = z.object({
  streamArn: z.string(),
  shards: z.record(z.string(), z.object({ after: z.string().optional(), ended: z.boolean().default(false) })),
});

export interface StreamSource {
  /** Logical id of the mapping: names its file. */
  readonly id: string;
  readonly mapping: Mapping;
  readonly tableName: string;
  readonly region: string;
  readonly target: HallFunction;
  /** URL of the queue for batches that were given up. */
  readonly failureQueueUrl: string | undefined;
}

/** @param warn told when the stream cannot be read, or a batch is given up */
export function startStreamSource(
  source: StreamSource,
  services: Services,
  dataDir: string,
  warn: (sentence: string) => void,
): EventSource {
  const { id, mapping, tableName } = source;
  const { signal, abort } = abortable();
  const file = join(dataDir, 'streams', `${id}.json`);
  const batchOf = batches(source, services.sqs, signal, warn);
  mkdirSync(join(dataDir, 'streams'), { recursive: true });

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) return;
        warn(
          `数据流暂时读不到 · The stream of ${tableName} could not be read: ${error instanceof Error ? error.message : error}`,
        );
        await pause(1000, signal);
      }
    }
  }

  /** Reads shard by shard, a child only after its parent has ended; comes back when a shard has ended. */
  async function follow(): Promise<void> {
    const streamArn = table.parse(await services.dynamodb('DescribeTable', { TableName: tableName })).Table
      .LatestStreamArn;
    const stored = existsSync(file) ? checkpoint.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
    const place = stored?.streamArn === streamArn ? stored : { streamArn, shards: {} };
    const { Shards } = shards.parse(
      await services.streams('DescribeStream', { StreamArn: streamArn }),
    ).StreamDescription;
    const open = Shards.filter(({ ShardId, ParentShardId = '' }) => {
      const parentListed = Shards.some((other) => other.ShardId === ParentShardId);
      return place.shards[ShardId]?.ended !== true && (!parentListed || place.shards[ParentShardId]?.ended === true);
    });
    if (open.length === 0) return pause(1000, signal);
    const iterators = new Map<string, string>();
    while (!signal.aborted) {
      let news = false;
      for (const { ShardId } of open) {
        const iterator =
          iterators.get(ShardId) ?? (await iteratorFor(streamArn, ShardId, place.shards[ShardId]?.after));
        const { found, next } = await read(iterator);
        const after = found.length === 0 ? undefined : await batchOf(found, streamArn, ShardId);
        if (after !== undefined) news = true;
        if (after !== undefined || next === undefined) {
          place.shards[ShardId] = { after: after ?? place.shards[ShardId]?.after, ended: next === undefined };
          writePrivately(file, place);
        }
        if (signal.aborted || next === undefined) return;
        iterators.set(ShardId, next);
      }
      if (!news) await pause(idleMilliseconds, signal);
    }
  }

  /** Up to `BatchSize` records: what one read brings, or what comes within the batching window. */
  async function read(iterator: string): Promise<{ found: StreamRecord[]; next: string | undefined }> {
    const size = mapping.BatchSize ?? 100;
    const found: StreamRecord[] = [];
    let next: string | undefined = iterator;
    let end = 0;
    do {
      const answer = records.parse(
        await services.streams('GetRecords', { ShardIterator: next, Limit: size - found.length }),
      );
      found.push(...answer.Records);
      next = answer.NextShardIterator ?? undefined;
      if (end === 0 && found.length > 0) end = Date.now() + mapping.MaximumBatchingWindowInSeconds * 1000;
      if (Date.now() < end && found.length < size) await pause(idleMilliseconds, signal);
    } while (next !== undefined && found.length < size && Date.now() < end && !signal.aborted);
    return { found, next };
  }

  async function iteratorFor(StreamArn: string, ShardId: string, after: string | undefined): Promise<string> {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const place = { StreamArn, ShardId, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
    const answer = await services
      .streams('GetShardIterator', after === undefined ? start : place)
      .catch((error: unknown) => {
        // Down for longer than a stream is kept: the oldest that is left comes next.
        if (error instanceof ServiceError && error.code === 'TrimmedDataAccessException')
          return services.streams('GetShardIterator', start);
        throw error;
      });
    return z.object({ ShardIterator: z.string() }).parse(answer).ShardIterator;
  }

  const running = run();
  return {
    async stop() {
      abort();
      await running;
    },
  };
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** Delivers records in order until all are done with; answers the sequence number reached, undefined for none. */
function batches(source: StreamSource, sqs: ServiceCall, signal: AbortSignal, warn: (sentence: string) => void) {
  const { mapping, target, region, failureQueueUrl } = source;
  const filter = filterOf(mapping.FilterCriteria);
  const numberOf = (record: StreamRecord): string => record.dynamodb.SequenceNumber;

  return async (found: readonly StreamRecord[], streamArn: string, shardId: string): Promise<string | undefined> => {
    const wanted = found.filter(filter);
    const undone = await work(wanted, 0);
    const [next] = undone;
    const firstUndone = next === undefined ? -1 : found.indexOf(next);
    const reached = firstUndone < 0 ? found.at(-1) : found[firstUndone - 1];
    return reached === undefined ? undefined : numberOf(reached);

    /** @returns the records that were not done with because the hall is stopping */
    async function work(batch: readonly StreamRecord[], attempt: number): Promise<readonly StreamRecord[]> {
      if (batch.length === 0 || signal.aborted) return batch;
      const given = batch.map((record) => ({
        id: numberOf(record),
        record: { ...record, eventSourceARN: mapping.EventSourceArn, awsRegion: region },
      }));
      const failed = await deliver(target, mapping, given);
      const from = batch.findIndex((record) => failed.has(numberOf(record)));
      if (from < 0) return [];
      // From the first that failed on, everything comes again: order is kept.
      const rest = batch.slice(from);
      if (mapping.BisectBatchOnFunctionError && rest.length > 1 && from === 0) {
        const middle = Math.ceil(rest.length / 2);
        const undone = await work(rest.slice(0, middle), attempt);
        return undone.length > 0 ? [...undone, ...rest.slice(middle)] : work(rest.slice(middle), 0);
      }
      const tries = from > 0 ? 1 : attempt + 1;
      if (isExhausted(rest, tries)) {
        await giveUp(rest, tries);
        return [];
      }
      await pause(Math.min(100 * 2 ** tries, 10_000), signal);
      return work(rest, tries);
    }

    function isExhausted(rest: readonly StreamRecord[], tries: number): boolean {
      const { MaximumRetryAttempts, MaximumRecordAgeInSeconds } = mapping;
      if (MaximumRetryAttempts >= 0 && tries > MaximumRetryAttempts) return true;
      const born = rest[0]?.dynamodb.ApproximateCreationDateTime ?? Date.now() / 1000;
      return MaximumRecordAgeInSeconds >= 0 && Date.now() / 1000 - born > MaximumRecordAgeInSeconds;
    }

    async function giveUp(rest: readonly StreamRecord[], tries: number): Promise<void> {
      const numbers = rest.map(numberOf);
      warn(
        `放弃 ${rest.length} 条记录 · ${rest.length} record(s) of ${source.tableName} were given up after ${tries} tries.`,
      );
      if (failureQueueUrl === undefined) return;
      const told = {
        requestContext: {
          requestId: randomUUID(),
          functionArn: target.settings.arn,
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: tries,
        },
        version: '1.0',
        timestamp: new Date().toISOString(),
        DDBStreamBatchInfo: {
          shardId,
          startSequenceNumber: numbers[0],
          endSequenceNumber: numbers.at(-1),
          batchSize: rest.length,
          streamArn,
        },
      };
      await sqs('SendMessage', { QueueUrl: failureQueueUrl, MessageBody: JSON.stringify(told) });
    }
  };
}
