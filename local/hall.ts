/** A hall on this machine: engines, the stack's resources and functions, sign-in, all behind one address. */
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { readAssembly } from './assembly.ts';
import { serviceCall } from './aws-json.ts';
import { demoPerson } from './demo-people.ts';
import { type Engine, type EngineEvents, startDynamodb, startStorage } from './engines.ts';
import { startEventSources } from './event-sources.ts';
import { functionLog } from './function-log.ts';
import { functionSettings, type HallFunction, makeFunction } from './functions.ts';
import { type HttpHandler, httpApi } from './http-api.ts';
import { issueToken } from './issuer.ts';
import { accessKeyId, hallKeys } from './keys.ts';
import { unknownTypes } from './known-types.ts';
import { HallError, type Lock, lockData } from './lock.ts';
import { oidcPrefix } from './oidc-prefix.ts';
import { type Progress, silent, terminalProgress } from './progress.ts';
import { createResources } from './resources.ts';
import { s3Prefix, s3Proxy } from './s3-proxy.ts';
import { secretValues, startSecrets } from './secrets.ts';
import { openStack, type Stack } from './stack.ts';
import { synthesiseHere } from './synth.ts';

export interface HallOptions {
  /** 0 for a free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Say nothing in the terminal. */
  readonly quiet?: boolean;
  /** A folder that was synthesised before, with `placeholderUrl` for its address; without it, the app is built now. */
  readonly assemblyDir?: string;
}

export interface Hall {
  /** Without a slash at its end. */
  readonly url: string;
  /** Rejects when the hall cannot go on, as when an engine has ended. */
  readonly broken: Promise<never>;
  /** A bearer token of a demo person. @throws Error listing them when there is none of that id */
  token(personId: string): Promise<string>;
  /** Finishes what is under way, for a few seconds at most, and ends the engines. */
  stop(): Promise<void>;
}

/** Undoes one thing that starting did. */
type Ending = () => Promise<void> | void;

/** @throws HallError with one sentence for a person: the folder or the port is taken, an engine is missing, the build failed */
export async function startHall(options: HallOptions): Promise<Hall> {
  const progress = options.quiet === true ? silent : terminalProgress(performance.now());
  const dataDir = resolve(options.dataDir);
  const endings: Ending[] = [];
  const stop = once(async () => {
    for (const end of endings.toReversed()) await end();
  });
  try {
    const lock = await lockData(dataDir);
    endings.push(() => lock.release());
    const door = await openDoor(options.port);
    endings.push(() => door.close());
    return await furnish({ ...options, dataDir }, progress, lock, door, endings, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function furnish(
  { dataDir, assemblyDir }: HallOptions,
  progress: Progress,
  lock: Lock,
  door: Door,
  endings: Ending[],
  stop: () => Promise<void>,
): Promise<Hall> {
  const { url } = door;
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const folder = assemblyDir ?? join(dataDir, 'assembly');
  // Everything that can go on at once does: engines, build and keys wait for nothing but themselves.
  const building =
    assemblyDir === undefined
      ? synthesiseHere(folder).then(() => progress.step('构建完成 · functions and pages built, stack synthesised'))
      : Promise.resolve();
  const starting = startEngines(dataDir, lock, endings, (reason) => broken.reject(new HallError(reason)));
  const preparing = prepareSignIn(url, dataDir, endings);
  const [engines, { keys, signIn }] = await settle(progress, building, starting, preparing);

  const assembly = readAssembly(folder, url);
  const stack = openStack(assembly, { hall: url, sqs: engines.storage });
  for (const type of unknownTypes(stack.types)) {
    progress.warn(`本机不运行 ${type} · ${type} is in the stack, and this host does not run it.`);
  }
  const scope = { accessKeyId, region: stack.region };
  const services = {
    dynamodb: serviceCall('dynamodb', engines.dynamodb, scope),
    streams: serviceCall('streams', engines.dynamodb, scope),
    sqs: serviceCall('sqs', engines.storage, scope),
  };
  const made = await createResources(stack, services, engines.storage, progress.warn);
  progress.step(`数据就绪 · ${made.tables} table(s), ${made.queues} queue(s), ${made.buckets} bucket(s)`);

  const credentials = { accessKeyId, secretAccessKey: keys.secretAccessKey };
  const values = secretValues(stack, dataDir);
  const secrets = await startSecrets(() => values, credentials);
  endings.push(() => secrets.stop());
  const endpoints = {
    DYNAMODB: engines.dynamodb,
    SQS: engines.storage,
    S3: `${url}${s3Prefix}`,
    SECRETS_MANAGER: secrets.endpoint,
  };
  const functions = openFunctions(stack, { credentials, endpoints }, dataDir, progress, endings);
  const sources = startEventSources(stack, services, functions.find, dataDir, progress.warn);
  door.serve({
    api: httpApi(stack, functions.find, progress.warn),
    s3: s3Proxy(engines.storage, credentials),
    oidc: signIn,
  });
  // Last in, first out: what is under way is finished before anything it needs is put away.
  endings.push(async () => {
    const finished = Promise.all([door.finish(), ...sources.map((source) => source.stop())]);
    await Promise.race([finished, sleep(patience, undefined, { ref: false })]);
  });
  progress.step(`函数就绪 · ${functions.all.length} functions`);
  lock.tell({
    url,
    assemblyDir: folder,
    endpoints: { dynamodb: engines.dynamodb, sqs: engines.storage, secrets: secrets.endpoint },
  });
  void warmUp(functions.all);
  return {
    url,
    broken: broken.promise,
    token: async (personId) => issueToken(demoPerson(personId), keys, { issuer: `${url}${oidcPrefix}` }),
    stop,
  };
}

/** Waits for all of it, telling of each; the first failure is thrown, and only after the others have come to rest. */
async function settle<A, B>(
  progress: Progress,
  building: Promise<void>,
  starting: Promise<A>,
  preparing: Promise<B>,
): Promise<[A, B]> {
  const told = [
    building,
    starting.then(() => progress.step('引擎就绪 · engines started (DynamoDB, SQS, S3)')),
    preparing,
  ];
  progress.step('正在启动 · starting engines and building');
  const outcomes = await Promise.allSettled(told);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return [await starting, await preparing];
}

async function startEngines(
  dataDir: string,
  lock: Lock,
  endings: Ending[],
  onEnd: (reason: string) => void,
): Promise<{ dynamodb: string; storage: string }> {
  const keep = async (starting: Promise<Engine>): Promise<string> => {
    const engine = await starting;
    endings.push(() => engine.stop());
    return engine.endpoint;
  };
  const events: EngineEvents = { onProcess: (engine) => lock.tell({ engines: [engine] }), onEnd };
  const [storage, dynamodb] = await Promise.allSettled([
    keep(startStorage(dataDir)),
    keep(startDynamodb(dataDir, events)),
  ]);
  if (storage.status === 'rejected') throw storage.reason;
  if (dynamodb.status === 'rejected') throw dynamodb.reason;
  return { dynamodb: dynamodb.value, storage: storage.value };
}

async function prepareSignIn(url: string, dataDir: string, endings: Ending[]) {
  const [keys, { signIn }] = await Promise.all([hallKeys(dataDir), import('./oidc.ts')]);
  const server = signIn(url, keys, dataDir);
  endings.push(() => server.close());
  return { keys, signIn: server.handle };
}

interface Functions {
  readonly all: readonly HallFunction[];
  find(text: string): HallFunction | undefined;
}

function openFunctions(
  stack: Stack,
  surroundings: Parameters<typeof functionSettings>[1],
  dataDir: string,
  progress: Progress,
  endings: Ending[],
): Functions {
  const all = functionSettings(stack, surroundings).map((settings) => {
    const log = functionLog(dataDir, settings.label, (line) => progress.warn(`${settings.label}: ${line}`));
    const made = makeFunction(settings, log);
    endings.push(async () => {
      await made.stop();
      await log.close();
    });
    return made;
  });
  const byName = new Map(all.map((one) => [one.settings.name, one]));
  // Any form that names a function: its ARN or name, one with a qualifier, or API Gateway's path that ends in one.
  return { all, find: (text) => byName.get(/:function:([^:/]+)/.exec(text)?.[1] ?? text.split(':', 1)[0] ?? '') };
}

/** One after another, so that the first people who come do not wait behind all of them. */
async function warmUp(functions: readonly HallFunction[]): Promise<void> {
  for (const one of functions) await one.warm();
}

/** How long a stopping hall waits for what is under way, in milliseconds. */
const patience = 5000;

interface Door {
  readonly url: string;
  serve(handlers: { api: HttpHandler; s3: HttpHandler; oidc: HttpHandler }): void;
  /** Lets nobody new in, and waits for those inside. Functions still reach their files through it. */
  finish(): Promise<void>;
  close(): void;
}

/** The one address. Taken before anything else is started; answers 503 until there is something to serve. */
async function openDoor(port: number): Promise<Door> {
  let choose = (_path: string): HttpHandler | undefined => undefined;
  let inside = 0;
  const server = createServer(async (request, response) => {
    const handler = choose(request.url ?? '/');
    if (handler === undefined) {
      return void response
        .writeHead(503, { 'retry-after': '1', connection: 'close' })
        .end('办事大厅正在启动或停止 · starting or stopping\n');
    }
    inside += 1;
    try {
      await handler(request, response);
    } catch {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'application/json' });
      response.end('{"message":"Bad Gateway"}');
    } finally {
      inside -= 1;
    }
  });
  await new Promise<void>((opened, refused) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `端口 ${port} 已被占用 · Port ${port} is in use: stop what uses it, or choose another with PORT.`;
      refused(
        new HallError(
          error.code === 'EADDRINUSE'
            ? taken
            : `端口 ${port} 无法使用 · Port ${port} cannot be used: ${error.message}.`,
        ),
      );
    });
    server.listen(port, '127.0.0.1', opened);
  });
  return {
    url: `http://localhost:${z.object({ port: z.int() }).parse(server.address()).port}`,
    serve({ api, s3, oidc }) {
      choose = (path) => (path.startsWith(`${s3Prefix}/`) ? s3 : path.startsWith(`${oidcPrefix}/`) ? oidc : api);
    },
    async finish() {
      const before = choose;
      choose = (path) => (path.startsWith(`${s3Prefix}/`) ? before(path) : undefined);
      while (inside > 0) await sleep(20);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
