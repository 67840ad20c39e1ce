/** One page of a list of the table: one Query however long the list is, paged by an opaque cursor. */
import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { Problem } from './problems.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

/** A list as the table keeps it. */
export interface List {
  /** To which a cursor belongs: that of another is refused. */
  readonly name: string;
  /** What is asked, but for the page. */
  readonly query: QueryCommandInput;
  /** The partition in which all of the list lies: left out of the cursor and put back from here, never taken from a caller. */
  readonly partition: Readonly<Record<string, string>>;
}

/** @throws Problem `bad-cursor` when the cursor is not one that this list gave out */
export async function queryPage(
  client: DynamoDBDocumentClient,
  { name, query, partition }: List,
  page: PageRequest,
): Promise<{ rows: readonly unknown[]; next?: string }> {
  const start = decodeCursor(name, page.cursor);
  const from = start === undefined ? {} : { ExclusiveStartKey: { ...start, ...partition } };
  const { Items = [], LastEvaluatedKey } = await client
    .send(new QueryCommand({ ...query, Limit: page.limit, ...from }))
    .catch((error: unknown) => {
      // The engine knows which keys a list has: a cursor with others was not given out by this one.
      const isCursor = start !== undefined && error instanceof Error && error.name === 'ValidationException';
      throw isCursor ? new Problem('bad-cursor') : error;
    });
  if (LastEvaluatedKey === undefined) return { rows: Items };
  const keys = z.record(z.string(), z.string()).parse(LastEvaluatedKey);
  for (const own of Object.keys(partition)) delete keys[own];
  return { rows: Items, next: encodeCursor(name, keys) };
}

/** A list that an index keeps, whose keys are `<key>PK` and `<key>SK`. */
export function indexList(
  table: string,
  { index, key, partition, forward }: { index: string; key: string; partition: string; forward: boolean },
): List {
  return {
    name: partition,
    partition: { [`${key}PK`]: partition },
    query: {
      TableName: table,
      IndexName: index,
      KeyConditionExpression: `${key}PK = :pk`,
      ExpressionAttributeValues: { ':pk': partition },
      ScanIndexForward: forward,
    },
  };
}
