import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCatalogue } from '../../../catalogue/compile.ts';
import { searchCatalogue } from '../../../shared/catalogue/catalogue-search.ts';
import { type Catalogue, openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { searchItems } from '../../../shared/catalogue/search.ts';
import { fitsPinyin, pinyinSlip, withinOneSlip } from '../../../shared/catalogue/spelling.ts';

const today = '2026-11-22';
const out = mkdtempSync(path.join(tmpdir(), 'compiled-'));
let catalogue: Catalogue;
beforeAll(async () => {
  await compileCatalogue(out);
  catalogue = openCatalogue(out);
});
afterAll(() => rmSync(out, { recursive: true }));

const found = (q: string, filters: object = {}) =>
  searchItems(catalogue.index(today), { q, ...filters }).map(({ code }) => code);
const passport = '440106010000';
/** The four changes of a food business licence. */
const food = ['440115022000', '440115023000', '440115024000', '440115025000'];

describe('search', () => {
  it.each([
    ['part of a name', '护照'],
    ['a keyword', '出国'],
    ['English', 'passport'],
    ['English, not finished', 'passp'],
    ['English in capitals', 'PASSPORT'],
    ['full-width letters', 'ｐａｓｓｐｏｒｔ'],
    ['pinyin', 'huzhao'],
    ['pinyin with an apostrophe', "hu'zhao"],
    ['pinyin, not finished', 'huzha'],
    ['initials', 'pthzqf'],
    ['pinyin and initials mixed', 'puthuz'],
    ['the item code', passport],
    ['a letter too many', 'passsport'],
    ['a letter too few', 'pasport'],
    ['a wrong letter', 'pazsport'],
    ['two letters swapped', 'passprot'],
    ['pinyin with a wrong letter', 'huzhai'],
    ['pinyin with two letters swapped', 'huzaho'],
    ['two words', '护照 补办'],
    ['words in two scripts', '护照passport'],
  ])('finds an item by %s', (_, q) => {
    expect(found(q)[0]).toBe(passport);
  });

  it('finds by initials across what stands in brackets', () => {
    for (const q of ['spjy', '食品', 'shipinjingying']) expect(found(q)).toEqual(expect.arrayContaining(food));
    expect(found('shipinjingyingxukebiangeng').slice(0, 4).sort()).toEqual(food);
  });

  it.each([
    ['我想开个奶茶店', '440115025000'],
    ['老板欠薪怎么讨薪', '440511003000'],
    ['孩子转学怎么办', '442017005000'],
    ['在外地住院怎么报医保', '442008021000'],
  ])('answers %s', (q, code) => {
    expect(found(q)).toContain(code);
  });

  it('puts names before keywords, and both before what stands around', () => {
    const codes = found('残疾人');
    const around = codes.indexOf('442023015000');
    for (const named of ['440722004000', '442022002000', '442022004000']) {
      expect(codes.indexOf(named)).toBeGreaterThanOrEqual(0);
      expect(codes.indexOf(named)).toBeLessThan(around);
    }
  });

  it('needs every word', () => {
    expect(found('护照 网约车')).toEqual([]);
    expect(found('补办 网约车')[0]).toBe('440101026000');
  });

  it('does not guess where something fits', () => {
    expect(found('huzhao')).toContain(passport);
    expect(found('huzhao').length).toBeLessThan(10);
    expect(found('qqqq')).toEqual([]);
  });

  it('finds by the agency and by the theme', () => {
    expect(found('残联').length).toBeGreaterThanOrEqual(3);
    expect(found('退役')).toContain('440534001000');
  });

  it('gives all items in force for nothing, and none for signs only', () => {
    expect(found('')).toEqual(catalogue.list(today).map(({ code }) => code));
    expect(found('  ')).toEqual(found(''));
    expect(found('？！')).toEqual([]);
  });

  it('keeps to the filters', () => {
    const all = catalogue.list(today);
    expect(found('', { applicant: 'legal' })).toEqual(
      all.filter(({ applicants }) => applicants.includes('legal')).map(({ code }) => code),
    );
    expect(found('', { theme: 'tax' })).toEqual(
      all.filter(({ themes }) => themes.includes('tax')).map(({ code }) => code),
    );
    expect(found('', { agency: '11440100DEM000014C' })).toHaveLength(38);
    expect(found('护照', { applicant: 'legal' })).toEqual([]);
  });

  it('finds only the version in force, and shows no more than a summary', () => {
    const [row] = searchCatalogue(catalogue, { q: '变更经营项目' }, '2026-02-01');
    expect(row).toMatchObject({ code: '440115025000', version: 1, limits: { promised: 10 } });
    expect(row).not.toHaveProperty('search');
    expect(row).not.toHaveProperty('effectiveFrom');
  });

  it('answers a hostile query quickly', () => {
    const begin = performance.now();
    for (const q of ['s'.repeat(10_000), 'shi'.repeat(3000), '食'.repeat(10_000), '.*+?^$()|[]\\', '%00']) found(q);
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});

describe('spelling', () => {
  it('reads pinyin in full, by initials, and mixed', () => {
    const pinyin = 'zhong du can ji ren';
    expect(['zhongdu', 'zdcjr', 'zhdcj', 'zhongdc', 'z'].map((letters) => fitsPinyin(pinyin, letters))).toEqual([
      75, 75, 75, 75, 75,
    ]);
    expect(fitsPinyin(pinyin, 'canji')).toBe(45);
    expect(fitsPinyin(pinyin, 'c')).toBe(0);
    expect(fitsPinyin(pinyin, 'zhongj')).toBe(0);
    expect(fitsPinyin('80 zhou sui', '8z')).toBe(0);
    expect(fitsPinyin('80 zhou sui', '80z')).toBe(75);
  });

  it('forgives one slip, not two', () => {
    expect(['abcd', 'abcde', 'acbd', 'abd', 'abxd'].map((word) => withinOneSlip('abcd', word))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(['badc', 'abcdef', 'axxd', 'dcba', ''].map((word) => withinOneSlip('abcd', word))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(pinyinSlip('hu zhao', 'huzhoa')).toBe(true);
    expect(pinyinSlip('hu zhao', 'hxzhxo')).toBe(false);
  });
});
