/** A file of items sorted: what can be taken, what says nothing new, what is wrong and where. Pure. */
import type { Bilingual } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import { type CsvRow, readCsv, writeCsv } from './csv.ts';
import { columnsOf, type TableName, tableTitles } from './fields.ts';
import { type RowFault, sortRows } from './import.ts';
import { readItemRow } from './items-csv.ts';
import { type NationalItem, nationalRows, tablesOf } from './national-items.ts';
import type { Transfer } from './words.ts';

/** The lint of an item: faults by path. */
export type Check = (item: Item) => {
  readonly faults: readonly { readonly path: string; readonly reason: Bilingual }[];
};

export interface SortedItems {
  readonly items: readonly Item[];
  /** Rows that say what is there already. */
  readonly unchanged: number;
  readonly faults: RowFault[];
  /** Lines with something wrong. */
  readonly bad: number;
}

export interface ItemsRead {
  /** Every row that fits the schema. */
  readonly read: readonly Item[];
  /** @param known codes of those that say what is there already; only the others are linted */
  readonly finish: (known: ReadonlySet<string>) => SortedItems;
}

export function sortItems(csv: string, check: Check): ItemsRead {
  const { good, faults } = sortRows(readCsv(csv), readItemRow);
  return {
    read: good.map(({ value }) => value),
    finish: (known) => {
      const seen = new Map<string, number>();
      const fresh = good.filter(({ value }) => !known.has(value.code));
      const linted = fresh.map(({ line, value }) => {
        const before = seen.get(value.code);
        seen.set(value.code, line);
        const found = before === undefined ? check(value).faults.map(asRowFault(line)) : [twice(line, before)];
        return { value, found };
      });
      const all = [...faults, ...linted.flatMap(({ found }) => found)].sort((a, b) => a.line - b.line);
      return {
        items: linted.filter(({ found }) => found.length === 0).map(({ value }) => value),
        unchanged: good.length - fresh.length,
        faults: all,
        bad: new Set(all.map(({ line }) => line)).size,
      };
    },
  };
}

const asRowFault =
  (line: number) =>
  ({ path, reason }: { readonly path: string; readonly reason: Bilingual }): RowFault => {
    const [column = '', ...rest] = path.split('.');
    const place = rest.length === 0 ? '' : `${rest.join('.')}: `;
    return { line, column, reason: { zh: place + reason.zh, en: place + reason.en } };
  };

const twice = (line: number, before: number): RowFault => ({
  line,
  column: 'code',
  reason: { zh: `与第 ${before} 行是同一个事项`, en: `The same item as in line ${before}` },
});

/** The files of the national lists, by name; public services in their own. */
export function nationalFiles(items: readonly Item[], transfer: Transfer): { name: string; csv: string }[] {
  const rows = items.map((item) => ({ item, national: nationalRows(item, transfer) }));
  const file = (table: TableName, of: (one: NationalItem) => readonly CsvRow[], isOf: (item: Item) => boolean) => ({
    name: `${tableTitles[table]}.csv`,
    csv: writeCsv(
      columnsOf(table),
      rows.filter(({ item }) => isOf(item)).flatMap(({ national }) => of(national)),
    ),
  });
  const every = () => true;
  const kind = (table: TableName) => (item: Item) => Object.values(tablesOf(item)).includes(table);
  return [
    file('directory', ({ directory }) => [directory], every),
    file('generalBasic', ({ basic }) => [basic], kind('generalBasic')),
    file('generalExtend', ({ extend }) => [extend], kind('generalExtend')),
    file('publicBasic', ({ basic }) => [basic], kind('publicBasic')),
    file('publicExtend', ({ extend }) => [extend], kind('publicExtend')),
    file('material', ({ material }) => material, every),
    file('fee', ({ fee }) => fee, every),
    file('question', ({ question }) => question, every),
  ];
}
