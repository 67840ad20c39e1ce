/** Batches as Lambda hands them to queue workers and to the relay. */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { SQSEvent } from 'aws-lambda';
import type { Engines } from './engines.ts';

/** A batch of messages, ids `m0`, `m1`, …; a string is sent as it is, anything else as JSON. */
export function sqsEvent(queue: string, messages: readonly unknown[], tries = 1): SQSEvent {
  return {
    Records: messages.map((message, index) => ({
      messageId: `m${index}`,
      receiptHandle: `handle-${index}`,
      body: typeof message === 'string' ? message : JSON.stringify(message),
      attributes: {
        ApproximateReceiveCount: String(tries),
        SentTimestamp: '1772416800000',
        SenderId: 'AIDAEXAMPLE',
        ApproximateFirstReceiveTimestamp: '1772416800050',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
      awsRegion: 'us-east-1',
    })),
  };
}

/** Ids of the messages that a worker gave back. */
export const failedIds = (response: { batchItemFailures: readonly { itemIdentifier: string }[] }): string[] =>
  response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

/** Everything that a table's stream holds, as one batch. */
export async function readStream(engines: Engines, table: string): Promise<{ Records: object[] }> {
  const { Table } = await engines.dynamodb.send(new DescribeTableCommand({ TableName: table }));
  const StreamArn = Table?.LatestStreamArn;
  const client = new DynamoDBStreamsClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint: engines.dynamodbEndpoint,
  });
  try {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
    const records: object[] = [];
    for (const { ShardId } of StreamDescription?.Shards ?? [])
      records.push(...(await readShard(client, StreamArn, ShardId)));
    return { Records: records };
  } finally {
    client.destroy();
  }
}

async function readShard(client: DynamoDBStreamsClient, StreamArn: string | undefined, ShardId: string | undefined) {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const found: object[] = [];
  for (let iterator = ShardIterator; iterator !== undefined; ) {
    const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
    if (Records.length === 0) break;
    found.push(...Records.map(asLambdaSees));
    iterator = NextShardIterator;
  }
  return found;
}

/** Lambda hands on the stream's JSON: dates are seconds there, and the client's typed values are plain objects. */
function asLambdaSees({ eventID, eventName, dynamodb }: _Record) {
  const seconds = (dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000;
  return {
    eventID,
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: { ...dynamodb, ApproximateCreationDateTime: seconds },
  };
}
