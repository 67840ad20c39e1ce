/**
 * Bulk actions, in the cases table: `BULK#<id>` · `BULK`, kept 30 days. While one waits or is being done the clock finds it in the
 * index `timers` under `BULKS` · `<instant>#<id>`; whoever asked for it finds theirs in `byHandler` under `BULKS#<officer>`.
 */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { indexList, type PageRequest, queryPage } from '../base/query-page.ts';
import { epochSeconds } from '../base/time.ts';
import { type TransactItem, transact } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import { type Bulk, bulk } from './bulk.ts';
import { bulkSummary, bulkSummaryOf } from './bulk-view.ts';

export type BulkStore = ReturnType<typeof createBulkStore>;

const keyOf = (bulkId: string) => ({ PK: `BULK#${bulkId}`, SK: 'BULK' });
const mine = (officerId: string): string => `BULKS#${officerId}`;
const keptSeconds = 30 * 86_400;

export function createBulkStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** @throws Problem `not-found` */
    async get(bulkId: string): Promise<Bulk> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(bulkId), ConsistentRead: true }),
      );
      if (Item === undefined) throw new Problem('not-found');
      return z.object({ bulk }).parse(Item).bulk;
    },

    /** @param expected version it was read at; 0 for a new one. @throws CommitRefused when somebody else was first */
    async put(one: Bulk, expected: number, more: readonly TransactItem[] = []): Promise<void> {
      const condition =
        expected === 0
          ? { ConditionExpression: 'attribute_not_exists(PK)' }
          : { ConditionExpression: 'version = :expected', ExpressionAttributeValues: { ':expected': expected } };
      await transact(client, [{ Put: { TableName: table, Item: rowOf(one), ...condition } }, ...more]);
    },

    /** Ids of those whose minute is over, and of those that were begun and not finished. */
    async due(now: Instant, limit: number): Promise<string[]> {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'timers',
          KeyConditionExpression: 'GSI5PK = :all AND GSI5SK <= :until',
          ExpressionAttributeValues: { ':all': 'BULKS', ':until': `${now}$` },
          Limit: limit,
        }),
      );
      return z
        .array(z.object({ PK: z.string() }))
        .parse(Items ?? [])
        .map(({ PK }) => PK.slice('BULK#'.length));
    },

    /** Somebody's own, newest first. @throws Problem `bad-cursor` */
    async listOf(officerId: string, page: PageRequest) {
      const list = { index: 'byHandler', key: 'GSI3', partition: mine(officerId), forward: false };
      const { rows, ...rest } = await queryPage(client, indexList(table, list), page);
      return { items: rows.map((row) => z.object({ summary: bulkSummary }).parse(row).summary), ...rest };
    },
  };
}

function rowOf(one: Bulk): Record<string, unknown> {
  const running = one.state === 'waiting' || one.state === 'applying';
  return {
    ...keyOf(one.bulkId),
    ...(running ? { GSI5PK: 'BULKS', GSI5SK: `${one.undoUntil}#${one.bulkId}` } : {}),
    GSI3PK: mine(one.by.id),
    GSI3SK: `${one.createdAt}#${one.bulkId}`,
    version: one.version,
    bulk: one,
    summary: bulkSummaryOf(one),
    expiresAt: epochSeconds(one.createdAt) + keptSeconds,
  };
}
