/** A bare bundle for each API function: the same SDK clients and commands, the clients made, nothing more. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundling } from '../../../infra/build.ts';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

const table = { from: '@aws-sdk/client-dynamodb', names: ['DynamoDBClient'] };
const documents = (...commands: string[]) => ({
  from: '@aws-sdk/lib-dynamodb',
  names: ['DynamoDBDocumentClient', ...commands],
});
const files = (...commands: string[]) => ({ from: '@aws-sdk/client-s3', names: ['S3Client', ...commands] });
const links = { from: '@aws-sdk/s3-request-presigner', names: ['getSignedUrl'] };
const secrets = { from: '@aws-sdk/client-secrets-manager', names: ['SecretsManagerClient', 'GetSecretValueCommand'] };
const queues = { from: '@aws-sdk/client-sqs', names: ['SQSClient', 'GetQueueAttributesCommand'] };

/** What each function uses of the SDK. */
export const uses: Record<string, readonly { from: string; names: string[] }[]> = {
  public: [table, documents('GetCommand', 'QueryCommand')],
  citizen: [
    table,
    documents('BatchGetCommand', 'GetCommand', 'QueryCommand', 'TransactWriteCommand', 'UpdateCommand'),
    files('PutObjectCommand', 'GetObjectCommand', 'HeadObjectCommand'),
    links,
    secrets,
  ],
  officer: [
    table,
    documents('BatchGetCommand', 'GetCommand', 'QueryCommand', 'TransactWriteCommand', 'UpdateCommand'),
    files('GetObjectCommand'),
    links,
    secrets,
  ],
  'catalogue-desk': [table, documents('GetCommand', 'PutCommand', 'QueryCommand', 'TransactWriteCommand')],
  backoffice: [
    table,
    documents('BatchGetCommand', 'GetCommand', 'QueryCommand', 'TransactWriteCommand', 'UpdateCommand'),
    files('GetObjectCommand'),
    links,
    secrets,
  ],
  operations: [
    table,
    documents('GetCommand', 'QueryCommand'),
    {
      ...queues,
      names: [
        ...queues.names,
        'ChangeMessageVisibilityBatchCommand',
        'DeleteMessageBatchCommand',
        'ReceiveMessageCommand',
        'SendMessageBatchCommand',
      ],
    },
  ],
  callbacks: [{ ...table, names: [...table.names, 'PutItemCommand'] }, secrets],
  checkout: [
    table,
    documents('BatchGetCommand', 'GetCommand', 'QueryCommand', 'TransactWriteCommand', 'UpdateCommand'),
    files('GetObjectCommand', 'PutObjectCommand'),
    links,
    secrets,
  ],
  'money-desk': [
    table,
    documents('BatchGetCommand', 'GetCommand', 'PutCommand', 'QueryCommand', 'TransactWriteCommand', 'UpdateCommand'),
    files('GetObjectCommand', 'PutObjectCommand'),
    links,
  ],
  booking: [table, documents('BatchGetCommand', 'GetCommand', 'QueryCommand', 'TransactWriteCommand'), secrets],
  'booking-desk': [table, documents('BatchGetCommand', 'GetCommand', 'QueryCommand', 'TransactWriteCommand'), secrets],
  fhir: [table, documents('BatchGetCommand', 'GetCommand', 'QueryCommand', 'TransactWriteCommand'), secrets],
};

/** @param kind `trimmed`: made the way our own bundles are @returns the bundle's file */
export async function buildBare(name: string, kind: 'bare' | 'trimmed', folder: string): Promise<string> {
  const outfile = path.join(folder, name, kind, 'index.mjs');
  const { alias, plugins, ...plain } = bundling;
  const parts = uses[name] ?? [];
  const imports = parts.map(({ from, names }) => `import { ${names.join(', ')} } from '${from}';`);
  const made = parts.flatMap(({ names }) =>
    names.filter((one) => one.endsWith('Client') && one !== 'DynamoDBDocumentClient').map((one) => `new ${one}({})`),
  );
  const kept = parts.flatMap(({ names }) => names);
  const contents = [
    ...imports,
    `export const clients = [${made.join(', ')}];`,
    `export const handler = async () => [${kept.join(', ')}].length;`,
  ].join('\n');
  const options = kind === 'bare' ? plain : { ...plain, alias, plugins };
  await build({ ...options, absWorkingDir: root, stdin: { contents, resolveDir: root, loader: 'js' }, outfile });
  return outfile;
}

/** All code beside the bundle: also what a function loads only when it is needed. */
export function codeBytes(bundle: string): number {
  const folder = path.dirname(bundle);
  const code = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  return code.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}
