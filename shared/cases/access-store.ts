/**
 * What officers saw of a case: `ACCESS#<case>` · `<instant>#<random>`. Only ever added to, apart from the case itself, so that
 * reading a case costs no more the more it has been read.
 */
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchWrite } from '../base/batch-write.ts';
import { randomCode } from '../base/ids.ts';
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
      const writes = looks.map(({ caseId, access, place }) => ({
        PutRequest: { Item: { PK: partition(caseId), SK: place, access } },
      }));
      await batchWrite(client, table, writes);
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
