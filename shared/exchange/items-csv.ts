/**
 * Items as one CSV file, a row each, wholly: what an agency keeps in a spreadsheet comes back as it went. Texts stand in a column for
 * each language; lists and the form stand as JSON in one cell. Pure.
 */
import type * as z from 'zod';
import { type Item, item as itemSchema } from '../catalogue/item.ts';
import { type CsvRow, type NumberedRow, writeCsv } from './csv.ts';
import type { Read } from './import.ts';

type Kind = 'text' | 'number' | 'yes-no' | 'words' | 'list' | 'json';

/** Each part of an item, in the order of the columns. `words` takes two columns, `list` is parted by semicolons. */
const parts: readonly (readonly [keyof Item, Kind])[] = [
  ['code', 'text'],
  ['implementingCode', 'text'],
  ['version', 'number'],
  ['effectiveFrom', 'text'],
  ['name', 'words'],
  ['summary', 'words'],
  ['type', 'text'],
  ['handling', 'text'],
  ['automatic', 'yes-no'],
  ['fourEyes', 'yes-no'],
  ['applicants', 'list'],
  ['agency', 'json'],
  ['level', 'text'],
  ['onlineDepth', 'text'],
  ['visits', 'number'],
  ['delivery', 'list'],
  ['limits', 'json'],
  ['renewal', 'json'],
  ['place', 'words'],
  ['hours', 'words'],
  ['enquiryPhone', 'text'],
  ['complaintPhone', 'text'],
  ['themes', 'list'],
  ['keywords', 'json'],
  ['suspensions', 'list'],
  ['legalBasis', 'json'],
  ['conditions', 'json'],
  ['process', 'json'],
  ['result', 'json'],
  ['materials', 'json'],
  ['fees', 'json'],
  ['faq', 'json'],
  ['checks', 'json'],
  ['form', 'json'],
];

export const itemColumns: readonly string[] = parts.flatMap(([part, kind]) =>
  kind === 'words' ? [`${part}.zh`, `${part}.en`] : [part],
);

export const itemsCsv = (items: readonly Item[]): string => writeCsv(itemColumns, items.map(itemRow));

export function itemRow(item: Item): CsvRow {
  const values: Readonly<Record<string, unknown>> = item;
  return Object.fromEntries(parts.flatMap(([part, kind]) => cellsOf(part, kind, values[part])));
}

function cellsOf(part: string, kind: Kind, value: unknown): [string, string][] {
  if (kind === 'words') {
    const { zh, en } = Object(value);
    return [
      [`${part}.zh`, String(zh)],
      [`${part}.en`, String(en)],
    ];
  }
  if (value === undefined) return [[part, '']];
  if (kind === 'list' && Array.isArray(value)) return [[part, value.join(';')]];
  return [[part, kind === 'json' ? JSON.stringify(value) : String(value)]];
}

/** A row as the item it tells, by the schema alone: what the lint thinks of it is asked afterwards. */
export function readItemRow({ row }: NumberedRow): Read<Item> {
  const faults: { column: string; reason: { zh: string; en: string } }[] = [];
  const source = Object.fromEntries(
    parts.flatMap(([part, kind]): [string, unknown][] => {
      const value = cellValue(part, kind, row);
      if (value === unreadable) faults.push({ column: part, reason: notJson });
      return value === undefined || value === unreadable ? [] : [[part, value]];
    }),
  );
  const strange = Object.keys(row).filter((column) => !itemColumns.includes(column));
  faults.push(...strange.map((column) => ({ column, reason: unknownColumn })));
  const parsed = itemSchema.safeParse(source);
  if (!parsed.success) {
    const told = new Set(faults.map(({ column }) => column));
    faults.push(...parsed.error.issues.map(faultOf).filter(({ column }) => !told.has(column)));
  }
  return parsed.success && faults.length === 0 ? { value: parsed.data } : { faults };
}

const unreadable = Symbol('not JSON');
const notJson = { zh: '这一格应为 JSON', en: 'This cell must hold JSON' };
const unknownColumn = { zh: '没有这一列', en: 'There is no such column' };

function cellValue(part: string, kind: Kind, row: CsvRow): unknown {
  if (kind === 'words') {
    const [zh, en] = [row[`${part}.zh`] ?? '', row[`${part}.en`] ?? ''];
    return zh === '' && en === '' ? undefined : { zh, en };
  }
  const text = row[part] ?? '';
  if (text === '') return kind === 'list' ? [] : undefined;
  if (kind === 'list') return text.split(';');
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (kind === 'yes-no') return text === 'true' ? true : text === 'false' ? false : text;
  return kind === 'json' ? parsedOr(text) : text;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}

function faultOf(issue: z.core.$ZodIssue): { column: string; reason: { zh: string; en: string } } {
  const [part = '', ...rest] = issue.path.map(String);
  const place = rest.length === 0 ? '' : `${rest.join('.')}: `;
  return { column: part, reason: { zh: `${place}缺失或格式不对`, en: `${place}${issue.message}` } };
}
