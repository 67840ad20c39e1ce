/** Puts the simulated providers beside a hall: every agency with merchant accounts in the stack, and the keys into its secrets. */
import { Worker } from 'node:worker_threads';
import { merchantSecrets, type SecretValue } from '../secrets.ts';
import type { Stack } from '../stack.ts';
import { merchant } from './keys.ts';
import { type Simulator, startSimulator } from './simulator.ts';

export interface Providers {
  readonly simulator: Simulator;
  /** A secret of the stack, as it is at any moment. A merchant's keys, on the first day of a data folder, are waited for. */
  readonly secret: SecretValue;
  stop(): Promise<void>;
}

/** @param values of all secrets of the stack */
export async function startProviders(
  stack: Stack,
  values: ReadonlyMap<string, string>,
  dataDir: string,
): Promise<Providers> {
  const known = merchantSecrets(stack);
  const simulator = await startSimulator({ dataDir, agencies: [] });
  const lacking = [...new Set(known.map(({ agency }) => agency))].filter((one) => simulator.secrets(one) === undefined);
  const made = makeKeys(lacking, simulator);

  async function secret(arn: string): Promise<string | undefined> {
    const found = known.find((one) => one.arn === arn);
    if (found === undefined) return values.get(arn);
    await made.of(found.agency);
    const keys = simulator.secrets(found.agency);
    return keys === undefined ? values.get(arn) : JSON.stringify(keys[found.kind]);
  }

  return {
    simulator,
    secret,
    async stop() {
      await made.stop();
      await simulator.stop();
    },
  };
}

interface KeysInTheMaking {
  /** Resolves when the agency's keys are there. @throws Error when they could not be made */
  of(agency: string): Promise<void>;
  stop(): Promise<void>;
}

/** Beside the start, so that a hall opens before the keys of its payments are there. */
function makeKeys(agencies: readonly string[], simulator: Simulator): KeysInTheMaking {
  const waiting = new Map(agencies.map((agency) => [agency, Promise.withResolvers<void>()]));
  // Nobody may ask, and then nobody hears of a failure.
  for (const { promise } of waiting.values()) promise.catch(() => {});
  const worker =
    agencies.length === 0
      ? undefined
      : new Worker(new URL('./key-worker.ts', import.meta.url), { workerData: agencies });
  const end = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error);
  };
  worker?.on('message', (message) => {
    const one = merchant.parse(message);
    simulator.take(one);
    waiting.get(one.agency)?.resolve();
  });
  worker?.on('error', end);
  worker?.on('exit', () => end(new Error('The keys of merchants were not made.')));
  return {
    of: async (agency) => waiting.get(agency)?.promise,
    stop: async () => void (await worker?.terminate()),
  };
}
