/**
 * The search of the hall as it runs in the page: over the index as shipped, with the engine as shipped, at the bench's list of what
 * people type, and at every beginning of it, as somebody types.
 *
 * Goal: p99 ≤ 50 ms. `node infra/build.ts` first, as `npm run bench:search` does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compiledIndex } from '../../shared/catalogue/compiled-item.ts';
import { searchItems } from '../../shared/catalogue/search.ts';
import { type PackedIndex, unpackIndex } from '../../shared/catalogue/search-index.ts';
import { finderOver } from '../../web/src/hall/finder.ts';
import { queries } from './queries.ts';
import { report, round } from './report.ts';

const assets = path.resolve('dist/functions/web/site/assets');
const [shipped = ''] = readdirSync(assets).filter((name) => /^search-.*\.json$/.test(name));
const bytes = (suffix: string) => readFileSync(path.join(assets, shipped + suffix)).length;

const began = performance.now();
const packed: PackedIndex = JSON.parse(readFileSync(path.join(assets, shipped), 'utf8'));
const entries = unpackIndex(packed);
const unpacked = performance.now() - began;
if (JSON.stringify(entries) !== JSON.stringify(compiledIndex.parse(compiled())))
  throw new Error('the index was not shipped whole');

const find = finderOver(entries, () => new Date());
const cold = time(queries[0]?.q ?? '');
const rows = [...new Set(queries.map(({ by }) => by))].map((by) => {
  const asked = queries.filter((one) => one.by === by);
  const whole = asked.flatMap(({ q }) => Array.from({ length: 20 }, () => time(q)));
  const typed = asked.flatMap(({ q }) => [...q].map((_, i) => time([...q].slice(0, i + 1).join(''))));
  return { by, queries: asked.length, ...spread(whole), 'p99 while typing': percentile(typed, 0.99) };
});
const all = queries.flatMap(({ q }) => Array.from({ length: 20 }, () => time(q)));
const typing = queries.flatMap(({ q }) => [...q].map((_, i) => time([...q].slice(0, i + 1).join(''))));

report(
  'search',
  [...rows, { by: 'all', queries: queries.length, ...spread(all), 'p99 while typing': percentile(typing, 0.99) }],
  {
    goalMilliseconds: 50,
    items: searchItems(entries, { q: '' }).length,
    unpackMilliseconds: round(unpacked),
    firstQueryMilliseconds: round(cold),
    indexBytes: { plain: bytes(''), gzip: bytes('.gz'), brotli: bytes('.br') },
  },
);

function time(q: string): number {
  const start = performance.now();
  find({ q, limit: '6' });
  return performance.now() - start;
}

function spread(milliseconds: readonly number[]) {
  return {
    'p50 ms': percentile(milliseconds, 0.5),
    'p99 ms': percentile(milliseconds, 0.99),
    'worst ms': percentile(milliseconds, 1),
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
}

function compiled(): unknown {
  return JSON.parse(readFileSync('dist/catalogue/index.json', 'utf8'));
}
