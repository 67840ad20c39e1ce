/**
 * CSV as files of the exchange have it (RFC 4180): a header line, UTF-8 with a byte order mark so that spreadsheets open Chinese as
 * Chinese, read with or without one. What is written is read back the same, also a text that a spreadsheet would run as a formula:
 * an apostrophe stands before it in the file (OWASP, CSV injection). Pure.
 */

export const byteOrderMark = '\uFEFF';

export type CsvRow = Readonly<Record<string, string>>;

/** A line of a file, counted as an editor does: the header is line 1, a quoted cell may take several. */
export interface NumberedRow {
  readonly line: number;
  readonly row: CsvRow;
}

/** What is wrong with a file as CSV. `line` is where it shows. */
export interface CsvFault {
  readonly line: number;
  readonly reason: 'no-header' | 'column-twice' | 'column-count' | 'quote-open' | 'text-after-quote';
}

export interface CsvFile {
  readonly columns: readonly string[];
  readonly rows: readonly NumberedRow[];
  readonly faults: readonly CsvFault[];
}

/** Every row by the names of the header; a row of another width is a fault of its own, and the others are read all the same. */
export function readCsv(text: string): CsvFile {
  const { lines, faults } = linesOf(text.startsWith(byteOrderMark) ? text.slice(1) : text);
  const [header, ...rest] = lines;
  if (header === undefined) return { columns: [], rows: [], faults: [{ line: 1, reason: 'no-header' }] };
  const columns = header.cells.map((name) => name.trim());
  if (new Set(columns).size < columns.length) faults.push({ line: header.line, reason: 'column-twice' });
  const rows: NumberedRow[] = [];
  for (const { line, cells } of rest) {
    if (cells.length === columns.length)
      rows.push({ line, row: Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])) });
    else faults.push({ line, reason: 'column-count' });
  }
  return { columns, rows, faults };
}

/** The file, with its mark and its header. Columns that a row lacks are empty. */
export function writeCsv(columns: readonly string[], rows: readonly CsvRow[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))];
  return byteOrderMark + lines.map(lineText).join('');
}

/** One line with its end. */
export const lineText = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

function quoted(text: string): string {
  const safe = /^['=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const unsafe = (text: string): string => (/^'['=+\-@＝＋－＠\t\r\n]/.test(text) ? text.slice(1) : text);

interface Line {
  readonly line: number;
  readonly cells: string[];
}

/** One pass over the text. Blank lines between rows are passed over. */
function linesOf(text: string): { lines: Line[]; faults: CsvFault[] } {
  const lines: Line[] = [];
  const faults: CsvFault[] = [];
  const cell = /"((?:[^"]|"")*)"([^,\r\n]*)|([^,\r\n]*)/y;
  let number = 1;
  let current: Line = { line: number, cells: [] };
  let at = 0;
  while (at <= text.length) {
    if (text[at] === '"' && isOpen(text, at)) {
      faults.push({ line: number, reason: 'quote-open' });
      break;
    }
    cell.lastIndex = at;
    const found = cell.exec(text);
    const [whole = '', inside, after, plain = ''] = found ?? [];
    if (after !== undefined && after !== '') faults.push({ line: number, reason: 'text-after-quote' });
    current.cells.push(unsafe(inside === undefined ? plain : inside.replaceAll('""', '"')));
    number += whole.split('\n').length - 1;
    at += whole.length;
    const end = text[at];
    if (end === ',') at += 1;
    else {
      if (current.cells.length > 1 || current.cells[0] !== '' || inside !== undefined) lines.push(current);
      if (end === undefined) break;
      at += text.startsWith('\r\n', at) ? 2 : 1;
      number += 1;
      current = { line: number, cells: [] };
    }
  }
  return { lines, faults };
}

/** Is the quote at this place never closed? */
function isOpen(text: string, at: number): boolean {
  const closed = /"(?:[^"]|"")*"/y;
  closed.lastIndex = at;
  return !closed.test(text);
}
