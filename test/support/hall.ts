/**
 * The hall that black-box tests drive: the one that `HALL_URL` names (deployed, or started by `.ci/run`), or one started here on a
 * data folder of its own. Tests know it only by its address and by tokens of demo people.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHall } from '../../local/hall.ts';
import { tokenFrom } from '../../local/token.ts';
import { type Caller, callerWith } from './client.ts';

export interface Hall {
  readonly url: string;
  /** Calls as a demo person, or as nobody. */
  as(person?: string): Promise<Caller>;
  /** Where it keeps its data, for tests that put more into it than anybody could by calling. */
  readonly dataDir: string;
  stop(): Promise<void>;
}

export async function connect(): Promise<Hall> {
  const url = process.env.HALL_URL;
  return url === undefined ? startOwn() : running(url, process.env.HALL_DATA ?? '.data', tokenOf, async () => {});
}

/** A token from the server that `HALL_TOKENS` names, for a hall whose keys are elsewhere, or from the hall's data folder. */
async function tokenOf(person: string): Promise<string> {
  const server = process.env.HALL_TOKENS;
  if (server === undefined) return tokenFrom(process.env.HALL_DATA ?? '.data', person);
  const reply = await fetch(`${server}/${person}`);
  if (!reply.ok) throw new Error(await reply.text());
  return reply.text();
}

async function startOwn(): Promise<Hall> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'hall-'));
  const hall = await startHall({ port: 0, dataDir, quiet: true });
  return running(hall.url, dataDir, hall.token, async () => {
    await hall.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
}

function running(
  url: string,
  dataDir: string,
  token: (person: string) => Promise<string>,
  stop: () => Promise<void>,
): Hall {
  const as = async (person?: string) => callerWith(url, person === undefined ? undefined : await token(person));
  return { url, dataDir, stop, as };
}
