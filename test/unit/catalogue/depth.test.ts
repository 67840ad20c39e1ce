import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../catalogue/compile.ts';
import { report } from '../../../catalogue/report.ts';
import { faultsOf, goodItem, withSources } from './fixture.ts';

const reportOf = (sources: Parameters<typeof faultsOf>[0]): string[] =>
  withSources(sources, (dir) => report(readCatalogue(dir)));
const rowOf = (sources: Parameters<typeof faultsOf>[0]): string | undefined =>
  reportOf(sources).find((line) => line.startsWith('| 440101014000'));

/** The good item with only these fields in its form, nothing conditional and no material. */
function withFields(fields: string): string {
  const form = `form:\n  sections:\n    - name: main\n      title: { zh: 主要, en: Main }\n      fields:\n${fields}`;
  return goodItem
    .replace(/form:[\s\S]*(?=checks:)/, `${form}materials: []\n`)
    .replace(/ {2}- code: adult\n.*\n.*\n/, '');
}
const text = (name: string) => `        - { name: ${name}, type: text, label: { zh: 题${name}, en: Question } }\n`;
const declared = '        - part: declaration\n';

describe('the depth of an item', () => {
  it('counts what stands in its file: questions, conditions, materials, checks, FAQ', () => {
    expect(rowOf({})).toBe('| 440101014000 v1 试验事项 | 10 | 4 | 0 | 2 | 0 |');
  });

  it('counts a part of its own agency too, but no general part', () => {
    const parts = { 'transport-line.yaml': text('line').trimStart(), 'general.yaml': text('general').trimStart() };
    const source = (part: string) =>
      withFields(`${['a', 'b', 'c', 'd'].map(text).join('')}        - part: ${part}\n${declared}`);
    const rows = ['transport-line', 'general'].map((part) =>
      rowOf({ parts, items: { 'transport/a.yaml': source(part) } }),
    );
    expect(rows).toEqual([
      '| 440101014000 v1 试验事项 | 5 | 0 | 0 | 1 | 0 |',
      '| 440101014000 v1 试验事项 | 4 | 0 | 0 | 1 | 0 |',
    ]);
  });
});

describe('a bare template', () => {
  it('asks fewer than four questions of its own and wants no material', () => {
    const three = ['a', 'b', 'c'].map(text).join('') + declared;
    expect(faultsOf({ items: { 'transport/trial.yaml': withFields(three) } })).toEqual([
      'catalogue/items/transport/trial.yaml:31: a bare template: 3 question(s) and no material of its own; ask what this service needs to know',
    ]);
    expect(faultsOf({ items: { 'transport/trial.yaml': withFields(text('d') + three) } })).toEqual([]);
  });

  it('is none with a material of its own', () => {
    const material = `materials:\n  - { code: own-proof, name: { zh: 证明, en: Proof }, required: true, source: { zh: 自备, en: Own }, why: { zh: 核对, en: Check } }\n`;
    const source = withFields(text('a') + declared).replace('materials: []\n', material);
    expect(faultsOf({ items: { 'transport/trial.yaml': source } })).toEqual([]);
  });

  it('asks word for word what another item asks', () => {
    const copy = goodItem.replaceAll('440101014000', '440101015000');
    expect(faultsOf({ items: { 'transport/a.yaml': goodItem, 'transport/b.yaml': copy } })).toEqual([
      expect.stringContaining('a bare template: its own questions and materials are those of 440101014000 (试验事项)'),
    ]);
  });
});

describe('the report', () => {
  it('sums up each agency', () => {
    expect(reportOf({}).slice(0, 5)).toEqual([
      '1 items of 1 agencies, 1 with their versions; no bare template.',
      '',
      '| agency | items | own questions | conditional | own materials | own checks | FAQ |',
      '| --- | --: | --: | --: | --: | --: | --: |',
      '| 市交通运输局 | 1 | 10.0 | 4.0 | 0.0 | 2.0 | 0.0 |',
    ]);
  });

  it('of this catalogue builds, and tells of forty items and more in full depth', () => {
    const script = path.join(import.meta.dirname, '../../../catalogue/report.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('571 items of 34 agencies');
    expect(stdout).toContain('no bare template');
    const rows = stdout.split('\n').flatMap((line) => /^\| \d{12} v\d+ .*? \|((?: \d+ \|){5})$/.exec(line)?.[1] ?? []);
    expect(rows.length).toBe(572);
    // What is asked of them all: questions and materials of their own, some by condition, a check of their own, and what people ask.
    const full = rows
      .map((row) => [...row.matchAll(/\d+/g)].map(Number))
      .filter(([questions = 0, conditional = 0, materials = 0, checks = 0, faq = 0]) => {
        return questions >= 8 && conditional >= 2 && materials >= 2 && checks >= 1 && faq >= 1;
      });
    expect(full.length).toBeGreaterThanOrEqual(40);
  });
});
