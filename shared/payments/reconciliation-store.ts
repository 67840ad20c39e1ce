/**
 * Reconciled days in the payments table: `RECONCILED#<agency>` · `DAY#<day>`, one row a day, written over its own version.
 */
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
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
