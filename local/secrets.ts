/** A Secrets Manager with one call, GetSecretValue: values are made once, as the template asks, and kept on this machine. */
import { randomInt, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import { type Credentials, writePrivately } from './keys.ts';
import { checkSignature } from './sigv4.ts';
import type { Stack, StackResource } from './stack.ts';

export interface SecretsServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** What a secret holds, by its ARN. */
export type SecretValue = (arn: string) => Promise<string | undefined>;

const secretsFile = z.record(z.string(), z.string());
const input = z.object({ SecretId: z.string() });

/** Answers signed calls on a port of its own. */
export async function startSecrets(
  arns: Iterable<string>,
  read: SecretValue,
  credentials: Credentials,
): Promise<SecretsServer> {
  const known = [...arns];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const refused = checkSignature(request, credentials, new Date(), body);
    const answer =
      refused === undefined
        ? await getSecretValue(known, read, request.headers['x-amz-target'], body)
        : failure(400, 'InvalidSignatureException');
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.int() }).parse(server.address());
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function getSecretValue(
  arns: readonly string[],
  read: SecretValue,
  target: unknown,
  body: Buffer,
): Promise<{ status: number; body: unknown }> {
  if (target !== 'secretsmanager.GetSecretValue') return failure(400, 'UnknownOperationException');
  const { SecretId } = input.parse(JSON.parse(body.toString()));
  const arn = arns.find((one) => one === SecretId || one.endsWith(`:secret:${SecretId}`));
  if (arn === undefined) return failure(400, 'ResourceNotFoundException');
  const SecretString = await read(arn);
  const Name = arn.split(':secret:')[1];
  return {
    status: 200,
    body: { ARN: arn, Name, SecretString, VersionId: randomUUID(), VersionStages: ['AWSCURRENT'] },
  };
}

const failure = (status: number, code: string): { status: number; body: unknown } => ({
  status,
  body: { __type: code, message: code },
});

/** The secrets of the stack by ARN; those that are new are made and written down. */
export function secretValues(stack: Stack, dataDir: string): ReadonlyMap<string, string> {
  const file = join(dataDir, 'secrets.json');
  const kept = existsSync(file) ? secretsFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const secrets = stack.ofType('AWS::SecretsManager::Secret');
  const missing = secrets.filter(({ id }) => kept[id] === undefined);
  for (const secret of missing) kept[secret.id] = makeSecret(secret);
  if (missing.length > 0) writePrivately(file, kept);
  return new Map(secrets.map(({ id, arn }) => [arn, kept[id] ?? '']));
}

/** Secrets with a merchant's keys, as `infra/constructs/money-data.ts` describes them. */
export function merchantSecrets(stack: Stack): { arn: string; kind: 'callback' | 'signing'; agency: string }[] {
  return stack.ofType('AWS::SecretsManager::Secret').flatMap(({ arn, properties }) => {
    const [, kind, agency] = /^Merchant keys (callback|signing) (\w+)$/.exec(String(properties.Description)) ?? [];
    return (kind === 'callback' || kind === 'signing') && agency !== undefined ? [{ arn, kind, agency }] : [];
  });
}

const secretProperties = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .object({
      SecretStringTemplate: z.string().optional(),
      GenerateStringKey: z.string().optional(),
      PasswordLength: z.coerce.number().int().default(32),
      ExcludeCharacters: z.string().default(''),
      ExcludeLowercase: z.boolean().default(false),
      ExcludeUppercase: z.boolean().default(false),
      ExcludeNumbers: z.boolean().default(false),
      ExcludePunctuation: z.boolean().default(false),
      IncludeSpace: z.boolean().default(false),
    })
    .prefault({}),
});

function makeSecret({ properties }: StackResource): string {
  const { SecretString, GenerateSecretString: rules } = secretProperties.parse(properties);
  if (SecretString !== undefined) return SecretString;
  const alphabet = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace ? ' ' : '',
  ].join('');
  const allowed = [...alphabet].filter((character) => !rules.ExcludeCharacters.includes(character));
  const text = Array.from({ length: rules.PasswordLength }, () => allowed[randomInt(allowed.length)] ?? '').join('');
  if (rules.SecretStringTemplate === undefined || rules.GenerateStringKey === undefined) return text;
  const template = z.record(z.string(), z.unknown()).parse(JSON.parse(rules.SecretStringTemplate));
  return JSON.stringify({ ...template, [rules.GenerateStringKey]: text });
}
