/**
 * Counts of cases, in the cases table, under keys of their own:
 *
 * | what | key |
 * |---|---|
 * | how far a case is counted | `STATS#CASE#<case>` · `COUNTED` |
 * | what happened on a day | `STATS#<agency>#<item or *>` · `DAY#<day>#<shard>` |
 * | how many cases stand where | `STATS#<agency>#<item or *>` · `NOW#<shard>` |
 * | how many cases are next due on a day | `STATS#<agency>#*` · `DUE#<day>#<shard>` |
 *
 * One transaction moves a case's mark on and adds to the rows, so an event that comes twice, or to two workers at once, counts
 * once. Rows are sharded, for two workers that count for one agency at the same moment; a reader adds the shards up. Every
 * read is by an agency and days: what it costs does not grow with the number of cases.
 */
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { type TransactItem, transact } from '../base/transact.ts';
import type { Day } from '../base/words.ts';
import { casePartition } from './case-keys.ts';
import { addUp, allItems, type Counted, type CountedEvent, counted, countedEvent, type Tally } from './statistics.ts';

export type StatisticsStore = ReturnType<typeof createStatisticsStore>;

/** What is written together: cases counted further, and by how much the rows change. */
export interface Counting {
  readonly cases: readonly { readonly expected: number; readonly after: Counted }[];
  readonly tallies: readonly Tally[];
}

export type DayCounts = Readonly<Record<Day, Readonly<Record<string, number>>>>;

export const shards = 4;
/** DynamoDB takes this many writes in one transaction. */
export const maxWrites = 100;

const rowsOf = (agency: string, item: string): string => `STATS#${agency}#${item}`;
const countedKey = (caseId: string) => ({ PK: `STATS#CASE#${caseId}`, SK: 'COUNTED' });

export function createStatisticsStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** How far these cases (at most 100) are counted; those that are not are missing. @throws Problem `too-busy` */
    async counted(caseIds: readonly string[]): Promise<Map<string, Counted>> {
      const Keys = caseIds.map(countedKey);
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Problem('too-busy');
      const rows = (Responses?.[table] ?? []).map((row) => z.object({ counted }).parse(row).counted);
      return new Map(rows.map((row) => [row.caseId, row]));
    },

    /** The record of a case after an event, for what the stream did not bring. */
    async record(caseId: string, after: number): Promise<CountedEvent[]> {
      const rows = await query({
        KeyConditionExpression: 'PK = :pk AND SK BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': casePartition(caseId),
          ':from': `EVENT#${String(after + 1).padStart(6, '0')}`,
          ':to': 'EVENT#~',
        },
        ExpressionAttributeNames: { '#event': 'event' },
        ProjectionExpression: 'PK, SK, #event',
        Select: 'SPECIFIC_ATTRIBUTES',
        ConsistentRead: true,
      });
      return rows.map((row) => z.object({ event: countedEvent }).parse(row).event);
    },

    /** How many writes it is; more than `maxWrites` have to be parted. */
    writes: ({ cases, tallies }: Counting): number => cases.length + tallies.length,

    /** Wholly or not at all. @throws CommitRefused when a case was counted further meanwhile */
    commit: ({ cases, tallies }: Counting, shard: number): Promise<void> =>
      transact(client, [
        ...cases.map((one) => countedItem(one)),
        ...tallies.map((tally) => addItem(tally, Math.abs(shard) % shards)),
      ]),

    /** Counts of each day on which something happened. */
    async days(agency: string, item: string, from: Day, to: Day): Promise<DayCounts> {
      const rows = await range(rowsOf(agency, item), `DAY#${from}`, `DAY#${to}~`);
      return byDay(rows);
    },

    /** How many cases stand where. */
    async now(agency: string, item: string): Promise<Record<string, number>> {
      return addUp((await range(rowsOf(agency, item), 'NOW#', 'NOW#~')).map(countsOf));
    },

    /** How many cases have each day as their next one. A year back, what is still open has long been escalated. */
    async due(agency: string, from: Day, to: Day): Promise<DayCounts> {
      return byDay(await range(rowsOf(agency, allItems), `DUE#${from}`, `DUE#${to}~`));
    },
  };

  function countedItem({ expected, after }: Counting['cases'][number]): TransactItem {
    const Item = { ...countedKey(after.caseId), seq: after.seq, counted: after };
    const isNew = { ConditionExpression: 'attribute_not_exists(PK)' };
    const follows = { ConditionExpression: 'seq = :expected', ExpressionAttributeValues: { ':expected': expected } };
    return { Put: { TableName: table, Item, ...(expected === 0 ? isNew : follows) } };
  }

  function addItem({ agency, item, kind, day, counts }: Tally, shard: number): TransactItem {
    const names = Object.keys(counts);
    const SK = kind === 'now' ? `NOW#${shard}` : `${kind.toUpperCase()}#${day}#${shard}`;
    return {
      Update: {
        TableName: table,
        Key: { PK: rowsOf(agency, item), SK },
        UpdateExpression: `ADD ${names.map((_, at) => `#n${at} :v${at}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#n${at}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map((name, at) => [`:v${at}`, counts[name]])),
      },
    };
  }

  function range(partition: string, from: string, to: string): Promise<Row[]> {
    return query({
      KeyConditionExpression: 'PK = :pk AND SK BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': partition, ':from': from, ':to': to },
    });
  }

  async function query(input: Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName'>): Promise<Row[]> {
    const rows: Row[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({ TableName: table, ...input, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }),
      );
      rows.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rows;
  }
}

type Row = Record<string, unknown>;

const countsOf = ({ PK: _, SK: __, ...counts }: Row): Record<string, number> =>
  z.record(z.string(), z.number()).parse(counts);

function byDay(rows: readonly Row[]): DayCounts {
  const days = Map.groupBy(rows, ({ SK }) => String(SK).split('#')[1] ?? '');
  return Object.fromEntries([...days].map(([day, same]) => [day, addUp(same.map(countsOf))]));
}
