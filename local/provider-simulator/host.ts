/** Puts the simulated providers beside a hall: every agency with merchant accounts in the stack, and the keys into its secrets. */
import { merchantSecrets } from '../secrets.ts';
import type { Stack } from '../stack.ts';
import { type Simulator, startSimulator } from './simulator.ts';

export interface Providers {
  readonly simulator: Simulator;
  /** The stack's secrets, those of the merchants with the simulator's keys, as they are at any moment. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** @param values of all secrets of the stack */
export async function startProviders(
  stack: Stack,
  values: ReadonlyMap<string, string>,
  dataDir: string,
): Promise<Providers> {
  const known = merchantSecrets(stack);
  const secrets = new Map(values);
  const agencies = [...new Set(known.map(({ agency }) => agency))];
  const simulator = await startSimulator({ dataDir, agencies, onKeys: fill });
  fill(simulator);
  return { simulator, secrets };

  function fill(from: Simulator): void {
    for (const { arn, kind, agency } of known) {
      const keys = from.secrets(agency);
      if (keys !== undefined) secrets.set(arn, JSON.stringify(keys[kind]));
    }
  }
}
