/**
 * Proof that the stack deploys and works as deployed: unmodified `cdk bootstrap` and `cdk deploy` onto MiniStack, an AWS
 * emulator from outside this project, then the black-box flow test against the address it gives. Run by `.ci/run`, and by
 * `node test/deployed/run.ts` where Python 3.11 is.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type Issuer, startIssuer } from '../../local/issuer.ts';
import { hallKeys } from '../../local/keys.ts';
import { path, root, run } from './command.ts';
import { makeVenv, venv } from './venv.ts';

const out = join(root, '.ci/out');
const outputsSchema = z.object({ 'banshi-dev': z.object({ ApiId: z.string() }) });

/** Black-box flows that know the hall by its address alone. */
const flows = ['test/flow/hall/journey.test.ts', 'test/flow/hall/booking.test.ts'];

/** What is to be stopped or removed at the end, whatever happened. */
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
  await run('node_modules/.bin/vitest', ['run', ...flows, ...reporters('deployed')], {
    HALL_URL: `${emulator}/_aws/execute-api/${apiId}/$default`,
    HALL_TOKENS: tokens,
  });
}

/** Reporters of a vitest run whose counts `.ci/run` sums. */
function reporters(name: string): string[] {
  const file = join(out, `vitest-${name}.json`);
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
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
  await run('node_modules/.bin/cdk', ['bootstrap', ...context], account);
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
