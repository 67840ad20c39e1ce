/**
 * What a function needs of the hall's own key to do something with a service that encrypts with it.
 * From "How Amazon DynamoDB (S3, SQS, Secrets Manager) uses AWS KMS" in the KMS developer guide.
 */

const reading = ['kms:Decrypt', 'kms:DescribeKey'];
const writingTable = [...reading, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

const keyUse: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:GetItem': reading,
  'dynamodb:BatchGetItem': reading,
  'dynamodb:Query': reading,
  'dynamodb:GetRecords': reading,
  'dynamodb:ConditionCheckItem': reading,
  'dynamodb:BatchWriteItem': writingTable,
  'dynamodb:PutItem': writingTable,
  'dynamodb:UpdateItem': writingTable,
  'dynamodb:DeleteItem': writingTable,
  's3:GetObject': ['kms:Decrypt'],
  's3:PutObject': ['kms:Decrypt', 'kms:GenerateDataKey'],
  'sqs:SendMessage': ['kms:Decrypt', 'kms:GenerateDataKey'],
  'sqs:ReceiveMessage': ['kms:Decrypt'],
  'secretsmanager:GetSecretValue': ['kms:Decrypt'],
};

/** `dynamodb` of `dynamodb:GetItem`. */
export const serviceOf = (action: string): string => action.split(':', 1)[0] ?? action;

/** Actions on the key that these actions of one service imply, sorted. */
export function keyActionsFor(actions: readonly string[]): string[] {
  return [...new Set(actions.flatMap((action) => keyUse[action] ?? []))].sort();
}
