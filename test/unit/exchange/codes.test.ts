import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { caseNumberFault, parseImplementingCode } from '../../../shared/exchange/codes.ts';
import { rowFaults, type TableName, tables, tableTitles } from '../../../shared/exchange/fields.ts';

const code = '11440100DEM0001533440115025000';
const real = '12441500196720244T3442199806003';

describe('an implementing code', () => {
  it('is taken apart', () => {
    expect(parseImplementingCode('11440100DEM00015333440115025000')).toEqual({
      agency: '11440100DEM0001533',
      level: '3',
      baseCode: '440115025000',
      type: '01',
    });
  });

  it.each([
    ['too short', code.slice(0, 30), 'shape'],
    ['too long', `${real}0`, 'shape'],
    ['in small letters', real.toLowerCase(), 'shape'],
    ['with a wrong check digit', `11440100DEM0001534${'3440115025000'}`, 'check-digit'],
    ['with two characters swapped', `11440100DEM0010533${'3440115025000'}`, 'check-digit'],
    ['of a level there is none', `11440100DEM0001533${'8440115025000'}`, 'level'],
    ['of a type there is none', `11440100DEM0001533${'3449915025000'}`, 'type'],
  ])('%s is none', (_, text, fault) => {
    expect(parseImplementingCode(text)).toBe(fault);
  });
});

describe('a case number', () => {
  const of = (day: string, serial = '0068') => `11440100DEM00015333440115025000${day}${serial}`;

  it('has a real day and a serial', () => {
    expect(caseNumberFault(of('20260213'))).toBeUndefined();
    expect(caseNumberFault(of('20240229'))).toBeUndefined();
    expect(caseNumberFault(of('20260229'))).toBe('day');
    expect(caseNumberFault(of('20260213', '0000'))).toBe('day');
    expect(caseNumberFault(of('20261301'))).toBe('day');
  });

  it('begins with a good implementing code', () => {
    expect(caseNumberFault(`11440100DEM00015343440115025000202602130068`)).toBe('check-digit');
    expect(caseNumberFault('x')).toBe('shape');
  });
});

/** The list as it was published, where it lies beside the project. */
const published = new URL('../../../../shared/data/exchange-schema.json', import.meta.url);

describe('the field lists', () => {
  it.skipIf(!existsSync(published))(
    'are those of the exchange: name, type, length, must (skipped where they are not at hand)',
    () => {
      const lists = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(published, 'utf8')));
      const list = z.object({
        fields: z.array(z.object({ name: z.string(), type: z.string(), required: z.boolean() })),
      });
      for (const [table, title] of Object.entries(tableTitles)) {
        const theirs = list.parse(lists[title]).fields.map(({ name, type, required }) => {
          const max = Number(/varchar\((\d+)\)/.exec(type)?.[1] ?? 0);
          const kind = type.startsWith('varchar')
            ? 'text'
            : type.startsWith('bigint')
              ? 'big'
              : type.startsWith('int')
                ? 'int'
                : 'time';
          return { name, required, type: kind, max };
        });
        const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
        const ours = Object.entries(tables).find(([name]) => name === table)?.[1] ?? [];
        expect([...ours].sort(byName), title).toEqual(theirs.sort(byName));
      }
    },
  );

  const row = {
    id: '1',
    cd_batch: 'b',
    cd_operation: 'I',
    cd_time: '2026-02-13 09:30:00',
    data_source: 'BSH',
    row_guid: 'g',
  };
  const good = {
    ...row,
    is_delivery_results: '0',
    project_no: '1',
    result_date: '2026-02-13 09:30:00',
    result_type: '1',
  };

  it.each([
    ['nothing', {}, undefined],
    ['an empty cell that must not be', { project_no: '' }, 'missing'],
    ['a text too long', { result_type: '123' }, 'too-long'],
    ['31 February', { result_date: '2026-02-31 09:30:00' }, 'not-a-time'],
    ['25 o’clock', { result_date: '2026-02-13 25:30:00' }, 'not-a-time'],
    ['a date alone', { result_date: '2026-02-13' }, 'not-a-time'],
    ['letters for a number', { id: 'x' }, 'not-a-number'],
    ['a column nobody knows', { colour: 'red' }, 'unknown-column'],
  ])('find %s', (_, change, reason) => {
    const found = rowFaults('result' satisfies TableName, { ...good, ...change });
    expect(found.map((fault) => fault.reason)).toEqual(reason === undefined ? [] : [reason]);
  });

  it('count characters, not bytes', () => {
    expect(rowFaults('result', { ...good, remark: '文'.repeat(256) })).toEqual([]);
    expect(rowFaults('result', { ...good, remark: '文'.repeat(257) })).toHaveLength(1);
  });
});
