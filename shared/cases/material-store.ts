/**
 * Files of a case as rows of the cases table: `CASE#<id>` · `MATERIAL#<id>`. A file's state only moves forward, each step under a
 * condition: expected → uploaded (the applicant says so, the object is there) → clean or refused (the scan says so).
 */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { Problem } from '../base/problems.ts';
import { transact } from '../base/transact.ts';
import type { Material } from './case.ts';
import { headKey, materialKey, materialOf, materialRow } from './case-rows.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
export type MaterialStore = ReturnType<typeof createMaterialStore>;

export function createMaterialStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** One round trip. @throws Problem `not-found` */
    async get(caseId: string, materialId: string): Promise<Material> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: materialKey(caseId, materialId), ConsistentRead: true }),
      );
      if (Item === undefined) throw new Problem('not-found');
      return materialOf(Item);
    },

    /** Announces a file, while its case still takes files. @throws CommitRefused when it does not any more */
    async add(file: Material, guards: readonly TransactItem[]): Promise<void> {
      await transact(client, [
        { Put: { TableName: table, Item: materialRow(file), ConditionExpression: 'attribute_not_exists(PK)' } },
        { ConditionCheck: { TableName: table, Key: headKey(file.caseId), ...takesFiles } },
        ...guards,
      ]);
    },

    /**
     * Moves a file from one state to the next.
     * @returns false when it was not in the state `from` any more: somebody else has moved it
     */
    async move(file: Material, from: Material['state']): Promise<boolean> {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: materialKey(file.caseId, file.materialId),
            UpdateExpression: 'SET #state = :state, material = :material',
            ConditionExpression: '#state = :from',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':state': file.state, ':material': file, ':from': from },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    /** Takes a file away, while its case still takes files. @throws CommitRefused when it does not any more */
    async remove(file: Material): Promise<void> {
      await transact(client, [
        {
          Delete: {
            TableName: table,
            Key: materialKey(file.caseId, file.materialId),
            ConditionExpression: 'attribute_exists(PK)',
          },
        },
        { ConditionCheck: { TableName: table, Key: headKey(file.caseId), ...takesFiles } },
      ]);
    },

    /** Guard of a submission: the file is there and clean at the moment of the write. */
    cleanItem: (file: Material): TransactItem => ({
      ConditionCheck: {
        TableName: table,
        Key: materialKey(file.caseId, file.materialId),
        ConditionExpression: '#state = :clean',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':clean': 'clean' },
      },
    }),
  };
}

/** Files come and go in a draft and while a correction is asked for; never under an officer's eyes. */
const takesFiles = {
  ConditionExpression: '#state IN (:draft, :correction)',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':draft': 'draft', ':correction': 'correction-requested' },
} as const;
