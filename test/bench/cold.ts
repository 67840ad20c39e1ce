/**
 * Cold start of every API function: module init and bundle size, beside a bare bundle that imports the same SDK clients and
 * commands and makes the clients, nothing more, as esbuild gives it. Run in turn, a fresh process each time.
 *
 * The functions leave out the default credential chain and ask for `node:http` in a way that does not load Node's fetch
 * (infra/http-asked.ts); so the same bare bundle made that way is shown as well (`trimmed`), to tell what is ours: schemas, rules, router.
 *
 * Goal: init ≤ 1.25 ×, size ≤ 1.35 ×.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundling } from '../../infra/build.ts';
import { median, report, round } from './report.ts';

const runs = 11;
const root = fileURLToPath(new URL('../../', import.meta.url));

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
const uses: Record<string, readonly { from: string; names: string[] }[]> = {
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

/** Whatever a function reads at init; no call is made, so nothing need be there. */
const env = {
  PATH: process.env.PATH ?? '',
  AWS_REGION: 'us-east-1',
  CASES_TABLE: 'cases',
  FILES_BUCKET: 'files',
  FIELD_KEY_SECRET: 'secret',
  WORK_QUEUES: '[]',
  PAYMENTS_TABLE: 'payments',
  CALLBACK_KEY_SECRETS: '[]',
  MERCHANT_SECRETS: '[]',
  HALL_URL: 'http://localhost:3000',
  BOOKING_TABLE: 'booking',
  NOTICES_TABLE: 'notices',
  PAYEES: '[]',
  BEHIND_EDGE: 'no',
  MEDIA_PROVIDER: 'livekit',
  MEDIA_URL: 'wss://localhost',
  MEDIA_KEY_SECRET: 'secret',
};

const scratch = mkdtempSync(path.join(tmpdir(), 'bench-cold-'));
try {
  const rows = [];
  for (const name of Object.keys(uses)) rows.push(await compare(name));
  const worst = {
    init: Math.max(...rows.map((row) => row['init ratio'])),
    size: Math.max(...rows.map((row) => row['size ratio'])),
  };
  report('cold', rows, { runs, worst, goal: { init: 1.25, size: 1.35 } });
} finally {
  rmSync(scratch, { recursive: true });
}

async function compare(name: string) {
  const ours = path.join(root, 'dist/functions', name, 'index.mjs');
  const bare = await buildBare(name, 'bare');
  const trimmed = await buildBare(name, 'trimmed');
  const times = { ours: [] as number[], bare: [] as number[], trimmed: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    times.bare.push(initMilliseconds(bare));
    times.trimmed.push(initMilliseconds(trimmed));
    times.ours.push(initMilliseconds(ours));
  }
  const size = { ours: codeBytes(ours), bare: codeBytes(bare), trimmed: codeBytes(trimmed) };
  return {
    function: name,
    'init ms': round(median(times.ours), 1),
    'bare ms': round(median(times.bare), 1),
    'init ratio': round(median(times.ours) / median(times.bare)),
    'trimmed ms': round(median(times.trimmed), 1),
    KB: round(size.ours / 1000, 0),
    'bare KB': round(size.bare / 1000, 0),
    'size ratio': round(size.ours / size.bare),
    'trimmed KB': round(size.trimmed / 1000, 0),
  };
}

async function buildBare(name: string, kind: 'bare' | 'trimmed'): Promise<string> {
  const outfile = path.join(scratch, name, kind, 'index.mjs');
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
function codeBytes(bundle: string): number {
  const folder = path.dirname(bundle);
  const code = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  return code.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

function initMilliseconds(bundle: string): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(bundle).href)}); process.stdout.write(String(performance.now() - t));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...env, LAMBDA_TASK_ROOT: path.dirname(bundle) },
  });
  return Number(printed.toString());
}
