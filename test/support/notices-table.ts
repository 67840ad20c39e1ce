/** The notices table as `infra/` defines it. */
import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Engines } from './engines.ts';

export const noticesTable = {
  KeySchema: [
    { AttributeName: 'PK', KeyType: 'HASH' },
    { AttributeName: 'SK', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['PK', 'SK'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  BillingMode: 'PAY_PER_REQUEST',
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

export async function createNoticesTable({ dynamodb }: Pick<Engines, 'dynamodb'>): Promise<string> {
  const TableName = `notices-${randomUUID()}`;
  await dynamodb.send(new CreateTableCommand({ TableName, ...noticesTable }));
  return TableName;
}
