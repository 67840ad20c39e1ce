/** One execution environment of a function: loads its handler once, then answers one event after another, as on Lambda. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** What the pool hands over, from this same program: every worker would pay for loading a library that checks it. */
interface Settings {
  readonly folder: string;
  readonly handler: string;
  readonly name: string;
  readonly arn: string;
  readonly memory: number;
}
interface Event {
  readonly id: string;
  readonly event: unknown;
  /** Instant, in milliseconds, at which its time is up. */
  readonly deadline: number;
}
const { folder, handler, name, arn, memory }: Settings = workerData;
type Handle = (event: unknown, context: object) => unknown;

const ready = load().then(
  (handle) => {
    parentPort?.postMessage({ ready: true });
    return handle;
  },
  (error: unknown) => {
    parentPort?.postMessage({ broken: describe(error) });
    throw error;
  },
);

parentPort?.on('message', async ({ id, event, deadline }: Event) => {
  try {
    const result = await (await ready)(event, contextOf(id, deadline));
    // What leaves a function is JSON: a Date becomes its text, and what is undefined is not there.
    parentPort?.postMessage({ id, result: JSON.stringify(result ?? null) });
  } catch (error) {
    parentPort?.postMessage({ id, error: describe(error) });
  }
});

/** The function that `Handler` names: `index.handler` is the export `handler` of index.mjs, .js or .cjs. */
async function load(): Promise<Handle> {
  const dot = handler.lastIndexOf('.');
  const base = join(folder, handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${base}.mjs is not there`);
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const handle = module[handler.slice(dot + 1)];
  if (typeof handle !== 'function') throw new Error(`${file} exports no function ${handler.slice(dot + 1)}`);
  return (event, context): unknown => Reflect.apply(handle, undefined, [event, context]);
}

function contextOf(id: string, deadline: number): object {
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memory),
    awsRequestId: id,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): { errorType: string; errorMessage: string; trace: string } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: '' };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack ?? '' };
}
