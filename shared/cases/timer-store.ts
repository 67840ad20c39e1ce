/**
 * Cases by what time will do to them next, from the index `timers`: `TIMER#<shard>` · `<instant>#<case>`, only on heads of cases
 * to which time does something. Whatever is due, however long nobody looked, is at the beginning; what was done moves on by
 * the very write that did it. The law's periods all end at midnight, so the entries of one instant are spread over shards.
 *
 * The index may lag a moment behind and decides nothing: whoever fires reads the case itself.
 */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Instant } from '../base/words.ts';
import { timerPartition, timerShards } from './case-rows.ts';

export type TimerStore = ReturnType<typeof createTimerStore>;

export interface Timer {
  readonly caseId: string;
  readonly at: Instant;
}

export interface TimerPage {
  readonly caseIds: readonly string[];
  /** Sort key to go on after; absent on the last page. */
  readonly next?: string;
}

export function createTimerStore(client: DynamoDBDocumentClient, table: string) {
  return {
    shards: Array.from({ length: timerShards }, (_, shard) => shard),

    /** Cases of a shard with something due at this instant, the longest due first. */
    due: (shard: number, now: Instant, limit: number): Promise<TimerPage> => page(shard, `${now}$`, undefined, limit),

    /** When time will next do something to cases of a shard, the longest due first. */
    async upcoming(shard: number, limit: number): Promise<Timer[]> {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'timers',
          KeyConditionExpression: 'GSI5PK = :shard AND GSI5SK BETWEEN :after AND :until',
          // Cases that only wait for a year's calendar stand at the end, in the year 9999.
          ExpressionAttributeValues: { ':shard': timerPartition(shard), ':after': '0', ':until': '9998' },
          Limit: limit,
        }),
      );
      return z
        .array(timerRow)
        .parse(Items ?? [])
        .map(({ PK, GSI5SK }) => ({
          caseId: PK.slice('CASE#'.length),
          at: GSI5SK.split('#', 1)[0] ?? '',
        }));
    },

    /** Every case of a shard whose clocks run or may still move. @param after `next` of the page before */
    all: (shard: number, after: string | undefined, limit: number): Promise<TimerPage> =>
      page(shard, '~', after, limit),
  };

  async function page(shard: number, until: string, after: string | undefined, limit: number): Promise<TimerPage> {
    const { Items, LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'timers',
        KeyConditionExpression: 'GSI5PK = :shard AND GSI5SK BETWEEN :after AND :until',
        ExpressionAttributeValues: { ':shard': timerPartition(shard), ':after': after ?? '0', ':until': until },
        Limit: limit,
      }),
    );
    const rows = z.array(timerRow).parse(Items ?? []);
    const last = rows.at(-1)?.GSI5SK;
    return {
      caseIds: rows.filter(({ GSI5SK }) => GSI5SK !== after).map(({ PK }) => PK.slice('CASE#'.length)),
      ...(LastEvaluatedKey === undefined || last === undefined ? {} : { next: last }),
    };
  }
}

const timerRow = z.object({ PK: z.string().startsWith('CASE#'), GSI5SK: z.string() });
