import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Problem, problemAnswer } from '../../../shared/base/problems.ts';
import { baseRows } from '../../../web/src/base/base-rows.ts';
import {
  bytesText,
  dateText,
  dayOf,
  dayText,
  fenOf,
  moneyText,
  plainDayText,
  timeText,
} from '../../../web/src/base/format.ts';
import { match } from '../../../web/src/base/match.ts';
import { personOf } from '../../../web/src/base/person.ts';
import { asProblem, problemFrom } from '../../../web/src/base/problem.ts';
import { requestFor, waitBefore } from '../../../web/src/base/request.ts';
import { filled, type Row } from '../../../web/src/base/row.ts';
import { parsedClean, written } from '../../../web/src/base/written.ts';
import { designRows } from '../../../web/src/design/design-rows.ts';
import { colours } from '../../../web/src/design/tokens.ts';
import { deskRows } from '../../../web/src/desk/desk-rows.ts';
import { hallRows } from '../../../web/src/hall/hall-rows.ts';

const web = path.join(import.meta.dirname, '../../../web/src');

describe('days, instants, money as people read them', () => {
  const now = new Date('2026-02-13T01:30:00.000Z');
  it('names the weekday of a due day, and the year only when it is another', () => {
    expect(dayText('2026-02-27', 'zh', now)).toBe('2月27日 周五');
    expect(dayText('2026-02-27', 'en', now)).toBe('Fri 27 Feb');
    expect(dayText('2027-01-04', 'zh', now)).toBe('2027年1月4日 周一');
    expect(plainDayText('1990-03-05', 'zh')).toBe('1990年3月5日');
    expect(plainDayText('1990-3-', 'zh')).toBe('1990-3-');
  });
  it('goes by Shanghai, wherever the browser is', () => {
    expect(dayOf(new Date('2026-02-13T16:00:00.000Z'))).toBe('2026-02-14');
    expect(dateText('2025-12-31T16:30:00.000Z', 'zh', now)).toBe('1月1日');
    expect(timeText('2026-02-13T01:05:00.000Z', 'zh', now)).toBe('今天 09:05');
    expect(timeText('2026-02-11T16:05:00.000Z', 'en', now)).toBe('12 Feb 00:05');
  });
  it('shows fen as yuan, and reads yuan as people type them', () => {
    expect(moneyText(5)).toBe('¥0.05');
    expect(moneyText(100000050)).toBe('¥1,000,000.50');
    expect(fenOf('35')).toBe(3500);
    expect(fenOf('0.1')).toBe(10);
    expect(fenOf('三十')).toBeUndefined();
    expect(fenOf('1.005')).toBeUndefined();
  });
  it('rounds sizes to what matters', () => {
    expect([bytesText(411), bytesText(820_400), bytesText(10_000_000), bytesText(1_440_000)]).toEqual([
      '411 B',
      '820 KB',
      '10 MB',
      '1.4 MB',
    ]);
  });
});

describe('addresses', () => {
  it('fit a pattern part by part', () => {
    expect(match('/items/:code', '/items/440115025000')).toEqual({ code: '440115025000' });
    expect(match('/cases/:id/correct', '/cases/A/correct/')).toEqual({ id: 'A' });
    expect(match('/cases/:id', '/cases/A/correct')).toBeUndefined();
    expect(match('/', '/')).toEqual({});
    expect(match('/verify/:number', '/verify/%E5%8A%9E')).toEqual({ number: '办' });
    expect(match('/verify/:number', '/verify/%E5')).toEqual({ number: '%E5' });
  });
});

describe('requests', () => {
  it('carry what the route asks for and nothing else', () => {
    const path = { caseId: 'A/B' };
    expect(requestFor('PUT /v1/drafts/{caseId}', { path, body: { answers: {} }, ifMatch: 3 }, 'T')).toEqual({
      method: 'PUT',
      url: '/v1/drafts/A%2FB',
      headers: {
        accept: 'application/json',
        authorization: 'Bearer T',
        'content-type': 'application/json',
        'if-match': '"3"',
      },
      body: '{"answers":{}}',
    });
    const search = requestFor(
      'GET /v1/items/search',
      { query: { q: '办 证&', theme: '', cursor: undefined } },
      undefined,
    );
    expect(search).toMatchObject({
      url: '/v1/items/search?q=%E5%8A%9E+%E8%AF%81%26',
      body: undefined,
      headers: { accept: 'application/json' },
    });
    expect(search.headers).not.toHaveProperty('authorization');
  });
  it('wait longer each time, as asked if asked, and give up', () => {
    expect(waitBefore(0, null, 0.5)).toBe(300);
    expect(waitBefore(2, null, 0.5)).toBe(1200);
    expect(waitBefore(0, '2', 0)).toBe(2000);
    expect(waitBefore(0, '3600', 0)).toBe(5000);
    expect(waitBefore(0, 'Wed, 21 Oct 2026 07:28:00 GMT', 0.5)).toBe(300);
    expect(waitBefore(3, null, 0.5)).toBeUndefined();
  });
});

describe('problems', () => {
  it('are shown in the words of the hall', () => {
    const errors = [{ field: 'answers.name', code: 'required', message: { zh: '请填写', en: 'Fill in' } }];
    const problem = problemFrom(422, problemAnswer(new Problem('invalid-fields', errors), 'c-1'));
    expect(problem).toMatchObject({ code: 'invalid-fields', errors, correlationId: 'c-1' });
    expect(problem.detail.zh).toContain('改正');
  });
  it('that are not the hall’s own still say what to do', () => {
    expect(problemFrom(401, { title: 'Unauthorized' }).code).toBe('signed-out');
    expect(problemFrom(503, undefined).code).toBe('offline');
    expect(problemFrom(500, undefined).code).toBe('unreadable');
    expect(asProblem(new TypeError('x')).detail.en).toMatch(/try again/i);
  });
});

describe('who is signed in', () => {
  const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  it('is read from the token', () => {
    expect(personOf(jwt({ sub: 'officer-wang', name: '王芳', roles: 'officer  approver', agency: 'A' }))).toEqual({
      id: 'officer-wang',
      name: '王芳',
      kind: 'natural',
      roles: ['officer', 'approver'],
      agency: 'A',
    });
    expect(personOf(jwt({ sub: 'x', kind: 'legal' }))).toMatchObject({
      name: 'x',
      kind: 'legal',
      roles: [],
      agency: undefined,
    });
  });
  it.each(['', 'a.b.c', jwt({}), jwt({ sub: 7 }), `e30.${Buffer.from('null').toString('base64url')}.x`])(
    'is nobody for %s',
    (token) => {
      expect(personOf(token)).toBeUndefined();
    },
  );
});

describe('sentences', () => {
  const names = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  const tables = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('-rows.ts'));
  const all: [string, Row][] = [];
  beforeAll(async () => {
    const row = z.tuple([z.string(), z.string()]).readonly();
    for (const name of tables) {
      const exported = Object.values(await import(path.join(web, name)));
      for (const rows of exported.map((table) => z.record(z.string(), row).safeParse(table)))
        if (rows.success) all.push(...Object.entries(rows.data));
    }
  });
  it('of every table are looked at', () => {
    expect(tables.length).toBeGreaterThan(3);
    const known = { ...baseRows, ...hallRows, ...deskRows, ...designRows };
    expect(all.map(([key]) => key)).toEqual(expect.arrayContaining(Object.keys(known)));
  });
  it('are nowhere else: no page has Chinese of its own', () => {
    // The two signs cut into the seal, the word between a sentence and its day, and what data says in both languages.
    const known = /办事|，|\bzh: '/;
    const lines = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx'))
      .flatMap((name) =>
        readFileSync(path.join(web, name), 'utf8')
          .split('\n')
          .map((line) => `${name}: ${line.trim()}`),
      );
    const strays = lines.filter(
      (line) => /\p{Script=Han}/u.test(line.replace(/\/\*.*|\/\/.*|^\S+ \*.*/, '')) && !known.test(line),
    );
    expect(strays).toEqual([]);
  });
  it('say the same in both languages: something, with the same blanks', () => {
    for (const [key, [zh, en]] of all) {
      expect(zh.trim(), key).not.toBe('');
      expect(en.trim(), key).not.toBe('');
      expect(names(en), key).toEqual(names(zh));
    }
  });
  it('are Chinese in Chinese and have no Chinese in English', () => {
    for (const [key, [zh, en]] of all) {
      if (key === 'language-switch') continue;
      expect(/[A-Za-z]{12,}/.test(zh), key).toBe(false);
      expect(/\p{Script=Han}/u.test(en), key).toBe(false);
    }
  });
  it('are all said somewhere', () => {
    const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('-rows.ts'))
      .map((name) => readFileSync(path.join(web, name), 'utf8'))
      .join('\n');
    // `rate-${score}` says every sentence that begins with `rate-`.
    const beginnings = [...sources.matchAll(/`([\w-]+-)\$\{/g)].map(([, beginning]) => beginning ?? '');
    const silent = all
      .map(([key]) => key)
      .filter((key) => !sources.includes(`'${key}'`) && !beginnings.some((beginning) => key.startsWith(beginning)));
    expect(silent).toEqual([]);
  });
  it('are filled in by name', () => {
    expect(filled('{n} of {of}, {gone}', { n: 3, of: 7 })).toBe('3 of 7, {gone}');
    expect([0, 1, 2].map((n) => filled('{n} paper(s)', { n }))).toEqual(['0 papers', '1 paper', '2 papers']);
  });
});

describe('the page of the design system', () => {
  const styles = (name: string) => readFileSync(path.join(web, 'styles', name), 'utf8');
  const [light = '', ...twins] = styles('tokens.css').split(/^(?=:root\[data-(?:contrast|scheme)|@media)/m);
  const named = (sheet: string) => [...sheet.matchAll(/^ *--([\w-]+): #/gm)].map(([, name]) => name);
  it('shows every colour there is, each with its field', () => {
    expect([...colours].toSorted()).toEqual([...new Set(named(light))].toSorted());
    const drawn = [...styles('design.css').matchAll(/\.swatch-([\w-]+) \{\s+background: var\(--\1\);/g)];
    expect(drawn.map(([, name]) => name).toSorted()).toEqual([...colours].toSorted());
  });
  it('has nothing to show that only the dark or the high contrast knows', () => {
    expect(twins.length).toBeGreaterThan(3);
    for (const twin of twins) expect(colours).toEqual(expect.arrayContaining(named(twin)));
  });
});

describe('what people wrote', () => {
  it('is shown without what turns or breaks the line, and keeps what belongs to it', () => {
    expect(written('a\u202Efdp.exe\u0007')).toBe('afdp.exe');
    expect(written('第一行\n第二行\u2028第三行')).toBe('第一行\n第二行\n第三行');
    expect(written('family 👨\u200D👩\u200D👧, می\u200Cخواهم, é')).toBe('family 👨\u200D👩\u200D👧, می\u200Cخواهم, é');
    expect(written(`a${'\u0301'.repeat(50)}b`)).toBe(`a${'\u0301'.repeat(4)}b`);
  });
  it('does not draw the sentence around it into its own direction', () => {
    expect(filled('{name}，13 号', { name: 'ئالىم' })).toBe('\u2068ئالىم\u2069，13 号');
    expect(filled('{name}，{n} 号', { name: '张\u202E伟', n: 13 })).toBe('张伟，13 号');
  });
  it('comes out of an answer clean, and out of nothing else changed', () => {
    const given = {
      text: 'a\u202Eb\u0000c',
      deep: [{ name: 'x\u2066y' }],
      n: 3,
      none: null,
      same: 'a\nb\t"c" \\u202E',
    };
    expect(parsedClean(JSON.stringify(given))).toEqual({
      text: 'abc',
      deep: [{ name: 'xy' }],
      n: 3,
      none: null,
      same: given.same,
    });
  });
});
