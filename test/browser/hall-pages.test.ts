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
import { look, lookTwice, openBrowser, openWindow, widths } from './browser.ts';
import { lookClosely, lookNarrow } from './closely.ts';
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

const bookingPages = {
  booking: '/booking',
  hospital: '/booking/hospitals/h1',
  department: '/booking/departments/d01',
  appointments: '/booking/appointments',
  patients: '/booking/patients',
  'patient-new': '/booking/patients/new',
} as const;

/** The wide screen is looked at in the two plain languages; sizes and contrast matter most on a phone. */
const widthsFor = (name: string) =>
  Object.entries(widths).filter(([width]) => width === 'phone' || name === 'zh' || name === 'en');

describe.each(Object.entries(looks))('in the look %s', (name, cookie) => {
  it.each(widthsFor(name))(
    'every page can be read on a %s',
    async (width, size) => {
      const { page, complaints } = await openWindow(browser, size);
      const strangers = strangersOf(page);
      const narrow = width === 'phone' && (name === 'zh' || name === 'en');
      await setLook(page.context(), cookie);
      if (name === 'dark') await page.emulateMedia({ colorScheme: 'dark' });
      for (const [label, path] of Object.entries(publicPages)) {
        await page.goto(hall.url + path);
        await settled(page);
        await lookClosely(page, `hall-${width}-${name}-${label}`);
        if (narrow) await lookNarrow(page, `hall-${name}-${label}`);
      }
      await signInAt(page, `${hall.url}/cases`, 'li-na');
      // Words are longest in English, and in its largest letters they break first.
      const more = name === 'elder-en' ? bookingPages : {};
      for (const [label, path] of Object.entries({ ...ownPages(), ...more })) {
        await page.goto(hall.url + path);
        await settled(page);
        await lookClosely(page, `hall-${width}-${name}-${label}`);
        if (narrow || label in more) await lookNarrow(page, `hall-${name}-${label}`);
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

/** Goes to a page of the hall as a link does: without loading the document anew. */
async function goWithin(page: Page, path: string): Promise<void> {
  await page.evaluate(`(() => {
    document.querySelector('#way')?.remove();
    const way = Object.assign(document.createElement('a'), { id: 'way', href: ${JSON.stringify(path)}, textContent: 'x' });
    document.body.append(way);
    way.focus();
    way.click();
  })()`);
}

/** Answers without which a page is as good: a count beside a link, an offer to fill in, what is asked for again in time, a nearer way back. */
const besides =
  / without \/v1\/(me\/(notices|profile|device-key)|items\/published)$|^\/booking\/departments.*\/hospitals$/;

describe('when one answer of a page fails', () => {
  it('the page says what is missing under a heading, and has it at the next try', async () => {
    const { page, complaints } = await openWindow(browser, widths.phone, { serviceWorkers: 'block' });
    await signInAt(page, `${hall.url}/cases`, 'li-na');
    const asked = new Set<string>();
    let broken: string | undefined;
    await page.route('**/v1/**', (route) => {
      const { pathname } = new URL(route.request().url());
      if (route.request().method() === 'GET') asked.add(pathname);
      const detail = { zh: '系统出了问题，请稍后重试。', en: 'Something went wrong. Try again later.' };
      const body = { type: 'urn:banshi:problem:internal', title: 'Internal error', status: 500, detail, errors: [] };
      if (pathname !== broken) return route.continue();
      return route.fulfill({ status: 500, contentType: 'application/problem+json', json: body });
    });
    const visit = async (path: string) => {
      await goWithin(page, '/display');
      await page.getByRole('heading', { level: 1, name: '显示设置' }).waitFor();
      await goWithin(page, path);
      await page.waitForURL(hall.url + path);
    };
    const own = { ...ownPages(), ...bookingPages, session: await openSession(), correct: `/cases/${caseId}/correct` };
    const looked: string[] = [];
    for (const path of Object.values(own)) {
      broken = undefined;
      await visit(path);
      await settled(page);
      asked.clear();
      await visit(path);
      await settled(page);
      for (const call of [...asked]) {
        const which = `${path} without ${call}`;
        if (besides.test(which)) continue;
        broken = call;
        await visit(path);
        const told = page
          .locator('main')
          .locator('.notice.problem, .notice.amber')
          .filter({ hasText: /出了问题|没有取到/ });
        await expect.poll(() => told.count(), { message: which }).toBeGreaterThan(0);
        await expect.poll(() => page.locator('.waiting').count(), { message: which }).toBe(0);
        expect(await page.locator('h1').count(), which).toBe(1);
        broken = undefined;
        // More than one part may have missed the same answer.
        for (let left = await told.count(); left > 0; left--) {
          await told.first().getByRole('button', { name: '重试' }).click();
          await expect.poll(() => told.count(), { message: `${which}, tried again` }).toBeLessThan(left);
        }
        await settled(page);
        looked.push(which);
      }
    }
    expect(looked.length, looked.join('\n')).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
  }, 120_000);
});

/** Address of a doctor's session that gives out numbers. */
async function openSession(): Promise<string> {
  const { body } = await citizen('GET', '/v1/booking/departments/d01/sessions?days=14');
  const sessions = z.object({ sessions: z.array(z.object({ sessionId: z.string(), state: z.string() })) }).parse(body);
  const open = sessions.sessions.find(({ state }) => state === 'open') ?? sessions.sessions[0];
  if (open === undefined) throw new Error('no session in two weeks');
  return `/booking/sessions/${open.sessionId}`;
}

describe('every way to a page', () => {
  it('leads to its heading: there the focus is, and there a screen reader begins', async () => {
    const { page, complaints } = await openWindow(browser, widths.phone);
    await signInAt(page, `${hall.url}/cases`, 'li-na');
    const anywhere = { ...publicPages, ...ownPages(), ...bookingPages, correct: `/cases/${caseId}/correct` };
    for (const [label, path] of Object.entries(anywhere)) {
      await goWithin(page, path);
      await expect
        .poll(() => page.evaluate("document.activeElement?.tagName + ' ' + location.pathname"), { timeout: 10_000 })
        .toBe(`H1 ${path.split('?')[0]}`);
      await settled(page);
      // What comes later takes it from nobody, and a page has one heading of its first level.
      expect(
        await page.evaluate("document.activeElement?.tagName + document.querySelectorAll('h1').length"),
        label,
      ).toBe('H11');
    }
    expect(complaints).toEqual([]);
  }, 120_000);

  it('is said by name: no button, link or field without one, and one region of each kind', async () => {
    const { page } = await openWindow(browser, widths.phone);
    await signInAt(page, `${hall.url}/cases`, 'li-na');
    for (const path of Object.values({ ...publicPages, ...ownPages(), ...bookingPages })) {
      await page.goto(hall.url + path);
      await settled(page);
      const tree = await page.locator('body').ariaSnapshot();
      expect(
        tree
          .split('\n')
          .filter((line) => /- (button|link|textbox|searchbox|radio|checkbox|combobox)( \[.*\])?:?$/.test(line)),
        path,
      ).toEqual([]);
      expect(tree.match(/- main/g), path).toHaveLength(1);
      expect(tree.match(/- banner/g), path).toHaveLength(1);
      expect(tree.match(/- contentinfo/g), path).toHaveLength(1);
    }
  }, 120_000);

  it('goes from the own corner to the payments', async () => {
    const { page } = await openWindow(browser, widths.phone);
    await signInAt(page, `${hall.url}/me`, 'li-na');
    await page.locator('main').getByRole('link', { name: '我的缴费' }).click();
    await page.getByRole('heading', { level: 1, name: '我的缴费' }).waitFor();
  });
});

describe('a form that knows more than its fields', () => {
  it('tells a day too early at its question, in both languages, until it is put right', async () => {
    const made = await citizen('POST', '/v1/drafts', { body: { itemCode: '442006001000' } });
    const { page, complaints } = await openWindow(browser, widths.phone);
    const at = page.locator('#answers-registeredSince');
    await signInAt(page, `${hall.url}/apply/${made.body.caseId}/form/home`, 'li-na');
    await at.waitFor();
    const since = async (day: string) => {
      const [year = '', month = '', date = ''] = day.split('-');
      await page.locator('#answers-registeredSince-year').fill(year);
      await page.locator('#answers-registeredSince-month').fill(month);
      await page.locator('#answers-registeredSince-day').fill(date);
    };
    const month = 30.5 * 86_400_000;
    await since(dayOf(new Date(Date.now() - 2 * month).toISOString()));
    await page.getByRole('button', { name: '保存并继续' }).click();
    await page.locator('.error-summary:focus').waitFor();
    const told = page.locator('#answers-registeredSince-error');
    expect(await told.textContent()).toMatch(/从“居住登记日期”到申请当天要满 6 个月，最早是 \d{4}年\d+月\d+日。/);
    expect(await at.getAttribute('aria-describedby')).toContain('answers-registeredSince-error');
    await look(page, 'hall-phone-form-too-early');
    await page.getByRole('button', { name: 'English' }).click();
    await expect
      .poll(() => told.textContent())
      .toMatch(
        /From “Registered as living here since” to the day of application takes at least 6 months: \d+ \w+ \d{4} at the earliest\./,
      );
    await look(page, 'hall-phone-form-too-early-english');
    await page.getByRole('button', { name: '中文' }).click();
    await since(dayOf(new Date(Date.now() - 7 * month).toISOString()));
    await told.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('shows how a paper reads that will do: in the guide, in print, and where it is handed in', async () => {
    const allowance = itemSchema.parse((await citizen('GET', '/v1/items/442023005000')).body);
    const paper = allowance.materials.find(({ sample }) => sample !== undefined && sample.zh !== '');
    if (paper?.sample === undefined) throw new Error('this item has no sample any more');
    const [line = ''] = paper.sample.zh.split('\n').slice(1);
    const { page, complaints } = await openWindow(browser, widths.phone);
    await page.goto(`${hall.url}/items/442023005000`);
    await settled(page);
    const row = page.locator('li.paper-row', { hasText: paper.name.zh }).first();
    expect(await row.getByText(line).isVisible()).toBe(false);
    await row.getByText('看样文').click();
    expect(await row.getByText(line).isVisible()).toBe(true);
    await lookTwice(page, 'hall-phone-guide-sample');
    const made = await citizen('POST', '/v1/drafts', { body: { itemCode: '442023005000' } });
    const answers = sampleAnswers(allowance, dayOf(new Date().toISOString()));
    await citizen('PUT', `/v1/drafts/${made.body.caseId}`, { body: { answers }, ifMatch: made.body.version });
    await page.goto(`${hall.url}/apply/${made.body.caseId}/materials`);
    await signIn(page, 'li-na');
    const card = page.locator(`section:has(#materials-${paper.code}-name)`);
    await card.getByText('看样文').click();
    expect(await card.getByText(line).isVisible()).toBe(true);
    await lookTwice(page, 'hall-phone-materials-sample');
    expect(complaints).toEqual([]);
  });
});

describe('what the hall remembers', () => {
  it('is nothing without consent, and of what was agreed to each line can be forgotten by itself', async () => {
    await citizen('DELETE', '/v1/me/profile');
    const id = await filledDraft();
    const { page } = await openWindow(browser, widths.phone);
    await page.goto(`${hall.url}/apply/${id}/check`);
    await signIn(page, 'li-na');
    const asked = page.getByLabel('同意，帮我记住');
    await asked.waitFor();
    expect(await asked.isChecked()).toBe(false);
    await page.getByLabel('我已核对并作出以上声明').check();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/\/submitted$/);
    expect((await citizen('GET', '/v1/me/profile')).body).toEqual({ version: 0, answers: {} });
    const next = await citizen('POST', '/v1/drafts', { body: { itemCode: foodCode } });
    await page.goto(`${hall.url}/apply/${next.body.caseId}`);
    await settled(page);
    expect(await page.getByRole('button', { name: '填进来' }).count()).toBe(0);

    const profile = { answers: { fullName: '李娜', mobile: '13800138000' }, consent: true };
    expect((await citizen('PUT', '/v1/me/profile', { body: profile, ifMatch: 0 })).status).toBe(200);
    await page.goto(`${hall.url}/me`);
    await page.getByRole('button', { name: '删除 联系电话' }).click();
    await page.getByRole('button', { name: '删除 联系电话' }).waitFor({ state: 'detached' });
    expect((await citizen('GET', '/v1/me/profile')).body.answers).toEqual({ fullName: '李娜' });
  });

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
