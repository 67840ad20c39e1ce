import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../../shared/exchange/csv.ts';

const rowsOf = (text: string) => readCsv(text).rows.map(({ row }) => row);

describe('a CSV file', () => {
  it('is read with a byte order mark and without, with either end of line, with and without a last one', () => {
    for (const text of ['\uFEFFa,b\r\n1,2\r\n', 'a,b\n1,2\n', 'a,b\n1,2', '\uFEFFa,b\n\n1,2\n\n'])
      expect(rowsOf(text)).toEqual([{ a: '1', b: '2' }]);
  });

  it('keeps commas, quotes, line ends and spaces inside quotes, and counts lines as an editor does', () => {
    const { rows } = readCsv('a,b\n"x,""y""\r\nz"," 2 "\n3,4\n');
    expect(rows).toEqual([
      { line: 2, row: { a: 'x,"y"\r\nz', b: ' 2 ' } },
      { line: 4, row: { a: '3', b: '4' } },
    ]);
  });

  it.each([
    ['', 'no-header', 1],
    ['a,a\n1,2\n', 'column-twice', 1],
    ['a,b\n1\n3,4\n', 'column-count', 2],
    ['a,b\n1,2\n"3,4\n', 'quote-open', 3],
    ['a,b\n"1"x,2\n', 'text-after-quote', 2],
  ])('%j is told: %s in line %i', (text, reason, line) => {
    expect(readCsv(text).faults).toEqual([{ line, reason }]);
  });

  it('reads the good rows beside a bad one', () => {
    expect(rowsOf('a,b\n1,2\n3\n5,6\n')).toEqual([
      { a: '1', b: '2' },
      { a: '5', b: '6' },
    ]);
  });

  it('runs no formula in a spreadsheet, and comes back the same', () => {
    const text = writeCsv(['a'], [{ a: '=1+1' }, { a: "'=1" }, { a: '-5' }]);
    expect(text).toBe("\uFEFFa\r\n'=1+1\r\n''=1\r\n'-5\r\n");
    expect(rowsOf(text)).toEqual([{ a: '=1+1' }, { a: "'=1" }, { a: '-5' }]);
  });

  it('comes back as it was written, whatever it holds', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', "'", '=', '文', ' ', '\t', '\uFEFF') }),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ a: cell, b: cell }), { maxLength: 20 }), (rows) => {
        const file = readCsv(writeCsv(['a', 'b'], rows));
        expect([file.faults, file.rows.map(({ row }) => row)]).toEqual([[], rows]);
      }),
      { numRuns: 300 },
    );
  });
});
