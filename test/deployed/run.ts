/**
 * Proof that the stack deploys and works as deployed: unmodified `cdk bootstrap` and `cdk deploy` onto MiniStack, an AWS
 * emulator from outside this project, then the black-box flow test against the address it gives. Run by `.ci/run`, and by
 * `node test/deployed/run.ts` where Python 3.11 is.
 */
import { spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type Issuer, startIssuer } from '../../local/issuer.ts';
import { hallKeys } from '../../local/keys.ts';

const root = join(import.meta.dirname, '../..');
const venv = join(root, '.ci/venv');
const out = join(root, '.ci/out');
/** Ours before the machine's: the emulator's workers and CDK's app take the first `node` they find. */
const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;

const undo: (() => unknown)[] = [];
try {
  await prove();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
}

async function prove(): Promise<void> {
  mkdirSync(out, { recursive: true });
  await makeVenv();
  const emulator = await startEmulator();
  const keysFolder = mkdtempSync(join(tmpdir(), 'banshi-issuer-'));
  undo.push(() => rmSync(keysFolder, { recursive: true }));
  const issuer = await startIssuer(await hallKeys(keysFolder));
  undo.push(() => issuer.stop());
  const apiId = await deploy(emulator, issuer.url, keysFolder);
  const tokens = await serveTokens(issuer);
  await run('node_modules/.bin/vitest', ['run', 'test/flow/hall', ...reporters('deployed')], {
    HALL_URL: `${emulator}/_aws/execute-api/${apiId}/$default`,
    HALL_TOKENS: tokens,
  });
}

/** Reporters of a vitest run whose counts `.ci/run` sums. */
const reporters = (name: string): string[] => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(out, `vitest-${name}.json`)}`,
];

/** The tools from PyPI, as `.ci/requirements.txt` pins them; made again when that file is newer. */
async function makeVenv(): Promise<void> {
  const pins = join(root, '.ci/requirements.txt');
  const made = join(venv, 'made');
  if (existsSync(made) && statSync(made).mtimeMs > statSync(pins).mtimeMs) return;
  await run('python3', ['-m', 'venv', '--clear', venv]);
  await run(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', pins]);
  writeFileSync(made, '');
}

/** Starts MiniStack on a free port. @returns its address */
async function startEmulator(): Promise<string> {
  const port = await freePort();
  const log = createWriteStream(join(out, 'ministack.log'));
  const child = spawn(join(venv, 'bin/ministack'), [], {
    env: { ...process.env, PATH: path, GATEWAY_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  undo.push(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.pid === undefined || child.exitCode !== null) return;
    process.kill(-child.pid, 'SIGTERM');
    await Promise.race([ended, sleep(5000)]);
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  const address = `http://localhost:${port}`;
  for (let tries = 0; tries < 150; tries += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${address}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return address;
    await sleep(200);
  }
  throw new Error('MiniStack did not start; see .ci/out/ministack.log.');
}

const outputsSchema = z.object({ 'banshi-dev': z.object({ ApiId: z.string() }) });

/** @returns the id of the deployed API */
async function deploy(emulator: string, issuer: string, folder: string): Promise<string> {
  const account = {
    AWS_ENDPOINT_URL: emulator,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'ap-southeast-1',
    AWS_DEFAULT_REGION: 'ap-southeast-1',
  };
  const outputs = join(folder, 'outputs.json');
  const context = ['-c', 'env=dev', '-c', `issuer=${issuer}`, '--output', join(folder, 'cdk.out')];
  const started = performance.now();
  await run('node_modules/.bin/cdk', ['bootstrap', '--progress', 'events', ...context], account);
  await run(
    'node_modules/.bin/cdk',
    ['deploy', '--require-approval', 'never', '--outputs-file', outputs, ...context],
    account,
  );
  console.log(`bootstrapped and deployed in ${Math.round((performance.now() - started) / 1000)} s`);
  return outputsSchema.parse(JSON.parse(readFileSync(outputs, 'utf8')))['banshi-dev'].ApiId;
}

/** `GET /<demo person>` answers a bearer token: how the flow test, which knows no keys, signs people in. @returns its address */
async function serveTokens(issuer: Issuer): Promise<string> {
  const server = createServer((request, response) => {
    issuer.token((request.url ?? '/').slice(1)).then(
      (token) => response.end(token),
      (error) => response.writeHead(404).end(String(error)),
    );
  });
  const port = await listen(server);
  undo.push(() => server.close());
  return `http://localhost:${port}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return z.object({ port: z.int() }).parse(server.address()).port;
}

/** Runs a command to its end, showing what it says. @throws Error when it fails */
async function run(command: string, args: readonly string[], environment: Record<string, string> = {}): Promise<void> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, PATH: path, ...environment },
    stdio: 'inherit',
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args[0]} failed (${code}).`);
}
