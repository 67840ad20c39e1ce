/** `npm run exchange` on a small catalogue: files out, checked, in; all or nothing. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../catalogue/compile.ts';
import { exchange } from '../../../local/exchange.ts';
import { readCsv, writeCsv } from '../../../shared/exchange/csv.ts';
import { columnsOf, tableTitles } from '../../../shared/exchange/fields.ts';
import { caseRows, caseTables, type ExchangeCase } from '../../../shared/exchange/national-cases.ts';
import { withSources } from '../catalogue/fixture.ts';

const now = '2026-11-22T02:00:00.000Z';
const folder = mkdtempSync(path.join(tmpdir(), 'exchange-'));
afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
});
const file = path.join(folder, 'items.csv');

function run(sourceDir: string, ...args: string[]): { code: number; said: string } {
  const lines: string[] = [];
  const code = exchange(args, sourceDir, { log: (line) => lines.push(line) }, now);
  return { code, said: lines.join('\n') };
}

/** The file with its one row changed. */
function change(columns: Readonly<Record<string, string>>, times = 1): void {
  const { columns: names, rows } = readCsv(readFileSync(file, 'utf8'));
  const changed = rows.map(({ row }) => ({ ...row, ...columns }));
  writeFileSync(file, writeCsv(names, Array.from({ length: times }, () => changed).flat()));
}

describe('items', () => {
  it('go out, say nothing new, and lie over themselves in the national lists', () => {
    withSources({}, (dir) => {
      expect(run(dir, 'items', 'out', folder).code).toBe(0);
      expect(run(dir, 'items', 'check', file)).toEqual({
        code: 0,
        said: '0 to be taken, 1 say nothing new, 0 lines with faults',
      });
      expect(run(dir, 'items', 'national', folder).code).toBe(0);
      expect(readFileSync(path.join(folder, 'laid-over.csv'), 'utf8')).toBe(readFileSync(file, 'utf8'));
    });
  });

  it('of a new version come in as files that build', () => {
    withSources({}, (dir) => {
      run(dir, 'items', 'out', folder);
      change({ version: '2', effectiveFrom: '2026-12-01', 'name.zh': '试验事项（新）' });
      const { code, said } = run(dir, 'items', 'in', file);
      expect([code, said]).toEqual([
        0,
        '1 to be taken, 0 say nothing new, 0 lines with faults\nitems/transport/440101014000.v2.yaml',
      ]);
      expect(readCatalogue(dir).items.map(({ version, name }) => [version, name.zh])).toEqual([
        [1, '试验事项'],
        [2, '试验事项（新）'],
      ]);
    });
  });

  it.each([
    [
      'a limit over the law',
      { version: '2', effectiveFrom: '2026-12-01', limits: '{"statutory":20,"promised":30}' },
      'limits',
      '超过了法定时限',
    ],
    ['a version out of turn', { version: '4', effectiveFrom: '2026-12-01' }, 'version', '下一版是第 2 版'],
    ['a form that is no JSON', { version: '2', form: '{' }, 'form', '应为 JSON'],
    ['a day gone by', { version: '2', effectiveFrom: '2026-11-01' }, 'effectiveFrom', '已经过去'],
  ])('with %s leave everything as it was, and say where', (_, columns, column, reason) => {
    withSources({}, (dir) => {
      run(dir, 'items', 'out', folder);
      change(columns);
      const before = readdirSync(dir, { recursive: true });
      const { code, said } = run(dir, 'items', 'in', file);
      expect(code).toBe(1);
      expect(said).toMatch(new RegExp(`^line 2, ${column}: .*${reason}`, 'm'));
      expect(said).toMatch(/Nothing was taken\.$/);
      expect(readdirSync(dir, { recursive: true })).toEqual(before);
    });
  });

  it('that stand twice in a file are told', () => {
    withSources({}, (dir) => {
      run(dir, 'items', 'out', folder);
      change({ version: '2', effectiveFrom: '2026-12-01' }, 2);
      expect(run(dir, 'items', 'check', file).said).toMatch(/^line 3, code: 与第 2 行是同一个事项/m);
    });
  });
});

describe('cases', () => {
  const code = '11440100DEM00015333440115025000';
  const one = (serial: string): ExchangeCase => ({
    caseNumber: `${code}20260213${serial}`,
    itemCode: '440115025000',
    implementingCode: code,
    itemVersion: 1,
    itemName: '事项',
    agency: { code: code.slice(0, 18), name: '市市场监管局' },
    handling: 'promised',
    applicant: { name: '张伟', kind: 'natural', paper: { type: '10', number: '无' } },
    appliedAt: '2026-02-13T01:30:00.000Z',
    acceptedAt: '2026-02-13T02:30:00.000Z',
    steps: [],
    specials: [],
    materials: [],
    result: { type: '1', at: '2026-02-14T01:30:00.000Z', byPost: false, rating: 1 },
  });

  it('of an export of the desk are split into a file for each list, and go in again', () => {
    const rows = caseRows(one('0001'), { batch: 'b', source: 'BSH', at: now });
    const lines = caseTables.flatMap((list) => rows[list].map((row) => JSON.stringify({ list, row })));
    const exported = path.join(folder, 'export.ndjson');
    writeFileSync(exported, `${lines.join('\n')}\n`);
    expect(run(folder, 'cases', 'split', exported)).toEqual({ code: 0, said: '2 rows into 2 files' });
    expect(run(folder, 'cases', 'check', path.join(folder, 'export'))).toEqual({
      code: 0,
      said: '1 cases are good, 0 are not: see faults.csv',
    });
    for (const list of ['accept', 'result'] as const) {
      const text = readFileSync(path.join(folder, 'export', `${tableTitles[list]}.csv`), 'utf8');
      expect(text).toBe(writeCsv(columnsOf(list), rows[list]));
    }
    writeFileSync(exported, '{"list":"nothing","row":{}}\n');
    expect(() => run(folder, 'cases', 'split', exported)).toThrow('line 1 names no list: nothing');
    expect(run(folder, 'cases', 'split', folder).code).toBe(2);
  });

  it('are sorted into good ones and faults, and nothing is left half-written', () => {
    const transfer = { batch: 'b', source: 'BSH', at: now };
    const rows = ['0001', '0002'].map((serial) => caseRows(one(serial), transfer));
    for (const table of caseTables) {
      const list = rows.flatMap((each) => each[table]);
      const spoilt = table === 'result' ? list.map((row, i) => (i === 1 ? { ...row, satisfaction: '9' } : row)) : list;
      writeFileSync(path.join(folder, `${tableTitles[table]}.csv`), writeCsv(columnsOf(table), spoilt));
    }
    const { code: exit, said } = run(folder, 'cases', 'check', folder);
    expect([exit, said]).toEqual([1, '1 cases are good, 1 are not: see faults.csv']);
    const good = readCsv(readFileSync(path.join(folder, 'good/up_pro_accept.csv'), 'utf8')).rows;
    expect(good.map(({ row }) => row.project_no)).toEqual([one('0001').caseNumber]);
    const faults = readCsv(readFileSync(path.join(folder, 'faults.csv'), 'utf8')).rows;
    expect(faults.map(({ row }) => [row.file, row.line, row.column])).toEqual([
      ['up_pro_accept', '3', 'result.rating'],
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

it('a wrong command is told what there is', () => {
  expect(run(folder, 'items', 'sell', folder)).toMatchObject({ code: 2 });
  expect(run(folder, 'items').said).toContain('cases check');
  expect(existsSync(path.join(folder, 'good'))).toBe(false);
});
