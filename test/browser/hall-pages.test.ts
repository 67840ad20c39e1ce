/**
 * Every page of the hall, as each kind of reader meets it: both languages, the elder mode, high contrast, a dark screen, phone and wide screen; without
 * a script; without a network. No barrier of any weight, nothing wider than the window, no request to anybody else.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { dayOf } from '../../shared/base/time.ts';
import { requiredMaterials } from '../../shared/catalogue/answers.ts';
import { type Item, item as itemSchema } from '../../shared/catalogue/item.ts';
import { sampleAnswers } from '../support/answers.ts';
import { type Caller, pdf, upload } from '../support/client.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, openBrowser, openWindow, widths } from './browser.ts';
import { lookClosely } from './closely.ts';
import { signIn, signInAt } from './people.ts';

const foodCode = '440115025000';
const passport = '440106010000';

let hall: Hall;
let browser: Browser;
let citizen: Caller;
let item: Item;
/** A draft that is filled in, and a case that was submitted. */
let draftId: string;
let caseId: string;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  citizen = await hall.as('li-na');
  item = itemSchema.parse((await citizen('GET', `/v1/items/${foodCode}`)).body);
  draftId = await filledDraft();
  caseId = await filledDraft();
  expect((await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } })).status).toBe(201);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

async function filledDraft(): Promise<string> {
  const made = await citizen('POST', '/v1/drafts', { body: { itemCode: foodCode } });
  const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
  await citizen('PUT', `/v1/drafts/${made.body.caseId}`, { body: { answers }, ifMatch: made.body.version });
  for (const { code } of requiredMaterials(item, answers)) {
    const file = { name: `${code}.pdf`, type: 'application/pdf', bytes: pdf(`${made.body.caseId} ${code}`) };
    await upload(citizen, made.body.caseId, code, file);
  }
  return made.body.caseId;
}

const looks = {
  zh: 'language=zh',
  en: 'language=en',
  elder: 'language=zh&size=large',
  'elder-en': 'language=en&size=largest',
  contrast: 'language=zh&contrast=more',
  dark: 'language=zh',
} as const;

const setLook = (context: BrowserContext, look: string) =>
  context.addCookies([{ name: 'banshi.look', value: look, url: hall.url }]);

/** Hosts a page asked, beside the hall itself and the store of files, which on this machine is another port of it. */
function strangersOf(page: Page): string[] {
  const strangers: string[] = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (['data:', 'blob:'].includes(protocol) || hostname === 'localhost' || hostname.endsWith('.localhost')) return;
    if (hostname === '127.0.0.1' || hostname === new URL(hall.url).hostname) return;
    strangers.push(request.url());
  });
  return strangers;
}

/** Waits until the service worker serves this page. */
async function controlled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null'), { timeout: 80_000 }).toBe(true);
}

/** Waits until the page has drawn itself: its heading is there, and nothing is being fetched. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await expect.poll(() => page.locator('.waiting:not(.design .waiting)').count(), { timeout: 20_000 }).toBe(0);
}

const publicPages = {
  home: '/',
  items: '/items?theme=elderly',
  search: '/items?q=%E6%8A%A4%E7%85%A7',
  nothing: '/items?q=zzzzqqq',
  guide: `/items/${passport}`,
  together: '/together',
  'together-offer': '/together/birth',
  verify: '/verify',
  display: '/display',
  design: '/design',
  'not-found': '/nowhere',
} as const;

const ownPages = () => ({
  'home-own': '/',
  cases: '/cases',
  me: '/me',
  agents: '/me/agents',
  notices: '/notices',
  orders: '/orders',
  form: `/apply/${draftId}`,
  materials: `/apply/${draftId}/materials`,
  check: `/apply/${draftId}/check`,
  receipt: `/cases/${caseId}/submitted`,
  case: `/cases/${caseId}`,
  withdraw: `/cases/${caseId}/withdraw`,
});

/** The wide screen is looked at in the two plain languages; sizes and contrast matter most on a phone. */
const widthsFor = (name: string) =>
  Object.entries(widths).filter(([width]) => width === 'phone' || name === 'zh' || name === 'en');

describe.each(Object.entries(looks))('in the look %s', (name, cookie) => {
  it.each(widthsFor(name))(
    'every page can be read on a %s',
    async (width, size) => {
      const { page, complaints } = await openWindow(browser, size);
      const strangers = strangersOf(page);
      await setLook(page.context(), cookie);
      if (name === 'dark') await page.emulateMedia({ colorScheme: 'dark' });
      for (const [label, path] of Object.entries(publicPages)) {
        await page.goto(hall.url + path);
        await settled(page);
        await lookClosely(page, `hall-${width}-${name}-${label}`);
      }
      await signInAt(page, `${hall.url}/cases`, 'li-na');
      for (const [label, path] of Object.entries(ownPages())) {
        await page.goto(hall.url + path);
        await settled(page);
        await lookClosely(page, `hall-${width}-${name}-${label}`);
      }
      expect(strangers).toEqual([]);
      expect(complaints).toEqual([]);
    },
    400_000,
  );
});

describe('what keeps a page what it is', () => {
  it('no script but its own, no markup from text, no token where another window finds it', async () => {
    const { page } = await openWindow(browser, widths.phone);
    const answer = await page.goto(`${hall.url}/cases`);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    await signIn(page, 'li-na');
    await page.waitForURL(`${hall.url}/cases`);
    const tried = z.array(z.string()).parse(
      await page.evaluate(`(() => {
        const tries = [
          () => { document.body.innerHTML = '<p>x</p>'; },
          () => { document.createElement('script').text = 'x'; },
          () => { navigator.serviceWorker.register('/assets/other.js'); },
          () => { trustedTypes.createPolicy('other', {}); },
          () => { document.createElement('a').setAttribute('onclick', 'window.ran = true'); },
          () => { setTimeout('window.ran = true'); },
        ];
        return tries.map((each) => { try { each(); return 'done'; } catch (error) { return error.name; } });
      })()`),
    );
    expect(tried[0]).toBe('TypeError');
    expect(tried[1]).toBe('TypeError');
    expect(tried[3]).toBe('TypeError');
    expect(tried[4]).toBe('TypeError');
    expect(tried[5]).not.toBe('done');
    expect(await page.evaluate('window.ran === true')).toBe(false);
    const kept = z.object({ local: z.string(), cookie: z.string(), session: z.string() }).parse(
      await page.evaluate(`({
        local: JSON.stringify({ ...localStorage }),
        cookie: document.cookie,
        session: Object.keys(sessionStorage).join(' '),
      })`),
    );
    expect(kept.session).toContain('banshi.hall.tokens');
    expect(kept.local).toBe('{}');
    expect(kept.cookie).not.toMatch(/eyJ|token/i);
  });

  it('what somebody uploaded is never a page: it comes as what it is, to be saved or shown by itself', async () => {
    const { body } = await citizen('GET', `/v1/cases/${caseId}`);
    const { materialId } = z.object({ materialId: z.string() }).parse(body.materials[0]);
    const link = await citizen('GET', `/v1/cases/${caseId}/materials/${materialId}`);
    const answer = await fetch(z.string().parse(link.body.url));
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    // The store is told, by the signed link, what to say it is: never what whoever uploaded it says.
    const signed = new URL(link.body.url).searchParams;
    expect(signed.get('response-content-type')).toBe('application/pdf');
    expect(signed.get('response-content-disposition')).toMatch(/^(attachment|inline); filename/);
  });
});

describe('without a script', () => {
  it('one finds a service, reads its guide and changes the size', async () => {
    const context = await browser.newContext({ viewport: widths.phone, locale: 'zh-CN', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(hall.url);
    await page.locator('input[name="q"]').fill('护照');
    await page.keyboard.press('Enter');
    await page.locator(`a[href="/items/${passport}"]`).click();
    await page.getByRole('heading', { level: 1, name: '普通护照签发' }).waitFor();
    expect(await page.getByRole('heading', { name: '要准备什么' }).isVisible()).toBe(true);
    await page.getByRole('button', { name: '长辈版' }).click();
    await page.waitForURL(`${hall.url}/items/${passport}`);
    expect(await page.locator('html').getAttribute('data-size')).toBe('large');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'What do I need?' }).waitFor();
    await page.screenshot({ path: '.ci/out/screenshots/hall-phone-no-script-guide.png', fullPage: true });
    await context.close();
  });
});

describe.each(Object.entries(widths))('when the network fails on a %s', (width, size) => {
  it('nothing that was typed or chosen is lost, and it goes on by itself', async () => {
    const made = await citizen('POST', '/v1/drafts', { body: { itemCode: foodCode } });
    const id = z.string().parse(made.body.caseId);
    const stored = async () => (await citizen('GET', `/v1/drafts/${id}`)).body;
    const { page, complaints } = await openWindow(browser, size);
    await page.goto(`${hall.url}/apply/${id}/form/premises`);
    await signIn(page, 'li-na');
    await page.locator('#answers-premisesAddress').waitFor();
    await controlled(page);
    await page.locator('#answers-premisesAddress').fill('体育');
    await page.getByText(/已保存$/).waitFor();

    await page.context().setOffline(true);
    await page.locator('#answers-premisesAddress').fill('体育西路 1 号');
    await page.getByText('没有网络，先存在这台设备上').waitFor();
    await look(page, `hall-${width}-offline-form`);
    // Another page, and the form again, all without a network.
    await page.goto(`${hall.url}/`);
    await page.getByRole('heading', { level: 1, name: '您要办什么事？' }).waitFor();
    await page.getByText('断网时填的内容还有 1 份没送出').waitFor();
    await look(page, `hall-${width}-offline-home`);
    await page.goto(`${hall.url}/apply/${id}/form/premises`);
    await page.locator('#answers-premisesAddress').waitFor();
    expect(await page.locator('#answers-premisesAddress').inputValue()).toBe('体育西路 1 号');
    // A file chosen now waits on the device.
    await page.goto(`${hall.url}/apply/${id}/materials`);
    await page
      .locator('#materials-safety-rules')
      .setInputFiles({ name: '制度.pdf', mimeType: 'application/pdf', buffer: pdf(`offline ${width} ${Date.now()}`) });
    await page.getByText('文件已存在这台设备上').waitFor();
    await look(page, `hall-${width}-offline-materials`);

    // Meanwhile the same line was changed on another device.
    const before = await stored();
    const body = { answers: { ...before.answers, premisesAddress: '北京路 2 号' } };
    expect((await citizen('PUT', `/v1/drafts/${id}`, { body, ifMatch: before.version })).status).toBe(200);

    await page.context().setOffline(false);
    await expect.poll(async () => (await stored()).answers.premisesAddress, { timeout: 40_000 }).toBe('体育西路 1 号');
    await expect.poll(async () => (await stored()).materials?.length ?? 0, { timeout: 40_000 }).toBe(1);
    await page.getByText('这几处在别的设备上也改过').waitFor();
    await look(page, `hall-${width}-conflict`);
    await page.getByRole('button', { name: '改用别处的' }).click();
    await expect.poll(async () => (await stored()).answers.premisesAddress, { timeout: 20_000 }).toBe('北京路 2 号');
    expect(complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  }, 240_000);
});

describe('what the device keeps', () => {
  it('is sealed: nothing of it can be read on the disk, and it opens again for its owner after they left', async () => {
    const made = await citizen('POST', '/v1/drafts', { body: { itemCode: foodCode } });
    const { page } = await openWindow(browser, widths.phone);
    const address = `${hall.url}/apply/${made.body.caseId}/form/premises`;
    await page.goto(address);
    await signIn(page, 'li-na');
    await page.locator('#answers-premisesAddress').waitFor();
    await controlled(page);
    await page.context().setOffline(true);
    await page.locator('#answers-premisesAddress').fill('只有我知道的地址');
    await page.getByText('没有网络，先存在这台设备上').waitFor();
    const everything = `new Promise((resolve, reject) => {
      const asking = indexedDB.open('banshi', 1);
      asking.onerror = () => reject(asking.error);
      asking.onsuccess = () => {
        const all = asking.result.transaction('kept').objectStore('kept').getAll();
        all.onsuccess = () => resolve(all.result.map((row) => row.id + new TextDecoder().decode(row.sealed)).join(' '));
      };
    })`;
    await expect.poll(async () => z.string().parse(await page.evaluate(everything)).length).toBeGreaterThan(100);
    const disk = z.string().parse(await page.evaluate(everything));
    expect(disk).not.toContain('只有我知道的地址');
    expect(disk).not.toContain('li-na');
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { level: 1, name: '您要办什么事？' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await page.context().setOffline(false);
    await page.goto(`${hall.url}/cases`);
    await signIn(page, 'li-na');
    await expect
      .poll(async () => (await citizen('GET', `/v1/drafts/${made.body.caseId}`)).body.answers.premisesAddress, {
        timeout: 30_000,
      })
      .toBe('只有我知道的地址');
  }, 120_000);
});

describe('what the hall remembers', () => {
  it('is offered in the next form once the person agreed, and forgotten when they say so', async () => {
    await citizen('DELETE', '/v1/me/profile');
    const { page, complaints } = await openWindow(browser, widths.phone);
    await page.goto(`${hall.url}/apply/${draftId}/check`);
    await signIn(page, 'li-na');
    await page.getByLabel('同意，帮我记住').check();
    await page.getByLabel('我已核对并作出以上声明').check();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/\/submitted$/);
    const { answers } = (await citizen('GET', '/v1/me/profile')).body;
    expect(Object.keys(answers).length).toBeGreaterThan(2);
    const next = await citizen('POST', '/v1/drafts', { body: { itemCode: passport } });
    await page.goto(`${hall.url}/apply/${next.body.caseId}`);
    await page.getByRole('button', { name: '填进来' }).click();
    await expect
      .poll(async () => (await citizen('GET', `/v1/drafts/${next.body.caseId}`)).body.answers)
      .toMatchObject({ fullName: answers.fullName });
    await page.goto(`${hall.url}/me`);
    await page.getByText('同意保存').waitFor();
    await look(page, 'hall-phone-me-kept');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: '全部删除' }).click();
    await page.getByText('没有保存任何资料').waitFor();
    expect((await citizen('GET', '/v1/me/profile')).body).toEqual({ version: 0, answers: {} });
    expect(complaints).toEqual([]);
  }, 120_000);
});
