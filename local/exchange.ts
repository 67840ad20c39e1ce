/**
 * `npm run exchange -- …`: files of items and cases, of any size, without a running hall. Nothing is half-written: what is made is made
 * aside and put in its place when it is whole.
 *
 *     items out <folder>               the catalogue as items.csv and in the national field lists
 *     items check <items.csv>          every row that could not be taken, with line, column and reason
 *     items in <items.csv>             new versions as files of catalogue/items/, all or none; `npm run build` takes them from there
 *     items national <folder>          national lists laid over the catalogue, as laid-over.csv beside them
 *     cases check <folder>             national lists of cases: good ones into good/, every fault into faults.csv
 *     cases split <file.ndjson>        an export of the desk in the national lists, as a CSV file for each list in a folder of its name
 *     cases in <folder>                the same lists into a running hall, all or none: HALL=http://… TOKEN=… SOURCE=<system's name>
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { makeChecker } from '../catalogue/check-text.ts';
import { indexEntryOf, type ReadCatalogue, readCatalogue } from '../catalogue/compile.ts';
import { sourceFactsOf } from '../catalogue/source-facts.ts';
import { dayOf } from '../shared/base/time.ts';
import type { Item } from '../shared/catalogue/item.ts';
import { type CsvRow, type NumberedRow, readCsv, writeCsv } from '../shared/exchange/csv.ts';
import { columnsOf, type TableName, tableTitles } from '../shared/exchange/fields.ts';
import { itemsCsv } from '../shared/exchange/items-csv.ts';
import { nationalFiles, type SortedItems, sortItems } from '../shared/exchange/items-import.ts';
import { caseRows, caseTables, type ReadCases, readCases } from '../shared/exchange/national-cases.ts';
import { layOver, tablesOf } from '../shared/exchange/national-items.ts';
import { sendCases } from './exchange-cases.ts';
import { splitExport } from './exchange-split.ts';

export interface Console {
  readonly log: (line: string) => void;
}

/** @param sourceDir the catalogue's folder. @returns the exit code: 1 when something is wrong with a file, 2 for a wrong command */
export function exchange(args: readonly string[], sourceDir: string, { log }: Console, now: string): number {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [what = '', how = '', place] = positionals;
  const run = place === undefined ? undefined : commands[`${what} ${how}`];
  if (run === undefined || place === undefined) {
    log(`Say one of: ${[...Object.keys(commands), 'cases in'].join(', ')}; and a file or folder.`);
    return 2;
  }
  return run({ place, sourceDir, log, now });
}

interface Call {
  readonly place: string;
  readonly sourceDir: string;
  readonly log: (line: string) => void;
  readonly now: string;
}

const commands: Readonly<Record<string, (call: Call) => number>> = {
  'items out': itemsOut,
  'items check': (call) => told(call, sortedItems(call)),
  'items in': itemsIn,
  'items national': itemsNational,
  'cases check': casesCheck,
  'cases split': ({ place, log }) => splitExport(place, log),
};

const transferAt = (now: string) => ({ batch: now.replace(/\D/g, '').slice(0, 14), source: 'BSH', at: now });

function itemsOut({ place, sourceDir, log, now }: Call): number {
  const items = newest(readCatalogue(sourceDir));
  const files = [{ name: 'items.csv', csv: itemsCsv(items) }, ...nationalFiles(items, transferAt(now))];
  mkdirSync(place, { recursive: true });
  for (const { name, csv } of files) writeFileSync(path.join(place, name), csv);
  log(`${items.length} items in ${files.length} files`);
  return 0;
}

function newest({ items }: ReadCatalogue): Item[] {
  return [...new Map(items.map((item) => [item.code, item])).values()];
}

/** A file of items held against the catalogue. Each row as its own agency's: whose items they are is the files' matter here. */
function sortedItems({ place, sourceDir, now }: Call): SortedItems {
  const read = readCatalogue(sourceDir);
  const check = makeChecker(sourceDir, sourceFactsOf(read));
  const around = { versions: read.items.map(indexEntryOf), today: dayOf(now) };
  const { read: rows, finish } = sortItems(readFileSync(place, 'utf8'), (item) =>
    check(JSON.stringify(sourceOf(item)), { ...around, agency: item.agency.code }),
  );
  const known = new Map(read.items.map((item) => [`${item.code}@${item.version}`, JSON.stringify(item)]));
  const same = rows.filter((item) => known.get(`${item.code}@${item.version}`) === JSON.stringify(item));
  return finish(new Set(same.map(({ code }) => code)));
}

const sourceOf = ({ agency, ...item }: Item) => ({ ...item, agency: agency.code });

function told({ log }: Call, { items, unchanged, faults, bad }: SortedItems): number {
  for (const { line, column, reason } of faults) log(`line ${line}, ${column}: ${reason.zh} / ${reason.en}`);
  log(`${items.length} to be taken, ${unchanged} say nothing new, ${bad} lines with faults`);
  return faults.length === 0 ? 0 : 1;
}

function itemsIn(call: Call): number {
  const { sourceDir, log } = call;
  const sorted = sortedItems(call);
  if (told(call, sorted) !== 0) {
    log('Nothing was taken.');
    return 1;
  }
  const { folders } = sourceFactsOf(readCatalogue(sourceDir));
  const aside = mkdtempSync(path.join(sourceDir, '.incoming-'));
  try {
    const files = sorted.items.map((item) => {
      const name = path.join(
        'items',
        folders[item.agency.code] ?? item.agency.code,
        `${item.code}.v${item.version}.yaml`,
      );
      if (existsSync(path.join(sourceDir, name))) throw new Error(`${name} is there already`);
      mkdirSync(path.dirname(path.join(aside, name)), { recursive: true });
      writeFileSync(path.join(aside, name), stringify(sourceOf(item), { lineWidth: 120 }));
      return name;
    });
    for (const name of files) {
      mkdirSync(path.dirname(path.join(sourceDir, name)), { recursive: true });
      renameSync(path.join(aside, name), path.join(sourceDir, name));
    }
    for (const name of files) log(name);
  } finally {
    rmSync(aside, { recursive: true });
  }
  return 0;
}

/** Rows of one list in a folder; none where there is no such file. */
function rowsIn(folder: string, table: TableName): { rows: readonly NumberedRow[]; faults: string[] } {
  const name = `${tableTitles[table]}.csv`;
  const file = path.join(folder, name);
  if (!existsSync(file)) return { rows: [], faults: [] };
  const { rows, faults } = readCsv(readFileSync(file, 'utf8'));
  return { rows, faults: faults.map(({ line, reason }) => `${name} line ${line}: ${reason}`) };
}

function itemsNational({ place, sourceDir, log }: Call): number {
  const lists = (table: TableName) => rowsIn(place, table);
  const all = new Map(columns.map((table): [TableName, ReturnType<typeof lists>] => [table, lists(table)]));
  const faults = [...all.values()].flatMap((list) => list.faults);
  const of = (table: TableName, code: string): CsvRow[] =>
    (all.get(table)?.rows ?? []).map(({ row }) => row).filter((row) => (row.task_code ?? row.catalog_code) === code);
  const laid: Item[] = [];
  for (const base of newest(readCatalogue(sourceDir))) {
    const { basic, extend } = tablesOf(base);
    const [directory, [own], [more]] = [
      of('directory', base.code),
      of(basic, base.implementingCode),
      of(extend, base.implementingCode),
    ];
    if (directory[0] === undefined || own === undefined || more === undefined) continue;
    const [material, fee, question] = (['material', 'fee', 'question'] as const).map((table) =>
      of(table, base.implementingCode),
    );
    const rows = {
      directory: directory[0],
      basic: own,
      extend: more,
      material: material ?? [],
      fee: fee ?? [],
      question: question ?? [],
    };
    const result = layOver(base, rows);
    if ('faults' in result)
      faults.push(...result.faults.map(({ column, reason }) => `${base.code} ${column}: ${reason.zh} / ${reason.en}`));
    else {
      laid.push(result.item);
      if (result.stale.length > 0) log(`${base.code}: the English is still the old one at ${result.stale.join(', ')}`);
    }
  }
  for (const fault of faults) log(fault);
  if (faults.length > 0) return 1;
  writeFileSync(path.join(place, 'laid-over.csv'), itemsCsv(laid));
  log(`${laid.length} items into laid-over.csv`);
  return 0;
}

const columns = [
  'directory',
  'generalBasic',
  'generalExtend',
  'publicBasic',
  'publicExtend',
  'material',
  'fee',
  'question',
] as const;

/** The lists of cases in a folder; what is wrong with a file as CSV is told. */
function casesIn({ place, log }: Pick<Call, 'place' | 'log'>): ReadCases & { broken: string[] } {
  const lists = Object.fromEntries(caseTables.map((table) => [table, rowsIn(place, table)]));
  const broken = Object.values(lists).flatMap(({ faults }) => faults);
  for (const fault of broken) log(fault);
  const rows = (table: (typeof caseTables)[number]) => lists[table]?.rows ?? [];
  const read = readCases({
    accept: rows('accept'),
    process: rows('process'),
    special: rows('special'),
    caseMaterial: rows('caseMaterial'),
    result: rows('result'),
  });
  return { ...read, broken };
}

/** @returns the exit code: 1 when something is wrong with a file or the hall has it otherwise, 2 without a hall to send it to */
export async function takeIn(
  place: string,
  env: Readonly<Record<string, string | undefined>>,
  { log }: Console,
  now: string,
) {
  const { HALL: hall, TOKEN: token, SOURCE: source } = env;
  if (hall === undefined || token === undefined || source === undefined) {
    log('Say where to: HALL=http://… TOKEN=<a supervisor’s> SOURCE=<the system’s name>');
    return 2;
  }
  const { good, faults, broken } = casesIn({ place, log });
  for (const { table, line, column, reason } of faults) {
    log(`${tableTitles[table]} line ${line}, ${column}: ${reason.zh} / ${reason.en}`);
  }
  if (faults.length + broken.length > 0) {
    log('Nothing was taken.');
    return 1;
  }
  return sendCases({ cases: good, hall, token, source, now, log });
}

function casesCheck({ place, log, now }: Call): number {
  const { good, faults, bad, broken } = casesIn({ place, log });
  const aside = mkdtempSync(path.join(place, '.sorted-'));
  const out = good.map((one) => caseRows(one, transferAt(now)));
  for (const table of caseTables)
    writeFileSync(
      path.join(aside, `${tableTitles[table]}.csv`),
      writeCsv(
        columnsOf(table),
        out.flatMap((one) => one[table]),
      ),
    );
  const told = [...faults].map(({ table, line, column, reason }) => ({
    file: tableTitles[table],
    line: String(line),
    column,
    ...reason,
  }));
  writeFileSync(path.join(place, 'faults.csv'), writeCsv(['file', 'line', 'column', 'zh', 'en'], told));
  rmSync(path.join(place, 'good'), { recursive: true, force: true });
  renameSync(aside, path.join(place, 'good'));
  log(`${good.length} cases are good, ${bad.length} are not: see faults.csv`);
  return faults.length + broken.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  const sourceDir = path.join(import.meta.dirname, '../catalogue');
  const [what, how, place = ''] = process.argv.slice(2);
  const now = new Date().toISOString();
  process.exitCode =
    what === 'cases' && how === 'in' && place !== ''
      ? await takeIn(place, process.env, console, now)
      : exchange(process.argv.slice(2), sourceDir, console, now);
}
