/** A real browser from npm alone, with a font for Chinese, and the eyes of the tests: accessibility, width, pictures. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import * as z from 'zod';
import { fontConfig } from '../support/browser-fonts.ts';

const root = path.join(import.meta.dirname, '../..');
export const pictures = path.join(root, '.ci/out/screenshots');

/** Pages as a phone and a desk see them. */
export const widths = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } } as const;

/** @param more switches of the browser: a camera that is none, for instance */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  mkdirSync(pictures, { recursive: true });
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // Not the package's own list: it switches off the web's security, which is part of what is tested.
    args: [
      '--headless=shell',
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      ...more,
    ],
    env: { ...inherited(), FONTCONFIG_FILE: fontConfig() },
  });
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** What makes a browser a phone's, beside its width. */
export const phone = {
  hasTouch: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
} as const;

/** One person's window: own cookies, own storage. What its pages complain of is collected. */
export async function openWindow(
  browser: Browser,
  size: { width: number; height: number },
  more: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused call is drawn as a problem, and checked where it matters; the console's own line about it says less.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(message.text());
  });
  return { page, complaints };
}

/**
 * A device whose clock is off: what its pages are told of the day, and nothing else; timers run as ever. A page may set `deviceAhead`
 * anew: somebody put the clock right. @param years by so many, ahead or (less than 0) behind
 */
export async function setDeviceClock(page: Page, years: number): Promise<void> {
  await page.context().addInitScript(`(() => {
    const Real = Date;
    globalThis.deviceAhead = ${years} * 365 * 86_400_000;
    const now = () => Real.now() + globalThis.deviceAhead;
    globalThis.Date = new Proxy(Real, {
      construct: (target, given, made) => (given.length === 0 ? new Real(now()) : Reflect.construct(target, given, made)),
      apply: () => new Real(now()).toString(),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    });
  })()`);
}

const axeSource = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

const axeResult = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
});

/** On an English page: what is Chinese and does not say so, which a screen reader would spell out in English. */
const unmarkedChinese = `(() => {
  if (document.documentElement.lang !== 'en') return [];
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const within = node.parentElement;
    if (within === null || within.closest('script, style, noscript') !== null || !/\\p{Script=Han}/u.test(node.data)) continue;
    if (!within.closest('[lang]')?.getAttribute('lang').startsWith('zh')) found.push(node.data);
  }
  return found;
})()`;

/** Text in which somebody's words could show another thing than was written: marks that turn the direction, control characters. */
const turned = `(() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
    if (/(?![\\t\\n\\r])\\p{Cc}|[\\u202a-\\u202e\\u2066\\u2067]/u.test(node.data)) found.push(node.data);
  return found;
})()`;

/** Looks at a page as it stands: no barrier of any weight, nothing wider than the window; keeps a picture. */
export async function look(
  page: Page,
  name: string,
  { fullPage = true }: { readonly fullPage?: boolean } = {},
): Promise<void> {
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage });
  const tooWide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(tooWide, `${name}: wider than the window`).toBe(0);
  expect(await page.evaluate(unmarkedChinese), `${name}: Chinese that says it is English`).toEqual([]);
  expect(await page.evaluate(turned), `${name}: words that turn what is written`).toEqual([]);
  expect(await barriers(page, name)).toEqual([]);
}

/** What axe-core finds. @param only rules to ask for; without them, all */
async function barriers(page: Page, name: string, only?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: only }) };
  const { violations } = axeResult.parse(
    await page.evaluate(`${axeSource}; axe.run(document, ${JSON.stringify(options)})`),
  );
  return violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** The same page on a dark screen: it keeps its contrast. Light before and after; keeps a picture. */
export async function lookDark(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: path.join(pictures, `${name}-dark.png`), fullPage: true });
  const found = await barriers(page, `${name}, dark`, ['color-contrast', 'link-in-text-block']);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(found).toEqual([]);
}

/** Looks at a page in both languages; it is Chinese before and after. */
export async function lookTwice(page: Page, name: string): Promise<void> {
  await look(page, name);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: '中文' }).waitFor();
  await look(page, `${name}-english`);
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: 'English' }).waitFor();
}
