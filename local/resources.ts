/** Creates what the stack has and the engines do not: tables, queues, buckets. What is there already is kept. */
import * as z from 'zod';
import { type ServiceCall, ServiceError } from './aws-json.ts';
import type { Stack, StackResource } from './stack.ts';

export interface Services {
  readonly dynamodb: ServiceCall;
  readonly streams: ServiceCall;
  readonly sqs: ServiceCall;
}

export interface Created {
  readonly tables: number;
  readonly queues: number;
  readonly buckets: number;
}

/**
 * @param storage address of the S3 engine
 * @param warn told what an existing table lacks and cannot be given
 */
export async function createResources(
  stack: Stack,
  services: Services,
  storage: string,
  warn: (sentence: string) => void,
): Promise<Created> {
  const tables = stack.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
  const queues = stack.ofType('AWS::SQS::Queue');
  const buckets = stack.ofType('AWS::S3::Bucket');
  for (const bucket of buckets) {
    const answer = await fetch(`${storage}/${bucket.name}`, { method: 'PUT' });
    if (!answer.ok) throw new Error(`Bucket ${bucket.name} could not be created: ${await answer.text()}`);
  }
  for (const queue of queues) await createQueue(services.sqs, queue);
  for (const table of tables) await createTable(services.dynamodb, table, warn);
  return { tables: tables.length, queues: queues.length, buckets: buckets.length };
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const index = z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: z.record(z.string(), z.unknown()) });
const tableProperties = z.object({
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z.object({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
});
type TableProperties = z.infer<typeof tableProperties>;

const describedTable = z.object({
  Table: z.object({
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema: keySchema })).default([]),
  }),
});

async function createTable(
  dynamodb: ServiceCall,
  { id, name, properties }: StackResource,
  warn: (sentence: string) => void,
) {
  const wanted = tableProperties.parse(properties);
  const existing = await dynamodb('DescribeTable', { TableName: name }).catch((error: unknown) => {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  });
  if (existing !== undefined)
    return completeTable(dynamodb, id, name, wanted, describedTable.parse(existing).Table, warn);
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes, StreamSpecification, TimeToLiveSpecification, ...keys } =
    wanted;
  await dynamodb('CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    ...keys,
    ...(GlobalSecondaryIndexes.length > 0 ? { GlobalSecondaryIndexes } : {}),
    ...(LocalSecondaryIndexes.length > 0 ? { LocalSecondaryIndexes } : {}),
    ...(StreamSpecification === undefined
      ? {}
      : { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
  });
  if (TimeToLiveSpecification?.Enabled === true) {
    await dynamodb('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification });
  }
}

/** A table of an earlier day is given the indexes that came since; its keys cannot change. */
async function completeTable(
  dynamodb: ServiceCall,
  id: string,
  name: string,
  wanted: TableProperties,
  existing: z.infer<typeof describedTable>['Table'],
  warn: (sentence: string) => void,
): Promise<void> {
  if (!sameKeys(existing.KeySchema, wanted.KeySchema)) {
    return warn(
      `表 ${id} 的主键与数据不符 · Table ${id} has other keys than its data: begin anew with another HALL_DATA.`,
    );
  }
  for (const index of wanted.GlobalSecondaryIndexes) {
    const found = existing.GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index.IndexName);
    if (found === undefined) {
      const names = new Set(index.KeySchema.map(({ AttributeName }) => AttributeName));
      await dynamodb('UpdateTable', {
        TableName: name,
        AttributeDefinitions: wanted.AttributeDefinitions.filter(({ AttributeName }) => names.has(AttributeName)),
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      });
    } else if (!sameKeys(found.KeySchema, index.KeySchema)) {
      warn(`索引 ${index.IndexName} 的键与数据不符 · Index ${index.IndexName} of ${id} has other keys than its data.`);
    }
  }
}

const sameKeys = (left: z.infer<typeof keySchema>, right: z.infer<typeof keySchema>): boolean => {
  const told = (keys: typeof left): string => keys.map((key) => `${key.KeyType} ${key.AttributeName}`).join();
  return told(left) === told(right);
};

/** Properties of a queue that the engine takes as attributes; tags, encryption and policies mean nothing here. */
const queueAttributes = [
  'DelaySeconds',
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  'FifoQueue',
  'ContentBasedDeduplication',
  'RedrivePolicy',
];

async function createQueue(sqs: ServiceCall, { name, properties, ref }: StackResource): Promise<void> {
  const attributes = Object.fromEntries(
    queueAttributes.flatMap((key) => {
      const value = properties[key];
      if (value === undefined) return [];
      return [[key, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
    }),
  );
  try {
    await sqs('CreateQueue', { QueueName: name, Attributes: attributes });
  } catch (error) {
    // It is there with other attributes: it keeps its messages and takes the new ones.
    if (!(error instanceof ServiceError) || error.code !== 'QueueNameExists') throw error;
    const { FifoQueue: _, ...changeable } = attributes;
    await sqs('SetQueueAttributes', { QueueUrl: ref, Attributes: changeable });
  }
}
