/**
 * Files of a case as rows of the cases table: `CASE#<id>` · `MATERIAL#<id>`. A file's state only moves forward, each step under a
 * condition: expected → uploaded (the applicant says so, the object is there) → clean or refused (the scan says so); from any
 * of them → removed (the applicant takes it back), and gone once its bytes have been cleared.
 */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
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
    /** A file that was not taken back. One round trip. @throws Problem `not-found` */
    async get(caseId: string, materialId: string): Promise<Material> {
      const file = await read(caseId, materialId);
      if (file.state === 'removed') throw new Problem('not-found');
      return file;
    },

    /** A file in whatever state, for those who clear up. @throws Problem `not-found` */
    getAny: read,

    /** Announces a file, while its case still takes files. @throws CommitRefused when it does not any more */
    async add(file: Material, guards: readonly TransactItem[]): Promise<void> {
      await transact(client, [
        { Put: { TableName: table, Item: materialRow(file), ConditionExpression: 'attribute_not_exists(PK)' } },
        { ConditionCheck: { TableName: table, Key: headKey(file.caseId), ...takesFiles } },
        ...guards,
      ]);
    },

    /** A file that was announced before is announced again. @throws CommitRefused when its case takes files no more */
    async again({ caseId }: Pick<Material, 'caseId'>, guards: readonly TransactItem[]): Promise<void> {
      await transact(client, [
        { ConditionCheck: { TableName: table, Key: headKey(caseId), ...takesFiles } },
        ...guards,
      ]);
    },

    /**
     * Moves a file from one state to the next.
     * @returns false when it was not in the state `from` any more: somebody else has moved it
     */
    async move(file: Material, from: Material['state']): Promise<boolean> {
      try {
        await client.send(new UpdateCommand(moved(file, from)));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    /** The same, as long as what else must be so is. @throws CommitRefused when it is not, or somebody else has moved the file */
    async moveUnder(guards: readonly TransactItem[], file: Material, from: Material['state']): Promise<void> {
      await transact(client, [{ Update: moved(file, from) }, ...guards]);
    },

    /** Takes a file back, while its case still takes files; the relay has its bytes cleared. @throws CommitRefused when it does not any more */
    async remove(file: Material, guards: readonly TransactItem[] = []): Promise<void> {
      await transact(client, [
        removedItem(table, file),
        { ConditionCheck: { TableName: table, Key: headKey(file.caseId), ...takesFiles } },
        ...guards,
      ]);
    },

    /** Forgets a file that was taken back, once its bytes are gone. */
    async forget({ caseId, materialId }: Pick<Material, 'caseId' | 'materialId'>): Promise<void> {
      await client.send(
        new DeleteCommand({
          TableName: table,
          Key: materialKey(caseId, materialId),
          ConditionExpression: 'attribute_not_exists(PK) OR #state = :removed',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':removed': 'removed' },
        }),
      );
    },

    /** A clean file of another case of the same package, as a row of this one; the other is clean at the moment of the write. */
    copyItem: (copy: Material): TransactItem => ({
      Put: { TableName: table, Item: materialRow(copy), ConditionExpression: 'attribute_not_exists(PK)' },
    }),

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

  function moved(file: Material, from: Material['state']) {
    return {
      TableName: table,
      Key: materialKey(file.caseId, file.materialId),
      UpdateExpression: 'SET #state = :state, material = :material',
      ConditionExpression: '#state = :from',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': file.state, ':material': file, ':from': from },
    };
  }

  async function read(caseId: string, materialId: string): Promise<Material> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: materialKey(caseId, materialId), ConsistentRead: true }),
    );
    if (Item === undefined) throw new Problem('not-found');
    return materialOf(Item);
  }
}

/** The write that takes a file back: nobody is shown it any more, and the stream tells the relay to have its bytes cleared. */
export const removedItem = (table: string, file: Material): TransactItem => ({
  Update: {
    TableName: table,
    Key: materialKey(file.caseId, file.materialId),
    UpdateExpression: 'SET #state = :removed, material = :material',
    ConditionExpression: 'attribute_exists(PK) AND #state <> :removed',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':removed': 'removed', ':material': { ...file, state: 'removed' } },
  },
});

/** Files come and go in a draft and while a correction is asked for; never under an officer's eyes. */
const takesFiles = {
  ConditionExpression: '#state IN (:draft, :correction)',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':draft': 'draft', ':correction': 'correction-requested' },
} as const;
