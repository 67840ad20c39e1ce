/** What a citizen's phone has to load. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHandler } from '../../../functions/web/pages.ts';
import { openSite } from '../../../functions/web/site.ts';

const root = path.join(import.meta.dirname, '../../..');
const budget = 50_000;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'site-'));
  await build({ configFile: path.join(root, 'web/vite.config.ts'), logLevel: 'error', build: { outDir: folder } });
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
      expect(answer, rawPath).toMatchObject({ statusCode: 200, headers: { 'content-encoding': 'br' } });
    }
  });

  it('has no script or style of its own in the page, which its policy would refuse', () => {
    expect(read(page)).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  });
});
