/** A hall on this machine: engines, the stack's resources and functions, sign-in, all behind one address. */
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAssembly } from './assembly.ts';
import { serviceCall } from './aws-json.ts';
import { demoPerson } from './demo-people.ts';
import { type Door, openDoor } from './door.ts';
import { type Engine, type EngineEvents, startDynamodb, startStorage } from './engines.ts';
import { startEventSources } from './event-sources.ts';
import { functionLog } from './function-log.ts';
import { type FunctionSurroundings, functionSettings } from './function-settings.ts';
import { type HallFunction, makeFunction } from './functions.ts';
import { type HttpHandler, httpApi } from './http-api.ts';
import { issueToken } from './issuer.ts';
import { accessKeyId, type HallKeys, hallKeys } from './keys.ts';
import { unknownTypes } from './known-types.ts';
import { HallError, type Lock, lockData } from './lock.ts';
import { oidcPrefix } from './oidc-prefix.ts';
import { type Progress, silent, terminalProgress } from './progress.ts';
import { startProviders } from './provider-simulator/host.ts';
import { createResources, type Services } from './resources.ts';
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
  /** Load every function once the hall is ready, so that nobody's first call waits for it. */
  readonly warm?: boolean;
  /** A folder that was synthesised before, with `placeholderUrl` for its address; without it, the app is built now. */
  readonly assemblyDir?: string;
  /** Milliseconds by which the hall lives before or after the real time. Sign-in and signatures keep the real one. */
  readonly clockShift?: number;
  readonly meter?: Meter;
}

/** Stands between the parts of a hall and counts what goes by, as the benchmark of cost does. */
export interface Meter {
  /** @returns the address that functions call in place of the engine's own */
  engine(service: 'dynamodb' | 'sqs', endpoint: string): Promise<string>;
  door(what: 'api' | 's3', handler: HttpHandler): HttpHandler;
  function(made: HallFunction): HallFunction;
}

const unmetered: Meter = {
  engine: async (_service, endpoint) => endpoint,
  door: (_what, handler) => handler,
  function: (made) => made,
};

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

/** What every part of a hall stands on while it is being put together. */
interface Ground {
  readonly dataDir: string;
  readonly clockShift: number;
  readonly meter: Meter;
  readonly lock: Lock;
  readonly door: Door;
  readonly progress: Progress;
  /** Undoes one thing that starting did; the last is undone first. */
  onStop(ending: () => Promise<void> | void): void;
  /** The hall cannot go on. */
  breakDown(reason: string): void;
}

/** How long a stopping hall waits for what is under way, in milliseconds. */
const patience = 5000;

/** @throws HallError with one sentence for a person: the folder or the port is taken, an engine is missing, the build failed */
export async function startHall({
  port,
  dataDir: folder,
  quiet,
  warm,
  assemblyDir,
  clockShift = 0,
  meter = unmetered,
}: HallOptions): Promise<Hall> {
  const progress = quiet === true ? silent : terminalProgress(performance.now());
  const dataDir = resolve(folder);
  const endings: (() => Promise<void> | void)[] = [];
  const onStop = (ending: () => Promise<void> | void): void => void endings.push(ending);
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const stop = once(async () => {
    for (const end of endings.toReversed()) await end();
  });
  try {
    const lock = await lockData(dataDir);
    onStop(() => lock.release());
    const door = await openDoor(port);
    onStop(() => door.close());
    const breakDown = (reason: string): void => broken.reject(new HallError(reason));
    const { keys, functions } = await furnish(
      { dataDir, clockShift, meter, lock, door, progress, onStop, breakDown },
      assemblyDir,
    );
    if (warm === true) void warmUp(functions);
    const issuer = `${door.url}${oidcPrefix}`;
    const token = async (personId: string): Promise<string> => issueToken(demoPerson(personId), keys, { issuer });
    return { url: door.url, broken: broken.promise, token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Everything that can go on at once does: the build, the engines and sign-in wait for nothing but themselves. */
async function furnish(ground: Ground, assemblyDir: string | undefined): Promise<Furnished> {
  const { door, dataDir, progress } = ground;
  const folder = assemblyDir ?? join(dataDir, 'assembly');
  progress.step('正在启动 · starting engines and building');
  const [built, started, prepared] = await Promise.allSettled([
    assemblyDir === undefined ? buildHere(folder, progress) : Promise.resolve(),
    startEngines(ground),
    prepareSignIn(ground),
  ]);
  // Only now, when all have come to rest, is a failure told: what was started can be stopped.
  if (started.status === 'rejected') throw started.reason;
  if (built.status === 'rejected') throw built.reason;
  if (prepared.status === 'rejected') throw prepared.reason;
  const stack = openStack(readAssembly(folder, door.url), { hall: door.url, sqs: started.value.called.sqs });
  for (const type of unknownTypes(stack.types)) {
    progress.warn(`本机不运行 ${type} · ${type} is in the stack, and this host does not run it.`);
  }
  return { keys: prepared.value.keys, functions: await runStack(ground, stack, started.value, prepared.value, folder) };
}

interface Furnished {
  readonly keys: HallKeys;
  readonly functions: readonly HallFunction[];
}

async function buildHere(folder: string, progress: Progress): Promise<void> {
  await synthesiseHere(folder);
  progress.step('构建完成 · functions and pages built, stack synthesised');
}

/** Addresses of the engines. */
interface Engines {
  readonly dynamodb: string;
  readonly storage: string;
  /** Those that functions call. */
  readonly called: { readonly dynamodb: string; readonly sqs: string };
}

async function startEngines({ dataDir, meter, lock, progress, onStop, breakDown }: Ground): Promise<Engines> {
  const keep = async (starting: Promise<Engine>): Promise<string> => {
    const engine = await starting;
    onStop(() => engine.stop());
    return engine.endpoint;
  };
  const events: EngineEvents = { onProcess: (engine) => lock.tell({ engines: [engine] }), onEnd: breakDown };
  const [storage, dynamodb] = await Promise.allSettled([
    keep(startStorage(dataDir)),
    keep(startDynamodb(dataDir, events)),
  ]);
  if (storage.status === 'rejected') throw storage.reason;
  if (dynamodb.status === 'rejected') throw dynamodb.reason;
  progress.step('引擎就绪 · engines started (DynamoDB, SQS, S3)');
  const called = {
    dynamodb: await meter.engine('dynamodb', dynamodb.value),
    sqs: await meter.engine('sqs', storage.value),
  };
  return { dynamodb: dynamodb.value, storage: storage.value, called };
}

interface Prepared {
  readonly keys: HallKeys;
  readonly oidc: HttpHandler;
}

async function prepareSignIn({ door, dataDir, onStop }: Ground): Promise<Prepared> {
  const [keys, { signIn }] = await Promise.all([hallKeys(dataDir), import('./oidc.ts')]);
  const server = signIn(door.url, keys, dataDir);
  onStop(() => server.close());
  return { keys, oidc: server.handle };
}

/** Creates what the stack has, and opens the door on it. */
async function runStack(
  ground: Ground,
  stack: Stack,
  engines: Engines,
  prepared: Prepared,
  folder: string,
): Promise<readonly HallFunction[]> {
  const { door, dataDir, clockShift, meter, progress, lock, onStop } = ground;
  const scope = { accessKeyId, region: stack.region };
  const services: Services = {
    dynamodb: serviceCall('dynamodb', engines.dynamodb, scope),
    streams: serviceCall('streams', engines.dynamodb, scope),
    sqs: serviceCall('sqs', engines.storage, scope),
  };
  const made = await createResources(stack, services, engines.storage, progress.warn);
  progress.step(`数据就绪 · ${made.tables} table(s), ${made.queues} queue(s), ${made.buckets} bucket(s)`);

  const credentials = { accessKeyId, secretAccessKey: prepared.keys.secretAccessKey };
  const values = secretValues(stack, dataDir);
  const providers = await startProviders(stack, values, dataDir);
  onStop(() => providers.stop());
  progress.step(`支付模拟 · payment providers simulated at ${providers.simulator.url}`);
  const secrets = await startSecrets(values.keys(), providers.secret, credentials);
  onStop(() => secrets.stop());
  const endpoints = { ...engines.called, secrets: secrets.endpoint };
  const { all, find } = openFunctions(ground, stack, {
    credentials,
    endpoints: { ...endpoints, s3: `${door.url}${s3Prefix}` },
    clockShift,
  });
  const api = httpApi(stack, find, progress.warn, clockShift);
  const sources = startEventSources(stack, services, find, dataDir, progress.warn);
  onStop(async () => {
    const finished = Promise.all([door.finish(), ...sources.map((source) => source.stop())]);
    await Promise.race([finished, sleep(patience, undefined, { ref: false })]);
  });
  const s3 = s3Proxy(engines.storage, credentials);
  door.serve({ api: meter.door('api', api), s3: meter.door('s3', s3), oidc: prepared.oidc });
  progress.step(`函数就绪 · ${all.length} functions`);
  lock.tell({ url: door.url, assemblyDir: folder, endpoints, clockShift });
  return all;
}

interface Functions {
  readonly all: readonly HallFunction[];
  /** By any text that names one: its ARN or name, with a qualifier or without, or API Gateway's path that ends in one. */
  find(text: string): HallFunction | undefined;
}

function openFunctions(
  { dataDir, meter, progress, onStop }: Ground,
  stack: Stack,
  surroundings: FunctionSurroundings,
): Functions {
  const all = functionSettings(stack, surroundings).map((settings) => {
    const log = functionLog(dataDir, settings.label, (line) => progress.warn(`${settings.label}: ${line}`));
    const made = meter.function(makeFunction(settings, log));
    onStop(async () => {
      await made.stop();
      await log.close();
    });
    return made;
  });
  const byName = new Map(all.map((one) => [one.settings.name, one]));
  return { all, find: (text) => byName.get(/:function:([^:/]+)/.exec(text)?.[1] ?? text.split(':', 1)[0] ?? '') };
}

/** One after another, so that the first people who come do not wait behind all of them. */
async function warmUp(functions: readonly HallFunction[]): Promise<void> {
  for (const one of functions) await one.warm();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
