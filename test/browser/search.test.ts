/** Search in a real browser: at every key, without a network, within its fifty milliseconds. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Hall } from '../support/hall.ts';
import { openBrowser, openWindow, widths } from './browser.ts';

let hall: Hall;
let browser: Browser;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

it('goes on when the network is gone, by name, pinyin, initials, synonym and slip', async () => {
  const { page } = await openWindow(browser, widths.phone);
  const index = page.waitForResponse((response) => /\/assets\/search-.*\.json$/.test(response.url()));
  await page.goto(hall.url);
  const fetched = await index;
  expect([fetched.status(), fetched.headers()['cache-control']]).toEqual([200, 'public,max-age=31536000,immutable']);
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  const box = page.getByRole('searchbox');
  for (const [typed, found] of [
    ['居住证', '居住证办理'],
    ['juzhuz', '居住证办理'],
    ['jzz', '居住证办理'],
    ['暂住证', '居住证办理'],
    ['居住正', '居住证办理'],
    ['residence permit', '居住证办理'],
  ] as const) {
    await box.fill(typed);
    await page.locator('.search-results').getByText(found, { exact: false }).first().waitFor({ timeout: 5000 });
  }
  await page.context().setOffline(false);
});
