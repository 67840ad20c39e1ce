/** What goes out comes back the same: every item of the catalogue, and cases of every shape the lists can tell. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledItem } from '../../../shared/catalogue/compiled-item.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import { readCsv, writeCsv } from '../../../shared/exchange/csv.ts';
import { columnsOf, rowFaults } from '../../../shared/exchange/fields.ts';
import { sortRows } from '../../../shared/exchange/import.ts';
import { itemsCsv, readItemRow } from '../../../shared/exchange/items-csv.ts';
import {
  type CaseRows,
  caseRows,
  type caseTables,
  type ExchangeCase,
  exchangeCase,
  readCases,
} from '../../../shared/exchange/national-cases.ts';
import { layOver, nationalRows, tablesOf } from '../../../shared/exchange/national-items.ts';

const folder = path.resolve('dist/catalogue/items');
const items: Item[] = readdirSync(folder).map((name) =>
  compiledItem.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))),
);
const transfer = { batch: '20261122020000', source: 'BSH', at: '2026-11-22T02:00:00.000Z' };

describe('items', () => {
  it('all of the catalogue come back from one CSV file, byte for byte', () => {
    const { good, faults } = sortRows(readCsv(itemsCsv(items)), readItemRow);
    expect(faults).toEqual([]);
    expect(JSON.stringify(good.map(({ value }) => value))).toBe(JSON.stringify(items));
  });

  it('all fit the national lists, and laid over themselves are the same', () => {
    for (const item of items) {
      const rows = nationalRows(item, transfer);
      const { basic, extend } = tablesOf(item);
      expect([
        ...rowFaults('directory', rows.directory),
        ...rowFaults(basic, rows.basic),
        ...rowFaults(extend, rows.extend),
      ]).toEqual([]);
      const laid = layOver(item, rows);
      if ('faults' in laid) throw new Error(`${item.code}: ${JSON.stringify(laid.faults)}`);
      expect(laid.stale).toEqual([]);
      expect(JSON.stringify(laid.item)).toBe(JSON.stringify(item));
    }
  });

  it('say what a list changed, and where the English has to follow', () => {
    const [base] = items.filter(({ materials }) => materials.length > 1);
    if (base === undefined) throw new Error('no item with materials');
    const rows = nationalRows(base, transfer);
    const changed = {
      ...rows,
      basic: { ...rows.basic, promise_day: '3', accept_condition: `${rows.basic.accept_condition}\n新的条件` },
      material: rows.material.slice(1),
    };
    const laid = layOver(base, changed);
    if ('faults' in laid) {
      // A new sentence has no English yet: it is told, not made up.
      expect(laid.faults.map(({ column }) => column)).toEqual([`conditions.${base.conditions.length}.en`]);
      return;
    }
    throw new Error('a condition without English was taken');
  });

  it.each([
    [
      'another item’s code',
      (rows: ReturnType<typeof nationalRows>) => ({ ...rows, basic: { ...rows.basic, catalog_code: '440101001999' } }),
      'task_code',
    ],
    [
      'a code with a wrong check digit',
      (rows: ReturnType<typeof nationalRows>) => ({
        ...rows,
        basic: { ...rows.basic, task_code: `11440100DEM0001534${rows.basic.task_code?.slice(18)}` },
      }),
      'task_code',
    ],
    [
      'an extension of somebody else',
      (rows: ReturnType<typeof nationalRows>) => ({ ...rows, extend: { ...rows.extend, extend_field: '{}' } }),
      'extend_field',
    ],
    [
      'an empty name',
      (rows: ReturnType<typeof nationalRows>) => ({ ...rows, basic: { ...rows.basic, task_name: '' } }),
      'task_name',
    ],
    [
      'a limit in words',
      (rows: ReturnType<typeof nationalRows>) => ({ ...rows, basic: { ...rows.basic, promise_day: '三天' } }),
      'promise_day',
    ],
  ])('with %s are refused, and where', (_, spoil, column) => {
    const [base] = items;
    if (base === undefined) throw new Error('no item');
    const laid = layOver(base, spoil(nationalRows(base, transfer)));
    if (!('faults' in laid)) throw new Error('taken');
    expect(laid.faults.map((fault) => fault.column)).toContain(column);
  });
});

const text = (max: number) =>
  fc.string({
    unit: fc.constantFrom('办', '理', 'a', '1', ' ', ',', '"', '\n', '=', '-', "'"),
    minLength: 1,
    maxLength: Math.min(max, 30),
  });
const moment = fc
  .integer({ min: Date.parse('2020-01-01T00:00:00Z') / 1000, max: Date.parse('2030-01-01T00:00:00Z') / 1000 })
  .map((seconds) => new Date(seconds * 1000).toISOString());
const code = '11440100DEM00015333440115025000';
const anyCase = (number: number): fc.Arbitrary<ExchangeCase> =>
  fc.record(
    {
      caseNumber: fc.constant(`${code}20260213${String(number).padStart(4, '0')}`),
      itemCode: fc.constant('440115025000'),
      implementingCode: fc.constant(code),
      itemVersion: fc.integer({ min: 1, max: 99 }),
      itemName: text(1000),
      agency: fc.record({ code: fc.constant(code.slice(0, 18)), name: text(100) }),
      handling: fc.constantFrom('instant' as const, 'promised' as const),
      applicant: fc.record({
        name: text(100),
        kind: fc.constantFrom('natural' as const, 'legal' as const),
        paper: fc.record({ type: fc.constantFrom('10', '01', '99'), number: text(500) }),
      }),
      appliedAt: moment,
      acceptedAt: moment,
      promisedBy: moment,
      handler: text(100),
      steps: fc.array(
        fc.record({
          name: text(1000),
          action: fc.constantFrom('1' as const, '2' as const, '9' as const),
          by: text(100),
          from: moment,
          to: moment,
          opinion: text(2000),
        }),
        { maxLength: 6 },
      ),
      specials: fc.array(
        fc.record(
          {
            kind: fc.constantFrom('1' as const, '2' as const),
            name: text(1000),
            reason: text(2000),
            by: text(100),
            from: moment,
            to: moment,
            result: text(2000),
          },
          { requiredKeys: ['kind', 'name', 'reason', 'from', 'to'] },
        ),
        { maxLength: 3 },
      ),
      materials: fc.array(
        fc.record(
          {
            name: text(200),
            file: text(200),
            way: fc.constantFrom('1' as const, '2' as const),
            count: fc.integer({ min: 0, max: 99 }),
          },
          { requiredKeys: ['name', 'way'] },
        ),
        { maxLength: 4 },
      ),
      result: fc.record(
        {
          type: fc.constantFrom('1' as const, '2' as const, '3' as const),
          at: moment,
          by: text(100),
          byPost: fc.boolean(),
          certificate: fc.record({ name: text(256), number: text(2000) }),
          explanation: text(2000),
          rating: fc.integer({ min: 1, max: 5 }),
        },
        { requiredKeys: ['type', 'at', 'byPost'] },
      ),
    },
    {
      requiredKeys: [
        'caseNumber',
        'itemCode',
        'implementingCode',
        'itemVersion',
        'itemName',
        'agency',
        'handling',
        'applicant',
        'appliedAt',
        'acceptedAt',
        'steps',
        'specials',
        'materials',
      ],
    },
  );

/** Out into files and in again. */
function throughFiles(cases: readonly ExchangeCase[], spoil: (rows: CaseRows[]) => CaseRows[] = (rows) => rows) {
  const rows = spoil(cases.map((one) => caseRows(one, transfer)));
  const file = (table: (typeof caseTables)[number]) =>
    readCsv(
      writeCsv(
        columnsOf(table),
        rows.flatMap((one) => one[table]),
      ),
    ).rows;
  return readCases({
    accept: file('accept'),
    process: file('process'),
    special: file('special'),
    caseMaterial: file('caseMaterial'),
    result: file('result'),
  });
}

describe('cases', () => {
  it('with their processes, special procedures, materials, results and ratings come back the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyCase(i + 1)))),
        (cases) => {
          for (const one of cases) expect(exchangeCase.parse(one)).toEqual(one);
          const { good, faults, bad } = throughFiles(cases);
          expect([faults, bad]).toEqual([[], []]);
          expect(good).toEqual(cases);
        },
      ),
      { numRuns: 150 },
    );
  });

  const [sample] = fc.sample(anyCase(1), { numRuns: 1, seed: 7 });
  if (sample === undefined) throw new Error('no sample');
  const numbered = (n: number): ExchangeCase => ({
    ...sample,
    caseNumber: `${code}20260213${String(n).padStart(4, '0')}`,
    steps: [],
    specials: [],
    materials: [],
    result: { type: '1', at: sample.appliedAt, byPost: false },
  });

  it('one bad row among 10,000 spoils its own case and no other', () => {
    const cases = Array.from({ length: 9_999 }, (_, i) => numbered(i + 1));
    const { good, faults, bad } = throughFiles(cases, (rows) =>
      rows.map((one, i) =>
        i === 7000
          ? { ...one, result: one.result.map((row) => ({ ...row, result_date: '2026-02-30 00:00:00' })) }
          : one,
      ),
    );
    expect(good).toHaveLength(9_998);
    expect(bad).toEqual([`${code}202602137001`]);
    expect(faults).toEqual([expect.objectContaining({ table: 'result', line: 7002, column: 'result_date' })]);
  }, 60_000);

  it.each([
    [
      'a process of a case that nobody accepted',
      (rows: CaseRows[]) => rows.map((one) => ({ ...one, accept: [] })),
      'project_no',
    ],
    ['the same case twice', (rows: CaseRows[]) => [...rows, ...rows], 'project_no'],
    [
      'a number with a wrong check digit',
      (rows: CaseRows[]) =>
        rows.map((one) => ({
          ...one,
          accept: one.accept.map((row) => ({ ...row, project_no: `11440100DEM0001534${row.project_no?.slice(18)}` })),
        })),
      'project_no',
    ],
    [
      'a rating of 6',
      (rows: CaseRows[]) =>
        rows.map((one) => ({ ...one, result: one.result.map((row) => ({ ...row, satisfaction: '6' })) })),
      'result.rating',
    ],
    [
      'another implementing code',
      (rows: CaseRows[]) =>
        rows.map((one) => ({
          ...one,
          accept: one.accept.map((row) => ({ ...row, task_code: `${code.slice(0, 30)}1` })),
        })),
      'task_code',
    ],
  ])('with %s are told', (_, spoil, column) => {
    const { good, faults } = throughFiles([numbered(1)], spoil);
    expect(good).toEqual([]);
    expect(faults.map((fault) => fault.column)).toContain(column);
  });
});
