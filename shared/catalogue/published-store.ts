/**
 * Versions of items that agencies published at run time, as every function reads them (docs/decisions/0016). They lie in the cases
 * table, whose readers hold the grant already; proposal-store.ts writes them.
 *
 * | what | key |
 * |---|---|
 * | what was published, in order; only ever added to | `CATALOGUE` · `PUBLISHED#<seq>`, with the item's row of the index |
 * | a version whole; never changed | `ITEM#<code>` · `VERSION#<version>`, with its text |
 *
 * since(seq)         Query, strongly consistent: usually nothing new
 * versions(code, v)  Query
 * version(code, v)   GetItem
 */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { instant } from '../base/words.ts';
import { compiledEntry, compiledItem } from './compiled-item.ts';
import type { Item } from './item.ts';

export const logPartition = 'CATALOGUE';
export const logKey = (seq: number) => ({ PK: logPartition, SK: `PUBLISHED#${String(seq).padStart(8, '0')}` });
export const versionKey = (code: string, version: number) => ({
  PK: `ITEM#${code}`,
  SK: `VERSION#${String(version).padStart(6, '0')}`,
});

/** One line of the log: `entry` is what lists and searches need of the version. */
export const publication = z.object({
  seq: z.int().min(1),
  at: instant,
  proposalId: z.string(),
  proposedBy: z.string(),
  approvedBy: z.string(),
  entry: compiledEntry,
});
export type Publication = z.infer<typeof publication>;

/** A version with the text that it was made of. */
const storedVersion = z.object({ item: z.string(), source: z.string() });
export interface PublishedVersion {
  readonly item: Item;
  readonly source: string;
}

export type PublishedStore = ReturnType<typeof createPublishedStore>;

export function createPublishedStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** All that was published after the log's line of that number, in order. */
    async since(seq: number): Promise<Publication[]> {
      const rows = await between(logPartition, logKey(seq + 1).SK, 'PUBLISHED#~');
      return rows.map((row) => z.object({ publication }).parse(row).publication);
    },

    /** The published versions of one item that are higher than a number. */
    async versions(code: string, above: number): Promise<PublishedVersion[]> {
      const { PK, SK } = versionKey(code, above + 1);
      return (await between(PK, SK, 'VERSION#~')).map(versionOf);
    },

    async version(code: string, version: number): Promise<PublishedVersion | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: versionKey(code, version), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : versionOf(Item);
    },
  };

  async function between(partition: string, from: string, to: string): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk AND SK BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': partition, ':from': from, ':to': to },
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      rows.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return rows;
  }
}

/** The item lies as JSON text: what was approved comes back byte for byte. */
export const versionRow = ({ item, source }: PublishedVersion): Record<string, unknown> => ({
  ...versionKey(item.code, item.version),
  item: JSON.stringify(item),
  source,
});

function versionOf(row: unknown): PublishedVersion {
  const { item, source } = storedVersion.parse(row);
  return { item: compiledItem.parse(JSON.parse(item)), source };
}
