/** What people do at the hall and at the desk, step by step, as they would. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { visibleMaterials, visibleSections } from '../../shared/catalogue/answers.ts';
import type { Answers, Item } from '../../shared/catalogue/item.ts';
import { pdf } from '../support/client.ts';
import { fillField } from './fill.ts';

/** Picks a demo person on the sign-in page. */
export async function choose(page: Page, person: string): Promise<void> {
  await page.locator(`button[name="person"][value="${person}"]`).click();
}

/** A citizen's page says, in either language, that one must sign in: does it, as this person. */
export async function signIn(page: Page, person: string): Promise<void> {
  await page
    .locator('main')
    .getByRole('button', { name: /^(登录|Sign in)$/ })
    .click();
  await choose(page, person);
}

/** Goes to a citizen's page and signs in there. Ends on that page. */
export async function signInAt(page: Page, address: string, person: string): Promise<void> {
  await page.goto(address);
  await signIn(page, person);
  await page.waitForURL(address);
}

/** The same at the desk, on any of its pages; where one ends is the person's first page or this one. */
export async function signInAtDesk(page: Page, address: string, person: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await choose(page, person);
}

/** Searches, opens the guide, starts. Ends on the first page of the form. */
export async function start(page: Page, url: string, search: string, item: Item, person: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('搜索事项').fill(search);
  await page.getByRole('link', { name: item.name.zh }).first().click();
  await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
  await page.getByRole('button', { name: '开始办理' }).click();
  await choose(page, person);
  await page.waitForURL(/\/apply\//);
}

/** Fills every section with these answers. Ends on the page after the form. */
export async function fillForm(page: Page, item: Item, answers: Answers): Promise<void> {
  for (const { section, fields } of visibleSections(item.form, answers)) {
    await page.getByRole('heading', { level: 1, name: section.title.zh }).waitFor();
    for (const field of fields) await fillField(page, field, answers);
    await page.getByRole('button', { name: '保存并继续' }).click();
  }
}

/** Uploads one little PDF for every paper asked for, and waits until each has passed its check. */
export async function uploadPapers(page: Page, item: Item, answers: Answers): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '上传材料' }).waitFor();
  for (const { code } of visibleMaterials(item, answers)) await uploadPaper(page, code);
  await page.getByRole('button', { name: '保存并继续' }).click();
}

export async function uploadPaper(page: Page, code: string, fileName = `${code}.pdf`): Promise<void> {
  const card = page.locator(`section:has(#materials-${code}-name)`);
  await page
    .locator(`#materials-${code}`)
    .setInputFiles({ name: fileName, mimeType: 'application/pdf', buffer: pdf(`${code} ${Date.now()}`) });
  await card.getByText(fileName).waitFor();
  await card.getByText('已就绪').waitFor();
}

/** Declares and submits. @returns the id and number of the case */
export async function submit(page: Page): Promise<{ caseId: string; caseNumber: string }> {
  await page.getByRole('heading', { level: 1, name: '核对后提交' }).waitFor();
  await page.getByLabel('我已核对并作出以上声明').check();
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.waitForURL(/\/submitted$/);
  const caseNumber = (await page.locator('.paper .case-number').textContent()) ?? '';
  expect(caseNumber).toMatch(/^[0-9A-Z]{31}\d{12}$/);
  return { caseId: page.url().split('/').at(-2) ?? '', caseNumber };
}

/** Signs in at the desk; the person's first stage of the inbox is shown. */
export async function toDesk(page: Page, url: string, person: string): Promise<void> {
  await signInAtDesk(page, `${url}/desk`, person);
  await page.getByText('收件箱').first().waitFor();
}

/** Opens a case from a stage of the inbox, where the queue's worker has put it by now or soon. */
export async function openAtDesk(page: Page, stage: string, caseId: string): Promise<void> {
  // On a phone the list and a case are not there at once.
  const back = page.getByRole('link', { name: '回到收件箱' });
  if (await back.isVisible()) await back.click();
  // And the stages are folded.
  const folded = page.locator('.filters-fold:not([open]) > summary');
  if (await folded.isVisible()) await folded.click();
  await page.getByRole('navigation', { name: '按阶段看' }).getByRole('link', { name: stage }).click();
  const row = page.locator(`a[href*="${caseId}"]`);
  await expect
    .poll(
      async () => {
        if (await row.isVisible()) return true;
        await page.reload();
        await page.getByText('收件箱').first().waitFor();
        return row.isVisible();
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(true);
  await row.click();
  await page.getByRole('heading', { name: '问的和答的' }).waitFor();
}

/** Presses an action's button, fills its form if it has one, and waits until the hall has done it. */
export async function act(
  page: Page,
  action: string,
  fill: (panel: ReturnType<Page['locator']>) => Promise<void> = async () => {},
): Promise<void> {
  await page.getByRole('region', { name: '可以办理的' }).getByRole('button', { name: action }).first().click();
  const panel = page.locator('form.panel');
  const confirm = panel.getByRole('button', { name: `确认${action}` });
  if (action !== '认领') {
    await fill(panel);
    await confirm.click();
    await panel.waitFor({ state: 'detached' });
  }
}
