/** One application in a real browser, from search to rating, on a phone and on a wide screen. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../shared/base/time.ts';
import { type Item, item as itemSchema } from '../../shared/catalogue/item.ts';
import { sampleAnswers } from '../support/answers.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, openBrowser, openWindow, widths } from './browser.ts';
import { act, fillForm, openAtDesk, start, submit, toDesk, uploadPaper, uploadPapers } from './people.ts';

/** Food business licence, change of items: conditions, repeats, files, four eyes. */
const foodCode = '440115025000';

let hall: Hall;
let browser: Browser;
let item: Item;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  item = itemSchema.parse((await (await hall.as())('GET', `/v1/items/${foodCode}`)).body);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

describe.each(Object.entries(widths))('on a %s', (name, size) => {
  it('a citizen applies, corrects, follows, verifies and rates; officers do their part', async () => {
    const answers = sampleAnswers(item, dayOf(new Date().toISOString()), {
      applicantKind: 'natural',
      changeKind: ['add'],
    });
    const citizen = await openWindow(browser, size);
    const { page } = citizen;

    await page.goto(hall.url);
    await page.getByRole('link', { name: item.name.zh }).first().waitFor();
    await look(page, `${name}-home`);
    await start(page, hall.url, '食品经营', item, 'zhang-wei');

    await pressedTooEarly(page, name);
    await fillForm(page, item, answers);
    await leaveAndComeBack(page, answers.fullName);
    await uploadPapers(page, item, answers);
    await page.getByRole('heading', { level: 1, name: '核对后提交' }).waitFor();
    await look(page, `${name}-check`);
    const { caseId, caseNumber } = await submit(page);
    await look(page, `${name}-receipt`);

    const officer = await openWindow(browser, size);
    await toDesk(officer.page, hall.url, 'officer-wang');
    await look(officer.page, `${name}-inbox`);
    await openAtDesk(officer.page, '待受理', caseId);
    expect(await officer.page.locator('main').textContent()).toContain(caseNumber);
    await act(officer.page, '认领');
    await askForCorrection(officer.page, name);

    await correct(page, hall.url, caseId, name);

    await openAtDesk(officer.page, '待受理', caseId);
    await act(officer.page, '受理');
    await act(officer.page, '提出拟办意见', async (panel) => {
      await panel.getByLabel('准予').check();
      await panel.getByLabel(/^理由/).fill('材料齐全，符合法定条件。');
    });

    const approver = await openWindow(browser, size);
    await toDesk(approver.page, hall.url, 'approver-zhao');
    await openAtDesk(approver.page, '待审批', caseId);
    await look(approver.page, `${name}-desk-decide`);
    await act(approver.page, '作出决定');

    await openAtDesk(officer.page, '已准予', caseId);
    await deliverWhenReady(officer.page);

    const number = await readDecision(page, hall.url, caseId, name);
    await verify(page, number, item, name);
    await rate(page, hall.url, caseId);

    for (const { complaints } of [citizen, officer, approver]) expect(complaints).toEqual([]);
  }, 240_000);
});

/** Pressing on with nothing filled in: every fault is told, and its line leads to the field. */
async function pressedTooEarly(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '保存并继续' }).click();
  const summary = page.locator('.error-summary:focus');
  await summary.waitFor();
  await look(page, `${name}-form-errors`);
  await summary.getByRole('link').first().click();
  await page.locator('input:focus').waitFor();
}

/** What was typed is there after a reload, and the draft waits on the list. */
async function leaveAndComeBack(page: Page, fullName: unknown): Promise<void> {
  await page.getByText(/已保存/).waitFor();
  const draft = page.url().split('/').at(-2) ?? '';
  await page.getByRole('link', { name: '我的办件' }).click();
  await page.getByRole('heading', { name: '草稿' }).waitFor();
  await page.locator(`a[href="/apply/${draft}"]`).click();
  await page.getByRole('button', { name: '保存并继续' }).click();
  expect(await page.locator('#answers-fullName').inputValue()).toBe(fullName);
  await page.goto(page.url().replace(/\/form\/.*/, '/materials'));
}

/** One field and one paper, each with a reason. */
async function askForCorrection(page: Page, name: string): Promise<void> {
  await act(page, '告知补正', async () => {
    await page.getByLabel('要补正 姓名', { exact: true }).check();
    await page.getByLabel('怎样改：姓名').fill('与身份证不一致，请照身份证填写。');
    const layout = item.materials.find(({ code }) => code === 'layout')?.name.zh ?? '';
    await page.getByLabel(`要补正 ${layout}`, { exact: true }).check();
    await page.getByLabel(`怎样改：${layout}`).fill('看不清，请重新拍摄后上传。');
    await look(page, `${name}-desk-correction`);
  });
  await page.getByText('已告知补正').waitFor();
}

async function correct(page: Page, url: string, caseId: string, name: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByRole('heading', { name: '等您处理' }).waitFor();
  await page.locator(`a[href="/cases/${caseId}"]`).click();
  await page.getByRole('link', { name: '去补正' }).waitFor();
  await look(page, `${name}-case-to-correct`);
  await page.getByRole('link', { name: '去补正' }).click();
  await page.getByText('与身份证不一致').waitFor();
  await page.locator('#answers-fullName').fill('张玮');
  await uploadPaper(page, 'layout', '更清楚的平面图.pdf');
  await look(page, `${name}-correct`);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '提交补正' }).click();
  await page.getByText('连不上办事大厅').first().waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: '提交补正' }).click();
  await page.waitForURL(`${url}/cases/${caseId}`);
  await page.getByRole('heading', { name: '现在不用您做什么' }).waitFor();
}

/** The letter is made by a queue's worker; delivering is offered once it is there. */
async function deliverWhenReady(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^送达/ });
  await expect
    .poll(
      async () => {
        if (await button.isVisible()) return true;
        await page.reload();
        await page.getByRole('heading', { name: '问的和答的' }).waitFor();
        return button.isVisible();
      },
      { timeout: 30_000, interval: 1000 },
    )
    .toBe(true);
  await act(page, '送达', async (panel) => panel.getByLabel('网上送达').check());
}

/** @returns the number on the decision, after seeing that its link gives a PDF */
async function readDecision(page: Page, url: string, caseId: string, name: string): Promise<string> {
  await page.goto(`${url}/cases/${caseId}`);
  // The notices of acceptance and correction are papers too.
  const decision = page.locator('.paper').filter({ hasText: '准予决定书' });
  const number = (await decision.locator('.paper-number').textContent()) ?? '';
  await look(page, `${name}-case-decided`);
  const downloading = page
    .context()
    .waitForEvent('page')
    .then((window) => window.waitForEvent('download'));
  await decision.getByRole('button', { name: '打开文书（PDF）' }).click();
  const bytes = await readFile(await (await downloading).path());
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  return number;
}

/** Anyone can: a window that has never signed in. */
async function verify(page: Page, number: string, { name: itemName }: Item, name: string): Promise<void> {
  const stranger = await openWindow(browser, page.viewportSize() ?? widths.phone);
  await stranger.page.goto(`${hall.url}/verify`);
  await stranger.page.getByLabel('文书编号').fill(number.toLowerCase());
  await stranger.page.getByRole('button', { name: '查验', exact: true }).click();
  await stranger.page.getByText('这份文书是真的').waitFor();
  expect(await stranger.page.locator('.paper').textContent()).toContain(itemName.zh);
  await look(stranger.page, `${name}-verify`);
  await stranger.page.getByLabel('文书编号').fill('BS2026-0000-0000-00');
  await stranger.page.getByRole('button', { name: '查验', exact: true }).click();
  await stranger.page.getByText('没有这个编号的文书').waitFor();
  expect(stranger.complaints).toEqual([]);
}

async function rate(page: Page, url: string, caseId: string): Promise<void> {
  await page.goto(`${url}/cases/${caseId}`);
  await page.getByLabel('非常满意', { exact: true }).check();
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByRole('heading', { name: '您的评价' }).waitFor();
}
