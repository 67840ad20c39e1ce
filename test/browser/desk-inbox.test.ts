/** The agency's inbox: of any length, with the keyboard, with the network gone in the middle. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { connect, type Hall } from '../support/hall.ts';
import { look, openBrowser, openWindow, widths } from './browser.ts';
import { copies, fileCase, foodCode, itemOf } from './cases.ts';
import { toDesk } from './people.ts';

/** Nobody applies here in the other tests. */
const veterans = '11440100DEM000348W';
const many = 10_000;
const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

let hall: Hall;
let browser: Browser;
let caseId: string;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  const item = await itemOf(hall, foodCode);
  caseId = await fileCase(await hall.as('li-na'), await hall.as('officer-wang'), item);
  await copies(hall, caseId, veterans, many, [day(-3), day(0), day(2), day(9), day(30)]);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

describe(`an inbox of ${many} cases`, () => {
  it.each([
    ['desk', many],
    ['phone', 2000],
  ] as const)(
    'scrolls on a %s through %i cases without a blank',
    async (name, until) => {
      const { page, complaints } = await openWindow(browser, widths[name]);
      await toDesk(page, hall.url, 'officer-cao');
      await page.locator('[data-row]').first().waitFor();
      await look(page, `${name}-inbox-long`, { fullPage: false });
      const seen = z
        .object({ frames: z.int(), looks: z.int(), blanks: z.int(), waits: z.int(), reached: z.int() })
        .parse(await page.evaluate(`(${scrollThrough})(${until})`));
      console.log(name, seen);
      expect(seen.blanks).toBe(0);
      expect(seen.reached).toBeGreaterThanOrEqual(until - 3);
      expect(seen.looks).toBeGreaterThan(seen.frames * 8);
      expect(await page.locator('[data-row]').count()).toBeLessThan(200);
      await page.screenshot({ path: `.ci/out/screenshots/${name}-inbox-end.png` });
      expect(complaints).toEqual([]);
    },
    300_000,
  );

  it('goes on after the network was away, from where it was', async () => {
    const { page } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-cao');
    await page.locator('[data-row]').first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await scrollTo(page, 100_000);
    await page.getByText('连不上办事大厅').waitFor();
    await look(page, 'desk-inbox-offline', { fullPage: false });
    const there = await page.evaluate("document.querySelector('.inbox').scrollTop");
    await page.context().setOffline(false);
    await page.getByText('连不上办事大厅').waitFor({ state: 'detached' });
    // What one was reading does not move.
    expect(await page.evaluate("document.querySelector('.inbox').scrollTop")).toBe(there);
    await expect
      .poll(async () => {
        await scrollTo(page, 100_000);
        return rowAtBottom(page);
      })
      .toBeGreaterThan(300);
  });

  it('shows only what is urgent, and keeps that as a filter by name', async () => {
    const { page } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-cao');
    await page.getByLabel('只看今天到期和超期').check();
    await page.getByText('超期').first().waitFor();
    await page.getByRole('button', { name: '保存现在的筛选' }).click();
    await page.keyboard.type('先办这些');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '待审批' }).click();
    await page.getByText('这里没有今天到期或超期的办件。').waitFor();
    await look(page, 'desk-inbox-empty');
    await page.reload();
    await page.getByRole('link', { name: '先办这些' }).click();
    await page.getByText('超期').first().waitFor();
    expect(page.url()).toContain('urgent=true');
    await look(page, 'desk-inbox-urgent', { fullPage: false });
    await page.getByRole('button', { name: '删除筛选“先办这些”' }).click();
    await page.getByRole('link', { name: '先办这些' }).waitFor({ state: 'detached' });
  });

  it.each(['desk', 'phone'] as const)(
    'is read on a %s in letters half as large again, in the dark and in high contrast',
    async (width) => {
      const { page, complaints } = await openWindow(browser, widths[width]);
      await toDesk(page, hall.url, 'officer-cao');
      await page.locator('[data-row]').first().waitFor();
      const letters = async () =>
        z
          .number()
          .parse(await page.evaluate("parseFloat(getComputedStyle(document.querySelector('[data-row]')).fontSize)"));
      const before = await letters();
      await page.getByRole('button', { name: '显示', exact: true }).click();
      const sheet = page.getByRole('dialog', { name: '显示设置' });
      await sheet.getByLabel('特大字（150%）').check();
      await look(page, `${width}-display`, { fullPage: false });
      await sheet.getByRole('button', { name: '关闭' }).click();
      expect(await letters()).toBeCloseTo(before * 1.5, 0);
      // The list has measured itself anew: no two rows lie on each other, none is cut off.
      const overlaps = `(() => {
      const rows = [...document.querySelectorAll('.long-list > li')].map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
      return rows.filter((row, at) => at > 0 && row.top < rows[at - 1].bottom - 1).length;
    })()`;
      await expect.poll(() => page.evaluate(overlaps)).toBe(0);
      await look(page, `${width}-inbox-largest`, { fullPage: false });
      await page.getByRole('button', { name: '显示', exact: true }).click();
      await sheet.getByLabel('深色').check();
      await sheet.getByRole('button', { name: '关闭' }).click();
      await look(page, `${width}-inbox-largest-dark`, { fullPage: false });
      await page.getByRole('button', { name: '显示', exact: true }).click();
      await sheet.getByLabel('高对比').check();
      await page.keyboard.press('Escape');
      await look(page, `${width}-inbox-largest-dark-contrast`, { fullPage: false });
      // Kept on this device, also for the next who signs in here.
      await page.reload();
      await page.locator('[data-row]').first().waitFor();
      expect(await letters()).toBeCloseTo(before * 1.5, 0);
      expect(z.string().parse(await page.evaluate('getComputedStyle(document.body).backgroundColor'))).toBe(
        'rgb(0, 0, 0)',
      );
      expect(complaints).toEqual([]);
    },
  );

  it('and its cases, and the dashboard, beside it, in the same letters', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await page.context().addCookies([{ name: 'banshi.look', value: 'size=largest', url: hall.url }]);
    await toDesk(page, hall.url, 'officer-wang');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('heading', { name: '问的和答的' }).waitFor();
    await look(page, 'desk-case-largest');
    await page.setViewportSize(widths.phone);
    await look(page, 'phone-desk-case-largest');
    const { page: dashboard } = await openWindow(browser, widths.desk);
    await dashboard.context().addCookies([{ name: 'banshi.look', value: 'size=largest', url: hall.url }]);
    await toDesk(dashboard, hall.url, 'supervisor-qian');
    await dashboard.goto(`${hall.url}/desk/figures`);
    await dashboard.getByRole('heading', { level: 1 }).waitFor();
    await dashboard.waitForLoadState('networkidle');
    await look(dashboard, 'desk-figures-largest');
    await dashboard.setViewportSize(widths.phone);
    await look(dashboard, 'phone-desk-figures-largest');
    expect(complaints).toEqual([]);
  });

  it('is walked by key beyond what is in sight', async () => {
    const { page } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-cao');
    await page.locator('[data-row]').first().waitFor();
    for (let press = 0; press < 130; press++) await page.keyboard.press('j');
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toContain('申请人 130');
    await page.keyboard.press('k');
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toContain('申请人 129');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '快捷键' }).waitFor();
    await look(page, 'desk-keys');
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('the next case', () => {
  it('is the most urgent that nobody holds, and two who ask at once get two', async () => {
    const item = await itemOf(hall, foodCode);
    const [citizen, desk] = [await hall.as('zhang-wei'), await hall.as('officer-wang')];
    await fileCase(citizen, desk, item);
    const [wang, zhou] = [await openWindow(browser, widths.desk), await openWindow(browser, widths.phone)];
    await toDesk(wang.page, hall.url, 'officer-wang');
    await toDesk(zhou.page, hall.url, 'officer-zhou');
    await Promise.all([wang.page.keyboard.press('n'), zhou.page.getByRole('button', { name: '领下一件' }).click()]);
    await Promise.all([wang, zhou].map(({ page }) => page.waitForURL(/\/desk\/cases\//)));
    const ids = [wang, zhou].map(({ page }) => new URL(page.url()).pathname);
    expect(new Set(ids).size).toBe(2);
    await wang.page.getByRole('button', { name: '受理', exact: false }).first().waitFor();
    await look(wang.page, 'desk-claimed');
    for (;;) {
      await wang.page.keyboard.press('n');
      if (await wang.page.getByText('没有待认领的办件了').isVisible()) break;
      await wang.page.waitForTimeout(100);
    }
  });
});

async function scrollTo(page: Page, top: number): Promise<void> {
  await page.evaluate(`document.querySelector('.inbox').scrollTo(0, ${top})`);
}

/** Number of the applicant in the last row in sight. */
async function rowAtBottom(page: Page): Promise<number> {
  const text = await page.evaluate(
    "document.elementFromPoint(300, innerHeight - 60)?.closest('[data-row]')?.textContent ?? ''",
  );
  return Number(/申请人 (\d+)/.exec(String(text))?.[1] ?? 0);
}

/**
 * In the page: scrolls one window at a time, frame by frame, and looks at nine places of the list in each frame. A blank is a place
 * in the list without a row; waiting is standing at the end of what has come so far.
 */
const scrollThrough = `async (until) => {
  const pane = document.querySelector('.inbox');
  const own = getComputedStyle(pane).overflowY === 'auto';
  const scroller = own ? pane : document.scrollingElement;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const seen = { frames: 0, looks: 0, blanks: 0, waits: 0, reached: 0 };
  const x = pane.getBoundingClientRect().left + 60;
  while (seen.reached < until - 3 && seen.waits < 20000) {
    const before = scroller.scrollTop;
    scroller.scrollTop += innerHeight;
    await frame();
    if (scroller.scrollTop === before) {
      seen.waits++;
      continue;
    }
    seen.frames++;
    const list = document.querySelector('.long-list').getBoundingClientRect();
    const bottom = Math.min(list.bottom, innerHeight);
    const top = Math.max(list.top, own ? pane.getBoundingClientRect().top : 0);
    for (let part = 0.5; part < 9; part++) {
      const row = document.elementFromPoint(x, top + ((bottom - top) * part) / 9)?.closest('.long-list > li');
      seen.looks++;
      if (!row) seen.blanks++;
      else seen.reached = Math.max(seen.reached, Number(row.getAttribute('aria-posinset')));
    }
  }
  return seen;
}`;
