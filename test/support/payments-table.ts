/** The payments table as `infra/` defines it: keys, the three lists, stream of new images, time to live. */
import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type CreateTableCommandInput, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { Engines } from './engines.ts';

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

export const paymentsTable = {
  KeySchema: keys('PK', 'SK'),
  AttributeDefinitions: ['PK', 'SK', ...[1, 2, 3].flatMap((n) => [`GSI${n}PK`, `GSI${n}SK`])].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  GlobalSecondaryIndexes: ['byAgency', 'byPayer', 'byClock'].map((IndexName, index) => ({
    IndexName,
    KeySchema: keys(`GSI${index + 1}PK`, `GSI${index + 1}SK`),
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['summary', 'leg'] },
  })),
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

export async function createPaymentsTable({ dynamodb }: Pick<Engines, 'dynamodb'>): Promise<string> {
  const TableName = `payments-${randomUUID()}`;
  await dynamodb.send(new CreateTableCommand({ TableName, ...paymentsTable }));
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  return TableName;
}
