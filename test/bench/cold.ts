/**
 * Cold start of every API function: module init and bundle size, beside a bare bundle that imports the same SDK clients and
 * commands and makes the clients, nothing more, as esbuild gives it. Run in turn, a fresh process each time.
 *
 * The functions leave out the default credential chain and ask for `node:http` in a way that does not load Node's fetch
 * (infra/http-asked.ts); so the same bare bundle made that way is shown as well (`trimmed`), to tell what is ours: schemas, rules, router.
 *
 * Goal: init ≤ 1.25 ×, size ≤ 1.35 ×.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildBare, codeBytes, root, uses } from './cold/bare.ts';
import { median, report, round } from './report.ts';

const runs = 11;

/** Whatever a function reads at init; no call is made, so nothing need be there. */
const env = {
  PATH: process.env.PATH ?? '',
  AWS_REGION: 'us-east-1',
  CASES_TABLE: 'cases',
  FILES_BUCKET: 'files',
  FIELD_KEY_SECRET: 'secret',
  WORK_QUEUES: '[]',
  PAYMENTS_TABLE: 'payments',
  CALLBACK_KEY_SECRETS: '[]',
  MERCHANT_SECRETS: '[]',
  HALL_URL: 'http://localhost:3000',
  BOOKING_TABLE: 'booking',
  NOTICES_TABLE: 'notices',
  PAYEES: '[]',
  BEHIND_EDGE: 'no',
  MEDIA_PROVIDER: 'livekit',
  MEDIA_URL: 'wss://localhost',
  MEDIA_KEY_SECRET: 'secret',
};

const scratch = mkdtempSync(path.join(tmpdir(), 'bench-cold-'));
try {
  const rows = [];
  for (const name of Object.keys(uses)) rows.push(await compare(name));
  const worst = {
    init: Math.max(...rows.map((row) => row['init ratio'])),
    size: Math.max(...rows.map((row) => row['size ratio'])),
  };
  report('cold', rows, { runs, worst, goal: { init: 1.25, size: 1.35 } });
} finally {
  rmSync(scratch, { recursive: true });
}

async function compare(name: string) {
  const ours = path.join(root, 'dist/functions', name, 'index.mjs');
  const bare = await buildBare(name, 'bare', scratch);
  const trimmed = await buildBare(name, 'trimmed', scratch);
  const times = { ours: [] as number[], bare: [] as number[], trimmed: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    times.bare.push(initMilliseconds(bare));
    times.trimmed.push(initMilliseconds(trimmed));
    times.ours.push(initMilliseconds(ours));
  }
  const size = { ours: codeBytes(ours), bare: codeBytes(bare), trimmed: codeBytes(trimmed) };
  return {
    function: name,
    'init ms': round(median(times.ours), 1),
    'bare ms': round(median(times.bare), 1),
    'init ratio': round(median(times.ours) / median(times.bare)),
    'trimmed ms': round(median(times.trimmed), 1),
    KB: round(size.ours / 1000, 0),
    'bare KB': round(size.bare / 1000, 0),
    'size ratio': round(size.ours / size.bare),
    'trimmed KB': round(size.trimmed / 1000, 0),
  };
}

function initMilliseconds(bundle: string): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(bundle).href)}); process.stdout.write(String(performance.now() - t));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...env, LAMBDA_TASK_ROOT: path.dirname(bundle) },
  });
  return Number(printed.toString());
}
