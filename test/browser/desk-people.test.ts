/** Officer, approver, auditor, supervisor and operator at the desk, with the network dropped in the middle of their work. */
import { deflateSync } from 'node:zlib';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { workQueues } from '../../functions/operations/deps.ts';
import { functionsOfHall } from '../../local/running-hall.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { pdf } from '../support/client.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, lookDark, lookTwice, openBrowser, openWindow, widths } from './browser.ts';
import { fileCase, foodCode, type GivenFile, itemOf } from './cases.ts';
import { lookClosely, lookNarrow } from './closely.ts';
import { signInAtDesk, toDesk } from './people.ts';

const market = '11440100DEM0001533';
/** Another item of the same agency: no papers, seen by a person. */
const certificates = '440115015000';

let hall: Hall;
let browser: Browser;
let item: Item;
let caseId: string;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  item = await itemOf(hall, foodCode);
  let first = true;
  const files = (code: string): GivenFile => {
    const isFirst = first;
    first = false;
    return isFirst
      ? { name: `${code}.png`, type: 'image/png', bytes: png(160, 100) }
      : { name: `${code}.pdf`, type: 'application/pdf', bytes: pdf(`${code} ${Date.now()}`) };
  };
  caseId = await fileCase(await hall.as('li-na'), await hall.as('officer-wang'), item, files);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

describe('an officer', () => {
  it('looks at the papers beside the answers, safely, and goes on when the network is back', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-wang');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: '认领', exact: false }).waitFor();
    await page.getByText('请先认领这件，再办理').waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: '受理', exact: false }).first().waitFor();
    await page.getByRole('heading', { name: '可以要求什么' }).waitFor();

    await page.keyboard.press('m');
    await expect.poll(() => redDots(page)).toBeGreaterThan(100);
    await look(page, 'desk-viewer', { fullPage: false });
    await page.getByRole('button', { name: '放大' }).click();
    await page.getByRole('button', { name: '转一下' }).click();
    await expect.poll(() => redDots(page)).toBeGreaterThan(100);

    await page.context().setOffline(true);
    await page.keyboard.press(']');
    await page.getByText('连不上办事大厅').waitFor();
    await look(page, 'desk-viewer-offline', { fullPage: false });
    await page.context().setOffline(false);
    await page.getByRole('region', { name: /查看/ }).getByRole('button', { name: '重试' }).click();
    // A PDF of one white page.
    await expect.poll(() => page.evaluate("document.querySelector('.viewer canvas')?.width ?? 0")).toBeGreaterThan(300);
    expect(await page.evaluate("document.querySelectorAll('iframe, embed, object').length")).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('.viewer').waitFor({ state: 'detached' });
    expect(complaints.filter((line) => !line.includes('net::'))).toEqual([]);
  });

  it('has the guide of each case pinned beside it, whatever they look at, until they fold it away by key', async () => {
    const wang = await hall.as('officer-wang');
    const other = await itemOf(hall, certificates);
    const otherId = await fileCase(await hall.as('li-na'), wang, other);
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-wang');
    const guide = page.getByRole('region', { name: '办理依据' });
    /** It is of this item, in the version the case was filed under, open or folded, and in sight. */
    const isOf = async (id: string, { conditions }: Item, open: boolean) => {
      const { item: filed } = (await wang('GET', `/v1/agency/cases/${id}`)).body;
      await guide.getByText(`事项第 ${filed.version} 版`).waitFor();
      await expect.poll(() => guide.getByRole('button').first().getAttribute('aria-expanded')).toBe(String(open));
      const first = guide.getByText(conditions[0]?.zh ?? '', { exact: true });
      await expect.poll(() => first.count()).toBe(open ? 1 : 0);
      await expect.poll(() => inSight(guide)).toBe(true);
      // As high as its words, or as it may be: not pressed together by what stands below it.
      const whole = (card: HTMLElement) => card.clientHeight >= Math.min(card.scrollHeight, innerHeight * 0.44);
      await expect.poll(() => guide.evaluate(whole)).toBe(true);
    };
    const go = (id: string) => page.goto(`${hall.url}/desk/cases/${id}?state=submitted`);
    await go(caseId);
    await isOf(caseId, item, true);
    // Far down the answers and the record, and beside a paper.
    await page.getByRole('heading', { name: '问的和答的' }).hover();
    await page.mouse.wheel(0, 5000);
    await isOf(caseId, item, true);
    await page.keyboard.press('m');
    await page.locator('.viewer canvas').waitFor();
    await isOf(caseId, item, true);
    await look(page, 'desk-guide-beside-paper', { fullPage: false });
    await page.keyboard.press('Escape');
    // The case moves on; the guide stays.
    await go(otherId);
    await isOf(otherId, other, true);
    await page.keyboard.press('t');
    await page.getByRole('button', { name: '受理', exact: false }).first().waitFor();
    await isOf(otherId, other, true);
    await page.keyboard.press('g');
    await isOf(otherId, other, false);
    await look(page, 'desk-guide-folded', { fullPage: false });
    await go(caseId);
    await isOf(caseId, item, false);
    await page.keyboard.press('g');
    await isOf(caseId, item, true);
    await page.reload();
    await isOf(caseId, item, true);
    // A letter in a text is a letter.
    await page.getByRole('button', { name: '快捷键：开' }).click();
    await page.keyboard.press('g');
    await isOf(caseId, item, true);
    await guide.getByRole('button').first().click();
    await isOf(caseId, item, false);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('is not shown a page that pretends to be a paper', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-zhou');
    await page.route('**/_s3/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<script>document.title = "taken"</script><h1>taken</h1>' }),
    );
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: /^查看/ }).first().click();
    await page.getByText('这份文件打不开').waitFor();
    expect(await page.title()).not.toContain('taken');
    expect(await page.getByText('taken').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('sees what a press does to the clocks, and writes a denial from the item’s own words', async () => {
    const { page, complaints } = await openWindow(browser, widths.phone);
    await toDesk(page, hall.url, 'officer-wang');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: '受理', exact: false }).first().click();
    await page.locator('.foreseen').getByText('法定').first().waitFor();
    await look(page, 'phone-desk-accept');
    await page.getByRole('button', { name: '确认受理' }).click();
    await page.getByRole('button', { name: '提出拟办意见', exact: false }).first().click();
    const panel = page.locator('form.panel');
    await panel.getByLabel('不予').check();
    await panel.getByText('套用用语').click();
    await panel
      .getByRole('button', { name: /^不符合/ })
      .first()
      .click();
    await panel.getByRole('button', { name: '确认提出拟办意见' }).click();
    await panel.getByText('还有【】里的内容没有填').waitFor();
    await look(page, 'phone-desk-propose');
    const text = await panel.locator('#action-reasons').inputValue();
    expect(text).toContain(item.conditions[0]?.zh ?? '');
    await panel.locator('#action-reasons').fill(text.replace(/【[^】]*】/, '现场核查时没有独立的操作间'));
    await page.context().setOffline(true);
    await panel.getByRole('button', { name: '确认提出拟办意见' }).click();
    await page.getByText('连不上办事大厅').waitFor();
    expect(await panel.locator('#action-reasons').inputValue()).toContain('没有独立的操作间');
    await page.context().setOffline(false);
    await panel.getByRole('button', { name: '确认提出拟办意见' }).click();
    await panel.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

describe('an approver', () => {
  it('is given the next proposal, which is never their own, and decides', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'approver-zhao');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('n');
    await page.waitForURL(/\/desk\/cases\//);
    // A hall that other tests use as well may have a more urgent one.
    if (!page.url().includes(caseId)) await page.goto(`${hall.url}/desk/cases/${caseId}?state=proposed`);
    await page.getByRole('button', { name: '作出决定', exact: false }).first().click();
    await page.getByText('10 个工作日内送达').waitFor();
    await look(page, 'desk-four-eyes', { fullPage: false });
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '确认作出决定' }).click();
    await page.getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '确认作出决定' }).click();
    await page.locator('form.panel').waitFor({ state: 'detached' });
    await page.getByText('没有您要办的').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('an auditor', () => {
  it('sees whether the record is whole, who looked, and how the case stood', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'auditor-wu');
    await page.goto(`${hall.url}/desk/cases/${caseId}?agency=11440100DEM0001533`);
    await page.getByText('记录完整').waitFor();
    await page.locator('.looks').getByText('王芳').first().waitFor();
    await page.locator('.looks').getByText('打开了材料').first().waitFor();
    // The field has whole minutes, and the case may be younger than one.
    const now = new Date(Date.now() + 8 * 3_600_000 + 60_000).toISOString().slice(0, 16);
    await page.getByLabel('时刻（北京时间）').fill(now);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '查看', exact: true }).last().click();
    await page.getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('region', { name: '某一时刻的样子' }).getByRole('button').click();
    await page.getByText(/^当时：/).waitFor();
    await lookTwice(page, 'desk-audit');
    await page.getByRole('button', { name: '认领', exact: false }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

describe('a supervisor', () => {
  it('answers a bad rating, whose clock is shown', async () => {
    const citizen = await hall.as('li-na');
    const rated = await citizen('POST', `/v1/cases/${caseId}/rate`, {
      body: { score: 5, comment: '跑了三趟，没有人说清楚要什么。' },
    });
    expect(rated.status).toBe(200);
    const { page, complaints } = await openWindow(browser, widths.phone);
    await toDesk(page, hall.url, 'supervisor-qian');
    await page.getByRole('link', { name: '差评' }).click();
    await page.getByText('跑了三趟').waitFor();
    await page.getByText('15 个工作日').first().waitFor();
    await lookTwice(page, 'phone-desk-orders');
    await page.getByRole('button', { name: '答复评价人' }).click();
    await page.getByText('请填写“答复”').waitFor();
    await page.getByLabel('答复', { exact: true }).fill('向您道歉。材料清单已经改好，今后一次说清。');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '答复评价人' }).click();
    await page.getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '答复评价人' }).click();
    await page.getByText('没有等答复的差评').waitFor();
    await look(page, 'phone-desk-orders-none');
    expect((await citizen('GET', `/v1/cases/${caseId}`)).body.workOrder.answer.text).toContain('向您道歉');
    expect(complaints).toEqual([]);
  });

  it.each(['desk', 'phone'] as const)(
    'sees volume, clocks, stages and ratings on a %s, each with its table',
    async (name) => {
      const { page, complaints } = await openWindow(browser, widths[name]);
      await toDesk(page, hall.url, 'supervisor-qian');
      await page.getByRole('link', { name: '统计' }).click();
      await page.getByRole('heading', { name: '办件量' }).waitFor();
      await page.getByRole('heading', { name: '各事项' }).waitFor();
      await expect.poll(() => page.locator('.tile').filter({ hasText: '在办' }).textContent()).toMatch(/\d/);
      await page.getByText('看表格').first().click();
      await lookTwice(page, `${name}-desk-figures`);
      await page.context().setOffline(true);
      await page.getByLabel('近 7 天').check();
      await page.getByText('连不上办事大厅').first().waitFor();
      await look(page, `${name}-desk-figures-offline`);
      await page.context().setOffline(false);
      await page.getByRole('button', { name: '重试' }).first().click();
      await page.getByRole('heading', { name: '办件量' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );
});

describe('an operator', () => {
  it.each(['desk', 'phone'] as const)(
    'finds a dead letter on a %s, sends it back, tells of a case again, and sees the timers',
    async (name) => {
      await letDie('agency-jobs', {
        eventId: `${caseId}-1`,
        type: 'submitted',
        caseId,
        seq: 1,
        at: new Date().toISOString(),
      });
      const { page, complaints } = await openWindow(browser, widths[name]);
      await signInAtDesk(page, `${hall.url}/desk`, 'operator-deng');
      await page.getByRole('heading', { name: '系统运行' }).waitFor();
      await page.getByRole('heading', { name: '法定期限的定时' }).waitFor();
      await page.getByText('有 1 封死信要处理').waitFor();
      await page.getByRole('button', { name: '查看“agency-jobs”的死信' }).click();
      await page.getByText(caseId).first().waitFor();
      await lookTwice(page, `${name}-desk-operator`);
      await page.getByLabel(`选择 ${caseId}`).check();
      await page.context().setOffline(true);
      await page.getByRole('button', { name: '把选中的 1 封放回队列' }).click();
      await page.getByText('连不上办事大厅').waitFor();
      await page.context().setOffline(false);
      await page.getByRole('button', { name: '把选中的 1 封放回队列' }).click();
      // Whether the first press, cut off, had moved it or the second did: it is moved, once, and that is said.
      await page.getByText(/已放回 1 封，还剩 0 封|1 封已不在死信中：之前已经送回/).waitFor();
      await page.getByText('没有死信，一切正常').waitFor();

      await page.getByLabel('办件标识').fill('不是');
      await page.getByRole('button', { name: '重发' }).click();
      await page.getByText('26 位大写字母和数字').waitFor();
      await page.getByLabel('办件标识').fill(caseId);
      await page.getByRole('button', { name: '重发' }).click();
      await page.getByText(/已重发 \d+ 条事件：.*agency-jobs 1/).waitFor();
      expect(await page.locator('main').textContent()).not.toContain('李娜');
      expect(complaints).toEqual([]);
    },
  );
});

/** How each fetched part of the desk is drawn: while it waits, when the hall fails, when there is nothing, and when it comes after all. */
const parts = () =>
  [
    ['supervisor-qian', '/desk/exports', '/v1/agency/exports', '最近一周没有导出'],
    ['supervisor-qian', '/desk/work-orders', '/v1/agency/work-orders', '没有等答复的差评'],
    ['supervisor-qian', '/desk?state=submitted', '/v1/agency/cases', '这一阶段现在没有办件'],
    ['officer-wang', '/desk/consults', '/v1/agency/consults', '没有等本部门回复的'],
    ['officer-wang', '/desk/items', '/v1/agency/items', '没有找到事项'],
    ['officer-wang', '/desk/items', '/v1/agency/items/proposals', '没有提案'],
    ['auditor-wu', '/desk/figures', '/v1/agency/statistics/agencies', '这段时间没有办件'],
    ['auditor-wu', `/desk/cases/${caseId}?agency=${market}`, `/v1/agency/cases/${caseId}/access`, '还没有人看过'],
    ['auditor-wu', `/desk/cases/${caseId}?agency=${market}`, `/v1/agency/cases/${caseId}/record`, undefined],
    ['officer-wang', `/desk/cases/${caseId}`, `/v1/agency/cases/${caseId}`, undefined],
    ['officer-wang', `/desk/items/${foodCode}`, `/v1/agency/items/${foodCode}`, undefined],
    ['operator-deng', '/desk/operator', '/v1/operations/queues', undefined],
    ['operator-deng', '/desk/operator', '/v1/operations/timers', undefined],
  ] as const;

describe('every part of the desk that is fetched', () => {
  it('says that it waits, that the hall failed, that there is nothing; and comes when asked again', async () => {
    const windows = new Map<string, Page>();
    const allComplaints: string[][] = [];
    for (const [person, path, api, nothing] of parts()) {
      const at = `${person} ${path} ${api}`;
      let page = windows.get(person);
      if (page === undefined) {
        const window = await openWindow(browser, widths.desk);
        page = window.page;
        allComplaints.push(window.complaints);
        await signInAtDesk(page, `${hall.url}/desk`, person);
        await page.locator('.who-name').waitFor();
        windows.set(person, page);
      }
      let answer: 'waits' | 'fails' | 'none' = 'waits';
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const isIt = (url: URL) => url.pathname === api;
      await page.route(isIt, async (route) => {
        if (answer === 'waits') await released;
        if (answer === 'none') return route.fulfill({ json: { items: [], from: '2026-01-01', to: '2026-01-02' } });
        return route.fulfill({ status: 500, body: 'Internal Server Error' });
      });
      await page.goto(hall.url + path);
      const main = page.locator('main');
      await expect.poll(() => main.locator('.waiting').count(), { message: at, timeout: 10_000 }).toBeGreaterThan(0);
      answer = 'fails';
      release();
      await main.locator('.notice.problem').getByText('系统出了问题').first().waitFor();
      const again = main.locator('.notice.problem').getByRole('button', { name: '重试' }).first();
      if (nothing !== undefined) {
        answer = 'none';
        await again.click();
        await main.getByText(nothing).first().waitFor();
        await page.unroute(isIt);
        await page.reload();
      } else {
        await page.unroute(isIt);
        await again.click();
      }
      await expect.poll(() => main.locator('.notice.problem').count(), { message: at }).toBe(0);
      await expect.poll(() => main.locator('.waiting').count(), { message: at }).toBe(0);
      expect(await main.getByText('系统出了问题').count(), at).toBe(0);
    }
    expect(allComplaints.flat()).toEqual([]);
    for (const page of windows.values()) await page.context().close();
  }, 120_000);

  it('what an operator does that fails is said, and nothing is said to be done', async () => {
    await letDie('agency-jobs', { eventId: `${caseId}-2`, type: 'submitted', caseId, seq: 1 });
    const { page, complaints } = await openWindow(browser, widths.desk);
    await signInAtDesk(page, `${hall.url}/desk`, 'operator-deng');
    await page.getByRole('button', { name: '查看“agency-jobs”的死信' }).click();
    const letters = page.getByRole('region', { name: /agency-jobs/ });
    await letters.getByLabel(`选择 ${caseId}`).check();
    const fails = (url: URL) => /\/(redrive|replay)$/.test(url.pathname);
    await page.route(fails, (route) => route.fulfill({ status: 500, body: '' }));
    await letters.getByRole('button', { name: '把选中的 1 封放回队列' }).click();
    await letters.getByText('系统出了问题').waitFor();
    expect(await letters.getByText('已放回').count()).toBe(0);
    expect(await letters.getByLabel(`选择 ${caseId}`).isChecked()).toBe(true);
    await page.getByLabel('办件标识').fill(caseId);
    await page.getByRole('button', { name: '重发' }).click();
    const replay = page.getByRole('region', { name: '重发' });
    await replay.getByText('系统出了问题').waitFor();
    expect(await replay.getByText('已重发').count()).toBe(0);
    await page.unroute(fails);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '重发' }).click();
    await replay.getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '重发' }).click();
    await replay.getByText(/已重发 \d+ 条事件/).waitFor();
    expect(await replay.getByText('连不上办事大厅').count()).toBe(0);
    await letters.getByRole('button', { name: '把选中的 1 封放回队列' }).click();
    await letters.getByText('这个队列没有死信').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe('whoever compares agencies', () => {
  it('sees what lies open in each: the chart says what its table says, and each line leads to its cases', async () => {
    const auditor = await hall.as('auditor-wu');
    await fileCase(await hall.as('li-na'), await hall.as('officer-wang'), item);
    const day = (back: number) =>
      new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(Date.now() - back * 86_400_000);
    const query = `from=${day(29)}&to=${day(0)}`;
    const heaps = async () =>
      compared
        .parse((await auditor('GET', `/v1/agency/statistics/agencies?${query}`)).body)
        .items.filter(({ open, overdue }) => open > 0 || overdue > 0);
    await expect.poll(async () => (await heaps()).map(({ code }) => code), { timeout: 30_000 }).toContain(market);
    const { page, complaints } = await openWindow(browser, widths.desk);
    await signInAtDesk(page, `${hall.url}/desk`, 'auditor-wu');
    await page.getByRole('link', { name: '统计' }).click();
    const figure = page.getByRole('region', { name: '各单位积压' });
    await figure.waitFor();
    await figure.getByText('看表格').click();
    const rows = await figure.locator('tbody tr').evaluateAll((all: HTMLTableRowElement[]) =>
      all.map((row) => ({
        name: row.cells[0]?.textContent ?? '',
        open: Number(row.cells[1]?.textContent),
        overdue: Number(row.cells[2]?.textContent),
      })),
    );
    const expected = (await heaps()).map(({ name, open, overdue }) => ({ name: name.zh, open, overdue }));
    expect(rows.toSorted(byName)).toEqual(expected.toSorted(byName));
    // What is drawn: each bar's width is its share of the longest, and its number stands beside it.
    const lines = await figure.locator('.lines > li').evaluateAll((all: HTMLLIElement[]) =>
      all.map((line) => ({
        name: line.querySelector('.line-name')?.textContent ?? '',
        text: line.querySelector('.line-value')?.textContent ?? '',
        widths: [...line.querySelectorAll('rect:not(.trough)')].map((bar) => Number(bar.getAttribute('width'))),
      })),
    );
    const longest = Math.max(...rows.map(({ open }) => open));
    expect(lines.map(({ name }) => name)).toEqual(rows.slice(0, 15).map(({ name }) => name));
    for (const [at, { text, widths: drawn }] of lines.entries()) {
      const { open, overdue } = rows[at] ?? { open: Number.NaN, overdue: 0 };
      expect(text).toContain(String(open));
      expect(drawn[0]).toBeCloseTo((100 * open) / longest, 5);
      if (overdue > 0) expect([text.includes(String(overdue)), drawn.length]).toEqual([true, 2]);
    }
    await lookTwice(page, 'desk-figures-agencies');
    await figure.locator('.lines').getByRole('link', { name: '市市场监管局' }).click();
    const open = page.locator('.tile').filter({ hasText: '在办' });
    await open.getByRole('link').waitFor();
    const waiting = Number(await open.getByRole('link').textContent());
    expect(waiting).toBe(rows.find(({ name }) => name === '市市场监管局')?.open);
    await open.getByRole('link').click();
    await page.getByRole('heading', { name: '全部待办' }).waitFor();
    await expect.poll(() => page.locator('.inbox-head .number').textContent()).toBe(` · ${waiting} 件`);
    await look(page, 'desk-inbox-all');
    await page.goBack();
    await open.getByRole('link').waitFor();
    await page.getByRole('region', { name: '在办和待送达' }).getByRole('link', { name: '待受理' }).click();
    await page.waitForURL(/\/desk\?state=submitted&agency=/);
    await page.locator('[data-row]').first().waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});

/** Who works at the desk, and the pages of theirs beside those that their menu leads to. */
const workers = () => ({
  'officer-wang': [`/desk/cases/${caseId}`, '/desk?mine=true', `/desk/items/${foodCode}`],
  'approver-zhao': ['/desk?state=proposed'],
  'supervisor-qian': ['/desk?escalated=true'],
  'auditor-wu': [`/desk/cases/${caseId}?agency=${market}`, `/desk/figures?agency=${market}`],
  'finance-cai': ['/desk/money/orders', '/desk/money/refunds', '/desk/money/days'],
  'reception-guo': ['/desk/clinic/schedules'],
  'doctor-chen': [],
  'pharmacist-fang': ['/desk/clinic/prescriptions'],
  'operator-deng': [],
});

describe('what keeps the desk what it is', () => {
  it('no script but its own, nobody else asked, nothing of a person or a token where another window finds it', async () => {
    for (const [person, more] of Object.entries(workers())) {
      const { page, complaints } = await openWindow(browser, widths.desk);
      const strangers = strangersOf(page, hall.url);
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
          console.error(`policy: ${violatedDirective} ${blockedURI}`),
        );
      });
      await signInAtDesk(page, `${hall.url}/desk`, person);
      await page.locator('.who-name').waitFor();
      await page.locator('h1').waitFor();
      const menu = await page
        .locator('nav.areas a')
        .evaluateAll((links: HTMLAnchorElement[]) => links.map((link) => link.getAttribute('href') ?? ''));
      for (const path of new Set([new URL(page.url()).pathname, ...menu, ...more])) {
        const at = `${person} ${path}`;
        const policy = (await page.goto(hall.url + path))?.headers()['content-security-policy'] ?? '';
        expect(policy, at).toContain("script-src 'self'");
        expect(policy, at).toContain("require-trusted-types-for 'script'");
        expect(policy, at).not.toContain('unsafe');
        await expect.poll(() => page.locator('h1').count(), { message: at, timeout: 10_000 }).toBe(1);
        await expect.poll(() => page.locator('.waiting').count(), { message: at }).toBe(0);
      }
      if (person === 'officer-wang') await keepSomething(page);
      const kept = z
        .object({ local: z.record(z.string(), z.string()), cookie: z.string(), session: z.array(z.string()) })
        .parse(
          await page.evaluate(
            '({ local: { ...localStorage }, cookie: document.cookie, session: Object.keys(sessionStorage) })',
          ),
        );
      expect(kept.session, person).toContain('banshi.desk.tokens');
      // How somebody likes to work, by names that say so; nothing else.
      for (const key of Object.keys(kept.local))
        expect(key, person).toMatch(/^banshi\.desk\.(filters|templates|guide)(\.[\w-]+){0,2}$/);
      const outside = JSON.stringify([kept.local, kept.cookie]);
      expect(outside, person).not.toMatch(/eyJ|token|李娜|张伟|\d{17}[\dX]|1[3-9]\d{9}/);
      expect(outside, person).not.toContain(caseId);
      if (person === 'officer-wang') expect(Object.keys(kept.local).length).toBe(3);
      expect(strangers, person).toEqual([]);
      expect(complaints, person).toEqual([]);
      // Last, as the browser complains of each.
      expect(await page.evaluate(markupFromText), person).toEqual(['TypeError', 'TypeError', 'TypeError']);
      expect(await page.evaluate('window.ran === true')).toBe(false);
      await page.context().close();
    }
  }, 120_000);
});

describe.each(Object.entries(widths))('every area of the desk on a %s', (width, size) => {
  const pages = () => ({
    'officer-wang': ['', `/cases/${caseId}`, '/consults', '/items', `/items/${foodCode}`],
    'supervisor-qian': ['/work-orders', '/exports', '/figures'],
    'finance-tan': ['/money', '/money/orders', '/money/suspense', '/money/refunds', '/money/reductions', '/money/days'],
    'reception-guo': ['/clinic', '/clinic/schedules'],
    'pharmacist-fang': ['/clinic/prescriptions'],
    'auditor-wu': [`/cases/${caseId}?agency=11440100DEM0001533`],
    'operator-deng': ['/operator'],
  });
  it('can be pressed by a finger, and is said in words', async () => {
    for (const [person, paths] of Object.entries(pages())) {
      const { page, complaints } = await openWindow(browser, size);
      await signInAtDesk(page, `${hall.url}/desk`, person);
      await page.locator('.who-name').waitFor();
      for (const path of paths) {
        await page.goto(`${hall.url}/desk${path}`);
        await page.locator('#main').waitFor({ state: 'attached' });
        await expect.poll(() => page.locator('.waiting, .bones').count(), { timeout: 20_000 }).toBe(0);
        const name = `${width}-${person}${path.replaceAll(/[/?=]/g, '-')}`;
        await lookClosely(page, name);
        await lookDark(page, name);
        if (width === 'phone') await lookNarrow(page, name);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 120_000);
});

/** In the page: markup, a script, and code made from text, each of which is to be refused. */
const markupFromText = `[
  () => { document.body.innerHTML = '<p>x</p>'; },
  () => { document.createElement('script').text = 'window.ran = true'; },
  () => { document.createElement('a').setAttribute('onclick', 'window.ran = true'); },
].map((each) => { try { each(); return 'done'; } catch (error) { return error.name; } })`;

/** What an officer has kept in this browser: a filter by name, a sentence of their own, the guide folded away. */
async function keepSomething(page: Page): Promise<void> {
  await page.goto(`${hall.url}/desk?state=submitted&urgent=true`);
  await page.getByRole('button', { name: '保存现在的筛选' }).click();
  await page.keyboard.type('我的');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '我的', exact: true }).waitFor();
  await page.evaluate(`localStorage.setItem('banshi.desk.templates.officer-wang.refuse', '["请向街道办申请。"]')`);
  await page.goto(`${hall.url}/desk/cases/${caseId}`);
  await page.getByRole('button', { name: '办理依据' }).click();
}

const compared = z.object({
  items: z.array(
    z.object({ code: z.string(), name: z.object({ zh: z.string() }), open: z.int(), overdue: z.int().default(0) }),
  ),
});
const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);

/** Hosts a page asked, beside the hall itself and the store of files, which on this machine is another port of it. */
function strangersOf(page: Page, url: string): string[] {
  const strangers: string[] = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const own = ['localhost', '127.0.0.1', new URL(url).hostname];
    if (['data:', 'blob:'].includes(protocol) || own.includes(hostname) || hostname.endsWith('.localhost')) return;
    strangers.push(request.url());
  });
  return strangers;
}

/** Does its first line lie in the window? */
const inSight = async (of: Locator): Promise<boolean> => {
  const box = await of.boundingBox();
  return box !== null && box.y >= 0 && box.y < 860;
};

/** Red dots among a grid of places on the canvas of the viewer. */
async function redDots(page: Page): Promise<number> {
  return z.number().parse(
    await page.evaluate(`(() => {
      const canvas = document.querySelector('.viewer canvas');
      if (canvas === null || canvas.width < 2) return 0;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let red = 0;
      for (let at = 0; at < data.length; at += 4 * 97) if (data[at] > 180 && data[at + 2] < 80) red++;
      return red;
    })()`),
  );
}

/** A picture with a red field and a blue edge. */
function png(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([
      Buffer.of(0),
      ...Array.from({ length: width }, (_, x) =>
        x < 12 || y < 12 ? Buffer.of(20, 60, 160) : Buffer.of(200, (x + y) % 60, 40),
      ),
    ]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Puts a message among the dead letters of a queue, as if it had failed five times. */
async function letDie(queue: string, message: unknown): Promise<void> {
  const [operations] = (await functionsOfHall(hall.dataDir)).filter(({ label }) => label === 'operations');
  const environment = operations?.environment ?? {};
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_SQS: endpoint = '' } = environment;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  const sqs = new SQSClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } });
  const found = workQueues.parse(JSON.parse(environment.WORK_QUEUES ?? '[]')).find(({ name }) => name === queue);
  await sqs.send(new SendMessageCommand({ QueueUrl: found?.deadLetterUrl, MessageBody: JSON.stringify(message) }));
  sqs.destroy();
}
