/**
 * From `npm start` to the first answered request, on a new data folder and on a kept one, with what is built already built
 * (a warm install), as a person would feel it: the clock runs from the command to a 200 from /v1/health.
 *
 * Goal: ≤ 8 s on 2 cores.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, report, round } from './report.ts';

const runs = 5;
const rows = [];
await timeStart(newFolder(), 'build and warm up'); // not counted
for (const kind of ['new data', 'kept data'] as const) {
  const seconds: number[] = [];
  const kept = newFolder();
  if (kind === 'kept data') await timeStart(kept, kind, false);
  for (let run = 0; run < runs; run += 1)
    seconds.push(await timeStart(kind === 'kept data' ? kept : newFolder(), kind, kind === 'new data'));
  rmSync(kept, { recursive: true, force: true });
  rows.push({
    start: kind,
    'median s': round(median(seconds)),
    'best s': round(Math.min(...seconds)),
    'worst s': round(Math.max(...seconds)),
  });
}
report('start', rows, { runs, goalSeconds: 8 });

function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'bench-start-'));
}

async function timeStart(folder: string, kind: string, remove = true): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const hall = spawn('npm', ['start', '--silent'], {
    env: { ...process.env, PORT: String(port), HALL_DATA: folder },
    stdio: 'ignore',
    detached: true,
  });
  const seconds = await firstAnswer(hall, `http://localhost:${port}/v1/health`, began, kind);
  await stop(hall);
  if (remove) rmSync(folder, { recursive: true, force: true });
  return seconds;
}

async function firstAnswer(hall: ChildProcess, url: string, began: number, kind: string): Promise<number> {
  while (hall.exitCode === null) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    const seconds = (performance.now() - began) / 1000;
    if (ok) return seconds;
    if (seconds > 120) throw new Error(`${kind}: no answer in two minutes`);
    await sleep(20);
  }
  throw new Error(`${kind}: the hall ended with code ${hall.exitCode}`);
}

/** Waits for the whole group, not for npm alone: npm ends at once, the hall first finishes what is under way and holds its data until then. */
async function stop(hall: ChildProcess): Promise<void> {
  if (hall.pid === undefined) return;
  process.kill(-hall.pid, 'SIGTERM');
  while (lives(hall.pid)) await sleep(20);
}

function lives(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
