/** Issued documents as anyone may verify them: `DOCUMENT#<number>` · `DOCUMENT`, written by the transaction that issues one. */
import { type DynamoDBDocumentClient, GetCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { documentKey } from './case-keys.ts';
import { type DocumentVerification, documentVerification } from './document-verification.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
export type DocumentStore = ReturnType<typeof createDocumentStore>;

export function createDocumentStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** One round trip. @throws Problem `not-found` */
    async get(number: string): Promise<DocumentVerification> {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: documentKey(number) }));
      if (Item === undefined) throw new Problem('not-found');
      return z.object({ document: documentVerification }).parse(Item).document;
    },

    /** The write that makes a document verifiable. */
    issueItem: (document: DocumentVerification, caseId: string): TransactItem => ({
      Put: {
        TableName: table,
        Item: { ...documentKey(document.number), document, caseId },
        ConditionExpression: 'attribute_not_exists(PK)',
      },
    }),
  };
}
