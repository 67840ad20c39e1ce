/** The embedded engines: Dynoxide for DynamoDB, a process of its own; fauxqs for SQS and S3, in a thread. */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { HallError } from './lock.ts';

export interface Engine {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface EngineEvents {
  /** Its process has been started: whoever finds it without its hall may end it. */
  onProcess(process: { pid: number; program: string }): void;
  /** It ended without having been stopped. */
  onEnd(reason: string): void;
}

/**
 * @throws HallError when no engine is installed for this platform, or the one that was named does not answer
 */
export async function startDynamodb(dataDir: string, { onProcess, onEnd }: EngineEvents): Promise<Engine> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given !== undefined && given !== '') {
    if (!(await answers(given))) {
      throw new HallError(`DYNAMODB_ENDPOINT 没有响应 · No DynamoDB engine answers at DYNAMODB_ENDPOINT=${given}.`);
    }
    return { endpoint: given, stop: async () => {} };
  }
  const program = dynoxide();
  const port = await freePort();
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const logFile = join(dataDir, 'logs', 'dynamodb.log');
  const log = openSync(logFile, 'a');
  const databaseFile = join(dataDir, 'dynamodb.sqlite');
  // In a process group of its own: Ctrl-C reaches the hall alone, which stops its engines after what is under way.
  const child = spawn(program, ['serve', '--port', String(port), '--db-path', databaseFile], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  if (child.pid !== undefined) onProcess({ pid: child.pid, program: 'dynoxide' });
  // However this process ends, as long as it can still do something.
  const endWithHall = (): boolean => child.kill('SIGTERM');
  process.once('exit', endWithHall);
  let state: 'running' | 'stopping' | 'ended' = 'running';
  const ended = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      if (state === 'running') onEnd(`DynamoDB 引擎意外停止 · The DynamoDB engine ended (${reason}); see ${logFile}.`);
      state = 'ended';
      resolve();
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `code ${code}`));
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const isEnded = (): boolean => state === 'ended';
  for (let waited = 0; !(await answers(endpoint)); waited += 20) {
    if (isEnded() || waited > 10_000) {
      throw new HallError(`DynamoDB 引擎无法启动 · The DynamoDB engine did not start: ${lastLine(logFile)}`);
    }
    await sleep(20);
  }
  indexStreams(databaseFile);
  return {
    endpoint,
    async stop() {
      if (state === 'running') state = 'stopping';
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
      if (!isEnded()) child.kill('SIGKILL');
      process.off('exit', endWithHall);
    },
  };
}

/**
 * Dynoxide 1.2 looks through all that its streams ever said for the number of the next record, at every row that is written, and at
 * every read of a stream: after 40,000 rows a write took thirty milliseconds. An index on what it asks for makes that the same for ever.
 */
export function indexStreams(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    const streams = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_stream_records'");
    if (streams.get() === undefined) return;
    database.exec(
      'CREATE INDEX IF NOT EXISTS hall_stream_places ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}

function dynoxide(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(folder, process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    throw new HallError(
      `缺少 DynamoDB 引擎 · The DynamoDB engine is missing: install the package ${name}, or name any other engine with DYNAMODB_ENDPOINT=http://….`,
    );
  }
}

/** SQS and S3. Ends with this process, whatever ends it. */
export async function startStorage(dataDir: string): Promise<Engine> {
  const worker = new Worker(new URL('./storage-worker.ts', import.meta.url), {
    workerData: { dataDir },
    execArgv: [],
    env: {},
  });
  const endpoint = await new Promise<string>((resolve, reject) => {
    worker.once('message', (port: unknown) => resolve(`http://127.0.0.1:${z.int().parse(port)}`));
    worker.once('error', reject);
  });
  return {
    endpoint,
    async stop() {
      worker.postMessage('stop');
      await new Promise((resolve) => worker.once('exit', resolve));
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await fetch(endpoint, { method: 'POST', body: '{}', signal: AbortSignal.timeout(2000) });
    return true;
  } catch {
    return false;
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port }: AddressInfo = z
        .object({ port: z.int(), family: z.string(), address: z.string() })
        .parse(server.address());
      server.close(() => resolve(port));
    });
  });
}
