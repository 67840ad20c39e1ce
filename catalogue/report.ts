/**
 * `npm run items:report`: how deep the catalogue is, by agency and item, as a table in Markdown on standard output.
 * Ends with 1, and the faults, if the catalogue does not build; a bare template is one of them (depth.ts).
 */

import { type ReadCatalogue, readCatalogue } from './compile.ts';
import type { Depth } from './depth.ts';
import { CatalogueFaults } from './faults.ts';

type Row = { readonly name: string; readonly depth: Depth };

/** @returns lines: a summary, a table of agencies, then a table of items for each agency. */
export function report({ items, depths, agencies }: ReadCatalogue): string[] {
  const groups = agencies.map(({ code, name }) => ({
    name: name.zh,
    rows: items.flatMap((item, i): Row[] => {
      const depth = depths[i];
      const isHere = item.agency.code === code && depth !== undefined;
      return isHere ? [{ name: `${item.code} v${item.version} ${item.name.zh}`, depth }] : [];
    }),
  }));
  const filled = groups.filter(({ rows }) => rows.length > 0);
  return [
    `${new Set(items.map(({ code }) => code)).size} items of ${filled.length} agencies, ${items.length} with their versions; no bare template.`,
    '',
    ...table(
      'agency | items',
      filled.map(({ name, rows }) => `${name} | ${rows.length} | ${averages(rows).join(' | ')}`),
    ),
    ...filled.flatMap(({ name, rows }) => [
      '',
      `## ${name}`,
      '',
      ...table(
        'item',
        rows.map((row) => `${row.name} | ${figures(row.depth).join(' | ')}`),
      ),
    ]),
  ];
}

const columns = ['own questions', 'conditional', 'own materials', 'own checks', 'FAQ'];
const figures = ({ fields, conditional, materials, checks, faq }: Depth): number[] => [
  fields,
  conditional,
  materials,
  checks,
  faq,
];

function averages(rows: readonly Row[]): string[] {
  const all = rows.map(({ depth }) => figures(depth));
  return columns.map((_, c) => (all.reduce((sum, one) => sum + (one[c] ?? 0), 0) / rows.length).toFixed(1));
}

function table(first: string, lines: readonly string[]): string[] {
  const head = [first, ...columns].join(' | ');
  const rule = head.split(' | ').map((_, i) => (i === 0 ? '---' : '--:'));
  return [`| ${head} |`, `| ${rule.join(' | ')} |`, ...lines.map((line) => `| ${line} |`)];
}

if (import.meta.main) {
  try {
    console.info(report(readCatalogue(import.meta.dirname)).join('\n'));
  } catch (error) {
    if (!(error instanceof CatalogueFaults)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
