/** A hall that is killed loses nothing that was answered; one that cannot start says why in a sentence. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHall } from '../../../local/hall.ts';
import { readHallFile } from '../../../local/lock.ts';
import { testAssembly } from './fixture/assembly.ts';
import { consumed, eventually, newFolder } from './fixture/hall.ts';

const children: ChildProcess[] = [];
const folders: string[] = [];
beforeAll(() => testAssembly());
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  // What a test that failed has left behind.
  for (const { pid } of folders.flatMap((folder) => readHallFile(folder)?.engines ?? [])) {
    if (commandOf(pid).includes('dynoxide')) process.kill(pid);
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

/** @returns the address, or what it said instead of starting */
async function run(dataDir: string): Promise<{ child: ChildProcess; url: string; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixture/run.ts'), dataDir, await testAssembly()], {
    stdio: 'pipe',
  });
  children.push(child);
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const url = await new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      const found = /hall ready: (\S+)/.exec(String(chunk));
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once('exit', () => resolve(''));
  });
  return { child, url, said };
}

const exited = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));

describe('killed in mid-work', () => {
  it('keeps every answered write and delivers every event', { timeout: 300_000 }, async () => {
    const dataDir = folder();
    const answered = new Set<string>();
    let serial = 0;
    for (const rest of [300, 700]) {
      const { child, url } = await run(dataDir);
      let alive = true;
      const writer = async (): Promise<void> => {
        while (alive) {
          serial += 1;
          const id = `event-${serial}`;
          const answer = await fetch(`${url}/items/${id}`, { method: 'PUT' }).catch(() => undefined);
          if (answer?.status === 201) answered.add(id);
        }
      };
      const writers = Promise.all(Array.from({ length: 4 }, writer));
      await eventually('some are answered', async () => (answered.size > rest / 10 ? true : undefined), 60);
      await sleep(rest);
      child.kill('SIGKILL');
      await exited(child);
      alive = false;
      await writers;
    }
    expect(answered.size).toBeGreaterThan(20);

    const { child, url } = await run(dataDir);
    const times = (): Promise<(number | undefined)[]> => Promise.all([...answered].map((id) => consumed(url, id)));
    expect((await times()).filter((time) => time === undefined)).toEqual([]);
    const all = async (): Promise<true | undefined> => (await times()).every((time) => (time ?? 0) > 0) || undefined;
    await eventually('every event is delivered', all, 200);
    child.kill('SIGTERM');
    await exited(child);
    expect(child.exitCode).toBe(0);
    expect(readHallFile(dataDir)).toBeUndefined();
  });

  it('leaves no engine behind once it is started again', { timeout: 60_000 }, async () => {
    const dataDir = folder();
    const first = await run(dataDir);
    const [engine] = readHallFile(dataDir)?.engines ?? [];
    first.child.kill('SIGKILL');
    await exited(first.child);
    expect(commandOf(engine?.pid)).toContain('dynoxide');
    const second = await run(dataDir);
    expect(second.url).not.toBe('');
    expect(commandOf(engine?.pid)).not.toContain('dynoxide');
    second.child.kill('SIGTERM');
    await exited(second.child);
    expect(commandOf(readHallFile(dataDir)?.engines[0]?.pid)).toBe('');
  });
});

describe('stopped', () => {
  it('finishes what is under way, and lets nobody new in', async () => {
    const hall = await startHall({ port: 0, dataDir: folder(), quiet: true, assemblyDir: await testAssembly() });
    await fetch(`${hall.url}/bare`);
    const underWay = fetch(`${hall.url}/pause`);
    await sleep(100);
    const stopping = hall.stop();
    const late = await fetch(`${hall.url}/bare`);
    expect(late.status).toBe(503);
    expect(await (await underWay).json()).toEqual({ paused: true });
    await stopping;
    await expect(fetch(`${hall.url}/bare`)).rejects.toThrow();
  });

  it('says so when an engine ends by itself', async () => {
    const dataDir = folder();
    const hall = await startHall({ port: 0, dataDir, quiet: true, assemblyDir: await testAssembly() });
    const [engine] = readHallFile(dataDir)?.engines ?? [];
    process.kill(engine?.pid ?? 0, 'SIGKILL');
    await expect(hall.broken).rejects.toThrow('The DynamoDB engine ended (SIGKILL)');
    await hall.stop();
  });
});

describe('what a start is told', () => {
  it('a second hall on the same data', async () => {
    const dataDir = folder();
    const { child, url } = await run(dataDir);
    const second = await run(dataDir);
    await exited(second.child);
    expect(second.child.exitCode).toBe(1);
    expect(second.said.trim().split('\n')).toHaveLength(1);
    expect(second.said).toContain(`process ${child.pid}, ${url}`);
    child.kill('SIGTERM');
    await exited(child);
  });

  it('a port that is in use, before anything is started', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const dataDir = folder();
    const start = startHall({ port, dataDir, quiet: true, assemblyDir: await testAssembly() });
    await expect(start).rejects.toThrow(`Port ${port} is in use`);
    expect(readHallFile(dataDir)).toBeUndefined();
    taken.close();
  });

  it('a DynamoDB engine that does not answer', async () => {
    process.env.DYNAMODB_ENDPOINT = 'http://127.0.0.1:9';
    try {
      const start = startHall({ port: 0, dataDir: folder(), quiet: true, assemblyDir: await testAssembly() });
      await expect(start).rejects.toThrow('DYNAMODB_ENDPOINT=http://127.0.0.1:9');
    } finally {
      delete process.env.DYNAMODB_ENDPOINT;
    }
  });
});

function commandOf(pid: number | undefined): string {
  if (pid === undefined) return '';
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
