/** A fee paid in a real browser: on a phone and on a desk, well, badly, with the network gone, and twice. */
import { readFile } from 'node:fs/promises';
import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../shared/base/time.ts';
import { type Caller, pdf, until } from '../support/client.ts';
import { acceptedCase, orderOf, passportCode } from '../support/fee-case.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, lookTwice, openBrowser, openWindow, phone, widths } from './browser.ts';
import { signIn, signInAt } from './people.ts';

let hall: Hall;
let browser: Browser;
let citizen: Caller;
let officer: Caller;
let finance: Caller;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  [citizen, officer, finance] = [
    await hall.as('chen-yu-lan'),
    await hall.as('officer-ma'),
    await hall.as('finance-tan'),
  ];
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

const onDesk = () => openWindow(browser, widths.desk);
const onPhone = () => openWindow(browser, widths.phone, phone);

interface Fee {
  readonly caseId: string;
  readonly orderNo: string;
}

async function fee(): Promise<Fee> {
  const caseId = await acceptedCase(hall, citizen, officer);
  return { caseId, orderNo: (await orderOf(citizen, caseId)).orderNo };
}

const signedIn = (page: Page, path: string) => signInAt(page, hall.url + path, 'chen-yu-lan');

async function setOut(page: Page, way: string): Promise<void> {
  await page.getByRole('radio', { name: way }).check();
  await page.getByRole('button', { name: /^去缴费/ }).click();
}

/** What the code on the screen says, read as a phone's camera does. */
async function codeOn(page: Page): Promise<string> {
  await page.locator('svg.qr').waitFor();
  const cells = await page.locator('svg.qr').evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
    path: svg.querySelector('path')?.getAttribute('d') ?? '',
  }));
  const [scale, side] = [6, cells.size * 6];
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of cells.path.matchAll(/M(\d+) (\d+)/g)) {
    for (let row = 0; row < scale; row += 1) {
      const start = ((Number(y) * scale + row) * side + Number(x) * scale) * 4;
      for (let at = 0; at < scale * 4; at += 4) pixels.fill(0, start + at, start + at + 3);
    }
  }
  return jsqr.default(pixels, side, side)?.data ?? '';
}

/** What a person does on the provider's page, on another device. */
async function atProvider(address: string, how: string): Promise<void> {
  const done = await fetch(address, { method: 'POST', body: new URLSearchParams({ how }), redirect: 'manual' });
  expect(done.status).toBe(303);
}

describe('a fee on a phone', () => {
  it('waits on the first page and on the case, is paid in Alipay, and has its receipt', async () => {
    const { caseId, orderNo } = await fee();
    const { page, complaints } = await onPhone();
    await signedIn(page, '/orders');
    await page.getByRole('heading', { name: '要缴的' }).waitFor();
    await lookTwice(page, 'phone-orders');
    await page.goto(hall.url);
    await page.locator(`a[href="/orders/${orderNo}"]`).waitFor();
    await look(page, 'phone-home-to-pay');
    await page.goto(`${hall.url}/cases/${caseId}`);
    await page.getByText('等您缴费，期限暂停计算').waitFor();
    await page.getByRole('link', { name: '去缴费 ¥120.00' }).waitFor();
    await lookTwice(page, 'phone-case-fee');
    await page.getByRole('link', { name: '去缴费 ¥120.00' }).click();
    await page.getByRole('heading', { level: 1, name: '首次申请普通护照' }).or(page.locator('h1')).first().waitFor();
    await page.getByRole('button', { name: /^去缴费/ }).click();
    await page.getByText('请先选一种缴费方式').waitFor();
    await lookTwice(page, 'phone-order-choose');
    await setOut(page, '支付宝');
    await page.getByRole('button', { name: /确认付款/ }).waitFor();
    await look(page, 'phone-provider-alipay');
    await page.getByRole('button', { name: /确认付款/ }).click();
    await page.waitForURL(`${hall.url}/orders/${orderNo}*`);
    await page.getByRole('heading', { name: '已经缴清了' }).waitFor();
    await page.getByRole('heading', { name: '财政电子票据' }).waitFor({ timeout: 60_000 });
    await lookTwice(page, 'phone-order-paid');
    expect(await openedPdf(page)).toBe('%PDF-');
    await expect.poll(async () => (await citizen('GET', `/v1/cases/${caseId}`)).body.state).toBe('in-review');
    expect(complaints).toEqual([]);
  });

  it('fails in WeChat, says so honestly, and is paid by UnionPay under the same number', async () => {
    const { orderNo } = await fee();
    const { page, complaints } = await onPhone();
    await signedIn(page, `/orders/${orderNo}`);
    await setOut(page, '微信支付');
    await page.getByText('试试别的结果').click();
    await look(page, 'phone-provider-wechat');
    await page.getByRole('button', { name: /付款失败/ }).click();
    await page.getByText(/余额不足，没有扣款 · Failed/).waitFor();
    await page.getByRole('link', { name: /返回商户/ }).click();
    await page.waitForURL(`${hall.url}/orders/${orderNo}`);
    await page.getByText('如果您已经付了，不用再付一次。').waitFor();
    await page.getByText(/我们问过微信支付：还没有收到这笔钱/).waitFor({ timeout: 30_000 });
    await lookTwice(page, 'phone-order-waiting');
    await page.getByRole('button', { name: /重新缴费/ }).click();
    await setOut(page, '云闪付 / 银行卡');
    await page.getByRole('button', { name: /确认付款/ }).waitFor();
    expect(page.url()).toContain(orderNo);
    await look(page, 'phone-provider-unionpay');
    await page.getByRole('button', { name: /确认付款/ }).click();
    await page.waitForURL(`${hall.url}/orders/${orderNo}`);
    await page.getByRole('heading', { name: '已经缴清了' }).waitFor({ timeout: 60_000 });
    expect((await citizen('GET', `/v1/orders/${orderNo}`)).body.payment.provider).toBe('unionpay');
    expect(complaints).toEqual([]);
  });

  it('is asked to be waived with a file to show for it, which can be taken back', async () => {
    const { orderNo } = await fee();
    const { page, complaints } = await onPhone();
    await signedIn(page, `/orders/${orderNo}`);
    await page.getByRole('button', { name: '申请减免' }).click();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.locator('.error-summary:focus').waitFor();
    await lookTwice(page, 'phone-order-reduce-errors');
    await page.getByRole('radio', { name: '低保家庭' }).check();
    await page.getByLabel('说明').fill('低保户，请免缴。');
    const file = { name: '低保证.pdf', mimeType: 'application/pdf', buffer: pdf(orderNo) };
    await page.getByLabel('证明文件').setInputFiles(file);
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: '减免申请正在核对' }).waitFor();
    expect(await page.getByRole('button', { name: /^去缴费/ }).isVisible()).toBe(false);
    await lookTwice(page, 'phone-order-asking');
    const [ask] = (await finance('GET', `/v1/money/orders/${orderNo}`)).body.asks;
    expect(ask).toMatchObject({ ground: 'subsistence-allowance', files: [{ fileName: '低保证.pdf' }] });
    await page.getByRole('button', { name: '撤回申请' }).click();
    await page.getByRole('button', { name: /^去缴费/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('of somebody one acts for waits among one’s own things, and is paid for them', async () => {
    const daughter = await hall.as('li-na');
    const day = (from: number) => dayOf(new Date(Date.now() + from * 86_400_000).toISOString());
    const asked = { agentName: '李娜', items: [passportCode], from: day(0), until: day(30) };
    const given = await citizen('POST', '/v1/me/consents', { body: asked });
    expect(given.status, JSON.stringify(given.body)).toBe(201);
    const { consentId, code } = given.body;
    expect((await daughter('POST', '/v1/me/consents/accept', { body: { code } })).status).toBe(200);
    const caseId = await acceptedCase(hall, daughter, officer, consentId);
    const { orderNo } = await orderOf(daughter, caseId);

    const { page, complaints } = await onPhone();
    await signInAt(page, `${hall.url}/me/agents`, 'li-na');
    const theirs = page.getByRole('region', { name: '要替别人缴的费' });
    await theirs.locator(`a[href="/orders/${orderNo}"]`).getByText('替 陈玉兰').waitFor();
    await lookTwice(page, 'phone-agents-to-pay');
    await page.goto(hall.url);
    const waiting = page.getByRole('region', { name: '等您处理' }).locator(`a[href="/orders/${orderNo}"]`);
    await waiting.getByText('替 陈玉兰').waitFor();
    await lookTwice(page, 'phone-home-to-pay-for-others');
    await waiting.click();
    await setOut(page, '支付宝');
    await page.getByRole('button', { name: /确认付款/ }).click();
    await page.waitForURL(`${hall.url}/orders/${orderNo}*`);
    await page.getByRole('heading', { name: '已经缴清了' }).waitFor();
    await lookTwice(page, 'phone-order-paid-for-others');
    // The case goes on, and it is the mother's payment: in her list, and to be paid by nobody any more.
    await expect.poll(async () => (await citizen('GET', `/v1/cases/${caseId}`)).body.state).toBe('in-review');
    expect((await citizen('GET', `/v1/orders/${orderNo}`)).body.payment.provider).toBe('alipay');
    await page.goto(hall.url);
    await page.getByRole('region', { name: '等您处理' }).getByRole('link').first().waitFor();
    expect(await waiting.count()).toBe(0);
    // Taken back, it is none of the daughter's business any more.
    expect((await citizen('POST', `/v1/me/consents/${consentId}/revoke`, { body: {} })).status).toBe(200);
    expect((await daughter('GET', `/v1/orders/${orderNo}`)).status).toBe(403);
    await page.goto(`${hall.url}/orders/${orderNo}`);
    await page.getByText('授权不在有效期内').waitFor();
    expect(complaints).toEqual([]);
  });

  it('can be read large and in high contrast, and is worked with the keyboard alone', async () => {
    const { orderNo } = await fee();
    const { page } = await onPhone();
    await signedIn(page, `/orders/${orderNo}`);
    await page.getByRole('heading', { name: '怎样缴？' }).waitFor();
    await page.getByRole('button', { name: '长辈版' }).click();
    await look(page, 'phone-large-order-choose');
    await page.getByRole('button', { name: '标准版' }).click();
    await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
    await look(page, 'phone-contrast-order-choose');
    await page.emulateMedia({});
    await page.getByRole('radio', { name: '微信支付' }).focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: '支付宝' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.locator('button:focus', { hasText: '去缴费' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /确认付款/ }).waitFor();
  });
});

describe('a fee on a desk', () => {
  it('is a code to scan; the network goes while it is paid, and the page finds it once it is back', async () => {
    const { orderNo } = await fee();
    const { page, complaints } = await onDesk();
    await signedIn(page, `/orders/${orderNo}`);
    await page.getByRole('heading', { name: '怎样缴？' }).waitFor();
    await lookTwice(page, 'desk-order-choose');
    await setOut(page, '微信支付');
    const code = await codeOn(page);
    expect(code).toContain(orderNo);
    await look(page, 'desk-order-scan');
    await page.context().setOffline(true);
    await page.getByText('付款不受影响').waitFor();
    await look(page, 'desk-order-offline');
    // Nobody is told either: the hall asks for itself.
    await atProvider(code, 'quiet');
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: '已经缴清了' }).waitFor({ timeout: 90_000 });
    await page.getByRole('heading', { name: '财政电子票据' }).waitFor({ timeout: 60_000 });
    await lookTwice(page, 'desk-order-paid');
    expect(complaints).toEqual([]);
  });

  it('paid twice shows the second payment, and its way back to the end', async () => {
    const { orderNo } = await fee();
    const { page, complaints } = await onDesk();
    await signedIn(page, `/orders/${orderNo}`);
    await setOut(page, '微信支付');
    await atProvider(await codeOn(page), 'twice');
    await page.getByRole('heading', { name: '已经缴清了' }).waitFor({ timeout: 60_000 });
    await expect.poll(async () => (await citizen('GET', `/v1/orders/${orderNo}`)).body.strays.length).toBe(1);
    await page.reload();
    await page.getByText('您多付了 ¥120.00，会原路退还。').waitFor();
    await lookTwice(page, 'desk-order-twice');
    await page.getByRole('link', { name: '看退款办到哪一步' }).click();
    await page.getByText('已提出，等另一位财务人员复核').waitFor();
    await lookTwice(page, 'desk-order-second');
    const second = page.url().split('/').at(-1) ?? '';
    const [refund] = (await finance('GET', `/v1/money/orders/${second}`)).body.refunds;
    const path = `/v1/money/orders/${second}/refunds/${refund.refundNo}/approve`;
    expect((await finance('POST', path, { body: {} })).status).toBe(200);
    await until(
      async () => (await citizen('GET', `/v1/orders/${second}`)).body,
      ({ state }) => state === 'refunded',
      60,
    );
    await page.reload();
    await page.getByText('已原路退回').waitFor();
    await look(page, 'desk-order-second-refunded');
    await page.getByRole('link', { name: '我的缴费' }).first().click();
    await page.getByText('缴过的和结束的').waitFor();
    await lookTwice(page, 'desk-orders');
    expect(complaints).toEqual([]);
  });

  it('of somebody else does not exist, and a hall out of reach is said', async () => {
    const { orderNo } = await fee();
    const { page } = await onDesk();
    await page.goto(`${hall.url}/orders/${orderNo}`);
    await signIn(page, 'li-na');
    await page.getByText('没有找到，或不在您的权限之内。').waitFor();
    await page.goto(`${hall.url}/orders`);
    await page.getByText('还没有缴费单').waitFor();
    await look(page, 'desk-orders-empty');
    await page.route('**/v1/orders*', (route) => route.abort());
    await page.reload();
    await page.getByText('连不上办事大厅').waitFor({ timeout: 30_000 });
    await look(page, 'desk-orders-error');
  });
});

/** First bytes of the receipt's file. */
async function openedPdf(page: Page): Promise<string> {
  const downloading = page
    .context()
    .waitForEvent('page')
    .then((window) => window.waitForEvent('download'));
  await page.getByRole('button', { name: '打开票据（PDF）' }).click();
  const bytes = await readFile(await (await downloading).path());
  return bytes.subarray(0, 5).toString('latin1');
}
