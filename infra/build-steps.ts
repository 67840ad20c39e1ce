/**
 * How the build avoids doing the same thing twice: a step whose inputs have not changed since its outputs were written
 * is skipped, and two builds at once take turns. `npm start` owes most of its speed to this file.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Step {
  readonly name: string;
  /** Files and folders read, relative to the repository. */
  readonly inputs: readonly string[];
  /** Files and folders written; removed before the step runs, so that nothing stale stays. */
  readonly outputs: readonly string[];
  readonly run: () => unknown;
}

const passedOver = new Set(['node_modules', 'dist', '.vite']);

function* filesUnder(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) {
    if (!passedOver.has(name)) yield* filesUnder(join(path, name));
  }
}

/** SHA-256, in hex, over the names and bytes of files, and of all files under folders. */
export function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(path)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Runs the step unless its outputs already come from these inputs. Answers whether it ran. */
export async function runStep(step: Step, stamps: string): Promise<boolean> {
  const stamp = join(stamps, step.name);
  const hash = hashOf(step.inputs);
  const done =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && step.outputs.every((path) => existsSync(path));
  if (done) return false;
  rmSync(stamp, { force: true });
  for (const path of step.outputs) rmSync(path, { recursive: true, force: true });
  await step.run();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/** Does the work while no other process does it in the same folder. A lock left by a dead process is taken over. */
export async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, '.building');
  while (!take(lock)) await sleep(50);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!holderLives(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function holderLives(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Just created and not yet written: it lives.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
