/**
 * One hall per data folder. The lock is one the operating system holds (through SQLite), so it ends with the process that
 * took it, however that ends; beside it lies who holds it and which engines it started.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { writePrivately } from './keys.ts';

/** Something the person who typed the command can understand and do something about; shown without a stack. */
export class HallError extends Error {
  override name = 'HallError';
}

/** What `<data>/hall.json` tells of the hall that runs on this folder. */
const hallFile = z.object({
  pid: z.int(),
  /** Absent while it starts. */
  url: z.string().optional(),
  assemblyDir: z.string().optional(),
  endpoints: z.object({ dynamodb: z.string(), sqs: z.string(), secrets: z.string() }).optional(),
  /** Milliseconds by which it lives before or after the real time. */
  clockShift: z.int().optional(),
  /** Processes it started, and what they are called. */
  engines: z.array(z.object({ pid: z.int(), program: z.string() })).default([]),
});
export type HallFile = z.infer<typeof hallFile>;

export interface Lock {
  /** Adds to what is told of this hall. */
  tell(more: Partial<HallFile>): void;
  release(): void;
}

/**
 * Takes the folder for this process, and ends the engines that a killed hall left behind.
 * @throws HallError when another hall has it
 */
export async function lockData(dataDir: string): Promise<Lock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(dataDir, 'hall.lock'));
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch {
    database.close();
    const { pid, url } = readHallFile(dataDir) ?? {};
    const who = `process ${pid ?? '?'}${url === undefined ? '' : `, ${url}`}`;
    throw new HallError(
      `数据目录已被另一个办事大厅占用 · Another hall already runs on ${resolve(dataDir)} (${who}): stop it, or choose another folder with HALL_DATA.`,
    );
  }
  await endEngines(readHallFile(dataDir)?.engines ?? []);
  let told: HallFile = { pid: process.pid, engines: [] };
  const file = join(dataDir, 'hall.json');
  writePrivately(file, told);
  return {
    tell(more) {
      told = { ...told, ...more };
      writePrivately(file, told);
    },
    release() {
      rmSync(file, { force: true });
      database.close();
    },
  };
}

/** @returns undefined when no hall has started on this folder, or the last one stopped as it should */
export function readHallFile(dataDir: string): HallFile | undefined {
  const file = join(dataDir, 'hall.json');
  if (!existsSync(file)) return undefined;
  return hallFile.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
}

/** @returns what is told of the hall on this folder, only while its process lives and it has an address */
export function runningHall(dataDir: string): (HallFile & { url: string }) | undefined {
  const told = readHallFile(dataDir);
  return told?.url !== undefined && isAlive(told.pid) ? { ...told, url: told.url } : undefined;
}

async function endEngines(engines: HallFile['engines']): Promise<void> {
  // A number is used again by the system: only a process that still is that program is ended.
  const orphans = engines.filter(({ pid, program }) => isAlive(pid) && commandOf(pid).includes(program));
  for (const { pid } of orphans) process.kill(pid, 'SIGTERM');
  for (let waited = 0; orphans.some(({ pid }) => isAlive(pid)) && waited < 3000; waited += 50) await sleep(50);
  for (const { pid } of orphans) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
