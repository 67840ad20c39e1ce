/**
 * What whole lives cost on AWS: consumed capacity, requests and GB-seconds of everything that happens from the first page to the
 * last notice, metered in a hall of this machine's own, and what 1,000 of them come to at list prices.
 *
 * What a second of processor is there, it is here only roughly: GB-seconds are this machine's milliseconds times the memory that
 * the stack gives. Cold starts are not in it; nor is what stands whether anybody comes or not, but for the clocks, told apart.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHall } from '../../local/hall.ts';
import { issueToken } from '../../local/issuer.ts';
import { hallKeys } from '../../local/keys.ts';
import { oidcPrefix } from '../../local/oidc-prefix.ts';
import { callerWith } from '../support/client.ts';
import { lives, peopleOf } from './cost/lives.ts';
import { type Counts, openMeter } from './cost/meter.ts';
import { costOf, prices } from './cost/prices.ts';
import { report, round } from './report.ts';

const runs = Number(process.env.COST_LIVES ?? 20);
const warmUp = 3;

const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-cost-'));
const meter = openMeter();
const hall = await startHall({ port: 0, dataDir, quiet: true, meter });
try {
  const keys = await hallKeys(dataDir);
  const people = await peopleOf(
    async (person) => callerWith(hall.url, person === undefined ? undefined : await hall.token(person)),
    async (id) => callerWith(hall.url, await issueToken(citizen(id), keys, { issuer: `${hall.url}${oidcPrefix}` })),
  );
  const rows = [];
  for (const [name, live] of Object.entries(lives)) {
    for (let run = 0; run < warmUp; run += 1) await live(people);
    await meter.quiet();
    meter.begin();
    for (let run = 0; run < runs; run += 1) await live(people);
    await meter.quiet();
    rows.push(rowOf(name, meter.counts()));
  }
  report('cost', rows, { runs, prices, clocks: await standing() });
} finally {
  await hall.stop();
  await meter.close();
  rmSync(dataDir, { recursive: true, force: true });
}

function citizen(id: string) {
  return { id, name: '张伟', nameEn: 'Zhang Wei', kind: 'natural', roles: ['citizen'] } as const;
}

function rowOf(life: string, counts: Counts) {
  const each = (value: number) => round(value / runs, 1);
  const dollars = costOf(counts);
  const share = (part: number) => round((part / runs) * 1000);
  return {
    life,
    'API calls': each(counts.apiCalls),
    invocations: each(counts.invocations),
    'GB-s': round(counts.gigabyteSeconds / runs, 2),
    'write units': each(counts.writeUnits),
    'read units': each(counts.readUnits),
    'SQS requests': each(counts.queueRequests),
    'S3 puts': each(counts.objectWrites),
    'S3 gets': each(counts.objectReads),
    'USD per 1,000': share(dollars.total),
    'of it tables': share(dollars.tables),
    'of it functions': share(dollars.functions),
  };
}

/** What the clocks do whether anybody comes or not: a minute of them, metered. */
async function standing() {
  await meter.quiet();
  meter.begin();
  await meter.minuteOfClocks();
  const counts = meter.counts();
  return { invocations: counts.invocations, 'USD a month': round(costOf(counts).total * 60 * 24 * 30) };
}
