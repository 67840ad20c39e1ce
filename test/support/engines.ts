/**
 * The embedded engines for tests, in memory, one set per test file: Dynoxide for DynamoDB, fauxqs for SQS and S3. Tables
 * are made as the stack makes them (`test/stack` holds the two definitions equal).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startFauxqs } from 'fauxqs';

const region = 'us-east-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface QueuePair {
  readonly name: string;
  readonly url: string;
  readonly deadLetterUrl: string;
}

export interface Engines {
  readonly dynamodbEndpoint: string;
  /** SQS and S3. */
  readonly awsEndpoint: string;
  readonly dynamodb: DynamoDBClient;
  /** With the marshalling options of the functions' own client. */
  readonly documents: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** @returns the new table's name */
  createCasesTable(): Promise<string>;
  /** @returns the new bucket's name */
  createBucket(): string;
  /** A work queue and its dead-letter queue, `tries` before a message is set aside. */
  createQueue(name: string, options?: { visibilitySeconds?: number; tries?: number }): QueuePair;
  /** Bodies of all messages in a queue, waiting or in flight, parsed; takes none away. */
  messagesIn(queue: string): unknown[];
  stop(): Promise<void>;
}

export async function startEngines(): Promise<Engines> {
  const [dynoxide, fauxqs] = await Promise.all([
    startDynoxide(),
    startFauxqs({ port: 0, logger: false, host: '127.0.0.1' }),
  ]);
  const awsEndpoint = `http://127.0.0.1:${fauxqs.port}`;
  const documents = DynamoDBDocumentClient.from(dynoxide.client, { marshallOptions: { removeUndefinedValues: true } });
  const sqs = new SQSClient({ region, credentials, endpoint: awsEndpoint });
  const s3 = new S3Client({ region, credentials, endpoint: awsEndpoint, forcePathStyle: true });
  return {
    dynamodbEndpoint: dynoxide.endpoint,
    awsEndpoint,
    dynamodb: dynoxide.client,
    documents,
    sqs,
    s3,
    createCasesTable: () => createCasesTable(dynoxide.client),
    createBucket: () => fauxqs.createBucket(`files-${randomUUID()}`).bucketName,
    createQueue(name, { visibilitySeconds = 30, tries = 5 } = {}) {
      const dead = fauxqs.createQueue(`${name}-dead`, { region });
      const redrive = JSON.stringify({ deadLetterTargetArn: dead.queueArn, maxReceiveCount: tries });
      const attributes = { VisibilityTimeout: String(visibilitySeconds), RedrivePolicy: redrive };
      const queue = fauxqs.createQueue(name, { region, attributes });
      return {
        name,
        url: onEndpoint(queue.queueUrl, awsEndpoint),
        deadLetterUrl: onEndpoint(dead.queueUrl, awsEndpoint),
      };
    },
    messagesIn(queue) {
      const all = fauxqs.inspectQueue(queue)?.messages;
      const found = [
        ...(all?.ready ?? []),
        ...(all?.delayed ?? []),
        ...(all?.inflight ?? []).map(({ message }) => message),
      ];
      return found.map(({ body }): unknown => JSON.parse(body));
    },
    async stop() {
      for (const client of [dynoxide.client, sqs, s3]) client.destroy();
      await Promise.all([dynoxide.stop(), fauxqs.stop()]);
    },
  };
}

/** The same path on the address that the engine really listens on: queue addresses carry a host name of their own. */
function onEndpoint(queueUrl: string, endpoint: string): string {
  return queueUrl.replace(/^https?:\/\/[^/]+/, endpoint);
}

/** The cases table as `infra/` defines it: keys, the lists, stream of new images, time to live. */
export const casesTable = {
  KeySchema: keys('PK', 'SK'),
  AttributeDefinitions: ['PK', 'SK', ...[1, 2, 3, 4, 5, 6].flatMap((n) => [`GSI${n}PK`, `GSI${n}SK`])].map(
    (AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    }),
  ),
  GlobalSecondaryIndexes: ['byApplicant', 'byAgency', 'byHandler', 'jobs', 'timers', 'attention'].map(
    (IndexName, index) => ({
      IndexName,
      KeySchema: keys(`GSI${index + 1}PK`, `GSI${index + 1}SK`),
      Projection:
        IndexName === 'timers'
          ? { ProjectionType: 'KEYS_ONLY' as const }
          : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['summary'] },
    }),
  ),
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

function keys(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}

async function createCasesTable(client: DynamoDBClient): Promise<string> {
  const TableName = `cases-${randomUUID()}`;
  await client.send(new CreateTableCommand({ TableName, ...casesTable }));
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  return TableName;
}

/** The engine's program. */
export const dynoxide = (): string => createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');

export interface Dynoxide {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
}

/**
 * @param file SQLite file with what is there already; in memory when not said
 *
 * Dynoxide cannot choose a port itself, so one is found free first; another process may take it in between: tried anew.
 */
export async function startDynoxide(file?: string, tries = 5): Promise<Dynoxide> {
  const port = await freePort();
  const stored = file === undefined ? [] : ['--db-path', file];
  const child = spawn(dynoxide(), ['serve', '--port', String(port), ...stored], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({ region, credentials, endpoint });
  if (await answers(child, client)) return { endpoint, client, stop: () => end(child) };
  client.destroy();
  await end(child);
  if (tries <= 1) throw new Error('the DynamoDB engine did not start');
  return startDynoxide(file, tries - 1);
}

async function answers(child: ChildProcess, client: DynamoDBClient): Promise<boolean> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    const up = await client.send(new ListTablesCommand({})).then(
      () => true,
      () => false,
    );
    if (up) return child.exitCode === null;
    await sleep(25);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
