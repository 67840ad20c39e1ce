/** What two windows of one person keep of one draft: neither takes the other's words, and the words of a closed one are found. */
import { describe, expect, it } from 'vitest';
import type { DraftView, Item } from '../../../web/src/base/api-answers.ts';
import type { Unsaved } from '../../../web/src/form/draft-saver.ts';
import { type KeptRow, mergedRow } from '../../../web/src/form/kept-rows.ts';

const item = {} as const satisfies Partial<Item>;

function row(page: string, at: number, version: number, answers: DraftView['answers'], unsaved: Unsaved): KeptRow {
  const draft: Partial<DraftView> = { caseId: 'one', version, answers };
  const kept = { name: `draft/one/${page}`, page, draft, item, unsaved, conflicts: [], at: `2026-11-23T08:00:0${at}Z` };
  return JSON.parse(JSON.stringify(kept));
}

describe('a draft kept by several windows', () => {
  it('has the words of this one and of every closed one; a living one sends its own', () => {
    const rows = [
      row('closed', 1, 3, { a: 'a' }, { a: 'typed in the closed one' }),
      row('living', 2, 3, { a: 'a' }, { b: 'is being typed' }),
      row('own', 3, 3, { a: 'a' }, { c: 'typed here' }),
    ];
    const found = mergedRow(rows, 'own', new Set(['own', 'living']));
    expect(found?.unsaved).toEqual({ a: 'typed in the closed one', c: 'typed here' });
    expect(found?.heirOf).toEqual([{ name: 'draft/one/closed', at: '2026-11-23T08:00:01Z' }]);
  });

  it('takes the later of two words, and lays each over what it was typed over', () => {
    const rows = [
      row('first', 1, 3, { a: 'at 3', b: 'at 3', c: 'at 3' }, { a: 'older', c: null }),
      row('second', 2, 5, { a: 'at 5', b: 'at 5' }, { a: 'newer', b: 'other' }),
    ];
    const found = mergedRow(rows, 'own', new Set(['own']));
    expect(found?.unsaved).toEqual({ a: 'newer', b: 'other', c: null });
    expect(found?.draft).toMatchObject({ version: 3, answers: { a: 'at 5', b: 'at 5', c: 'at 3' } });
  });

  it('with nothing unsaved is the newest, whoever kept it', () => {
    const rows = [row('living', 2, 7, { a: 'new' }, {}), row('', 1, 3, { a: 'old' }, {})];
    const found = mergedRow(rows, 'own', new Set(['own', 'living']));
    expect(found).toMatchObject({ unsaved: {}, draft: { version: 7, answers: { a: 'new' } } });
    expect(found?.heirOf.map(({ name }) => name)).toEqual(['draft/one/']);
    expect(mergedRow([], 'own', new Set())).toBeUndefined();
  });
});
