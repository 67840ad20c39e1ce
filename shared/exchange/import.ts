/** Rows that come in: good ones told apart from bad ones, each bad one with its line, column and reason in words. Pure. */
import type { Bilingual } from '../base/words.ts';
import type { CsvFault, CsvFile, NumberedRow } from './csv.ts';
import type { CellFault } from './fields.ts';

export interface RowFault {
  readonly line: number;
  /** Empty where it is the line as a whole. */
  readonly column: string;
  readonly reason: Bilingual;
}

export interface Sorted<T> {
  readonly good: readonly { readonly line: number; readonly value: T }[];
  /** By line. */
  readonly faults: readonly RowFault[];
  /** Lines that are not good. */
  readonly bad: number;
}

/** What one row became. */
export type Read<T> = { readonly value: T } | { readonly faults: readonly Omit<RowFault, 'line'>[] };

export function sortRows<T>(file: CsvFile, read: (row: NumberedRow) => Read<T>): Sorted<T> {
  const good: { line: number; value: T }[] = [];
  const faults: RowFault[] = file.faults.map(({ line, reason }) => ({ line, column: '', reason: csvWords[reason] }));
  for (const row of file.rows) {
    const result = read(row);
    if ('value' in result) good.push({ line: row.line, value: result.value });
    else faults.push(...result.faults.map((fault) => ({ line: row.line, ...fault })));
  }
  const sorted = faults.toSorted((a, b) => a.line - b.line);
  return { good, faults: sorted, bad: new Set(sorted.map(({ line }) => line)).size };
}

export const csvWords: Readonly<Record<CsvFault['reason'], Bilingual>> = {
  'no-header': { zh: '文件是空的，没有标题行', en: 'The file is empty: there is no header line' },
  'column-twice': { zh: '标题行里有一列写了两次', en: 'A column stands twice in the header' },
  'column-count': { zh: '这一行的列数与标题行不同', en: 'This line has another number of cells than the header' },
  'quote-open': { zh: '引号没有关上', en: 'A quote is never closed' },
  'text-after-quote': { zh: '关上的引号后面还有文字', en: 'There is text after a closing quote' },
};

export const cellWords: Readonly<Record<CellFault['reason'], Bilingual>> = {
  missing: { zh: '这一项不能为空', en: 'This must not be empty' },
  'too-long': { zh: '超过了规定的长度', en: 'This is longer than the list allows' },
  'not-a-number': { zh: '应为整数', en: 'This must be a whole number' },
  'not-a-time': { zh: '应为 yyyy-MM-dd HH:mm:ss 格式的时间', en: 'This must be a time such as 2026-02-13 09:30:00' },
  'unknown-column': { zh: '没有这一列', en: 'There is no such column' },
};
