/** The index that travels to browsers: whole, small, and answering what people type as the hall does. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IndexEntry } from '../../../shared/catalogue/catalogue-index.ts';
import { searchCatalogue } from '../../../shared/catalogue/catalogue-search.ts';
import { openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { compiledIndex } from '../../../shared/catalogue/compiled-item.ts';
import { packIndex, unpackIndex } from '../../../shared/catalogue/search-index.ts';
import { isTheme, themes } from '../../../shared/catalogue/themes.ts';
import { finderOver } from '../../../web/src/hall/finder.ts';
import { queries } from '../../bench/queries.ts';

const built = path.resolve('dist/catalogue');
const assets = path.resolve('dist/functions/web/site/assets');
const entries: IndexEntry[] = compiledIndex.parse(JSON.parse(readFileSync(path.join(built, 'index.json'), 'utf8')));
const [shipped = ''] = readdirSync(assets).filter((name) => /^search-.*\.json$/.test(name));
const today = '2026-11-22';
const find = finderOver(
  unpackIndex(JSON.parse(readFileSync(path.join(assets, shipped), 'utf8'))),
  () => new Date('2026-11-22T02:00:00Z'),
);

describe('the index as shipped', () => {
  it('comes out of its packing as it went in', () => {
    expect(unpackIndex(JSON.parse(JSON.stringify(packIndex(entries))))).toEqual(entries);
  });

  it('is the one asset of its kind, named by the scripts, and weighs at most 90 KB', () => {
    expect(readdirSync(assets).filter((name) => /^search-.*\.json$/.test(name))).toEqual([shipped]);
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
    expect(scripts.some((name) => readFileSync(path.join(assets, name), 'utf8').includes(`/assets/${shipped}`))).toBe(
      true,
    );
    expect(readFileSync(path.join(assets, `${shipped}.gz`)).length).toBeLessThan(90_000);
  });

  it('answers a page at a time, and goes on where the hall left off', () => {
    const first = find({ limit: '20' });
    const second = find({ limit: '20', cursor: first.next });
    expect([first.items.length, second.items.length]).toEqual([20, 20]);
    expect(second.items[0]?.code).not.toBe(first.items[0]?.code);
    const fromTheHall = Buffer.from(JSON.stringify(['items', { at: '20' }])).toString('base64url');
    expect(first.next).toBe(fromTheHall);
    expect(find({ cursor: 'nonsense' }).items[0]).toEqual(first.items[0]);
  });
});

describe('while somebody types', () => {
  /** Of three tries the best, where one took long: what the engine takes, and not what else the machine is doing. */
  const isSlow = (q: string): boolean =>
    [1, 2, 3].every(() => {
      const began = performance.now();
      find({ q, limit: '6' });
      return performance.now() - began > 50;
    });

  it('is answered within fifty milliseconds, by the engine and the index that a page has', () => {
    const typed = queries.flatMap(({ q }) => [q.slice(0, 1), q.slice(0, q.length / 2), q]);
    expect(typed.filter(isSlow)).toEqual([]);
  });
});

describe('the same in the page and in the hall', () => {
  const catalogue = openCatalogue(built);

  it.each(queries)('$q', ({ q }) => {
    for (const filter of [{}, { applicant: 'natural' as const }, { theme: 'licences' }]) {
      const here = find({ q, limit: '100', ...filter }).items;
      expect(here).toEqual(searchCatalogue(catalogue, { q, ...filter }, today).slice(0, 100));
    }
  });
});

describe('what people type finds what they mean', () => {
  it.each(queries)('$by: $q', ({ q, finds }) => {
    const { items } = find({ q, limit: '3' });
    const told = items.map(({ name, agency, themes: codes }) =>
      [name.zh, agency.name.zh, ...codes.filter(isTheme).map((theme) => themes[theme].zh)].join(' '),
    );
    expect(
      told.some((text) => finds.test(text)),
      told.join('\n'),
    ).toBe(true);
  });

  it('keeps to a bureau, a theme and a kind of person', () => {
    expect(
      find({ q: '证', agency: '11440100DEM000065L', limit: '100' }).items.every(
        ({ agency }) => agency.name.zh === '市公安局',
      ),
    ).toBe(true);
    expect(find({ theme: 'tax', limit: '100' }).items.every(({ themes: codes }) => codes.includes('tax'))).toBe(true);
    expect(find({ q: '护照', applicant: 'legal' }).items).toEqual([]);
  });
});

describe('versions', () => {
  it('published since the build count from their day on', () => {
    const [row] = find({ q: '440115025000', limit: '1' }).items;
    const old = entries.find(({ code, version }) => code === row?.code && version === row?.version);
    if (old === undefined) throw new Error('the item of this test is gone');
    const later = { ...old, version: 3, effectiveFrom: '2026-11-23', name: { zh: '新名称', en: 'New name' } };
    const at = (day: string) =>
      finderOver([...entries, later], () => new Date(`${day}T02:00:00Z`))({ q: '440115025000', limit: '1' });
    expect([at('2026-11-22').items[0]?.version, at('2026-11-23').items[0]?.version]).toEqual([2, 3]);
  });
});
