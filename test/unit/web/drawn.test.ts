/** Pages that can be read before a script has come, and without any. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrawing } from '../../../functions/web/drawing.ts';
import type { PageQuestion } from '../../../functions/web/drawn.ts';
import type { Drawing } from '../../../functions/web/pages.ts';
import { buildPageServer } from '../../../infra/build.ts';
import { openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { hallRows } from '../../../web/src/hall/hall-rows.ts';
import { popular } from '../../../web/src/hall/popular.ts';

const root = path.join(import.meta.dirname, '../../..');
const compiled = path.join(root, 'dist/catalogue');
const today = '2026-11-22';
const passport = '440106010000';
const catalogue = openCatalogue(compiled);

let folder: string;
let drawing: Drawing;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'drawn-'));
  await buildPageServer(path.join(folder, 'server'));
  const { cpSync } = await import('node:fs');
  cpSync(path.join(root, 'web/index.html'), path.join(folder, 'site/index.html'));
  drawing = await openDrawing(
    folder,
    async () => catalogue,
    () => today,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function page(address: string, more: Partial<PageQuestion> = {}) {
  const [at = '', query = ''] = address.split('?');
  const asked = { path: at, query, cookies: '', languages: 'zh-CN', acceptEncoding: '', ...more };
  const { status, language, file } = await drawing.page(asked);
  return { status, language, file, html: file.body.toString('utf8') };
}

/** What a reader without script sees: no tags, no data for the script. */
const textOf = (html: string): string =>
  html
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&#39;', "'");

describe('a guide', () => {
  it('shows how a paper reads that one has to write', async () => {
    const merger = '440115010000';
    const samples = (await catalogue.find(merger, today))?.materials.flatMap(({ sample }) => sample ?? []) ?? [];
    expect(samples.length).toBeGreaterThan(1);
    const { html } = await page(`/items/${merger}`, { languages: 'zh-CN' });
    const text = textOf(html).replace(/\s+/g, ' ');
    for (const { zh } of samples) expect(text).toContain(`看样文 ${zh.replace(/\s+/g, ' ')}`);
  });

  it('has everything of the item in the page itself, in both languages', async () => {
    const item = await catalogue.find(passport, today);
    if (item === undefined) throw new Error('no such item');
    for (const language of ['zh', 'en'] as const) {
      const { status, html } = await page(`/items/${passport}`, {
        languages: language === 'zh' ? 'zh-CN' : 'en-GB,en;q=0.9',
      });
      const text = textOf(html).replace(/\s+/g, ' ');
      expect(status).toBe(200);
      expect(html).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"`);
      const said = [
        item.name,
        item.summary,
        item.place,
        ...item.conditions,
        ...item.process,
        ...item.legalBasis,
        ...item.materials.map(({ name }) => name),
        ...item.faq.map(({ answer }) => answer),
      ];
      for (const sentence of said) expect(text).toContain(sentence[language].replace(/\s+/g, ' '));
      expect(html).toMatch(new RegExp(`<title>${item.name[language]} · `));
    }
  });

  it('of no item is a page that is not there', async () => {
    const { status, html } = await page('/items/999999999999');
    expect(status).toBe(404);
    expect(textOf(html)).toContain('没有这个页面');
    expect((await page('/items/__proto__')).status).toBe(404);
  });
});

describe('home and search', () => {
  it('list the same as the API, with links and a form that need no script', async () => {
    const home = (await page('/')).html;
    for (const code of popular) expect(home).toContain(`href="/items/${code}"`);
    expect(home).toMatch(/<form action="\/items">/);
    expect(home).toMatch(/<input [^>]*name="q"/);
    const found = (await page('/items?q=%E6%8A%A4%E7%85%A7')).html;
    expect(found).toContain(`href="/items/${passport}"`);
    expect(textOf((await page('/items?q=zzzzzz')).html)).toContain('没有找到');
  });

  it('lead on to the next twenty by a link', async () => {
    const first = (await page('/items')).html;
    const next = /href="(\/items\?cursor=[^"]+)"/.exec(first)?.[1] ?? '';
    const second = (await page(next.replaceAll('&amp;', '&'))).html;
    const codes = (html: string) => [...html.matchAll(/href="\/items\/(\d{12})"/g)].map(([, code]) => code);
    expect(codes(first)).toHaveLength(20);
    expect(codes(second)).toHaveLength(20);
    expect(codes(second).some((code) => codes(first).includes(code))).toBe(false);
  });

  it('do not write what was asked for into the page as markup', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const { html } = await page(`/items?q=${encodeURIComponent(evil)}`);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
    expect([...html.matchAll(/<script/g)]).toHaveLength(2);
    expect(html).not.toContain('</script><img');
  });
});

describe('pages of somebody’s own', () => {
  it.each(['/cases', '/cases/x', '/apply/x/check'])(
    'say at %s that they need a script, and know nobody',
    async (address) => {
      const { status, html } = await page(address, { cookies: 'session=secret-of-somebody' });
      expect(status).toBe(200);
      expect(html).toContain(hallRows['no-script'][0]);
      expect(html).not.toContain('secret-of-somebody');
    },
  );
});

describe('the look', () => {
  it('is as the cookie says, before any script', async () => {
    const { html } = await page('/', { cookies: 'a=b; banshi.look=language=en&size=large&contrast=more&keys=on; c=d' });
    expect(html).toContain('<html lang="en" data-size="large" data-contrast="more" data-scheme="auto">');
    expect(textOf(html)).toContain(hallRows['home-title'][1]);
    expect((await page('/', { cookies: 'banshi.look=size="><script>&language=xx' })).html).toContain(
      '<html lang="zh-CN" data-size="normal" data-contrast="normal" data-scheme="auto">',
    );
  });

  it('is changed by a form, which leads back to where the person was and nowhere else', async () => {
    const kept = (query: string) => drawing.settingsKept(query, '', 'zh-CN');
    expect(kept('size=large&back=%2Fitems%3Fq%3Da')).toEqual({
      cookie: expect.stringMatching(
        /^banshi\.look=language=zh&size=large&contrast=normal&keys=on&scheme=auto; path=\/; /,
      ),
      back: '/items?q=a',
    });
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', '/%0d%0aset-cookie:x'])
      expect(kept(`size=large&back=${encodeURIComponent(decodeURIComponent(back))}`)?.back).toBe('/');
    expect(kept('back=/items')).toBeUndefined();
  });
});

describe('on the wire', () => {
  it('a page is compressed, marked, and drawn once for the same question', async () => {
    const { file } = await page('/', { acceptEncoding: 'gzip, br' });
    expect(file).toMatchObject({ encoding: 'br', immutable: false, mediaType: 'text/html; charset=utf-8' });
    expect(brotliDecompressSync(file.body).toString()).toBe((await page('/')).html);
    expect((await page('/', { acceptEncoding: 'gzip, br', cookies: 'other=1' })).file).toBe(file);
    expect((await page('/', { cookies: 'banshi.look=size=large' })).file.etag).not.toBe((await page('/')).file.etag);
    expect(file.body.length).toBeLessThan(14_000);
  });

  it('a page carries data for the script, and no script or style of its own', async () => {
    const { html } = await page(`/items/${passport}`);
    const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)].map(([tag]) => tag);
    expect(inline).toEqual(['<script type="application/json" id="seeds">']);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
    expect(readFileSync(path.join(root, 'web/index.html'), 'utf8')).not.toContain('seeds');
  });
});
