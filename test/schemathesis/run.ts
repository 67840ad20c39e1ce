/**
 * Schemathesis against a running hall, from the hall's own openapi.json: no server error, no undocumented answer. Each
 * function's calls are made by someone who may make them, about cases that are there and about cases that are not.
 * `HALL_URL=http://localhost:3000 HALL_DATA=.data node test/schemathesis/run.ts`
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { tokenFrom } from '../../local/token.ts';
import type { ApiFunction } from '../../shared/base/route.ts';
import { path, root } from '../deployed/command.ts';
import { makeVenv, venv } from '../deployed/venv.ts';
import { callerWith } from '../support/client.ts';

const url = process.env.HALL_URL ?? 'http://localhost:3000';
const examples = process.env.EXAMPLES ?? '25';
const scratch = mkdtempSync(join(tmpdir(), 'banshi-schemathesis-'));

/** An item with files, fees and a form of every kind of field. */
const foodBusinessLicence = '440115025000';

interface Round {
  /** Of the calls that this function answers. */
  readonly of: ApiFunction;
  /** Demo person who makes them; nobody, if absent. */
  readonly as?: string;
  /** Path parameters with something behind them. */
  readonly about?: Readonly<Record<string, string>>;
}

const checks = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';

await makeVenv();
mkdirSync(join(root, '.ci/out'), { recursive: true });
const failed: string[] = [];
const waiting = [...(await rounds()).entries()];
// Two at a time: each round is half of its time waiting for the hall.
await Promise.all([lane(), lane()]);
rmSync(scratch, { recursive: true });
console.log(failed.length === 0 ? '\nno undocumented answer' : `\nundocumented answers: ${failed.join('; ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function lane(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [position, round] = next;
    const name = [round.of, round.as, ...Object.values(round.about ?? {})].filter((it) => it !== undefined).join(' ');
    const { ok, said } = await attempt(round, position);
    console.log(`\n--- ${name}\n${said}`);
    if (!ok) failed.push(name);
  }
}

async function rounds(): Promise<Round[]> {
  const draft = await newDraft('zhang-wei');
  const [mine] = await casesOf('zhang-wei', '/v1/cases');
  const [theirs] = await casesOf('officer-wang', '/v1/agency/cases?state=submitted');
  return [
    { of: 'public' },
    { of: 'citizen' },
    { of: 'citizen', as: 'zhang-wei' },
    { of: 'citizen', as: 'zhang-wei', about: { caseId: draft } },
    ...(mine === undefined ? [] : [{ of: 'citizen', as: 'zhang-wei', about: { caseId: mine } } as const]),
    { of: 'officer', as: 'officer-wang' },
    ...(theirs === undefined
      ? []
      : (['officer-wang', 'approver-zhao'] as const).map(
          (as) => ({ of: 'officer', as, about: { caseId: theirs } }) as const,
        )),
    { of: 'backoffice', as: 'backoffice-market' },
    { of: 'operations', as: 'operator-deng' },
    { of: 'checkout', as: 'zhang-wei' },
    { of: 'money-desk', as: 'finance-tan' },
    { of: 'booking' },
    { of: 'booking', as: 'zhang-wei' },
    { of: 'booking-desk', as: 'reception-guo' },
    { of: 'booking-desk', as: 'doctor-chen' },
    { of: 'booking-desk', as: 'pharmacist-fang' },
    { of: 'fhir' },
    { of: 'fhir', as: 'zhang-wei' },
    { of: 'fhir', as: 'zhang-wei', about: { type: 'Appointment', id: '$book' } },
    { of: 'fhir', as: 'zhang-wei', about: { type: 'Slot', file: '$bulk-publish' } },
    { of: 'fhir', as: 'reception-guo' },
  ];
}

async function attempt({ of, as, about = {} }: Round, position: number): Promise<{ ok: boolean; said: string }> {
  // It leaves caches where it runs.
  const folder = join(scratch, String(position));
  mkdirSync(folder);
  const config = join(folder, 'schemathesis.toml');
  const parameters = Object.entries(about).map(([name, value]) => `"path.${name}" = ${JSON.stringify(value)}`);
  writeFileSync(config, ['[parameters]', ...parameters].join('\n'));
  const token = as === undefined ? [] : ['--header', `Authorization: Bearer ${await tokenOf(as)}`];
  const report = join(root, `.ci/out/schemathesis-${position}-${of}.xml`);
  const args = [
    ...['--config-file', config, 'run', `${url}/v1/openapi.json`, '--url', url, '--include-tag', of, ...token],
    ...['--checks', checks, '--max-examples', examples, '--seed', '20260101', '--continue-on-failure', '--no-color'],
    // Its coverage phase trips over itself when threads share it.
    ...['--workers', '1', '--warnings', 'off'],
    ...['--report', 'junit', '--report-junit-path', report],
  ];
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, PATH: path }, maxBuffer: 64 * 1024 * 1024 };
    execFile(join(venv, 'bin/schemathesis'), args, options, (error, stdout, stderr) =>
      resolve({ ok: error === null, said: `${stdout}${stderr}` }),
    );
  });
}

function tokenOf(person: string): Promise<string> {
  return tokenFrom(process.env.HALL_DATA ?? '.data', person);
}

async function newDraft(person: string): Promise<string> {
  const call = callerWith(url, await tokenOf(person));
  const { status, body } = await call('POST', '/v1/drafts', { body: { itemCode: foodBusinessLicence } });
  if (status !== 201) throw new Error(`No draft to ask about: ${status} ${JSON.stringify(body)}`);
  return z.object({ caseId: z.string() }).parse(body).caseId;
}

async function casesOf(person: string, path: string): Promise<string[]> {
  const { body } = await callerWith(url, await tokenOf(person))('GET', path);
  const { items } = z.object({ items: z.array(z.object({ caseId: z.string() })) }).parse(body);
  return items.map(({ caseId }) => caseId);
}
