/**
 * Runs the stack's functions in worker threads, each with its own environment and memory limit: one event at a time per
 * worker, more workers as events come at once, a new worker for one that crashed or ran out of time.
 */
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { FunctionError } from './function-error.ts';
import type { FunctionLog } from './function-log.ts';
import type { FunctionSettings } from './function-settings.ts';

export interface HallFunction {
  readonly settings: FunctionSettings;
  /** @returns what the function answered, as JSON text. @throws FunctionError */
  invoke(event: unknown): Promise<string>;
  /** Starts a worker ahead of the first event. */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

/** Workers of one function at once; on AWS there would be hundreds, here two cores. */
const maxWorkers = 4;

export function makeFunction(settings: FunctionSettings, log: FunctionLog): HallFunction {
  const idle: Execution[] = [];
  const all = new Set<Execution>();
  const waiting: ((execution: Execution) => void)[] = [];
  let stopped = false;
  let warming: Promise<void> | undefined;

  function grow(): Execution {
    const execution = startExecution(settings, log, () => {
      all.delete(execution);
      idle.splice(0, idle.length, ...idle.filter((one) => one !== execution));
      if (!stopped && waiting.length > 0) waiting.shift()?.(grow());
    });
    all.add(execution);
    return execution;
  }

  async function take(): Promise<Execution> {
    // The last that was used is warmest.
    const free = idle.pop();
    if (free !== undefined) return free;
    if (all.size < maxWorkers) return grow();
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(execution: Execution): void {
    if (!all.has(execution)) return;
    const next = waiting.shift();
    if (next === undefined) idle.push(execution);
    else next(execution);
  }

  async function start(): Promise<void> {
    if (all.size > 0 || stopped) return;
    const execution = grow();
    // Why it could not be loaded is told to the first event.
    await execution.ready.catch(() => {});
    giveBack(execution);
  }

  return {
    settings,
    async invoke(event) {
      if (stopped) throw new FunctionError('crashed', 'the hall is stopping');
      const execution = await take();
      try {
        return await execution.run(event);
      } catch (error) {
        if (error instanceof FunctionError) log.failure(error);
        throw error;
      } finally {
        giveBack(execution);
      }
    },
    warm() {
      warming ??= start();
      return warming;
    },
    async stop() {
      stopped = true;
      await Promise.all([...all].map((execution) => execution.end()));
    },
  };
}

interface Execution {
  readonly ready: Promise<void>;
  run(event: unknown): Promise<string>;
  end(): Promise<void>;
}

const failure = z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.string() });
const fromWorker = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ broken: failure }),
  z.object({ id: z.string(), result: z.string() }),
  z.object({ id: z.string(), error: failure }),
]);

/** @param onGone called once when the worker has ended, for whatever reason */
function startExecution(settings: FunctionSettings, log: FunctionLog, onGone: () => void): Execution {
  const { folder, handler, name, arn, memory, environment, timeout } = settings;
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData: { folder, handler, name, arn, memory },
    env: { ...environment },
    execArgv: [],
    argv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  log.collect(worker.stdout, worker.stderr);

  let current: { id: string; resolve: (result: string) => void; reject: (error: FunctionError) => void } | undefined;
  let gone: FunctionError | undefined;
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});

  function leave(error: FunctionError): void {
    if (gone !== undefined) return;
    gone = error;
    ready.reject(error);
    current?.reject(error);
    onGone();
    void worker.terminate();
  }

  worker.on('message', (raw: unknown) => {
    const message = fromWorker.parse(raw);
    if ('ready' in message) ready.resolve();
    else if ('broken' in message) leave(asError('crashed', message.broken));
    else if (message.id !== current?.id) return;
    else if ('result' in message) current.resolve(message.result);
    else current.reject(asError('thrown', message.error));
  });
  worker.on('error', (error) => leave(new FunctionError('crashed', messageOf(error))));
  worker.on('exit', (code) => leave(new FunctionError('crashed', `Runtime exited with code ${code}`)));

  return {
    ready: ready.promise,
    async run(event) {
      await ready.promise;
      const id = randomUUID();
      const deadline = Date.now() + timeout * 1000;
      const timer = setTimeout(
        () => leave(new FunctionError('timeout', `Task timed out after ${timeout}.00 seconds`)),
        timeout * 1000,
      );
      try {
        return await new Promise<string>((resolve, reject) => {
          if (gone !== undefined) return reject(gone);
          current = { id, resolve, reject };
          worker.postMessage({ id, event, deadline });
        });
      } finally {
        clearTimeout(timer);
        current = undefined;
      }
    },
    async end() {
      gone ??= new FunctionError('crashed', 'the hall is stopping');
      current?.reject(gone);
      ready.reject(gone);
      await worker.terminate();
    },
  };
}

const asError = (
  kind: 'thrown' | 'crashed',
  { errorType, errorMessage, trace }: z.infer<typeof failure>,
): FunctionError => new FunctionError(kind, `${errorType}: ${errorMessage}`, trace);

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
