/** What a citizen's phone has to load. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makeHandler } from '../../../functions/web/pages.ts';
import { openSite } from '../../../functions/web/site.ts';

const root = path.join(import.meta.dirname, '../../..');
const budget = 50_000;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'site-'));
  await build({
    configFile: path.join(root, 'web/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, manifest: true },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

/** Scripts a page asks for at once: its own, and those these import. */
function scriptsOf(page: string): string[] {
  return [...read(page).matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, name]) => name ?? '');
}

describe.each(['index.html', 'desk.html'])('%s', (page) => {
  it(`needs at most ${budget} bytes of script, compressed, and none of it is zod`, () => {
    const scripts = scriptsOf(page);
    expect(scripts.length).toBeGreaterThan(0);
    const bytes = scripts.map((name) => gzipSync(read(name)).length).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan(budget);
    for (const name of scripts) expect(read(name)).not.toMatch(/ZodError|safeParse/);
  });

  it('is served with everything it asks for, compressed beforehand', async () => {
    const env = {
      HALL_ISSUER: 'https://id.example.cn',
      HALL_CLIENT_ID: 'c',
      HALL_ENVIRONMENT: 'e',
      HALL_MEDIA_URL: 'wss://video.example.cn',
      CASES_TABLE: 't',
    };
    const handler = makeHandler({
      site: openSite(folder),
      env,
      drawing: async () => expect.unreachable('only files are asked for'),
    });
    const asked = [...read(page).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, name]) => name ?? '');
    for (const rawPath of asked) {
      const request = { rawPath, headers: { 'accept-encoding': 'br' }, requestContext: { http: { method: 'GET' } } };
      const answer = await handler(request);
      const encoded = rawPath.endsWith('.png') ? {} : { 'content-encoding': 'br' };
      expect(answer, rawPath).toMatchObject({ statusCode: 200, headers: encoded });
    }
  });

  it('has no script or style of its own in the page, which its policy would refuse', () => {
    expect(read(page)).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  });
});

const manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
  }),
);

/** Steps of signing in are on every page of a person's own; the rooms of video visits are a call, not a page. */
const beside = 'src/base/oidc.ts';
const heavy = /livekit|room/;

describe('every page of the hall', () => {
  it('is at most 90 KB of script in all, compressed: what it starts with, itself, and signing in', () => {
    const chunks = manifest.parse(JSON.parse(read('.vite/manifest.json')));
    const closure = (names: readonly string[]): Set<string> => {
      const found = new Set<string>();
      const take = (name: string) => {
        if (found.has(name)) return;
        found.add(name);
        for (const next of chunks[name]?.imports ?? []) take(next);
      };
      for (const name of names) take(name);
      return found;
    };
    const weight = (names: ReadonlySet<string>) =>
      [...names].map((name) => gzipSync(read(chunks[name]?.file ?? '')).length).reduce((sum, size) => sum + size, 0);
    const reached = new Set<string>(['index.html']);
    for (const name of reached) for (const next of chunks[name]?.dynamicImports ?? []) reached.add(next);
    const pages = [...reached].filter((name) => name.startsWith('src/') && name !== beside);
    expect(pages.length).toBeGreaterThan(8);
    const weights = pages.map((name) => [name, weight(closure(['index.html', beside, name]))] as const);
    console.log(weights.map(([name, bytes]) => `${(bytes / 1000).toFixed(1).padStart(6)} KB  ${name}`).join('\n'));
    for (const [name, bytes] of weights) if (!heavy.test(name)) expect(bytes, name).toBeLessThanOrEqual(90_000);
  });
});

describe('the service worker', () => {
  it('brings the hall along, and not the desk', () => {
    const worker = read('sw.js');
    const files = [...worker.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, name]) => name ?? '');
    for (const name of scriptsOf('index.html')) expect(files).toContain(name);
    expect(worker).toContain('"/index.html"');
    const desk = scriptsOf('desk.html').filter((name) => name.includes('/desk-'));
    expect(desk.length).toBeGreaterThan(0);
    for (const name of desk) expect(files).not.toContain(name);
  });

  it('and what makes the hall installable are there: a manifest whose icons exist in the sizes it says', () => {
    const icon = z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.string() });
    const { icons, start_url, display } = z
      .object({ icons: z.array(icon), start_url: z.literal('/'), display: z.literal('standalone') })
      .parse(JSON.parse(read('manifest.webmanifest')));
    expect({ start_url, display }).toEqual({ start_url: '/', display: 'standalone' });
    for (const { src, sizes } of icons.filter(({ type }) => type === 'image/png')) {
      const bytes = readFileSync(path.join(folder, src));
      expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
    }
    expect(icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  });
});
