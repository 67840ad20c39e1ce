/**
 * `npm run invoke -- <function> <sample.json>`: runs a built function on an event, against the engines of the running
 * hall. What it answers goes to standard output, what it logs to standard error.
 */
import { readFileSync } from 'node:fs';
import { FunctionError } from './function-error.ts';
import type { FunctionSettings } from './function-settings.ts';
import { makeFunction } from './functions.ts';
import { functionsOfHall } from './running-hall.ts';

const dataDir = process.env.HALL_DATA ?? '.data';

try {
  const [name, sample] = process.argv.slice(2);
  if (name === undefined || sample === undefined)
    throw new Error('用法 · Usage: npm run invoke -- <function> <sample.json>');
  const event = readSample(sample);
  const target = makeFunction(chosen(await functionsOfHall(dataDir), name), {
    collect: (stdout, stderr) => {
      stdout.pipe(process.stderr);
      stderr.pipe(process.stderr);
    },
    failure: () => {},
    close: async () => {},
  });
  try {
    console.log(JSON.stringify(JSON.parse(await target.invoke(event)), null, 2));
  } finally {
    await target.stop();
  }
} catch (error) {
  console.error(
    error instanceof FunctionError ? error.trace || error.message : error instanceof Error ? error.message : error,
  );
  process.exitCode = 1;
}

function readSample(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `样例读不了 · The sample ${file} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function chosen(all: readonly FunctionSettings[], name: string): FunctionSettings {
  const found = all.find(({ label }) => label === name.toLowerCase());
  if (found !== undefined) return found;
  const labels = all.map(({ label }) => label).join(', ');
  throw new Error(`没有这个函数 · There is no function ${JSON.stringify(name)}; there are ${labels}.`);
}
