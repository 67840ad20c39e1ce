/**
 * Reconciled days in the payments table: `RECONCILED#<agency>` · `DAY#<day>`, one row a day, written over its own version.
 */
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../base/cursor.ts';
import { Problem } from '../base/problems.ts';
import { type DayRun, dayRun } from './reconciliation.ts';

export type ReconciliationStore = ReturnType<typeof createReconciliationStore>;

export function createReconciliationStore(client: DynamoDBDocumentClient, table: string) {
  const keyOf = (agency: string, day: string) => ({ PK: `RECONCILED#${agency}`, SK: `DAY#${day}` });
  return {
    async find(agency: string, day: string): Promise<DayRun | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(agency, day), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : z.object({ run: dayRun }).parse(Item).run;
    },

    /** An agency's reconciled days, last first. */
    async page(agency: string, Limit: number, cursor: string | undefined): Promise<{ items: DayRun[]; next?: string }> {
      const { PK } = keyOf(agency, '');
      const from = decodeCursor(PK, cursor);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': PK },
          ScanIndexForward: false,
          Limit,
          ...(from === undefined ? {} : { ExclusiveStartKey: { PK, SK: from.SK } }),
        }),
      );
      return {
        items: Items.map((row) => z.object({ run: dayRun }).parse(row).run),
        ...(LastEvaluatedKey === undefined ? {} : { next: encodeCursor(PK, { SK: String(LastEvaluatedKey.SK) }) }),
      };
    },

    /** @throws Problem `conflict` when somebody else wrote it meanwhile */
    async write(run: DayRun): Promise<void> {
      const { agency, day, version } = run;
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keyOf(agency, day), version, run },
            ConditionExpression: 'attribute_not_exists(PK) OR #version = :expected',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':expected': version - 1 },
          }),
        );
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') throw new Problem('conflict');
        throw error;
      }
    },
  };
}
