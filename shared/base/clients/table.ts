import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { patience } from './patience.ts';

/** DynamoDB with typed values, for a function that makes one kind of call and must start fast. */
export const tableClient = (config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({ ...patience, ...config });
