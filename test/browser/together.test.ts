/**
 * What several people or several services share: a package filled in once and filed whole, and one person acting for another. On a
 * phone and on a wide screen, with the network dropped in the middle.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { dayOf } from '../../shared/base/time.ts';
import { visibleMaterials } from '../../shared/catalogue/answers.ts';
import { type Item, item as itemSchema } from '../../shared/catalogue/item.ts';
import { composeForm } from '../../shared/catalogue/package-form.ts';
import { sampleAnswers } from '../support/answers.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, lookTwice, openBrowser, openWindow, widths } from './browser.ts';
import { fileCase, foodCode, itemOf } from './cases.ts';
import { choose, fillForm, signIn, signInAt, submit, uploadPaper, uploadPapers } from './people.ts';

/** The allowance of those over eighty: what one asks somebody else to do. */
const allowance = '442023001000';

interface Notice {
  readonly about: { readonly id: string };
  readonly read: boolean;
}

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

/** A window signed in as somebody, on a page of theirs. */
async function signedIn(person: string, path: string, size: { width: number; height: number }) {
  const window = await openWindow(browser, size);
  window.page.on('dialog', (dialog) => void dialog.accept());
  await signInAt(window.page, hall.url + path, person);
  return window;
}

/** Answers to the one form of these items, by its own names. */
function answersTo(items: readonly Item[]) {
  const { fields, form, materials } = composeForm(items);
  const today = dayOf(new Date().toISOString());
  const answers = Object.assign(
    {},
    ...items
      .toReversed()
      .map((item) =>
        Object.fromEntries(
          Object.entries(sampleAnswers(item, today)).map(([name, given]) => [
            fields.get(item.code)?.get(name) ?? name,
            given,
          ]),
        ),
      ),
  );
  return { answers, one: { form, materials: materials.map(({ requirement }) => requirement) } };
}

/** As the hall answers from the morning on which a new version of one of its items is in force: told at the last press, and moved. */
async function overtaken(page: Page, packageId: string, name: Item['name']): Promise<void> {
  const label = { zh: '开业日期', en: 'Opening day' };
  const outdated = { items: [name], again: [{ field: 'answers.openingDay', label, why: 'new' }], gone: [] };
  await page.route('**/submit', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      json: { type: 'urn:banshi:problem:draft-outdated', status: 409, title: '', detail: '' },
    }),
  );
  await page.route(`**/v1/me/packages/${packageId}`, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...(await answer.json()), outdated } });
  });
  await page.getByRole('button', { name: '一起提交' }).click();
  await page.getByRole('heading', { level: 1, name: '这个事项更新了' }).waitFor();
  await page.getByText('开业日期').waitFor();
  await look(page, 'hall-together-outdated');
  await page.unrouteAll();
  await page.getByRole('button', { name: '换到新版本，继续填写' }).click();
  await page.getByRole('heading', { level: 1, name: '核对后提交' }).waitFor();
}

describe.each(Object.entries(widths))('on a %s', (width, size) => {
  it('a family registers a birth with four agencies in one go', async () => {
    const person = width === 'phone' ? 'zhang-wei' : 'li-na';
    const citizen = await hall.as(person);
    const { page, complaints } = await openWindow(browser, size);
    await page.goto(hall.url);
    await page.getByRole('link', { name: /^一件事一次办/ }).click();
    await page.getByRole('link', { name: /出生一件事/ }).waitFor();
    await lookTwice(page, `hall-${width}-together`);
    await page.getByRole('link', { name: /出生一件事/ }).click();
    await page.getByRole('button', { name: '开始填表' }).waitFor();
    // The last one may be left out; the others may not.
    await page.getByRole('checkbox').last().uncheck();
    await page.getByRole('checkbox').first().click({ force: true });
    expect(await page.getByRole('checkbox').first().isChecked()).toBe(true);
    await lookTwice(page, `hall-${width}-together-offer`);
    await page.getByRole('button', { name: '开始填表' }).click();
    await choose(page, person);
    await page.waitForURL(/\/together\/birth$/);
    await page.getByRole('checkbox').last().uncheck();
    await page.getByRole('button', { name: '开始填表' }).click();
    await page.waitForURL(/\/together\/mine\//);

    const packageId = page.url().split('/').at(-1) ?? '';
    const view = async () => (await citizen('GET', `/v1/me/packages/${packageId}`)).body;
    const codes = z.array(z.object({ itemCode: z.string() })).parse((await view()).children);
    expect(codes).toHaveLength(3);
    const items = itemSchema.array().parse(await Promise.all(codes.map(({ itemCode }) => itemOf(hall, itemCode))));
    const { answers, one } = answersTo(items);
    const [first] = items;
    if (first === undefined) throw new Error('an empty package');
    await page.getByText(/（3 个事项）/).waitFor();
    await look(page, `hall-${width}-together-form`);

    // Typed without a network: it stays through a reload, and is saved when the hall is reached again.
    const line = page.getByLabel('姓名').first();
    await page.context().setOffline(true);
    await line.fill('没有网络时填的');
    await page.getByText('没有网络，先存在这台设备上').waitFor();
    await look(page, `hall-${width}-together-offline`);
    await page.context().setOffline(false);
    await page.reload();
    await expect.poll(() => line.inputValue()).toBe('没有网络时填的');
    await expect
      .poll(async () => JSON.stringify((await view()).answers), { timeout: 40_000 })
      .toContain('没有网络时填的');

    await fillForm(page, { ...first, ...one }, answers);
    await page.getByRole('heading', { level: 1, name: '上传材料' }).waitFor();
    await look(page, `hall-${width}-together-papers`);
    for (const { code } of visibleMaterials(one, answers)) await uploadPaper(page, code);
    await page.getByRole('button', { name: '保存并继续' }).click();
    await page.getByRole('heading', { level: 1, name: '核对后提交' }).waitFor();
    await page.getByRole('button', { name: '一起提交' }).click();
    await page.locator('.error-summary:focus').waitFor();
    await look(page, `hall-${width}-together-check`);
    await page.getByLabel('我已核对并作出以上声明').check();
    await overtaken(page, packageId, first.name);
    await page.getByLabel('我已核对并作出以上声明').check();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '一起提交' }).click();
    await page.getByText('连不上办事大厅').first().waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '一起提交' }).click();
    await page.getByText('3 件中已办结 0 件').waitFor();
    await lookTwice(page, `hall-${width}-together-followed`);
    expect((await view()).state).toBe('submitted');

    // From the list of what is theirs, and from a case back to the whole.
    await page.goto(`${hall.url}/cases`);
    await page.getByRole('heading', { name: '一起办的事' }).waitFor();
    await page.locator(`a[href="/together/mine/${packageId}"]`).click();
    await page.getByRole('link', { name: new RegExp(first.name.zh) }).click();
    await page.getByRole('link', { name: '属于“出生一件事”' }).click();
    await page.getByText('3 件中已办结 0 件').waitFor();
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  }, 240_000);

  it('a mother lets her daughter act for her, sees each step, and takes it back', async () => {
    const item = await itemOf(hall, allowance);
    const mother = await openWindow(browser, size);
    mother.page.on('dialog', (dialog) => void dialog.accept());
    const { page } = mother;
    await page.goto(`${hall.url}/items/${allowance}`);
    await page.getByRole('link', { name: '请别人代办这件事' }).click();
    await signIn(page, 'chen-yu-lan');
    await page.getByRole('heading', { level: 1, name: '请人代办' }).waitFor();
    await page.getByText(item.name.zh).first().waitFor();
    await page.getByRole('button', { name: '请他（她）代办' }).click();
    await page.locator('.error-summary:focus').waitFor();
    await lookTwice(page, `hall-${width}-agents-empty`);
    await page.getByLabel('代办人姓名').fill('李娜');
    await page.getByLabel('搜索要加的事项').fill('残疾人');
    await page.getByRole('button', { name: /^加上/ }).first().click();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '请他（她）代办' }).click();
    await page.getByText('连不上办事大厅').first().waitFor();
    expect(await page.getByLabel('代办人姓名').inputValue()).toBe('李娜');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '请他（她）代办' }).click();
    await page.getByText('等对方输入代办码').waitFor();
    const code = (await page.locator('.agent-code').first().textContent()) ?? '';
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    await lookTwice(page, `hall-${width}-agents-given`);

    const daughter = await signedIn('li-na', '/me/agents', size);
    await daughter.page.getByLabel('输入对方给您的代办码').fill('不对');
    await daughter.page.getByRole('button', { name: '确定' }).click();
    await daughter.page.getByText('代办码是 10 个字母和数字').waitFor();
    await daughter.page.getByLabel('输入对方给您的代办码').fill(code.toLowerCase());
    await daughter.page.getByRole('button', { name: '确定' }).click();
    await daughter.page.getByText('生效中').first().waitFor();
    await lookTwice(daughter.page, `hall-${width}-agents-received`);

    // From the guide: for whom?
    await daughter.page.goto(`${hall.url}/items/${allowance}`);
    await daughter.page.getByLabel('替 陈玉兰').first().check();
    await look(daughter.page, `hall-${width}-guide-for-whom`);
    await daughter.page.getByRole('button', { name: '开始办理' }).click();
    await daughter.page.getByText('您正在替 陈玉兰 办理').waitFor();
    await look(daughter.page, `hall-${width}-acting-form`);
    const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
    await fillForm(daughter.page, item, answers);
    if (visibleMaterials(item, answers).length > 0) await uploadPapers(daughter.page, item, answers);
    const { caseId } = await submit(daughter.page);
    await daughter.page.getByText('您正在替 陈玉兰 办理').waitFor();
    await daughter.page.getByRole('link', { name: '跟踪进度' }).click();
    await daughter.page.getByRole('heading', { name: '办理经过' }).waitFor();
    await look(daughter.page, `hall-${width}-acting-case`);

    await page.goto(`${hall.url}/cases/${caseId}`);
    await page.getByText('这件由 李娜 替您办理').waitFor();
    await page.getByRole('link', { name: '看我的授权' }).click();
    await page.getByRole('button', { name: /^收回/ }).first().click();
    await page.getByText('已收回').first().waitFor();
    // At once: the daughter sees it no more.
    await daughter.page.reload();
    await daughter.page.getByText('授权不在有效期内').waitFor();
    for (const { complaints } of [mother, daughter])
      expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  }, 240_000);

  it('what one is told is read where it came from, and all of it at once', async () => {
    const food = await itemOf(hall, foodCode);
    const citizen = await hall.as('yue-wei');
    const caseId = await fileCase(citizen, await hall.as('officer-wang'), food);
    const told = async () => (await citizen('GET', '/v1/me/notices')).body;
    await expect.poll(async () => JSON.stringify(await told()), { timeout: 30_000, interval: 500 }).toContain(caseId);
    const { page, complaints } = await signedIn('yue-wei', '/notices', size);
    const row = page.locator(`li:has(a[href="/cases/${caseId}"])`).first();
    await row.getByText('新', { exact: true }).waitFor();
    await lookTwice(page, `hall-${width}-notices`);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: '办理经过' }).waitFor();
    await page.goBack();
    await row.waitFor();
    await expect
      .poll(async () => (await told()).items.find((one: Notice) => one.about.id === caseId)?.read, { timeout: 20_000 })
      .toBe(true);
    await fileCase(citizen, await hall.as('officer-wang'), food);
    await expect.poll(async () => (await told()).unread, { timeout: 30_000 }).toBeGreaterThan(0);
    await page.reload();
    await page.getByRole('button', { name: '全部标为已读' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '全部标为已读' }).click();
    await page.getByText('连不上办事大厅').first().waitFor();
    await look(page, `hall-${width}-notices-offline`);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '全部标为已读' }).click();
    await page.getByRole('button', { name: '全部标为已读' }).waitFor({ state: 'detached' });
    expect((await told()).unread).toBe(0);
    expect(await page.getByText('新', { exact: true }).count()).toBe(0);
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  }, 120_000);
});
