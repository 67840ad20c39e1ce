import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCatalogue } from '../../../catalogue/compile.ts';
import {
  checkAnswers,
  checkShape,
  dropHidden,
  visibleFields,
  visibleInGroup,
} from '../../../shared/catalogue/answers.ts';
import { type Catalogue, openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { runChecks } from '../../../shared/catalogue/checks.ts';
import type { Answers, Item } from '../../../shared/catalogue/item.ts';
import { groupsOf } from '../../../shared/catalogue/visibility.ts';
import { sampleAnswers, sampleFiles } from '../../support/answers.ts';
import { goodItem, withSources } from './fixture.ts';

const today = '2026-11-22';
const out = mkdtempSync(path.join(tmpdir(), 'compiled-'));
let catalogue: Catalogue;
let items: Item[];

beforeAll(async () => {
  await compileCatalogue(out);
  catalogue = openCatalogue(out);
  items = catalogue.list(today).flatMap(({ code, version }) => catalogue.version(code, version) ?? []);
});
afterAll(() => rmSync(out, { recursive: true }));

const bytesOf = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name, readFileSync(path.join(dir, name), 'utf8')]),
  );

describe('the catalogue', () => {
  it('has every kind of item that the rules tell apart', () => {
    expect(items.length).toBeGreaterThanOrEqual(14);
    const kinds: Record<string, (item: Item) => boolean> = {
      permit: ({ type }) => type === '01',
      benefit: ({ type }) => type === '05',
      confirmation: ({ type }) => type === '07',
      'public service': ({ type }) => type === '20',
      'for people only': ({ applicants }) => applicants.join() === 'natural',
      'for bodies only': ({ applicants }) => applicants.join() === 'legal',
      'for both': ({ applicants }) => applicants.length === 2,
      promised: ({ handling }) => handling === 'promised',
      'instant, decided by one officer': ({ handling, automatic, fourEyes }) =>
        handling === 'instant' && !automatic && !fourEyes,
      'instant and automatic': ({ automatic }) => automatic,
      'with materials': ({ materials }) => materials.some(({ required }) => required),
      'without materials': ({ materials }) => materials.length === 0,
      'with a fee': ({ fees }) => fees.length > 0,
      'with suspensions': ({ suspensions }) => suspensions.length > 0,
      'with a visit': ({ visits }) => visits > 0,
    };
    const missing = Object.entries(kinds).filter(([, isOne]) => !items.some(isOne));
    expect(missing.map(([kind]) => kind)).toEqual([]);
  });

  it('uses every type of field', () => {
    const leaves = items
      .flatMap((item) => item.form.sections.flatMap(({ fields }) => fields))
      .flatMap((field) =>
        field.type === 'repeat' ? ['repeat', ...field.fields.map(({ type }) => type)] : [field.type],
      );
    expect([...new Set(leaves)].sort()).toEqual([
      'address',
      'choice',
      'choices',
      'credit-code',
      'date',
      'email',
      'id-card',
      'long-text',
      'money',
      'number',
      'phone',
      'repeat',
      'text',
      'yes-no',
    ]);
  });

  it('answers the five questions of a guide in every item', () => {
    for (const item of items) {
      const guide = [item.conditions, item.process, item.legalBasis, item.themes, item.keywords].map(
        ({ length }) => length,
      );
      expect({ item: item.name.zh, poor: guide.includes(0) }).toEqual({ item: item.name.zh, poor: false });
    }
  });

  it('knows its 34 agencies, one with its own back office', () => {
    expect(catalogue.agencies()).toHaveLength(34);
    expect(
      catalogue
        .agencies()
        .filter(({ backOffice }) => backOffice)
        .map(({ name }) => name.zh),
    ).toEqual(['市市场监管局']);
    expect(catalogue.agency('11440100DEM000225U')?.name.zh).toBe('市残联');
    expect(catalogue.agency('91350100M000100Y43')).toBeUndefined();
  });

  it('compiles to the same bytes every time, over an older output too', async () => {
    const before = bytesOf(out);
    writeFileSync(path.join(out, 'items', '440199999000@1.json'), '{}');
    await compileCatalogue(out);
    expect(bytesOf(out)).toEqual(before);
  });
});

describe('every item', () => {
  it('takes the sample answers, and passes its own checks with them', () => {
    for (const item of items) {
      const answers = sampleAnswers(item, today);
      expect(checkAnswers(item.form, item.materials, answers, sampleFiles(item, answers), today)).toEqual([]);
      expect(checkShape(item.form, answers)).toEqual([]);
      expect(runChecks(item, answers, true, today).filter(({ passed }) => !passed)).toEqual([]);
    }
  });

  it('tells a required answer that is missing by its name', () => {
    for (const item of items) {
      const answers = sampleAnswers(item, today);
      for (const field of visibleFields(item.form, answers).filter(({ required }) => required)) {
        const { [field.name]: _, ...rest } = answers;
        const told = checkAnswers(item.form, item.materials, rest, sampleFiles(item, rest), today).map(
          (problem) => problem.field,
        );
        expect(told).toContain(`answers.${field.name}`);
      }
    }
  });

  it('tells a required answer that is missing in a group by its place', () => {
    for (const item of items) {
      const answers = sampleAnswers(item, today);
      for (const { name, at, without } of groupAnswers(item, answers)) {
        const told = checkAnswers(item.form, item.materials, without, {}, today).map((problem) => problem.field);
        expect({ name, told: told.includes(at) }).toEqual({ name, told: true });
      }
    }
  });
});

/** For every required answer in the first group of every repeat: its place, and the answers without it. */
function groupAnswers(item: Item, answers: Answers): { name: string; at: string; without: Answers }[] {
  return visibleFields(item.form, answers).flatMap((field) => {
    const [group, ...others] = groupsOf(answers[field.name]);
    if (field.type !== 'repeat' || group === undefined) return [];
    return visibleInGroup(field, group, answers)
      .filter(({ required }) => required)
      .map(({ name }) => {
        const { [name]: _, ...rest } = group;
        const spoilt: Answers = { ...answers, [field.name]: [dropGroup(rest), ...others.map(dropGroup)] };
        return { name, at: `answers.${field.name}.0.${name}`, without: spoilt };
      });
  });
}

function dropGroup(group: ReturnType<typeof groupsOf>[number]): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(group).flatMap(([name, value]) =>
      typeof value === 'object' || value === undefined ? [] : [[name, value]],
    ),
  );
}

describe('the services that are asked for most', () => {
  const most = [
    ['a driving licence', '440107018000', /驾驶证初次申领/],
    ['a food business licence', '440115025000', /食品.*经营许可/],
    ['a birth', '442009001000', /出生医学证明/],
    ['a day to marry on', '442023013000', /结婚登记预约/],
    ['a marriage', '440723002000', /婚姻登记/],
    ['a residence permit', '442006001000', /居住证/],
    ['a disability subsidy', '442023005000', /困难残疾人生活补贴/],
    ['a nursing subsidy', '442023015000', /重度残疾人护理补贴/],
    ['an old-age subsidy', '442023001000', /高龄津贴/],
    ['enrolment in medical insurance', '442008011000', /居民参保登记/],
    ['reimbursement of treatment', '442008001000', /住院费用报销/],
    ['a construction permit', '440103013000', /施工许可证核发/],
    ['a place at school', '442017002000', /入学办理/],
    ['water', '440126009000', /取水许可证新办/],
    ['sewage', '440103009000', /污水排入排水管网许可/],
    ['a taxi licence', '440101014000', /巡游出租汽车经营许可$/],
    ['a change of companies', '440115010000', /公司合并（分立）/],
  ] as const;
  const itemOf = (code: string): Item => {
    const found = items.findLast((one) => one.code === code);
    if (found === undefined) throw new Error(`no item ${code}`);
    return found;
  };

  it.each(most)('%s: asked in depth, explained, and checked', (_, code, name) => {
    const { name: named, form, materials, conditions, checks, faq, keywords } = itemOf(code);
    expect(named.zh).toMatch(name);
    const fields = form.sections.flatMap((section) => section.fields);
    const leaves = fields.flatMap((field) => (field.type === 'repeat' ? field.fields : [field]));
    expect(leaves.length).toBeGreaterThanOrEqual(12);
    expect([...form.sections, ...fields, ...leaves, ...materials].filter(({ when }) => when).length).toBeGreaterThan(0);
    expect([conditions.length, checks.length, faq.length, keywords.length].map((n) => n > 0)).not.toContain(false);
  });

  it('show how a paper reads that one has to write', () => {
    const written = most
      .flatMap(([, code]) => itemOf(code).materials)
      .filter(({ code, name, source, mediaTypes }) => {
        const own = code === 'authorisation' || /自制/.test(source.zh);
        return own && mediaTypes.includes('application/pdf') && !/图|手续|照片/.test(name.zh);
      });
    expect(written.length).toBeGreaterThan(5);
    for (const { name, sample } of written) expect([name.zh, (sample?.zh ?? '').length > 60]).toEqual([name.zh, true]);
  });
});

describe('versions', () => {
  const code = '440115025000';

  it('come into force on their day', async () => {
    const days = ['2023-12-31', '2024-01-01', '2026-02-28', '2026-03-01'];
    const found = await Promise.all(days.map((day) => catalogue.find(code, day)));
    expect(found.map((item) => item?.version)).toEqual([undefined, 1, 1, 2]);
    expect(catalogue.list('2026-02-28').find((row) => row.code === code)?.version).toBe(1);
    expect(catalogue.list('2023-12-31').some((row) => row.code === code)).toBe(false);
  });

  it('stay to be read, each with its own form', () => {
    const names = (number: number) => catalogue.version(code, number)?.materials.map((material) => material.code);
    expect(names(1)).toContain('staff-list');
    expect(names(2)).not.toContain('staff-list');
    expect(catalogue.version(code, 3)).toBeUndefined();
    expect(catalogue.version(code, 1.5)).toBeUndefined();
  });

  it('that do not exist are not looked for on the disk', async () => {
    expect(await catalogue.find('../agencies', today)).toBeUndefined();
    expect(catalogue.version('..', 1)).toBeUndefined();
  });

  it('keep answers of the old form apart from those of the new', () => {
    const [old, now] = [catalogue.version(code, 1), catalogue.version(code, 2)];
    if (old === undefined || now === undefined) throw new Error('the two versions are not there');
    const answers = sampleAnswers(now, today, { changeKind: ['add'] });
    expect(checkAnswers(old.form, old.materials, answers, {}, today).map(({ field }) => field)).toContain(
      'answers.safetyStaff',
    );
    expect(dropHidden(old.form, answers)).not.toHaveProperty('safetyStaff');
  });
});

describe('the command', () => {
  const script = path.join(import.meta.dirname, '../../../catalogue/compile.ts');
  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

  it('writes the compiled catalogue', () => {
    const other = mkdtempSync(path.join(tmpdir(), 'compiled-'));
    expect(run(other)).toMatchObject({ status: 0, stderr: '' });
    expect(bytesOf(other)).toEqual(bytesOf(out));
    rmSync(other, { recursive: true });
  });

  it('ends with 1 and the faults, one a line', () => {
    const bad = goodItem.replace('promised: 10', 'promised: 30');
    const { status, stderr } = withSources({ items: { 'a.yaml': bad } }, (dir) => run(path.join(dir, 'out'), dir));
    expect(status).toBe(1);
    expect(stderr).toBe(
      'the catalogue has 1 fault(s):\ncatalogue/items/a.yaml:20: promised 30 days is over the statutory 20\n',
    );
  });
});

describe('the store', () => {
  it('reads nothing until it is asked', () => {
    expect(() => openCatalogue('/nowhere')).not.toThrow();
    expect(() => openCatalogue('/nowhere').list(today)).toThrow(/index\.json/);
  });
});

describe('a bad catalogue', () => {
  it('writes nothing and names the fault', async () => {
    const other = path.join(mkdtempSync(path.join(tmpdir(), 'compiled-')), 'out');
    const bad = goodItem.replace('promised: 10', 'promised: 30');
    const failed = withSources({ items: { 'a.yaml': bad } }, (dir) => compileCatalogue(other, dir));
    await expect(failed).rejects.toThrow('catalogue/items/a.yaml:20: promised 30 days is over the statutory 20');
    expect(() => readdirSync(other)).toThrow();
  });
});
