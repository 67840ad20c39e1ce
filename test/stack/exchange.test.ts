/** An import as large as the issue names, with every row checked by the whole schema. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compiledItem } from '../../shared/catalogue/compiled-item.ts';
import { type CsvRow, writeCsv } from '../../shared/exchange/csv.ts';
import { itemColumns, itemRow } from '../../shared/exchange/items-csv.ts';
import { sortItems } from '../../shared/exchange/items-import.ts';

const folder = path.resolve('dist/catalogue/items');
const items = readdirSync(folder).map((name) =>
  compiledItem.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))),
);

describe('items', () => {
  it('one bad row among 10,000: told by line, column and reason, and the others told apart', () => {
    const [item] = items.toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
    if (item === undefined) throw new Error('no item');
    const good = itemRow(item);
    const rows: CsvRow[] = Array.from({ length: 10_000 }, (_, i) => ({ ...good, code: String(440_101_000_000 + i) }));
    rows[7654] = { ...good, limits: '{"statutory":20,"promised":"soon"}' };
    const { read, finish } = sortItems(writeCsv(itemColumns, rows), () => ({ faults: [] }));
    expect(read).toHaveLength(9_999);
    const sorted = finish(new Set());
    expect([sorted.items.length, sorted.bad]).toEqual([9_999, 1]);
    expect(sorted.faults).toEqual([expect.objectContaining({ line: 7656, column: 'limits' })]);
  }, 120_000);
});
