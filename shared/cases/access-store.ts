/**
 * What officers saw of a case: `ACCESS#<case>` · `<instant>#<random>`. Only ever added to, apart from the case itself, so that
 * reading a case costs no more the more it has been read.
 */
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../base/cursor.ts';
import { randomCode } from '../base/ids.ts';
import { type AccessEntry, accessEntry } from './views.ts';

export type AccessStore = ReturnType<typeof createAccessStore>;

export function createAccessStore(client: DynamoDBDocumentClient, table: string) {
  const partition = (caseId: string) => `ACCESS#${caseId}`;
  return {
    /** One write, which may go out beside the read it tells of. */
    async note(caseId: string, access: AccessEntry): Promise<void> {
      const Item = { PK: partition(caseId), SK: `${access.at}#${randomCode(8)}`, access };
      await client.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(PK)' }));
    },

    /** Newest first. @throws Problem `bad-cursor` */
    async list(caseId: string, page: { limit: number; cursor?: string | undefined }) {
      const start = decodeCursor(partition(caseId), page.cursor);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': partition(caseId) },
          ScanIndexForward: false,
          Limit: page.limit,
          ...(start === undefined ? {} : { ExclusiveStartKey: { ...start, PK: partition(caseId) } }),
        }),
      );
      const items = Items.map((row) => z.object({ access: accessEntry }).parse(row).access);
      const last = z.object({ SK: z.string() }).safeParse(LastEvaluatedKey);
      return { items, ...(last.success ? { next: encodeCursor(partition(caseId), { SK: last.data.SK }) } : {}) };
    },
  };
}
