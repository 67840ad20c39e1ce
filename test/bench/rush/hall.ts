/** The hall under the rush: `npm start`'s host with the stack's own bundles, a token and a patient on record for each caller. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { issueToken } from '../../../local/issuer.ts';
import { hallKeys } from '../../../local/keys.ts';
import { oidcPrefix } from '../../../local/oidc-prefix.ts';
import { idCardCheckDigit } from '../../../shared/catalogue/identity-numbers.ts';
import { type Call, crowd } from './callers.ts';
import { freePort } from './postgres.ts';

export interface RushHall {
  readonly url: string;
  /** One booking call for each caller, signed in and on record. */
  callers(count: number, sessionId: string): Promise<Call[]>;
  stop(): Promise<void>;
}

export async function startRushHall(): Promise<RushHall> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-rush-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const hall = spawn(process.execPath, ['local/start.ts'], {
    env: { ...process.env, PORT: String(port), HALL_DATA: folder },
    stdio: 'ignore',
  });
  await answering(hall, `${url}/v1/health`);
  return {
    url,
    async callers(count, sessionId) {
      const keys = await hallKeys(folder);
      const people = await Promise.all(
        Array.from({ length: count }, async (_, serial) => {
          const person = {
            id: `caller-${serial}`,
            name: '抢号人',
            nameEn: 'Caller',
            kind: 'natural',
            roles: ['citizen'],
          } as const;
          const token = await issueToken(person, keys, { issuer: `${url}${oidcPrefix}` });
          return { serial, authorization: `Bearer ${token}` };
        }),
      );
      const registering = people.map(({ serial, authorization }) => ({
        path: '/v1/booking/patients',
        headers: { authorization },
        body: JSON.stringify({ name: '抢号人', idNumber: idNumberOf(serial), phone: '13800000000', relation: 'self' }),
      }));
      const { replies } = await crowd(url, registering, 32);
      return people.map(({ serial, authorization }, at) => ({
        path: '/v1/booking/appointments',
        headers: { authorization, 'idempotency-key': `rush-call-${serial}` },
        body: JSON.stringify({ patientId: patientIn(replies[at]?.body ?? ''), sessionId }),
      }));
    },
    async stop() {
      const ended = new Promise((resolve) => hall.once('exit', resolve));
      hall.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const patientIn = (body: string): string => z.object({ patientId: z.string() }).parse(JSON.parse(body)).patientId;

/** Valid identity numbers of grown-ups, none twice: 500 sequences on each of many days. */
function idNumberOf(serial: number): string {
  const born = new Date(Date.UTC(1970, 0, 1 + Math.floor(serial / 500))).toISOString().slice(0, 10).replaceAll('-', '');
  const first17 = `440106${born}${String((serial % 500) + 1).padStart(3, '0')}`;
  return `${first17}${idCardCheckDigit(first17)}`;
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
