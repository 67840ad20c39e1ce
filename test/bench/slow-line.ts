/**
 * `npm run bench:slow-line`: somebody's whole way to a case and to a doctor's number on an old phone (360 px, a processor four times
 * slower) and a line of 50 KB/s that answers after 400 ms, nothing kept on the device: how long each step takes from the press to what it
 * leads to, what was sent, and how long the page showed nothing. Of a hall started here, or of those that `HALLS` names, one after the
 * other in one run: `name=http://localhost:3000=.data`, with commas between.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import * as z from 'zod';
import { tokenFrom } from '../../local/token.ts';
import { dayOf } from '../../shared/base/time.ts';
import { visibleMaterials, visibleSections } from '../../shared/catalogue/answers.ts';
import { type Item, item as itemSchema } from '../../shared/catalogue/item.ts';
import { fillField } from '../browser/fill.ts';
import { sampleAnswers } from '../support/answers.ts';
import { idNumberOf } from '../support/booking.ts';
import { fontConfig } from '../support/browser-fonts.ts';
import { type Caller, callerWith, pdf } from '../support/client.ts';
import { connect } from '../support/hall.ts';
import { thinLine } from './thin-line.ts';

/** The allowance of those over eighty. */
const itemCode = '442023001000';
const bytesPerSecond = 50_000;
const latency = 400;
const pictures = path.join(import.meta.dirname, '../../.ci/out/slow-line');

interface Place {
  readonly name: string;
  readonly url: string;
  readonly as: (person?: string) => Promise<Caller>;
}

interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly requests: number;
  /** Down the line, whoever asked: the page, or its service worker beside it. */
  readonly kilobytes: number;
  /** Seconds in which no word stood on the page. */
  readonly blank: number;
}

mkdirSync(pictures, { recursive: true });
const { places, stop } = await placesOf(process.env.HALLS);
try {
  for (const place of places) await walk(place);
} finally {
  await stop();
}

async function walk(place: Place): Promise<void> {
  const port = Number(new URL(place.url).port);
  const line = await thinLine(port, bytesPerSecond, latency);
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [
      '--headless=shell',
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--host-resolver-rules=MAP localhost:${port} 127.0.0.1:${line.port}`,
    ],
    env: { ...inherited(), FONTCONFIG_FILE: fontConfig() },
  });
  try {
    const steps = [
      ...(await toCase(browser, place, line.received)),
      ...(await toNumber(browser, place, line.received)),
    ];
    console.log(`\n${place.name}`);
    console.table(steps);
  } finally {
    await browser.close();
    line.close();
  }
}

async function placesOf(named: string | undefined): Promise<{ places: Place[]; stop: () => Promise<void> }> {
  if (named === undefined) {
    const hall = await connect();
    return { places: [{ name: 'hall', url: hall.url, as: hall.as }], stop: hall.stop };
  }
  const places = named.split(',').map((each): Place => {
    const [name = '', url = '', data = ''] = each.split('=');
    const as = async (person?: string) =>
      callerWith(url, person === undefined ? undefined : await tokenFrom(data, person));
    return { name, url, as };
  });
  return { places, stop: async () => undefined };
}

/** Home, search, guide, sign-in, form, files, submission, timeline. */
async function toCase(browser: Browser, { name, url, as }: Place, received: () => number): Promise<Step[]> {
  const anyone = await as();
  const item = itemSchema.parse((await anyone('GET', `/v1/items/${itemCode}`)).body);
  const { page, step, steps, end } = await walker(browser, name, received);
  await step('home', () => page.goto(url), heading(page, '您要办什么事？'));
  await step(
    'search',
    () => page.getByLabel('搜索事项').pressSequentially(item.name.zh.slice(0, 4), { delay: 120 }),
    page.locator('.search-results').getByRole('link', { name: item.name.zh }).first(),
  );
  await step(
    'guide',
    () => page.locator('.search-results').getByRole('link', { name: item.name.zh }).first().click(),
    heading(page, item.name.zh),
  );
  await step('to sign in', () => page.getByRole('button', { name: '开始办理' }).click(), person(page));
  await fill(page, item, step, () => person(page).click());
  await step(
    'submit',
    async () => {
      await page.getByLabel('我已核对并作出以上声明').check();
      await page.getByRole('button', { name: '提交申请' }).click();
    },
    page.locator('.paper .case-number'),
  );
  const caseId = new URL(page.url()).pathname.split('/')[2] ?? '';
  await step(
    'timeline',
    () => page.locator(`main a[href="/cases/${caseId}"]`).first().click(),
    page.locator('.timeline'),
  );
  await step('opened again', () => page.reload(), page.locator('.timeline'));
  await end();
  return steps;
}

type TakeStep = Awaited<ReturnType<typeof walker>>['step'];

async function fill(page: Page, item: Item, step: TakeStep, first: () => Promise<unknown>): Promise<void> {
  const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
  const sections = visibleSections(item.form, answers);
  const materials = visibleMaterials(item, answers);
  let press = first;
  for (const { section, fields } of sections) {
    await step(`form: ${section.name}`, press, heading(page, section.title.zh));
    for (const field of fields) await fillField(page, field, answers);
    press = () => page.getByRole('button', { name: '保存并继续' }).click();
  }
  if (materials.length > 0) {
    await step('files', press, heading(page, '上传材料'));
    for (const { code } of materials) {
      const card = page.locator(`section:has(#materials-${code}-name)`);
      const file = { name: `${code}.pdf`, mimeType: 'application/pdf', buffer: pdf(`${code} ${Date.now()}`) };
      await step(
        `file ${code}`,
        () => page.locator(`#materials-${code}`).setInputFiles(file),
        card.getByText('已就绪'),
      );
    }
  }
  await step('check', press, heading(page, '核对后提交'));
}

/** Hospitals, a hospital, a department, a session, signing in, the number. */
async function toNumber(browser: Browser, { name, url, as }: Place, received: () => number): Promise<Step[]> {
  const patient = { name: '李娜', idNumber: idNumberOf(7), phone: '13800000007', relation: 'self' };
  const mine = await as('li-na');
  const known = z.object({ items: z.array(z.unknown()) }).parse((await mine('GET', '/v1/booking/patients')).body);
  if (known.items.length === 0) await mine('POST', '/v1/booking/patients', { body: patient });
  const { page, step, steps, end } = await walker(browser, name, received);
  const hospital = page.getByRole('link', { name: /市第一人民医院/ });
  await step('hospitals', () => page.goto(`${url}/booking`), hospital);
  await step('hospital', () => hospital.click(), page.locator('.departments a').first());
  await step('department', () => page.locator('.departments a').first().click(), page.locator('.day').first());
  // Today's first sessions may be over.
  const session = page.locator('.session.open').first();
  await step('day', () => page.locator('.day.open').nth(1).click(), session);
  await step('session', () => session.click(), page.locator('main').getByRole('button', { name: '登录' }));
  await step('to sign in', () => page.locator('main').getByRole('button', { name: '登录' }).click(), person(page));
  await step('back at the session', () => person(page).click(), page.getByRole('radio', { name: /李娜/ }));
  await step(
    'number',
    async () => {
      await page.getByRole('radio', { name: /李娜/ }).check();
      await page.locator('.time input:not([disabled])').first().check();
      await page.getByRole('button', { name: '选定这个号' }).click();
    },
    page.getByRole('heading', { name: /请支付挂号费|已选定|请确认/ }),
  );
  await end();
  return steps;
}

function heading(page: Page, name: string) {
  return page.getByRole('heading', { level: 1, name });
}

function person(page: Page) {
  return page.locator('button[name="person"][value="li-na"]');
}

async function walker(browser: Browser, name: string, received: () => number) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: true,
  });
  // As the browser of a phone says of such a line; this one knows only the network card.
  await context.addInitScript(
    `Object.defineProperty(navigator, 'connection', { value: { effectiveType: '3g', saveData: false } })`,
  );
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const sent = { requests: 0, list: [] as string[] };
  page.on('request', (request) => {
    sent.requests++;
    sent.list.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  const steps: Step[] = [];
  const step = async (what: string, press: () => Promise<unknown>, until: ReturnType<Page['locator']>) => {
    const begun = { at: performance.now(), requests: sent.requests, bytes: received() };
    let blank = 0;
    const look = setInterval(() => {
      void page.evaluate("(document.querySelector('main') ?? document.body)?.innerText.trim() === ''").then(
        (nothing) => {
          if (nothing === true) blank += 0.25;
        },
        () => undefined,
      );
    }, 250);
    const failed = await Promise.all([press(), until.waitFor()]).then(
      () => undefined,
      (error: unknown) => String(error).split('\n')[0],
    );
    clearInterval(look);
    const seconds = (performance.now() - begun.at) / 1000;
    await page.screenshot({ path: path.join(pictures, `${name}-${steps.length}-${what.replace(/\W+/g, '-')}.png`) });
    steps.push({
      name: failed === undefined ? what : `${what}: ${failed}`,
      seconds: Math.round(seconds * 10) / 10,
      requests: sent.requests - begun.requests,
      kilobytes: Math.round((received() - begun.bytes) / 1000),
      blank,
    });
    if (process.env.VERBOSE !== undefined) console.log(what, seconds.toFixed(1), sent.list.splice(0).join('  '));
    if (failed !== undefined) throw new Error(`${name}, ${what}: ${failed}\n${JSON.stringify(steps, null, 1)}`);
  };
  return { page, step, steps, end: () => context.close() };
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
