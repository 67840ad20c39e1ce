/**
 * What officers saw of a case: `ACCESS#<case>` · `<instant>#<random>`. Only ever added to, apart from the case itself, so that
 * reading a case costs no more the more it has been read.
 */
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { randomCode } from '../base/ids.ts';
import { Problem } from '../base/problems.ts';
import { type PageRequest, queryPage } from '../base/query-page.ts';
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

    /** One look at many cases, at places of its own: noted again, it is the same note. @throws Problem `too-busy` */
    async noteAll(looks: readonly { caseId: string; access: AccessEntry; place: string }[]): Promise<void> {
      const parts = Array.from({ length: Math.ceil(looks.length / 25) }, (_, at) =>
        looks.slice(at * 25, (at + 1) * 25),
      );
      await Promise.all(
        parts.map(async (part) => {
          let left: NonNullable<BatchWriteCommandInput['RequestItems']>[string] = part.map(
            ({ caseId, access, place }) => ({ PutRequest: { Item: { PK: partition(caseId), SK: place, access } } }),
          );
          for (let tries = 0; left.length > 0; tries += 1) {
            if (tries === 10) throw new Problem('too-busy');
            const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
            left = UnprocessedItems?.[table] ?? [];
          }
        }),
      );
    },

    /** Newest first. @throws Problem `bad-cursor` */
    async list(caseId: string, page: PageRequest) {
      const PK = partition(caseId);
      const query = {
        TableName: table,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': PK },
        ScanIndexForward: false,
      };
      const { rows, ...rest } = await queryPage(client, { name: PK, partition: { PK }, query }, page);
      return { items: rows.map((row) => z.object({ access: accessEntry }).parse(row).access), ...rest };
    },
  };
}
