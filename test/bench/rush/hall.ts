/** The hall under the rush: `npm start`'s host with the stack's own bundles, a token and a patient on record for each caller. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueToken } from '../../../local/issuer.ts';
import { hallKeys } from '../../../local/keys.ts';
import { oidcPrefix } from '../../../local/oidc-prefix.ts';
import type { Call } from './callers.ts';
import { putPatients } from './patients.ts';
import { freePort } from './postgres.ts';

export interface RushHall {
  readonly url: string;
  /** One booking call for each caller, signed in and on record. */
  callers(count: number, sessionId: string): Promise<Call[]>;
  /** People look at the session before it opens: whatever runs the functions is awake by then. */
  look(sessionId: string): Promise<void>;
  /** Stops, and wakes at another time on the same data and address. */
  wakeAt(instant: string): Promise<void>;
  stop(): Promise<void>;
}

/** @param instant at which the hall stands in time; the present otherwise */
export async function startRushHall(instant?: string): Promise<RushHall> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-rush-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const startAt = async (at?: string): Promise<ChildProcess> => {
    const started = spawn(process.execPath, ['local/start.ts', ...(at === undefined ? [] : ['--now', at])], {
      env: { ...process.env, PORT: String(port), HALL_DATA: folder },
      stdio: 'ignore',
    });
    await answering(started, `${url}/v1/health`);
    return started;
  };
  let hall = await startAt(instant);
  return {
    url,
    async callers(count, sessionId) {
      const keys = await hallKeys(folder);
      const accounts = Array.from({ length: count }, (_, serial) => `caller-${serial}`);
      const patients = await putPatients(folder, accounts);
      const issuer = `${url}${oidcPrefix}`;
      return Promise.all(
        accounts.map(async (id, serial) => {
          const person = { id, name: '抢号人', nameEn: 'Caller', kind: 'natural', roles: ['citizen'] } as const;
          const token = await issueToken(person, keys, { issuer });
          return {
            path: '/v1/booking/appointments',
            headers: { authorization: `Bearer ${token}`, 'idempotency-key': `rush-call-${serial}` },
            body: JSON.stringify({ patientId: patients[serial], sessionId }),
          };
        }),
      );
    },
    async look(sessionId) {
      for (let round = 0; round < 4; round += 1) {
        const all = Array.from({ length: 16 }, () => fetch(`${url}/v1/booking/sessions/${sessionId}`));
        for (const answer of await Promise.all(all)) await answer.text();
      }
    },
    async wakeAt(at) {
      await end(hall);
      hall = await startAt(at);
    },
    async stop() {
      await end(hall);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(hall: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => hall.once('exit', resolve));
  hall.kill('SIGTERM');
  await ended;
}

async function answering(hall: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (hall.exitCode !== null) throw new Error(`the hall ended with code ${hall.exitCode}`);
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(100);
  }
  throw new Error('the hall did not answer in two minutes');
}
