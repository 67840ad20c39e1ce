/** What makes the pages bearable: languages, sizes, keys; two windows, a lost network, a wrong file, a double press. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { dayOf } from '../../shared/base/time.ts';
import { requiredMaterials } from '../../shared/catalogue/answers.ts';
import { type Item, item as itemSchema } from '../../shared/catalogue/item.ts';
import { dayText } from '../../web/src/base/format.ts';
import { sampleAnswers } from '../support/answers.ts';
import { type Caller, pdf, upload } from '../support/client.ts';
import { largePdf } from '../support/files.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, lookTwice, openBrowser, openWindow, setDeviceClock, widths } from './browser.ts';
import { choose, openAtDesk, signIn, signInAt, toDesk } from './people.ts';

const foodCode = '440115025000';
const today = dayOf(new Date().toISOString());

let hall: Hall;
let browser: Browser;
let citizen: Caller;
let item: Item;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  citizen = await hall.as('li-na');
  item = itemSchema.parse((await citizen('GET', `/v1/items/${foodCode}`)).body);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

async function draft(): Promise<{ caseId: string; version: number }> {
  return (await citizen('POST', '/v1/drafts', { body: { itemCode: foodCode } })).body;
}

/** A draft with everything it needs. @returns its id */
async function filledDraft(): Promise<string> {
  const { caseId, version } = await draft();
  const answers = sampleAnswers(item, today);
  expect((await citizen('PUT', `/v1/drafts/${caseId}`, { body: { answers }, ifMatch: version })).status).toBe(200);
  for (const { code } of requiredMaterials(item, answers)) {
    await upload(citizen, caseId, code, {
      name: `${code}.pdf`,
      type: 'application/pdf',
      bytes: pdf(`${caseId} ${code}`),
    });
  }
  return caseId;
}

const answerOf = async (caseId: string, name: string) =>
  (await citizen('GET', `/v1/drafts/${caseId}`)).body.answers[name];

/** Waits until the service worker serves this page. */
async function controlled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null'), { timeout: 80_000 }).toBe(true);
}

/** Li Na's window on a page of her own. */
async function signedIn(path: string, size: { width: number; height: number } = widths.phone) {
  const window = await openWindow(browser, size);
  await signInAt(window.page, hall.url + path, 'li-na');
  return window;
}

describe('languages and sizes', () => {
  it('stay as chosen, and every page still fits and can be read', async () => {
    const { page, complaints } = await openWindow(browser, widths.phone);
    await page.goto(hall.url);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'What do you need to do?' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: 'Larger' }).click();
    await look(page, 'phone-large-english-home');
    await page.goto(`${hall.url}/items/${foodCode}`);
    await page.getByRole('heading', { level: 1, name: item.name.en }).waitFor();
    await look(page, 'phone-large-english-guide');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
    await look(page, 'phone-large-guide');
    expect(complaints).toEqual([]);
  });

  it('give targets of 44 px, and of 60 px in the elder mode', async () => {
    const { page } = await openWindow(browser, widths.phone);
    await page.goto(`${hall.url}/verify`);
    const smallest = z.number();
    const heights = `Math.min(...[...document.querySelectorAll('main button, main input, header button, header nav a')].map((one) => one.getBoundingClientRect().height).filter((height) => height > 0))`;
    expect(smallest.parse(await page.evaluate(heights))).toBeGreaterThanOrEqual(44);
    await page.getByRole('button', { name: '长辈版' }).click();
    await expect.poll(async () => smallest.parse(await page.evaluate(heights))).toBeGreaterThanOrEqual(60);
    const size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)";
    expect(smallest.parse(await page.evaluate(size))).toBeGreaterThanOrEqual(18);
  });

  it('print the guide whole, without what is for the screen', async () => {
    const { page } = await openWindow(browser, widths.desk);
    await page.goto(`${hall.url}/items/${foodCode}`);
    await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.getByText(item.process[0]?.zh ?? '').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: '开始办理' }).isVisible()).toBe(false);
    expect(await page.getByRole('banner').isVisible()).toBe(false);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await page.emulateMedia({ media: 'screen' });
    expect(await page.getByText(item.process[0]?.zh ?? '').isVisible()).toBe(false);
  });

  it('follow a dark screen', async () => {
    const { page } = await openWindow(browser, widths.desk);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${hall.url}/items/${foodCode}`);
    await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
    await look(page, 'desk-dark-guide');
  });
});

describe('a draft', () => {
  it('in two windows keeps what each of them typed', async () => {
    const { caseId } = await draft();
    const one = await signedIn(`/apply/${caseId}/form/agent`);
    const two = await signedIn(`/apply/${caseId}/form/premises`);
    await one.page.locator('#answers-byAgent').getByLabel('是').check();
    await two.page.locator('#answers-premisesAddress').fill('体育西路 1 号');
    await one.page.locator('#answers-agentName').fill('陈小明');
    for (const { page } of [one, two]) await page.getByText(/已保存$/).waitFor();
    await expect
      .poll(async () => (await citizen('GET', `/v1/drafts/${caseId}`)).body.answers)
      .toEqual({ byAgent: true, agentName: '陈小明', premisesAddress: '体育西路 1 号' });
  });

  it('survives a lost network and a reload', async () => {
    const { caseId } = await draft();
    const { page } = await signedIn(`/apply/${caseId}/form/premises`);
    await page.locator('#answers-premisesAddress').fill('体育');
    await page.getByText(/已保存$/).waitFor();
    await page.context().setOffline(true);
    await page.locator('#answers-premisesAddress').fill('体育西路 1 号');
    await page.getByText('没有网络，先存在这台设备上').waitFor();
    await look(page, 'phone-form-offline');
    await page.context().setOffline(false);
    await page.reload();
    expect(await page.locator('#answers-premisesAddress').inputValue()).toBe('体育西路 1 号');
    await expect
      .poll(async () => (await citizen('GET', `/v1/drafts/${caseId}`)).body.answers.premisesAddress)
      .toBe('体育西路 1 号');
  });

  it('is saved before its owner signs out, and nothing stays in the tab', async () => {
    const { caseId } = await draft();
    const { page } = await signedIn(`/apply/${caseId}/form/premises`);
    await page.locator('#answers-premisesAddress').fill('北京路 168 号');
    await page.getByRole('button', { name: '退出' }).click();
    await page.locator('main').getByRole('button', { name: '登录' }).waitFor();
    expect((await citizen('GET', `/v1/drafts/${caseId}`)).body.answers.premisesAddress).toBe('北京路 168 号');
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('leaves the next person at the same computer nothing: no search, no guide that was read, no page to go back to', async () => {
    const { page } = await signedIn('/me', widths.desk);
    await expect
      .poll(() => page.evaluate('navigator.serviceWorker.controller !== null'), { timeout: 60_000 })
      .toBe(true);
    await page.goto(`${hall.url}/items?q=${encodeURIComponent('残疾人')}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.goto(`${hall.url}/items/${foodCode}`);
    await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
    const kept = `caches.keys().then((names) => Promise.all(names.map(async (name) =>
      (await (await caches.open(name)).keys()).map(({ url }) => decodeURIComponent(url))))).then((all) => all.flat().join(' '))`;
    await expect.poll(() => page.evaluate(kept)).toContain(`${hall.url}/items/${foodCode}`);
    expect(await page.evaluate(kept)).not.toContain('残疾人');
    await page.goto(`${hall.url}/me`);
    await page.getByText('李娜').first().waitFor();
    // Without its tokens, as after signing out, the page that is brought back is the next person's.
    await page.evaluate(
      "sessionStorage.clear(); dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
    );
    await page.locator('main').getByRole('button', { name: '登录' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('李娜');

    await page.locator('main').getByRole('button', { name: '登录' }).click();
    await page.getByText('李娜').first().waitFor();
    await page.goto(`${hall.url}/items/${foodCode}`);
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { level: 1, name: '您要办什么事？' }).waitFor();
    expect(await page.evaluate(kept)).not.toContain(`${hall.url}/items/${foodCode}`);
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('is told of a file that is not what it says, and goes on without it', async () => {
    const caseId = await filledDraft();
    const { page } = await signedIn(`/apply/${caseId}/materials`);
    const disguised = { name: '制度.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ this is a program') };
    await page.locator('#materials-safety-rules').setInputFiles(disguised);
    await page.getByText('没有通过检查').waitFor();
    await page.getByText('文件的真实格式不是所选的格式').waitFor();
    await page.getByRole('button', { name: '保存并继续' }).click();
    await page.locator('.error-summary:focus').waitFor();
    await look(page, 'phone-materials-refused');
    await page.getByRole('button', { name: '删除 制度.pdf' }).click();
    await page.getByText('没有通过检查').waitFor({ state: 'detached' });
    const drawing = { name: '图.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') };
    await page.locator('#materials-safety-rules').setInputFiles(drawing);
    await page.getByText('文件类型不对').waitFor();
  });

  it('takes a photograph made smaller, without where and with what it was taken, and shows it', async () => {
    const { caseId } = await draft();
    const { page } = await signedIn(`/apply/${caseId}/materials`);
    // What a telephone's camera gives: 12 megapixels, too many details to be small, and an APP1 segment (Exif) with its place.
    const taken = z.string().parse(
      await page.evaluate(`(() => {
        const canvas = document.createElement('canvas');
        canvas.width = 4000;
        canvas.height = 3000;
        const context = canvas.getContext('2d');
        for (let at = 0; at < 60000; at++) {
          context.fillStyle = 'hsl(' + ((at * 47) % 360) + ' 60% ' + ((at * 31) % 100) + '%)';
          context.fillRect((at * 97) % 4000, (at * 57) % 3000, 24, 18);
        }
        return canvas.toDataURL('image/jpeg', 0.97).split(',')[1];
      })()`),
    );
    const plain = Buffer.from(taken, 'base64');
    const place = Buffer.from('Exif\0\0 taken at home, 23.1291 N 113.2644 E');
    const segment = Buffer.concat([Buffer.of(0xff, 0xe1, 0, place.length + 2), place]);
    const buffer = Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]);
    expect(buffer.length).toBeGreaterThan(1_200_000);
    await page
      .locator('#materials-safety-rules-camera')
      .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByText('已就绪').waitFor();
    const shown = page.locator('img.preview');
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2400);
    await look(page, 'phone-materials-photograph');
    const [material] = (await citizen('GET', `/v1/drafts/${caseId}`)).body.materials;
    expect(material).toMatchObject({ fileName: 'IMG_1.jpg', mediaType: 'image/jpeg', state: 'clean' });
    expect(material.bytes).toBeLessThan(buffer.length / 2);
    const { url } = (await citizen('GET', `/v1/cases/${caseId}/materials/${material.materialId}`)).body;
    const kept = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect([kept.includes('Exif'), kept.includes('113.2644')]).toEqual([false, false]);
  });

  it.each(Object.entries(widths))(
    'with a large file on a %s goes on with the part in which the network broke off, in a window opened later',
    async (width, size) => {
      const { caseId } = await draft();
      const { page } = await signedIn(`/apply/${caseId}/materials`, size);
      const context = page.context();
      const sent: string[] = [];
      let broken = false;
      await context.route('**/_s3/**', async (route) => {
        const part = /\/(\d)\?/.exec(route.request().url())?.[1];
        if (route.request().method() !== 'PUT' || part === undefined) return route.continue();
        if (part === '2' && !broken) {
          broken = true;
          return route.abort('connectionreset');
        }
        sent.push(part);
        return route.continue();
      });
      const buffer = largePdf(2_500_000, caseId);
      await page
        .locator('#materials-safety-rules')
        .setInputFiles({ name: '大制度.pdf', mimeType: 'application/pdf', buffer });
      await page.getByText('文件已存在这台设备上').waitFor();
      await page.context().setOffline(true);
      await look(page, `${width}-materials-broken-off`);
      expect([broken, sent]).toEqual([true, ['1']]);
      await page.close();

      const later = await context.newPage();
      await context.setOffline(false);
      await later.goto(`${hall.url}/apply/${caseId}/materials`);
      await later.locator('main').getByRole('button', { name: '登录' }).click();
      await later.getByText('大制度.pdf').first().waitFor();
      await later.getByText('已就绪').waitFor();
      expect(await later.locator('li.file').count()).toBe(1);
      expect(sent).toEqual(['1', '2', '3']);
      const { materials } = (await citizen('GET', `/v1/drafts/${caseId}`)).body;
      expect(materials).toMatchObject([{ fileName: '大制度.pdf', state: 'clean', bytes: buffer.length }]);
    },
  );

  it('with a large file of which a part hangs takes the line for dead, says so, and sends that part again', async () => {
    const { caseId } = await draft();
    const { page } = await signedIn(`/apply/${caseId}/materials`);
    await page.clock.install();
    const sent: string[] = [];
    let hanging = 0;
    await page.context().route('**/_s3/**', async (route) => {
      const part = /\/(\d)\?/.exec(route.request().url())?.[1];
      if (route.request().method() !== 'PUT' || part === undefined) return route.continue();
      // Neither an answer nor an end: what a telephone in a lift has.
      if (part === '2' && hanging === 0) {
        hanging += 1;
        return undefined;
      }
      sent.push(part);
      return route.continue();
    });
    await page
      .locator('#materials-safety-rules')
      .setInputFiles({ name: '大制度.pdf', mimeType: 'application/pdf', buffer: largePdf(2_500_000, caseId) });
    await expect.poll(() => hanging, { timeout: 20_000 }).toBe(1);
    // A part may take three minutes from the machine's own buffers: after two nothing is given up yet.
    await page.clock.runFor(120_000);
    expect(await page.getByText('文件已存在这台设备上').count()).toBe(0);
    await page.clock.runFor(70_000);
    await page.getByText('已就绪').or(page.getByText('文件已存在这台设备上')).first().waitFor();
    await expect(page.getByText('已就绪').count()).resolves.toBeLessThan(2);
    await page.clock.runFor(15_000);
    await expect
      .poll(
        async () => {
          await page.clock.runFor(2000);
          return page.getByText('已就绪').count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    expect(sent).toEqual(['1', '2', '3']);
  });

  it('with a large file half sent takes another one in its place, and nothing is left of the first', async () => {
    const { caseId } = await draft();
    const { page } = await signedIn(`/apply/${caseId}/materials`);
    const materials = async (): Promise<{ fileName: string; state: string }[]> =>
      (await citizen('GET', `/v1/drafts/${caseId}`)).body.materials;
    let broken = true;
    await page
      .context()
      .route('**/_s3/**', (route) =>
        broken && route.request().method() === 'PUT' && /\/2\?/.test(route.request().url())
          ? route.abort('connectionreset')
          : route.continue(),
      );
    const input = page.locator('#materials-safety-rules');
    await input.setInputFiles({
      name: '第一份.pdf',
      mimeType: 'application/pdf',
      buffer: largePdf(2_500_000, `${caseId} 1`),
    });
    await page.getByText('文件已存在这台设备上').waitFor();
    expect(await materials()).toMatchObject([{ fileName: '第一份.pdf', state: 'expected' }]);
    await page.getByRole('button', { name: '删除 第一份.pdf' }).click();
    broken = false;
    await input.setInputFiles({
      name: '第二份.pdf',
      mimeType: 'application/pdf',
      buffer: largePdf(2_500_000, `${caseId} 2`),
    });
    await page.getByText('已就绪').waitFor();
    expect(await materials()).toMatchObject([{ fileName: '第二份.pdf', state: 'clean' }]);
    await page.reload();
    await page.getByText('第二份.pdf').first().waitFor();
    expect(await page.getByText('第一份.pdf').count()).toBe(0);
  });

  it('whose window was killed in the middle of a word is found by the next window', async () => {
    const { caseId } = await draft();
    const address = `/apply/${caseId}/form/premises`;
    const { page } = await signedIn(address);
    let broken = true;
    await page
      .context()
      .route('**/v1/drafts/**', (route) =>
        broken && route.request().method() === 'PUT' ? route.abort('connectionreset') : route.continue(),
      );
    await page.locator('#answers-premisesAddress').fill('电影院路 9 号');
    await page.getByText('没有网络，先存在这台设备上').waitFor();
    await page.locator('#answers-premisesAddress').fill('电影院路 9 号后座');
    await page.getByText('没有网络，先存在这台设备上').waitFor();
    const session = await page.context().newCDPSession(page);
    session.send('Page.crash').catch(() => undefined);
    await page.waitForEvent('crash');
    const next = await page.context().newPage();
    await next.goto(hall.url + address);
    await next.locator('main').getByRole('button', { name: '登录' }).click();
    await next.locator('#answers-premisesAddress').waitFor();
    await expect
      .poll(() => next.locator('#answers-premisesAddress').inputValue(), { timeout: 20_000 })
      .toBe('电影院路 9 号后座');
    broken = false;
    await expect.poll(() => answerOf(caseId, 'premisesAddress'), { timeout: 40_000 }).toBe('电影院路 9 号后座');
  });

  it('typed into by two windows without a network keeps both, when both are closed', async () => {
    const { caseId } = await draft();
    const one = await signedIn(`/apply/${caseId}/form/premises`);
    const context = one.page.context();
    await controlled(one.page);
    const two = await context.newPage();
    await two.goto(`${hall.url}/apply/${caseId}/form/agent`);
    await two.locator('main').getByRole('button', { name: '登录' }).click();
    await two.locator('#answers-byAgent').waitFor();
    await context.setOffline(true);
    await two.locator('#answers-byAgent').getByLabel('是').check();
    await two.locator('#answers-agentName').fill('第一个窗口');
    await one.page.locator('#answers-premisesAddress').fill('第二个窗口');
    for (const page of [one.page, two]) await page.getByText('没有网络，先存在这台设备上').waitFor();
    await one.page.close();
    await two.close();
    await context.setOffline(false);
    const later = await context.newPage();
    await later.goto(`${hall.url}/cases`);
    await later.locator('main').getByRole('button', { name: '登录' }).click();
    await expect
      .poll(async () => (await citizen('GET', `/v1/drafts/${caseId}`)).body.answers, { timeout: 40_000 })
      .toEqual({ byAgent: true, agentName: '第一个窗口', premisesAddress: '第二个窗口' });
    // Sent once, and not for ever.
    await later.goto(hall.url);
    await later.getByRole('heading', { name: '等您处理' }).waitFor();
    await expect.poll(() => later.getByText(/断网时填的内容还有/).count()).toBe(0);
  });

  it('outlives a session that ran out, and says nothing of it to whoever signs in next in the same tab', async () => {
    const { caseId } = await draft();
    const { page } = await signedIn(`/apply/${caseId}/form/premises`);
    await page.locator('#answers-premisesAddress').fill('先到的人写的');
    await page.getByText(/已保存$/).waitFor();
    // The issuer takes neither the token nor its renewal any more.
    await page
      .context()
      .route('**/v1/drafts/**', (route) =>
        route.request().method() === 'PUT'
          ? route.fulfill({ status: 401, json: { type: 'urn:banshi:problem:unauthorized' } })
          : route.continue(),
      );
    await page.context().route('**/token', (route) => route.fulfill({ status: 400, json: { error: 'invalid_grant' } }));
    await page.locator('#answers-premisesAddress').fill('先到的人还没存上的');
    await page.getByText('登录后才能继续填写。填过的都在。').waitFor();
    await look(page, 'phone-form-session-over');
    await page.context().unrouteAll();
    await page.context().clearCookies();
    await signIn(page, 'zhang-wei');
    await page.getByText('没有找到，或不在您的权限之内。').waitFor();
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('先到的人');
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { level: 1, name: '您要办什么事？' }).waitFor();
    await page.goto(`${hall.url}/apply/${caseId}/form/premises`);
    await signIn(page, 'li-na');
    await expect
      .poll(() => page.locator('#answers-premisesAddress').inputValue(), { timeout: 20_000 })
      .toBe('先到的人还没存上的');
    await expect.poll(() => answerOf(caseId, 'premisesAddress'), { timeout: 30_000 }).toBe('先到的人还没存上的');
  });

  it.each(['a full disk', 'no storage at all'])(
    'is saved with %s, and without a network the page says that it must stay open',
    async (how) => {
      const { caseId } = await draft();
      const { page } = await openWindow(browser, widths.phone);
      await signInAt(page, `${hall.url}/apply/${caseId}/form/premises`, 'li-na');
      await page.addInitScript(
        how === 'a full disk'
          ? `Storage.prototype.setItem = IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };`
          : `Object.defineProperty(window, 'indexedDB', { value: undefined });
           Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`,
      );
      await page.reload();
      await page.locator('#answers-premisesAddress').fill('存得上的');
      await expect.poll(() => answerOf(caseId, 'premisesAddress'), { timeout: 30_000 }).toBe('存得上的');
      await page.context().setOffline(true);
      await page.locator('#answers-premisesAddress').fill('存不下的');
      await page.getByText('这台设备也存不下：请不要关掉这一页').waitFor();
      await look(page, `phone-form-${how === 'a full disk' ? 'disk-full' : 'no-storage'}`);
      const asked = page.waitForEvent('dialog').then(async (dialog) => {
        await dialog.dismiss();
        return dialog.type();
      });
      await page.close({ runBeforeUnload: true });
      expect(await asked).toBe('beforeunload');
      await page.context().setOffline(false);
      await expect.poll(() => answerOf(caseId, 'premisesAddress'), { timeout: 40_000 }).toBe('存不下的');
      await page.getByText(/已保存$/).waitFor();
    },
  );

  it('whose form the agency changed in between is told so at the last press, keeps every answer, and goes on', async () => {
    const caseId = await filledDraft();
    const before = (await citizen('GET', `/v1/drafts/${caseId}`)).body.answers;
    const { page } = await signedIn(`/apply/${caseId}/check`);
    await page.getByLabel('我已核对并作出以上声明').check();
    // As the hall answers from the morning on which a new version is in force.
    const asked = { field: 'fullName', label: { zh: '姓名', en: 'Name' }, why: 'reworded' };
    const outdated = { version: item.version + 1, again: [asked], gone: [{ zh: '传真', en: 'Fax' }] };
    await page.route('**/submit', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        json: { type: 'urn:banshi:problem:draft-outdated', status: 409, title: '', detail: '' },
      }),
    );
    await page.route(`**/v1/drafts/${caseId}`, async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const answer = await route.fetch();
      return route.fulfill({ response: answer, json: { ...(await answer.json()), outdated } });
    });
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { level: 1, name: '这个事项更新了' }).waitFor();
    await page.getByText('问法变了，请核对').waitFor();
    await page.getByText('不再需要：传真').waitFor();
    await lookTwice(page, 'phone-form-outdated');
    await page.unrouteAll();
    await page.getByRole('button', { name: '换到新版本，继续填写' }).click();
    await page.getByRole('heading', { level: 1, name: '核对后提交' }).waitFor();
    expect((await citizen('GET', `/v1/drafts/${caseId}`)).body.answers).toEqual(before);
    await page.getByLabel('我已核对并作出以上声明').check();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/\/submitted$/);
  });

  it('submitted, the answer lost, and pressed again and again, is one case', async () => {
    const caseId = await filledDraft();
    const { page } = await signedIn(`/apply/${caseId}/check`);
    await page.getByLabel('我已核对并作出以上声明').check();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('连不上办事大厅').first().waitFor();
    await page.context().setOffline(false);
    const keys: string[] = [];
    let heard = false;
    await page.route('**/submit', async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      const answer = await route.fetch();
      // It arrives; that it did is not heard of until the line is better.
      return heard ? route.fulfill({ response: answer }) : route.abort('connectionreset');
    });
    await page.getByRole('button', { name: '提交申请' }).click();
    await expect.poll(() => keys.length).toBeGreaterThan(0);
    await page.getByText('连不上办事大厅').first().waitFor();
    heard = true;
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/\/submitted$/);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
    expect((await citizen('GET', `/v1/cases/${caseId}`)).body.state).toBe('submitted');
  });

  it('pressed twice is one case', async () => {
    const caseId = await filledDraft();
    const { page } = await signedIn(`/apply/${caseId}/check`);
    await page.getByLabel('我已核对并作出以上声明').check();
    const calls: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/submit')) calls.push(request.headers()['idempotency-key'] ?? '');
    });
    await page.getByRole('button', { name: '提交申请' }).dblclick();
    await page.waitForURL(/\/submitted$/);
    expect(new Set(calls).size).toBe(1);
    await page.goBack();
    await page.goto(`${hall.url}/apply/${caseId}/check`);
    await page.getByRole('heading', { name: '这份申请已经提交。' }).waitFor();
  });
});

describe('without a mouse', () => {
  it('somebody finds a service, signs in, answers, and what they answered is saved', async () => {
    const { page } = await openWindow(browser, widths.desk);
    /** Goes on with Tab until this has the focus. */
    const to = async (selector: string) => {
      for (let press = 0; press < 60; press++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return;
      }
      throw new Error(`never came to ${selector}`);
    };
    await page.goto(hall.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await to('.skip');
    await page.keyboard.press('Enter');
    await to('input[name="q"]');
    await page.keyboard.type('食品经营');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/items\?q=/);
    await page.locator(`main a[href="/items/${foodCode}"]`).first().waitFor();
    await to(`main a[href="/items/${foodCode}"]`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
    await to('main button.button');
    await page.keyboard.press('Enter');
    await page.locator('button[name="person"][value="li-na"]').waitFor();
    await to('button[value="li-na"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/apply\//);
    await page.getByRole('radio').first().waitFor();
    await to('input[type="radio"]');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await to('button.button[type="submit"]');
    await page.keyboard.press('Enter');
    // On the next page the heading has the focus: what is read first is where one is.
    await page.locator('h1:focus').waitFor();
    const id = page.url().split('/').at(4) ?? '';
    await expect
      .poll(async () => Object.values((await citizen('GET', `/v1/drafts/${id}`)).body.answers))
      .toEqual(['natural']);
  });
});

describe('a case', () => {
  it('can be withdrawn, once the person has said so twice', async () => {
    const caseId = await filledDraft();
    await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
    const { page } = await signedIn(`/cases/${caseId}`);
    await page.getByRole('link', { name: '撤回申请' }).click();
    await page.getByRole('heading', { name: '撤回这件申请？' }).waitFor();
    await look(page, 'phone-withdraw');
    await page.getByRole('button', { name: '确认撤回' }).click();
    await page.waitForURL(`${hall.url}/cases/${caseId}`);
    await expect.poll(async () => (await citizen('GET', `/v1/cases/${caseId}`)).body.state).toBe('withdrawn');
    await page.getByRole('link', { name: '撤回申请' }).waitFor({ state: 'detached' });
  });

  it('decided against them says what they can do: ask, apply again, have it reviewed, go to court, complain', async () => {
    const caseId = await filledDraft();
    await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
    const officer = await hall.as('officer-zhou');
    for (const [act, body] of [
      ['claim', {}],
      ['refuse', { reason: '第一行：不属于本机关职权范围。\n\u202E第二行\u0007：请向区市场监管局申请。' }],
    ] as const)
      expect(
        (await officer('POST', `/v1/agency/cases/${caseId}/${act}`, { body, key: `${caseId}-${act}` })).status,
      ).toBe(200);
    const { page, complaints } = await signedIn(`/cases/${caseId}`);
    await page.getByRole('heading', { name: '不同意这个结果？' }).waitFor();
    await page.getByText('60 日内').waitFor();
    const remedies = page.locator('section[aria-labelledby="remedies"] a');
    const numbers = await remedies.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(numbers).toEqual([`tel:${item.enquiryPhone}`, `tel:${item.complaintPhone}`]);
    // The officer's two lines are two lines, without what would turn them.
    await page.getByText('第二行：请向区市场监管局申请。').first().waitFor();
    await lookTwice(page, 'phone-case-refused');
    expect(complaints).toEqual([]);
  });

  it('of somebody else does not exist', async () => {
    const caseId = await filledDraft();
    await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
    const { page } = await openWindow(browser, widths.phone);
    await page.goto(`${hall.url}/cases/${caseId}`);
    await signIn(page, 'zhang-wei');
    await page.getByText('没有找到，或不在您的权限之内。').waitFor();
  });
});

describe('a device whose clock is off', () => {
  const [beforeToday, afterToday] = [-1, 1].map((days) =>
    dayOf(new Date(Date.now() + days * 86_400_000).toISOString()),
  );

  it.each([
    ['three years behind', -3],
    ['two years ahead', 2],
  ])('by %s goes by the time of the hall', async (_how, years) => {
    const caseId = await filledDraft();
    await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
    const { page, complaints } = await openWindow(browser, widths.phone);
    await setDeviceClock(page, years);
    // Its sign-in is good: an ID token is not old because the device is in another year.
    await signInAt(page, `${hall.url}/cases/${caseId}`, 'li-na');
    expect(z.number().parse(await page.evaluate('new Date().getFullYear()'))).not.toBe(new Date().getFullYear());
    // What was filed a moment ago was filed today; a day of this year does without it.
    await page.getByRole('heading', { name: '办理经过' }).waitFor();
    await page
      .getByText(/今天 \d\d:\d\d/)
      .first()
      .waitFor();
    const { next } = (await citizen('GET', `/v1/cases/${caseId}`)).body;
    await page.getByText(`最迟 ${dayText(next.by, 'zh', new Date())}`, { exact: true }).waitFor();

    // The form knows which day it is.
    const teaching = '442017003000';
    const { caseId: form } = (await citizen('POST', '/v1/drafts', { body: { itemCode: teaching } })).body;
    await page.goto(`${hall.url}/apply/${form}/form/certificate`);
    const granted = async (day = '') => {
      const parts = day.split('-').map(Number);
      for (const [at, part] of (['year', 'month', 'day'] as const).entries())
        await page.locator(`#answers-grantedOn-${part}`).fill(String(parts[at]));
      await page.getByRole('button', { name: '保存并继续' }).click();
      await page.locator('.error-summary').waitFor();
      return page.getByText(/日期不能晚于/).count();
    };
    expect(await granted(afterToday)).toBeGreaterThan(0);
    expect(await granted(today)).toBe(0);
    expect(await granted(beforeToday)).toBe(0);

    // Without a network: a page that was looked at is there, and what is typed stays, and is not too old to be sent.
    await controlled(page);
    await page.goto(`${hall.url}/items/${foodCode}`);
    await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
    await page.goto(`${hall.url}/apply/${form}/form/certificate`);
    await page.locator('#answers-certificateNumber').waitFor();
    await page.context().setOffline(true);
    await page.locator('#answers-certificateNumber').fill('2019440100000001');
    await page.getByText('没有网络，先存在这台设备上').waitFor();
    await page.goto(`${hall.url}/items/${foodCode}`);
    await page.getByRole('heading', { level: 1, name: item.name.zh }).waitFor();
    await page.context().setOffline(false);
    await page.goto(`${hall.url}/cases/${caseId}`);
    await expect.poll(() => answerOf(form, 'certificateNumber'), { timeout: 30_000 }).toBe('2019440100000001');

    // A token that the hall refuses is renewed, however long it is good by this device; and one more when its clock is put right.
    const renewals: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/token')) renewals.push(request.url());
    });
    await page.evaluate(`(() => {
      const kept = JSON.parse(sessionStorage.getItem('banshi.hall.tokens'));
      sessionStorage.setItem('banshi.hall.tokens', JSON.stringify({ ...kept, access: kept.access.slice(0, -8) + 'AAAAAAAA' }));
    })()`);
    await page.goto(`${hall.url}/cases`);
    const filed = page.locator(`a[href="/cases/${caseId}"]`);
    await filed.waitFor();
    expect(renewals).toHaveLength(1);
    await page.evaluate('deviceAhead = 0');
    await filed.click();
    await page
      .getByText(/今天 \d\d:\d\d/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the desk', () => {
  it('is worked with the keyboard: J, K, Enter, and a key for each action', async () => {
    const caseId = await filledDraft();
    await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-zhou');
    await openAtDesk(page, '待受理', caseId);
    await page.getByRole('link', { name: '办事工作台' }).click();
    const rows = page.locator('[data-row]');
    await rows.first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.locator('[data-row]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/desk\/cases\//);
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: '认领' }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: '受理', exact: false }).first().waitFor();
    await page.keyboard.press('x');
    await page.locator('#action-reason:focus').waitFor();
    await page.keyboard.type('xa');
    expect(await page.locator('#action-reason').inputValue()).toBe('xa');
    await look(page, 'desk-refuse');
    await page.getByRole('button', { name: '快捷键：开' }).click();
    await page.getByRole('button', { name: '取消' }).click();
    await page.keyboard.press('x');
    expect(await page.locator('#action-reason').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('sends away whoever does not work there, and lets them come as somebody else', async () => {
    const { page } = await signedIn('/cases');
    await page.goto(`${hall.url}/desk`);
    await page.locator('main').getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '这个身份不在工作台办理' }).waitFor();
    await look(page, 'phone-desk-wrong-role');
    await page.getByRole('button', { name: '换一个身份登录' }).click();
    await choose(page, 'auditor-wu');
    await page.getByLabel('单位').selectOption({ label: '市市场监管局' });
    await page.getByText('收件箱').waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '工作人员登录' }).waitFor();
  });
});
