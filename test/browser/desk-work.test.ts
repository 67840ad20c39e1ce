/**
 * The desk's work on many things at once: cases in bulk with a minute to undo, exports, the items of the agency under four eyes, opinions that
 * one asks of another, papers marked where they are wrong. On a phone and on a wide screen, each with the network dropped in the middle.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../shared/catalogue/item.ts';
import type { Caller } from '../support/client.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, lookTwice, openBrowser, openWindow, widths } from './browser.ts';
import { fileCase, foodCode, itemOf } from './cases.ts';
import { creditRepair, fileMany, summaryOf, workByKey } from './key-work.ts';
import { choose, toDesk } from './people.ts';

let hall: Hall;
let browser: Browser;
let item: Item;
/** Civil Affairs decides it, with others. */
let joint: Item;
let desk: Caller;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  item = await itemOf(hall, foodCode);
  joint = await itemOf(hall, '440123012000');
  desk = await hall.as('officer-wang');
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

const offline = '连不上办事大厅';

describe.each(Object.entries(widths))('on a %s', (width, size) => {
  it('an officer takes several cases at once, begins to accept them, and takes it back within the minute', async () => {
    const citizen = await hall.as('li-na');
    const ids = [await fileCase(citizen, desk, item), await fileCase(citizen, desk, item)];
    const { page, complaints } = await openWindow(browser, size);
    await toDesk(page, hall.url, 'officer-wang');
    await page.locator(`[data-row="${ids[1]}"]`).waitFor();
    await page.getByRole('button', { name: '批量办理' }).click();
    await page.getByText('勾选要一起办的件').waitFor();
    const tick = async (id: string) =>
      page
        .locator('.choosing')
        .filter({ has: page.locator(`[data-row="${id}"]`) })
        .getByRole('checkbox')
        .check();
    const bar = page.getByRole('region', { name: '批量办理' });

    for (const id of ids) await tick(id);
    await bar.getByText('已选 2 件').waitFor();
    await lookTwice(page, `${width}-desk-bulk`);
    await page.context().setOffline(true);
    await bar.getByRole('button', { name: '认领', exact: true }).click();
    await bar.getByText(offline).waitFor();
    await page.context().setOffline(false);
    await bar.getByRole('button', { name: '认领', exact: true }).click();
    await bar.getByText('已办：认领 2 件。').waitFor();
    await bar.getByRole('button', { name: '关闭' }).click();

    for (const id of ids) await tick(id);
    await bar.getByRole('button', { name: '受理', exact: true }).click();
    await bar.getByRole('button', { name: '受理 2 件' }).click();
    await bar.getByText('现在还可以撤销').waitFor();
    await look(page, `${width}-desk-bulk-undo`);
    await page.context().setOffline(true);
    await bar.getByRole('button', { name: /^撤销/ }).click();
    await bar.getByText(offline).waitFor();
    await page.context().setOffline(false);
    await bar.getByRole('button', { name: /^撤销/ }).click();
    await bar.getByText('已撤销：受理 2 件。').waitFor();
    for (const id of ids) expect((await desk('GET', `/v1/agency/cases/${id}`)).body.state).toBe('submitted');
    expect(complaints).toEqual([]);
  }, 120_000);

  it('an approver decides what somebody else proposed, once, though the network goes', async () => {
    const caseId = await fileCase(await hall.as('li-na'), desk, item);
    const act = async (action: string, body: object = {}) => {
      const answer = await desk('POST', `/v1/agency/cases/${caseId}/${action}`, { body, key: `${caseId}-${action}` });
      expect(answer.status, action).toBe(200);
    };
    await act('claim');
    await act('accept');
    await act('propose', { outcome: 'grant', reasons: '材料齐全，符合法定条件。' });
    const { page, complaints } = await openWindow(browser, size);
    await toDesk(page, hall.url, 'approver-zhao');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=proposed`);
    await page.getByRole('button', { name: '作出决定', exact: false }).first().click();
    await page.getByText('10 个工作日内送达').waitFor();
    await lookTwice(page, `${width}-desk-approver`);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '确认作出决定' }).click();
    await page.getByText(offline).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '确认作出决定' }).click();
    await page.locator('form.panel').waitFor({ state: 'detached' });
    await page.getByText('没有您要办的').waitFor();
    const { timeline, state } = (await desk('GET', `/v1/agency/cases/${caseId}`)).body;
    expect(state).toBe('granted');
    expect(timeline.filter(({ type }: { type: string }) => type === 'granted')).toHaveLength(1);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('another agency is asked, sees what it is shown, and answers, though the network goes on both sides', async () => {
    const lead = await hall.as('officer-tian');
    const caseId = await fileCase(await hall.as('yue-wei'), lead, joint);
    for (const action of ['claim', 'accept'])
      expect(
        (await lead('POST', `/v1/agency/cases/${caseId}/${action}`, { body: {}, key: caseId + action })).status,
      ).toBe(200);
    const asks = await openWindow(browser, size);
    await toDesk(asks.page, hall.url, 'officer-tian');
    await asks.page.goto(`${hall.url}/desk/cases/${caseId}?state=in-review`);
    await asks.page.getByRole('button', { name: '征求意见', exact: false }).click();
    const form = asks.page.locator('form.panel');
    await form.getByRole('button', { name: '发出征求意见' }).click();
    await form.getByText('请至少选一个部门。').waitFor();
    await form.getByPlaceholder('按名称找部门').fill('市场');
    await form.getByLabel('市市场监管局').check();
    await form.getByLabel('问什么').fill('附近有没有食品企业？');
    await form.getByLabel('村（居）名称').check();
    await lookTwice(asks.page, `${width}-desk-joint-ask`);
    await asks.page.context().setOffline(true);
    await form.getByRole('button', { name: '发出征求意见' }).click();
    await form.getByText(offline).waitFor();
    await asks.page.context().setOffline(false);
    await form.getByRole('button', { name: '发出征求意见' }).click();
    const card = asks.page.getByRole('region', { name: '部门意见' });
    await card.getByText('等回复').waitFor();
    await asks.page.getByText('还有部门的意见没有回来').waitFor();

    const told = await openWindow(browser, size);
    await toDesk(told.page, hall.url, 'officer-wang');
    await told.page.getByRole('link', { name: '会办' }).click();
    await told.page.getByRole('heading', { level: 1, name: '会办' }).waitFor();
    const asked = told.page.locator(`section:has(a[href="/desk/consults/${caseId}/1"])`);
    await asked.getByText('附近有没有食品企业？').waitFor();
    await lookTwice(told.page, `${width}-desk-joint-list`);
    await asked.getByRole('link').click();
    await told.page.getByRole('heading', { name: '提供给本部门的内容' }).waitFor();
    await told.page.getByText('没有提供材料。').waitFor();
    await told.page.getByRole('button', { name: '提交意见' }).click();
    await told.page.getByText('请先选择意见。').waitFor();
    await told.page.getByLabel('附条件同意').check();
    await told.page.getByLabel('附带的条件').fill('与食品企业相距 500 米以上');
    await told.page.getByLabel('理由').fill('两公里内有一家豆制品厂');
    await lookTwice(told.page, `${width}-desk-joint-answer`);
    await told.page.context().setOffline(true);
    await told.page.getByRole('button', { name: '提交意见' }).click();
    await told.page.getByText(offline).waitFor();
    await told.page.context().setOffline(false);
    await told.page.getByRole('button', { name: '提交意见' }).click();
    await told.page.getByText('意见已提交。').waitFor();
    await told.page.getByRole('heading', { name: '本部门的意见' }).waitFor();
    await told.page.locator('form.panel').waitFor({ state: 'detached' });

    await asks.page.reload();
    await card.getByText('附条件同意').waitFor();
    await card.getByText('与食品企业相距 500 米以上').waitFor();
    await look(asks.page, `${width}-desk-joint-opinions`);
    const { timeline } = (await lead('GET', `/v1/agency/cases/${caseId}`)).body;
    const types = timeline.map(({ type }: { type: string }) => type);
    expect(types.filter((type: string) => type === 'consulted' || type === 'opinion-given')).toEqual([
      'consulted',
      'opinion-given',
    ]);
    expect([...asks.complaints, ...told.complaints]).toEqual([]);
  }, 120_000);

  it('an officer marks the fault on the paper, by mouse and by key, and the citizen sees it where it is to be put right', async () => {
    const caseId = await fileCase(await hall.as('li-na'), desk, item);
    expect((await desk('POST', `/v1/agency/cases/${caseId}/claim`, { body: {}, key: `${caseId}-claim` })).status).toBe(
      200,
    );
    const { page, complaints } = await openWindow(browser, size);
    await toDesk(page, hall.url, 'officer-wang');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: '告知补正' }).click();
    await page.getByRole('button', { name: /^查看/ }).first().click();
    const viewer = page.getByRole('region', { name: /^查看：/ });
    const layer = viewer.locator('.mark-layer');
    await expect.poll(async () => (await layer.boundingBox())?.height ?? 0).toBeGreaterThan(200);

    await layer.scrollIntoViewIfNeeded();
    const box = (await layer.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width * 0.1, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.3, box.y + 60);
    await page.mouse.move(box.x + box.width * 0.4, box.y + 90);
    await page.mouse.up();
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('mark-text-0');
    await page.keyboard.type('签名处是空的');

    await viewer.getByRole('button', { name: '加一个框' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('mark-frame-1');
    for (let press = 0; press < 30; press += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('button', { name: '确认告知补正' }).click();
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('mark-text-1');
    await page.keyboard.type('缺公章');
    await lookTwice(page, `${width}-desk-marks`);

    await page.context().setOffline(true);
    await page.getByRole('button', { name: '确认告知补正' }).click();
    await page.getByText(offline).first().waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '确认告知补正' }).click();
    await page.locator('form.panel').waitFor({ state: 'detached' });
    const { correction } = (await desk('GET', `/v1/agency/cases/${caseId}`)).body;
    expect(correction.marks).toMatchObject([
      { page: 1, text: '签名处是空的' },
      { page: 1, x: 3500, y: 7000, w: 3100, h: 2000, text: '缺公章' },
    ]);

    const told = await openWindow(browser, size);
    await told.page.goto(`${hall.url}/cases/${caseId}/correct`);
    await told.page.locator('main').getByRole('button', { name: '登录' }).click();
    await choose(told.page, 'li-na');
    await told.page.getByText('工作人员在您交的文件上标出了').waitFor();
    await told.page.getByRole('listitem').filter({ hasText: '缺公章' }).getByText('第 1 页下方').waitFor();
    // What shows papers is on the device once the worker is.
    await expect.poll(() => told.page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true);
    await told.page.context().setOffline(true);
    await told.page.getByRole('button', { name: '在文件上看' }).click();
    await told.page.getByText(offline).first().waitFor();
    await told.page.context().setOffline(false);
    await told.page.getByRole('button', { name: '重试' }).first().click();
    await expect.poll(() => told.page.locator('.paper-sheet .mark-frame').count()).toBe(2);
    await look(told.page, `${width}-correct-marked`);
    expect([...complaints, ...told.complaints].filter((line) => !line.includes('net::'))).toEqual([]);
  }, 120_000);

  it('a supervisor asks for an export, sees it being written, and has the file', async () => {
    const { page, complaints } = await openWindow(browser, size);
    await toDesk(page, hall.url, 'supervisor-qian');
    await page.getByRole('link', { name: '导出' }).click();
    await page.getByRole('heading', { level: 1, name: '导出办件' }).waitFor();
    const lines = page.locator('.export-line');
    await page.getByRole('heading', { name: '最近一周的导出' }).waitFor();
    const before = (await (await hall.as('supervisor-qian'))('GET', '/v1/agency/exports')).body.items.length;
    await page.getByLabel('从').fill('2027-01-02');
    await page.getByLabel('到', { exact: true }).fill('2027-01-01');
    await page.getByRole('button', { name: '开始导出' }).click();
    await page.locator('#export-error').waitFor();
    await look(page, `${width}-desk-exports-wrong`);
    await page.getByLabel('从').fill('2026-01-01');
    await page.getByLabel('到', { exact: true }).fill('2027-01-01');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '开始导出' }).click();
    await page.getByText(offline).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '开始导出' }).click();
    await expect.poll(() => lines.count()).toBe(before + 1);
    await lines
      .first()
      .getByText(/^已完成：\d+ 件/)
      .waitFor({ timeout: 60_000 });
    await lookTwice(page, `${width}-desk-exports`);
    const downloading = page
      .context()
      .waitForEvent('page')
      .then((window) => window.waitForEvent('download'));
    await lines.first().getByRole('button', { name: '下载' }).click();
    const text = await readFile(await (await downloading).path(), 'utf8');
    expect(text.split('\n').length).toBeGreaterThan(1);
    expect(text).toContain(item.code);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('an item is changed by one person, checked as it is written, and decided on by another', async () => {
    const { page, complaints } = await openWindow(browser, size);
    await toDesk(page, hall.url, 'officer-wang');
    await page.getByRole('link', { name: '事项', exact: true }).click();
    await page.getByLabel('按名称找').fill(item.name.zh);
    await look(page, `${width}-desk-items`);
    await page.getByRole('link', { name: `改动“${item.name.zh}”` }).click();
    const source = page.locator('#item-source');
    await source.waitFor();
    const next = /第 (\d+) 版是下一版/.exec((await page.locator('#item-source-hint').textContent()) ?? '')?.[1] ?? '';
    const text = await source.inputValue();
    const newer = text
      .replace(/^version: .*$/m, `version: ${next}`)
      .replace(/^effectiveFrom: .*$/m, 'effectiveFrom: 2027-06-01')
      .replace(/^( +zh: 已有食品经营许可证.*)$/m, '$1（改）');
    expect(newer).not.toBe(text);

    await source.fill(newer.replace(/^handling: .*$/m, 'handling: someday'));
    await page.getByRole('button', { name: '检查' }).click();
    await page.getByText(/^有 \d+ 处要改$/).waitFor();
    await lookTwice(page, `${width}-desk-item-faults`);
    await page
      .getByRole('button', { name: /^第 \d+ 行$/ })
      .first()
      .click();
    await page.locator('#item-source:focus').waitFor();

    await page.context().setOffline(true);
    await source.fill(newer);
    await page.getByRole('button', { name: '检查' }).click();
    await page.getByText(offline).waitFor();
    // What was written waits in this tab.
    await page.context().setOffline(false);
    await page.reload();
    await expect.poll(() => source.inputValue()).toBe(newer);
    await page.getByRole('button', { name: '检查' }).click();
    await page.getByText('没有问题。').waitFor();
    await page.getByRole('heading', { name: '和现行版本相比' }).waitFor();
    await page.getByRole('heading', { name: '预览' }).waitFor();
    await lookTwice(page, `${width}-desk-item-changes`);
    const keys: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/items/proposals'))
        keys.push(request.headers()['idempotency-key'] ?? '');
    });
    const propose = async (note: string) => {
      await page.getByLabel('为什么要改').fill(note);
      await page.getByRole('button', { name: '提出改动' }).click();
    };
    await page.context().setOffline(true);
    await propose('说清楚。');
    await page.getByText(offline).waitFor();
    await page.context().setOffline(false);
    // Said otherwise, it is another proposal: under the old key the hall would refuse it.
    await propose('说清楚给谁办。');
    await page.getByText('提出的人不能自己批准。').waitFor();
    await page.getByText('说清楚给谁办。').waitFor();
    expect(new Set(keys.slice(0, -1)).size).toBe(1);
    expect(keys.at(-1)).not.toBe(keys[0]);
    expect(await page.getByRole('button', { name: '批准' }).count()).toBe(0);

    const other = await openWindow(browser, size);
    await toDesk(other.page, hall.url, 'approver-zhao');
    await other.page.goto(page.url());
    await other.page.getByRole('button', { name: '批准' }).waitFor();
    await lookTwice(other.page, `${width}-desk-item-proposal`);
    await other.page.context().setOffline(true);
    if (width === 'phone') {
      await other.page.getByLabel('退回的理由').fill('先不改。');
      await other.page.getByRole('button', { name: '退回' }).click();
    } else await other.page.getByRole('button', { name: '批准' }).click();
    await other.page.getByText(offline).waitFor();
    await other.page.context().setOffline(false);
    await other.page.getByRole('button', { name: width === 'phone' ? '退回' : '批准', exact: true }).click();
    await other.page.getByText(width === 'phone' ? '已退回' : '已批准').waitFor();
    for (const window of [{ page, complaints }, other]) expect(window.complaints).toEqual([]);
  }, 120_000);
});

describe('a morning by keyboard alone', () => {
  it('takes each case in five keys, never loses the place in the list, and calls no more than it must', async () => {
    const cases = 10;
    const [citizen, desk] = [await hall.as('yue-wei'), await hall.as('officer-shen')];
    await fileMany(citizen, desk, await itemOf(hall, creditRepair), cases + 3);
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-shen');
    await page.locator('[data-row]').first().waitFor();
    const morning = await workByKey(page, cases);
    console.log(morning.seconds / cases, morning.calls / cases, summaryOf(morning.times));
    // The next one: list, claim, case; or its case, claim, case; then accept, case, propose, case.
    expect(morning.calls / cases).toBeLessThanOrEqual(8);
    // What the page does by itself is there at once; the median, as the machine does other things as well.
    for (const what of ['accept form', 'propose form', 'grant', 'move']) {
      const own = morning.times.filter((one) => one.what === what).map(({ done }) => done);
      expect(own.toSorted((a, b) => a - b)[Math.floor(own.length / 2)], what).toBeLessThan(100);
    }

    // Done, a case leaves the list, and J goes to the one that has come into its place.
    await page.goto(`${hall.url}/desk?state=submitted`);
    const rows = page.locator('[data-row]');
    await rows.first().waitFor();
    const [first, second, third] = await rows.evaluateAll((all: HTMLElement[]) => all.map((row) => row.dataset.row));
    const focused = () => page.evaluate('document.activeElement?.dataset?.row');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe(second);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '认领', exact: false }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: '受理', exact: false }).first().waitFor();
    await page.keyboard.press('a');
    await page.locator('#action-note:focus').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator(`[data-row="${second}"]`).waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await expect.poll(focused).toBe(third);
    await page.keyboard.press('k');
    await expect.poll(focused).toBe(first);
    expect(complaints).toEqual([]);
  }, 120_000);
});

describe('with a finger', () => {
  it('an officer scrolls past a paper, and draws on it once they say so, on a phone and on a tablet', async () => {
    const caseId = await fileCase(await hall.as('li-na'), desk, item);
    expect((await desk('POST', `/v1/agency/cases/${caseId}/claim`, { body: {}, key: `${caseId}-claim` })).status).toBe(
      200,
    );
    const { page, complaints } = await openWindow(browser, widths.phone, { hasTouch: true });
    const touch = await fingersOn(page);
    await toDesk(page, hall.url, 'officer-wang');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: '告知补正' }).tap();
    await page.getByRole('button', { name: /^查看/ }).first().tap();
    const viewer = page.getByRole('region', { name: /^查看：/ });
    const layer = viewer.locator('.mark-layer');
    await expect.poll(async () => (await layer.boundingBox())?.height ?? 0).toBeGreaterThan(200);
    const marks = viewer.locator('.mark-frame:not(.draft)');

    // Not asked to draw, a finger scrolls.
    await layer.scrollIntoViewIfNeeded();
    const scrolled = () => page.evaluate('scrollY');
    const before = await scrolled();
    await touch.drag(await placesOn(layer, [0.5, 0.6], [0.5, 0.1]));
    await expect.poll(scrolled).not.toBe(before);
    expect(await marks.count()).toBe(0);

    const pen = viewer.getByRole('button', { name: '用手指画框' });
    await pen.tap();
    expect(await pen.getAttribute('aria-pressed')).toBe('true');
    await layer.scrollIntoViewIfNeeded();
    await touch.drag(await placesOn(layer, [0.1, 0.1], [0.4, 0.3]));
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('mark-text-0');
    expect(await marks.count()).toBe(1);
    await page.keyboard.type('签名处是空的');

    // A touch that goes nowhere, one that the system takes away, and two fingers are no frames.
    await layer.scrollIntoViewIfNeeded();
    const [corner = none, far = none] = await placesOn(layer, [0.5, 0.5], [0.8, 0.8]);
    await touch.send('touchStart', [corner]);
    await touch.send('touchEnd', []);
    await touch.send('touchStart', [corner]);
    await touch.send('touchMove', [far]);
    await touch.send('touchCancel', []);
    await touch.send('touchStart', [corner]);
    await touch.send('touchMove', [far]);
    await touch.send('touchStart', [far, corner]);
    await touch.send('touchEnd', []);
    expect(await viewer.locator('.mark-frame').count()).toBe(1);
    await look(page, 'phone-desk-marks-finger');

    await page.setViewportSize({ width: 820, height: 1180 });
    await expect.poll(async () => (await layer.boundingBox())?.width ?? 0).toBeGreaterThan(500);
    // A sheet may be higher than the window: its upper part is in sight.
    await layer.evaluate((sheet) => sheet.scrollIntoView({ block: 'start' }));
    await touch.drag(await placesOn(layer, [0.9, 0.4], [0.6, 0.2]));
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('mark-text-1');
    await page.keyboard.type('缺公章');
    await look(page, 'tablet-desk-marks-finger');
    await page.getByRole('button', { name: '确认告知补正' }).tap();
    await page.locator('form.panel').waitFor({ state: 'detached' });
    const { correction } = (await desk('GET', `/v1/agency/cases/${caseId}`)).body;
    expect(correction.marks).toMatchObject([{ text: '签名处是空的' }, { text: '缺公章' }]);
    const [first, second] = correction.marks;
    // A pixel or two of a phone's width.
    for (const [got, wanted] of [
      [first.x, 1000],
      [first.y, 1000],
      [first.w, 3000],
      [first.h, 2000],
      [second.x, 6000],
      [second.y, 2000],
      [second.w, 3000],
      [second.h, 2000],
    ])
      expect(Math.abs(got - wanted)).toBeLessThan(120);
    expect(complaints).toEqual([]);
  }, 90_000);
});

interface Place {
  readonly x: number;
  readonly y: number;
}
const none: Place = { x: 0, y: 0 };

/** Places of the window, given as parts of what is there. */
async function placesOn(on: Locator, ...parts: readonly (readonly [number, number])[]): Promise<Place[]> {
  const box = (await on.boundingBox()) ?? { ...none, width: 0, height: 0 };
  return parts.map(([x, y]) => ({ x: box.x + box.width * x, y: box.y + box.height * y }));
}

/** Fingers as the browser gets them from a screen, not as events made by a script. */
async function fingersOn(page: Page) {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', places: readonly Place[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: places.map((place, id) => ({ ...place, id })) });
  const drag = async ([from = none, to = none]: readonly Place[]) => {
    await send('touchStart', [from]);
    for (let step = 1; step <= 8; step++)
      await send('touchMove', [{ x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 }]);
    await send('touchEnd', []);
  };
  return { send, drag };
}
