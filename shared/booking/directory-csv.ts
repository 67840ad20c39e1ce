/**
 * A directory as CSV files (RFC 4180 with a header line), as hospitals' own systems export them: `hospitals.csv`,
 * `departments.csv`, `practitioners.csv`, `templates.csv`, `closures.csv`. Pure: text in, directory out.
 */
import { type DirectoryData, directoryData } from './directory.ts';
import type { Policy } from './policy.ts';

export const csvFiles = ['hospitals', 'departments', 'practitioners', 'templates', 'closures'] as const;
export type CsvFiles = Readonly<Record<(typeof csvFiles)[number], string>>;

/** @throws Error naming the file, line and column that do not fit */
export function directoryFromCsv(files: CsvFiles, policies: Readonly<Record<string, Policy>>): DirectoryData {
  const rows = <T>(name: keyof CsvFiles, shape: (row: Row) => T): T[] => rowsOf(files[name]).map(shape);
  const parsed = directoryData.safeParse({
    hospitals: rows('hospitals', ({ zh, en, latitude = '', longitude = '', ...rest }) => ({
      ...rest,
      name: { zh, en },
      ...(latitude === '' ? {} : { position: { latitude: Number(latitude), longitude: Number(longitude) } }),
    })),
    departments: rows('departments', ({ zh, en, minAge, maxAge, ...rest }) => ({
      ...given(rest),
      name: { zh, en },
      ...given({ minAge: number(minAge), maxAge: number(maxAge) }),
    })),
    practitioners: rows('practitioners', ({ zh, en, ...rest }) => ({ ...given(rest), name: { zh, en } })),
    templates: rows('templates', ({ weekdays, minutes, total, feeFen, pools, ...rest }) => ({
      ...given(rest),
      weekdays: [...(weekdays ?? '')].map(Number),
      minutes: number(minutes),
      total: number(total),
      feeFen: number(feeFen),
      pools: Object.fromEntries(
        (pools ?? '').split('/').flatMap((share) => {
          const [pool = '', percent] = share.split(':');
          return pool === '' ? [] : [[pool, number(percent)]];
        }),
      ),
    })),
    closures: rows('closures', ({ zh, en, ...rest }) => ({ ...rest, reason: { zh, en } })),
    policies,
  });
  if (parsed.success) return parsed.data;
  const { path = [], message } = parsed.error.issues[0] ?? {};
  const [file, row, ...column] = path.map(String);
  throw new Error(`${file}.csv line ${Number(row) + 2}, ${column.join('.')}: ${message}`);
}

type Row = Readonly<Record<string, string | undefined>>;
const number = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text);
/** Without what is empty. */
const given = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== ''));

/** Lines by the names of the header. */
export function rowsOf(text: string): Row[] {
  const [header = [], ...lines] = cells(text);
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [name, line[at]])));
}

/** Quoted cells may hold commas, line ends and doubled quotes. */
function cells(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let value = '';
  let quoted = false;
  const clean = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < clean.length; at += 1) {
    const character = clean.charAt(at);
    if (quoted) {
      if (character !== '"') value += character;
      else if (clean.charAt(at + 1) === '"') {
        value += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      line.push(value);
      value = '';
    } else if (character === '\n') {
      lines.push([...line, value.replace(/\r$/, '')]);
      line = [];
      value = '';
    } else value += character;
  }
  if (value !== '' || line.length > 0) lines.push([...line, value]);
  return lines;
}
