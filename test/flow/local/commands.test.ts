/** The commands beside `npm start`: `npm run token` and `npm run invoke`, as they are typed. */
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDynamodb } from '../../../local/engines.ts';
import { type LittleHall, littleHall, newFolder } from './fixture/hall.ts';

let hall: LittleHall;
const samples = newFolder();
beforeAll(async () => {
  hall = await littleHall();
});
afterAll(async () => {
  await hall.stop();
  rmSync(samples, { recursive: true, force: true });
});

/** @returns standard output, or with a `!` before it what it failed with */
async function run(command: string, parameters: string[], dataDir = hall.dataDir): Promise<string> {
  const script = join(import.meta.dirname, `../../../local/${command}.ts`);
  const env = { ...process.env, HALL_DATA: dataDir };
  try {
    return (await promisify(execFile)(process.execPath, [script, ...parameters], { env })).stdout.trim();
  } catch (error) {
    return `!${error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : error}`;
  }
}

function sample(event: unknown): string {
  const file = join(samples, 'event.json');
  writeFileSync(file, JSON.stringify(event));
  return file;
}

describe('npm run token', () => {
  it('prints a token that the hall takes', async () => {
    const token = await run('token', ['chen-yu-lan']);
    const answer = await fetch(`${hall.url}/signed`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  });

  it('says in one line what is wrong', async () => {
    expect(await run('token', ['nobody'])).toMatch(/^!.*"nobody"; there are zhang-wei, .*$/);
    expect(await run('token', ['li-na'], samples)).toMatch(/^!.*No hall runs on .*$/);
  });
});

describe('npm run invoke', () => {
  it('runs a function against the engines of the running hall, and prints its result', async () => {
    const body = { Records: [{ messageId: 'm', body: JSON.stringify({ id: 'invoked' }) }] };
    expect(JSON.parse(await run('invoke', ['consume', sample(body)]))).toEqual({ batchItemFailures: [] });
    expect(await (await fetch(`${hall.url}/items/invoked`)).json()).toEqual({ consumed: 1 });
  });

  it('says in one line what is wrong', async () => {
    const file = sample({});
    expect(await run('invoke', ['nothing', file])).toMatch(/^!.*"nothing"; there are .*consume.*$/);
    expect(await run('invoke', ['echo', join(samples, 'absent.json')])).toMatch(/^!.*absent\.json cannot be read.*$/);
    expect(await run('invoke', ['echo'])).toMatch(/^!.*Usage: npm run invoke -- <function> <sample\.json>$/);
    expect(await run('invoke', ['echo', file], samples)).toMatch(/^!.*No hall runs on .*$/);
  });

  it('tells an error that the function threw, with its place', async () => {
    expect(await run('invoke', ['echo', sample({ rawPath: '/throw' })])).toMatch(
      /^!Error: thrown on purpose\n +at echo /,
    );
  });
});

describe('npm start', () => {
  it('names the package of a missing engine, and the way around it', async () => {
    vi.stubEnv('DYNAMODB_ENDPOINT', '');
    const { arch } = process;
    Object.defineProperty(process, 'arch', { value: 's390x' });
    try {
      const start = startDynamodb(samples, { onProcess: () => {}, onEnd: () => {} });
      await expect(start).rejects.toThrow(
        `@dynoxide/${process.platform}-s390x, or name any other engine with DYNAMODB_ENDPOINT`,
      );
    } finally {
      Object.defineProperty(process, 'arch', { value: arch });
      vi.unstubAllEnvs();
    }
  });

  it('says in one line that PORT is not a port', async () => {
    vi.stubEnv('PORT', 'three');
    expect(await run('start', [], samples)).toMatch(/^!.*PORT=three is not a port.*$/);
    vi.unstubAllEnvs();
  });
});
