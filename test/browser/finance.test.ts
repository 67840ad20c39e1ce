/** A finance officer's day in a real browser: suspense, a refund under four eyes, a request to pay less, differences, signature. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../shared/base/time.ts';
import { type Caller, until } from '../support/client.ts';
import { acceptedCase, orderOf } from '../support/fee-case.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, lookTwice, openBrowser, openWindow, widths } from './browser.ts';
import { signInAtDesk } from './people.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'finance-'));
let hall: Hall;
let browser: Browser;
let citizen: Caller;
let officer: Caller;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  [citizen, officer] = [await hall.as('zhang-wei'), await hall.as('officer-ma')];
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
  rmSync(folder, { recursive: true });
});

async function fee(): Promise<{ caseId: string; orderNo: string }> {
  const caseId = await acceptedCase(hall, citizen, officer);
  return { caseId, orderNo: (await orderOf(citizen, caseId)).orderNo };
}

/** A fee that was paid by WeChat's code, well or otherwise. */
async function paid(how: 'pay' | 'twice' | 'quiet'): Promise<{ caseId: string; orderNo: string; simulator: string }> {
  const made = await fee();
  const body = { provider: 'wechat-pay', client: 'native' };
  const { checkout } = (await citizen('POST', `/v1/orders/${made.orderNo}/checkout`, { body })).body;
  const done = await fetch(checkout.code, { method: 'POST', body: new URLSearchParams({ how }), redirect: 'manual' });
  expect(done.status).toBe(303);
  if (how !== 'quiet') await orderIn(made.orderNo, ['receipted']);
  return { ...made, simulator: new URL(checkout.code).origin };
}

const orderIn = (orderNo: string, states: string[]) =>
  until(
    async () => (await citizen('GET', `/v1/orders/${orderNo}`)).body,
    ({ state }) => states.includes(state),
    60,
  );

/** The clock fetches the bills of a day, as it does every morning for the day before. */
async function fetchBills(day: string): Promise<void> {
  const event = path.join(folder, 'bills.json');
  writeFileSync(event, JSON.stringify({ task: 'bills', day }));
  const env = { ...process.env, HALL_DATA: hall.dataDir };
  await promisify(execFile)(process.execPath, ['local/invoke.ts', 'money-clock', event], { cwd: root, env });
}

async function atDesk(
  person: string,
  size: { width: number; height: number },
): Promise<{ page: Page; complaints: string[] }> {
  const window = await openWindow(browser, size);
  await signInAtDesk(window.page, `${hall.url}/desk/money`, person);
  await window.page.getByRole('heading', { level: 1, name: '今天要看的' }).waitFor();
  return window;
}

const go = (page: Page, side: string) =>
  page.getByRole('navigation', { name: '财务' }).getByRole('link', { name: side, exact: true }).click();

const actions = (page: Page) => page.getByRole('region', { name: '可以办理的' });
async function press(page: Page, action: string): Promise<void> {
  await actions(page).getByRole('button', { name: action, exact: true }).click();
}
const confirm = (page: Page) => actions(page).getByRole('button', { name: '确认', exact: true }).click();

describe.each(Object.entries(widths))('the finance desk on a %s', (name, size) => {
  it('sends money in suspense back', async () => {
    const { orderNo } = await paid('twice');
    const strays = async () => (await citizen('GET', `/v1/orders/${orderNo}`)).body.strays;
    const [stray] = await until(strays, (all) => all.length === 1);
    const { page, complaints } = await atDesk('finance-tan', size);
    await page.getByRole('heading', { name: '暂存款' }).waitFor();
    await lookTwice(page, `${name}-money-overview`);
    await go(page, '暂存款');
    const row = page.locator(`a[href="/desk/money/orders/${stray.orderNo}"]`);
    await row.waitFor();
    await lookTwice(page, `${name}-money-suspense`);
    await row.click();
    await page.getByText('大厅按规定').first().waitFor();
    await press(page, '复核通过退款');
    await page.getByText('经 微信支付 原路退回').waitFor();
    await lookTwice(page, `${name}-money-stray`);
    await confirm(page);
    await page.getByText('支付机构办理中').or(page.getByText('已退回')).first().waitFor();
    await orderIn(stray.orderNo, ['refunded']);
    await page.reload();
    await page.getByText('已退回').waitFor();
    await look(page, `${name}-money-stray-refunded`);
    expect(complaints).toEqual([]);
  });

  it('refunds with four eyes, and a network that goes in the middle costs nothing', async () => {
    const { caseId, orderNo } = await paid('pay');
    const { caseNumber } = (await citizen('GET', `/v1/cases/${caseId}`)).body;
    const { page, complaints } = await atDesk('finance-tan', size);
    await go(page, '缴费单');
    await page.getByLabel('缴费单号、办件编号').fill(caseNumber);
    await page.keyboard.press('Enter');
    await page.locator(`a[href="/desk/money/orders/${orderNo}"]`).waitFor();
    await lookTwice(page, `${name}-money-orders`);
    await page.locator(`a[href="/desk/money/orders/${orderNo}"]`).click();
    await page.getByText(caseNumber).waitFor();
    await lookTwice(page, `${name}-money-order`);
    await press(page, '提出退款');
    await page.getByLabel('金额（元）').fill('120.01');
    await page.getByLabel('原因').fill('多收了一本');
    await confirm(page);
    await page.getByText('请填 0.01 元到 ¥120.00 之间的金额。').waitFor();
    await lookTwice(page, `${name}-money-refund-wrong`);
    await page.getByLabel('金额（元）').fill('２０');
    await confirm(page);
    await page.getByText('须由另一位财务人员复核').waitFor();
    expect(await actions(page).getByRole('button', { name: '复核通过退款' }).isVisible()).toBe(false);

    const other = await atDesk('finance-yu', size);
    await go(other.page, '退款');
    await other.page.locator(`a[href="/desk/money/orders/${orderNo}"]`).waitFor();
    await lookTwice(other.page, `${name}-money-refunds`);
    await other.page.locator(`a[href="/desk/money/orders/${orderNo}"]`).click();
    await press(other.page, '复核通过退款');
    await other.page.context().setOffline(true);
    await confirm(other.page);
    await other.page.getByText('连不上办事大厅').waitFor({ timeout: 30_000 });
    await look(other.page, `${name}-money-offline`);
    await other.page.context().setOffline(false);
    await confirm(other.page);
    await orderIn(orderNo, ['partly-refunded']);
    await other.page.reload();
    await other.page.getByText('部分已退').first().waitFor();
    await lookTwice(other.page, `${name}-money-refunded`);
    const [refund, ...more] = (await citizen('GET', `/v1/orders/${orderNo}`)).body.refunds;
    expect([refund.amount, refund.state, more]).toEqual([2000, 'success', []]);
    expect([...complaints, ...other.complaints]).toEqual([]);
  });

  it('pays a refund another way that the provider refuses, with four eyes', async () => {
    const { orderNo, simulator } = await paid('pay');
    await fetch(`${simulator}/control/refuse?order=${orderNo}`);
    const [tan, yu] = [await hall.as('finance-tan'), await hall.as('finance-yu')];
    const refunds = `/v1/money/orders/${orderNo}/refunds`;
    expect((await tan('POST', refunds, { body: { amount: 3000, reason: '多收' } })).status).toBe(200);
    expect((await yu('POST', `${refunds}/${orderNo}R01/approve`, { body: {} })).status).toBe(200);
    await orderIn(orderNo, ['refund-failed']);
    const { page, complaints } = await atDesk('finance-tan', size);
    await page.getByRole('link', { name: '退不出去的款' }).click();
    await page.locator(`a[href="/desk/money/orders/${orderNo}"]`).waitFor();
    await lookTwice(page, `${name}-money-refused-list`);
    await page.locator(`a[href="/desk/money/orders/${orderNo}"]`).click();
    await page.getByText('支付机构答复：NOT_ENOUGH').waitFor();
    await press(page, '登记转账退款');
    await confirm(page);
    await page.getByText('请按回单填写编号。').waitFor();
    await page.getByLabel('银行回单号').fill('ICBC-0007');
    await page.getByLabel('转账日期').fill(dayOf(new Date().toISOString()));
    await page.getByLabel('凭据').fill('转入缴款人账户，回单已归档');
    await lookTwice(page, `${name}-money-offline-transfer`);
    await confirm(page);
    await page.getByText('您登记的转账，须由别人复核').waitFor();
    expect(await actions(page).getByRole('button', { name: '复核转账退款' }).isVisible()).toBe(false);

    const other = await atDesk('finance-yu', size);
    await other.page.goto(`${hall.url}/desk/money/orders/${orderNo}`);
    await press(other.page, '复核转账退款');
    await other.page.getByText('回单号 ICBC-0007').first().waitFor();
    await confirm(other.page);
    await other.page.getByText('部分已退').first().waitFor();
    await lookTwice(other.page, `${name}-money-transferred`);
    const [refund] = (await citizen('GET', `/v1/orders/${orderNo}`)).body.refunds;
    expect(refund).toMatchObject({ state: 'success', amount: 3000, offline: { reference: 'ICBC-0007' } });
    expect([...complaints, ...other.complaints]).toEqual([]);
  });

  it('grants a request to pay less', async () => {
    const { orderNo } = await fee();
    const body = {
      ground: 'subsistence-allowance',
      statement: '低保户，请免一半',
      files: [],
      certificate: { name: '低保证', number: '440106001' },
    };
    expect((await citizen('POST', `/v1/orders/${orderNo}/reductions`, { body })).status).toBe(201);
    const { page, complaints } = await atDesk('finance-tan', size);
    await go(page, '减免申请');
    await page.locator(`a[href="/desk/money/orders/${orderNo}"]`).waitFor();
    await lookTwice(page, `${name}-money-reductions`);
    await page.locator(`a[href="/desk/money/orders/${orderNo}"]`).click();
    await page.getByText('证件：低保证 440106001').waitFor();
    await press(page, '同意减免');
    await page.getByLabel('金额（元）').fill('60');
    await page.getByLabel('给缴款人的答复').fill('核对属实，减半。');
    await lookTwice(page, `${name}-money-grant`);
    await confirm(page);
    await page.getByText('答复：核对属实，减半。').waitFor();
    expect((await citizen('GET', `/v1/orders/${orderNo}`)).body).toMatchObject({
      amount: 6000,
      asks: [{ state: 'granted' }],
    });
    expect(complaints).toEqual([]);
  });
});

/** On a phone first, so that the day is signed once, at the end; what is signed stands, so a hall plays this once a day. */
describe.each(Object.entries(widths))('the end of the day on a %s', (name, size) => {
  it('settles differences from the bill and takes the file for the treasury', async () => {
    const day = dayOf(new Date().toISOString());
    const { orderNo } = await paid('quiet');
    await fetchBills(day);
    const { page, complaints } = await atDesk('finance-tan', size);
    await go(page, '对账');
    await page.locator(`a[href="/desk/money/days/${day}"]`).click();
    const missing = page.getByRole('region', { name: '账单有，账上没有' });
    await missing.locator(`a[href="/desk/money/orders/${orderNo}"]`).waitFor();
    await page.getByText(/还不能签：有 \d+ 处差异没处理/).waitFor();
    await lookTwice(page, `${name}-money-day`);
    // What the bill told is booked already.
    expect((await citizen('GET', `/v1/orders/${orderNo}`)).body.payment.amount).toBe(12_000);
    await settleAll(page, name);
    await page.getByRole('button', { name: '签字' }).waitFor();
    await exported(page);
    await go(page, '对账');
    await page.locator('.money-table').waitFor();
    await lookTwice(page, `${name}-money-days`);
    expect(complaints).toEqual([]);
  });
});

describe('a day', () => {
  it('is signed off once all is settled, and then stands', async () => {
    const day = dayOf(new Date().toISOString());
    const { page, complaints } = await atDesk('finance-yu', widths.desk);
    await page.goto(`${hall.url}/desk/money/days/${day}`);
    await page.getByRole('button', { name: '签字' }).click();
    await page.getByText(/由您签字/).waitFor();
    await look(page, 'desk-money-day-signed');
    const finance = await hall.as('finance-tan');
    const again = await finance('POST', `/v1/money/days/${day}/sign-off`, { body: {} });
    expect(again.body.type).toBe('urn:banshi:problem:wrong-state');
    expect(complaints).toEqual([]);
  });

  it('is read by an auditor, who names the agency and changes nothing', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await signInAtDesk(page, `${hall.url}/desk/money/days`, 'auditor-wu');
    await page.getByText('您以审计员身份查看，不能办理。').waitFor();
    await page.getByLabel('单位').selectOption('11440100DEM000065L');
    await page.locator('.money-table a').first().click();
    await page.getByRole('heading', { name: '试算平衡' }).waitFor();
    expect(await page.getByRole('button', { name: '签字' }).isVisible()).toBe(false);
    await lookTwice(page, 'desk-money-auditor');
    await page.getByLabel('单位').selectOption('11440100DEM0001533');
    await go(page, '退款');
    await page.getByText('这里没有退款').waitFor();
    await look(page, 'desk-money-empty');
    expect(complaints).toEqual([]);
  });
});

/** Every difference gets its note; an empty one is refused on the page. */
async function settleAll(page: Page, name: string): Promise<void> {
  const open = page.getByRole('button', { name: '写下怎样处理的' });
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().click();
    const form = page.locator('.money-differences form');
    await form.getByRole('button', { name: '确认' }).click();
    await form.getByText('请填写这一项。').waitFor();
    if (left === 1) await look(page, `${name}-money-difference`);
    await form.getByLabel('怎样处理的').fill('已按账单入账，与缴费单相符。');
    await form.getByRole('button', { name: '确认' }).click();
    await form.waitFor({ state: 'detached' });
  }
}

/** The file's bytes are those whose hash the page shows. */
async function exported(page: Page): Promise<void> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载 CSV' }).click();
  const bytes = await readFile(await (await downloading).path());
  expect(bytes.toString('utf8').split('\r\n')[0]).toBe('日期,分录,科目,借方,贷方,缴费单号,摘要');
  await page.getByText(`SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`).waitFor();
}
