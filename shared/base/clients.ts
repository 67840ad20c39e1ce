/** The AWS clients, each made once per function and only in functions that ask for it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Short timeouts and few tries: the API's own limit is 29 s, and a person waits. */
const patience = { maxAttempts: 4, requestHandler: { connectionTimeout: 1000, requestTimeout: 4000 } } as const;

export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(patience), { marshallOptions: { removeUndefinedValues: true } });

/** Path style where an endpoint is given: this machine and emulators have no bucket host names. */
export const s3Client = (): S3Client =>
  new S3Client({
    ...patience,
    forcePathStyle: (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined,
  });

export const sqsClient = (): SQSClient => new SQSClient(patience);

/** Reads a secret's text once; later calls wait for the same answer. A failed read is tried again by the next call. */
export function secretReader(secretId: string, client = new SecretsManagerClient(patience)): () => Promise<string> {
  let reading: Promise<string> | undefined;
  return () => {
    reading ??= read(client, secretId).catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
}

async function read(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined) throw new Error('secret has no text');
  return SecretString;
}
