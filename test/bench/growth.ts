/**
 * What the hall's calls take when 1,000, 100,000 and 1,000,000 cases lie in its table, each with its whole record, on the embedded
 * engine, through the handlers; and the whole life of a case: submit → accept → decide → deliver. The halls are called in turn, so
 * that whatever else the machine does at that moment meets all of them alike.
 *
 * Goals: p50 at the largest ≤ 1.2 × at the smallest; a page of the inbox ≤ 30 ms.
 * `GROWTH_SIZES=1000,10000 npm run bench:growth` takes other sizes. What cannot be loaded in 25 minutes (`GROWTH_MINUTES`) is made
 * as large as can be, and said so. A million cases take some 17 GB while it runs; `GROWTH_FOLDER=<folder>` keeps the files of
 * 100,000 cases and more there, and the next run measures on them without loading (with the lives of the runs before in them).
 */
import './growth/env.ts';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { secondsAfter } from '../../shared/base/time.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import { documentIssued, hall as hallActor, route } from '../../shared/cases/system.ts';
import { requiredMaterials } from '../../shared/catalogue/answers.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { sampleAnswers } from '../support/answers.ts';
import { type CaseFunctions, caseFunctions, market, people } from '../support/case-functions.ts';
import { startEngines } from '../support/engines.ts';
import { given } from '../support/test-case.ts';
import { type GrownHall, grownHall } from './growth/hall.ts';
import type { Sample } from './growth/rows.ts';
import { report, round } from './report.ts';

const sizes = (process.env.GROWTH_SIZES ?? '1000,100000,1000000').split(',').map(Number);
const lives = Number(process.env.GROWTH_LIVES ?? 300);
const warmUp = 20;
const minutes = Number(process.env.GROWTH_MINUTES ?? 25);
const today = '2026-02-13';

const say = console.error;
for (const level of ['info', 'warn'] as const) console[level] = () => undefined;
const engines = await startEngines();
const passing = mkdtempSync(path.join(tmpdir(), 'hall-growth-'));
const kept = process.env.GROWTH_FOLDER;
const halls: GrownHall[] = [];
try {
  const small = await caseFunctions(engines, engines.documents, 'a secret of benches');
  const item = await plainItem(small);
  const agencies = small.deps.catalogue.agencies().map(({ code }) => code);
  // Most of what a hall holds is over; a third of all is the busiest agency's.
  const samples = await Promise.all(
    ['arrived', 'review', 'done', 'done', 'done'].map((as) => sampleOf(small, item, as)),
  );
  const busy = [...agencies, ...Array.from({ length: Math.floor(agencies.length / 2) }, () => market)];
  for (const wanted of sizes) {
    const cases = fitting(wanted, halls.at(-1));
    if (halls.some((one) => one.cases >= cases)) continue;
    const own = path.join(kept === undefined || cases < 100_000 ? passing : kept, String(cases));
    mkdirSync(own, { recursive: true });
    halls.push(await grownHall(engines, own, cases, { samples, agencies: busy }));
    say(`${cases} cases are loaded in ${round(halls.at(-1)?.loadSeconds ?? 0, 0)} s`);
  }

  const times = new Map<string, number[][]>();
  for (let turn = -warmUp; turn < lives; turn += 1) {
    for (const [at, grown] of halls.entries()) {
      const timed = async <T>(name: string, work: Promise<T>): Promise<T> => {
        const started = performance.now();
        const result = await work;
        const all = times.get(name) ?? halls.map(() => []);
        if (turn >= 0) all[at]?.push(performance.now() - started);
        times.set(name, all);
        return result;
      };
      await lifeOf(grown.hall, item, timed);
    }
  }

  const throughput = [];
  for (const grown of halls) throughput.push(await wholeLives(grown, item));

  const rows = [...times].map(([name, each]) => {
    const p50 = each.map((values) => percentile(values, 0.5));
    const p99 = each.map((values) => percentile(values, 0.99));
    const ratio = (p50.at(-1) ?? Number.NaN) / (p50[0] ?? Number.NaN);
    return {
      call: name,
      ...Object.fromEntries(
        halls.flatMap(({ cases }, at) => [
          [`p50 ms at ${cases}`, round(p50[at] ?? Number.NaN, 1)],
          [`p99 ms at ${cases}`, round(p99[at] ?? Number.NaN, 1)],
        ]),
      ),
      ratio: round(ratio),
    };
  });
  console.table(throughput);
  const inbox = percentile(times.get('inbox page')?.at(-1) ?? [], 0.5);
  const all = rows.map(({ ratio }) => ratio).toSorted((a, b) => a - b);
  report('growth', rows, {
    wanted: sizes,
    sizes: halls.map(({ cases }) => cases),
    lives,
    loads: halls.map(({ cases, loadSeconds, fileMegabytes }) => ({
      ...{ cases, seconds: round(loadSeconds, 0), megabytes: round(fileMegabytes, 0) },
    })),
    wholeLives: throughput,
    inboxPageMs: round(inbox, 1),
    worstRatio: all.at(-1),
    medianRatio: all[Math.floor(all.length / 2)],
    goals: { ratio: 1.2, inboxPageMs: 30 },
  });
} finally {
  for (const { stop } of halls) await stop();
  await engines.stop();
  rmSync(passing, { recursive: true, force: true });
}

/** As many as can be loaded in the minutes there are, by how long the size before took; told when it is fewer than wanted. */
function fitting(wanted: number, before: GrownHall | undefined): number {
  if (before === undefined || before.cases < 10_000) return wanted;
  const possible = (minutes * 60 * before.cases) / before.loadSeconds;
  if (wanted <= possible) return wanted;
  const unit = 10 ** Math.floor(Math.log10(possible));
  const fits = Math.floor(possible / unit) * unit;
  say(`${wanted} cases would take longer than ${minutes} minutes to load here: ${fits} instead`);
  return fits;
}

type Timed = <T>(name: string, work: Promise<T>) => Promise<T>;

/** The item of the busy agency that asks for the fewest files, for no fee, and for two officers: what it takes is the hall's own. */
async function plainItem({ deps }: CaseFunctions): Promise<Item> {
  const own = (await deps.catalogue.list(today)).filter(({ agency }) => agency.code === market);
  const found = await Promise.all(own.map(({ code }) => deps.catalogue.find(code, today)));
  const filesOf = (item: Item) => requiredMaterials(item, sampleAnswers(item, today)).length;
  const [plainest] = found
    .flatMap((item) => item ?? [])
    .filter(
      ({ applicants, handling, fees }) =>
        applicants.includes('natural') && handling === 'promised' && fees.length === 0,
    )
    .sort((one, other) => filesOf(one) - filesOf(other));
  if (plainest === undefined) throw new Error('the catalogue has no plain item');
  return plainest;
}

/** From draft to delivery, as citizen, officer and approver; what workers do in between is done by the rules. */
async function lifeOf(hall: CaseFunctions, item: Item, timed: Timed): Promise<string> {
  const { citizen, officer, approver, supervisor } = people;
  const ok = async (name: string, work: ReturnType<CaseFunctions['call']>) => {
    const answer = await timed(name, work);
    if (answer.status >= 300) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  // A moment of its own, as in life: two filed in the same ten seconds would ask for the same case number.
  hall.now = secondsAfter(hall.now, 10);
  const { caseId } = await ok('start a draft', hall.call(citizen, 'POST /v1/drafts', {}, { itemCode: item.code }));
  const answers = sampleAnswers(item, today);
  await ok('save it', hall.call(citizen, 'PUT /v1/drafts/{caseId}', { caseId }, { answers }, { ifMatch: 1 }));
  await filesOf(hall, item, caseId);
  await ok('submit', hall.call(citizen, 'POST /v1/drafts/{caseId}/submit', { caseId }, { declaration: true }));
  await onHead(hall, caseId, (head) => route(head, [], { item, actor: hallActor, now: hall.now }));
  await ok('my cases', hall.call(citizen, 'GET /v1/cases'));
  await ok('my case', hall.call(citizen, 'GET /v1/cases/{caseId}', { caseId }));
  await ok('inbox page', hall.call(officer, 'GET /v1/agency/cases', {}, undefined, { query: { state: 'submitted' } }));
  await ok('case at the desk', hall.call(officer, 'GET /v1/agency/cases/{caseId}', { caseId }));
  const desk = (who: typeof officer | typeof approver, name: string, body: object = {}) =>
    ok(name, hall.call(who, `POST /v1/agency/cases/{caseId}/${name}`, { caseId }, body));
  await desk(officer, 'claim');
  await desk(officer, 'accept');
  await ok('my desk', hall.call(officer, 'GET /v1/agency/cases', {}, undefined, { query: { mine: 'true' } }));
  await desk(officer, 'propose', { outcome: 'grant' });
  await desk(approver, 'decide', { outcome: 'grant' });
  await issued(hall, item, caseId);
  await desk(officer, 'deliver', { channel: item.delivery[0] });
  await ok('statistics', hall.call(supervisor, 'GET /v1/agency/statistics'));
  return caseId;
}

async function filesOf(hall: CaseFunctions, item: Item, caseId: string): Promise<void> {
  for (const { code } of requiredMaterials(item, sampleAnswers(item, today))) {
    const file = { code, fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) };
    const { body } = await hall.call(people.citizen, 'POST /v1/cases/{caseId}/materials', { caseId }, file);
    const row = await hall.deps.materials.get(caseId, body.material.materialId);
    await hall.deps.materials.move({ ...row, state: 'clean', scannedAt: hall.now }, 'expected');
  }
}

async function issued(hall: CaseFunctions, item: Item, caseId: string): Promise<void> {
  const letters = caseId.slice(0, 10).replace(/[ILOU]/g, '0');
  const number = `BS2026-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
  const paper = { number, kind: 'decision-grant', issuedAt: hall.now, sha256: 'b'.repeat(64) } as const;
  await onHead(hall, caseId, (head) => documentIssued(head, paper, { item, actor: hallActor, now: hall.now }));
}

async function onHead(hall: CaseFunctions, caseId: string, rule: (head: CaseHead) => ReturnType<typeof route>) {
  const { head } = await hall.deps.cases.loadHead(caseId);
  await hall.deps.cases.commit({ ...given(rule(head)), expected: head.version, now: hall.now });
}

/** A case as the rules leave it: just arrived, under review, or delivered. */
async function sampleOf(hall: CaseFunctions, item: Item, as: string): Promise<Sample> {
  const stopAt = { arrived: 'my cases', review: 'my desk', done: 'statistics' }[as];
  let caseId = '';
  const stop = new Error('far enough');
  await lifeOf(hall, item, async (name, work) => {
    if (name === stopAt) {
      await work;
      throw stop;
    }
    const answer = await work;
    const { body } = answer as { body?: { caseId?: string } };
    caseId ||= body?.caseId ?? '';
    return answer;
  }).catch((error: unknown) => {
    if (error !== stop) throw error;
  });
  const { head, events } = await hall.deps.cases.get(caseId);
  return { head, events };
}

/** Cases a second, from draft to delivery, eight at once, and what one of them uses of the table. */
async function wholeLives({ cases, hall, consumed }: GrownHall, item: Item) {
  consumed();
  const count = 64;
  const started = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (left > 0) {
        left -= 1;
        await lifeOf(hall, item, (_, work) => work);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { read, write } = consumed();
  return {
    cases,
    'lives/s': round(count / seconds, 1),
    'write units a life': round(write / count, 1),
    'read units a life': round(read / count, 1),
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
