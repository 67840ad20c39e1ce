/**
 * `npm run test:lighthouse`: Lighthouse's mobile profile (slow 4G, a slow phone) on home, a guide, a form and a case's timeline, in the
 * hall that `HALL_URL` names or one of its own. Performance, accessibility and best practices must each be at least 95, and home
 * interactive within 2 s. What depends on how busy the machine is (performance, interactive) counts as the median of three; what does not
 * must hold each time. Reports lie in .ci/out/lighthouse/.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sparticuz from '@sparticuz/chromium';
import * as z from 'zod';
import { dayOf } from '../../shared/base/time.ts';
import { requiredMaterials } from '../../shared/catalogue/answers.ts';
import { item as itemSchema } from '../../shared/catalogue/item.ts';
import { sampleAnswers } from '../support/answers.ts';
import { fontConfig } from '../support/browser-fonts.ts';
import { type Caller, pdf, upload } from '../support/client.ts';
import { connect } from '../support/hall.ts';

const out = path.join(import.meta.dirname, '../../.ci/out/lighthouse');
const least = 95;
const soonest = 2000;
const person = 'li-na';
const onlyCategories = ['performance', 'accessibility', 'best-practices'];
/** The allowance of those over eighty: what this hall is most of all for. */
const simple = '442023001000';

const score = z.object({ score: z.number() });
const result = z.object({
  report: z.array(z.string()),
  lhr: z.object({
    categories: z.object({ performance: score, accessibility: score, 'best-practices': score }),
    audits: z.record(z.string(), z.object({ numericValue: z.number().optional() })),
  }),
});

/** What one look at a page gave. */
interface Seen {
  readonly performance: number;
  readonly accessibility: number;
  readonly practices: number;
  /** Milliseconds. */
  readonly interactive: number;
}

const failure = z.object({ lhr: z.object({ runtimeError: z.object({ code: z.string(), message: z.string() }) }) });

/** The little that is used of a page of puppeteer. */
interface Tab {
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
}
type Browser = { newPage(): Promise<Tab>; disconnect(): Promise<void> };

mkdirSync(out, { recursive: true });
const hall = await connect();
const profile = mkdtempSync(path.join(tmpdir(), 'lighthouse-'));
const port = await freePort();
const chromium = await startChromium();
try {
  const failed = await measure();
  if (failed.length > 0) throw new Error(failed.join('\n'));
  console.log('all at least', least);
} finally {
  chromium.kill();
  await hall.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

async function measure(): Promise<string[]> {
  const { default: lighthouse } = await import(packaged('lighthouse/core/index.js'));
  const { default: puppeteer } = await import(packaged('puppeteer-core/lib/puppeteer/puppeteer-core.js'));
  await leaveOutFeatureUse();
  const browser: Browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
  const tab = await browser.newPage();
  const see = async (name: string, address: string): Promise<Seen> => {
    // Caches and the service worker are cleared each time; the tab's own storage is not, so its owner stays signed in.
    const flags = { port, output: ['html', 'json'], logLevel: 'error', onlyCategories };
    const ran: unknown = await lighthouse(hall.url + address, flags, undefined, tab);
    const broken = failure.safeParse(ran);
    if (broken.success)
      throw new Error(`${name}: ${broken.data.lhr.runtimeError.code}: ${broken.data.lhr.runtimeError.message}`);
    const { report, lhr } = result.parse(ran);
    writeFileSync(path.join(out, `${name}.html`), report[0] ?? '');
    writeFileSync(path.join(out, `${name}.json`), report[1] ?? '');
    const points = (kind: keyof typeof lhr.categories) => Math.round(lhr.categories[kind].score * 100);
    const interactive = Math.round(lhr.audits.interactive?.numericValue ?? Number.NaN);
    const seen = { performance: points('performance'), accessibility: points('accessibility'), interactive };
    return { ...seen, practices: points('best-practices') };
  };
  const failed: string[] = [];
  const look = async (name: string, address: string) => {
    const fast = ({ performance, interactive }: Seen) =>
      performance >= least && (name !== 'home' || interactive <= soonest);
    const all: Seen[] = [];
    // Two that agree are the median of three, whatever the third would say.
    while (all.length < 3 && all.filter(fast).length < 2 && all.filter((seen) => !fast(seen)).length < 2)
      all.push(await see(name, address));
    console.log(name, ...all.map((seen) => JSON.stringify(seen)));
    if (all.filter(fast).length < 2) failed.push(`${name}: too slow: ${JSON.stringify(all)}`);
    for (const { accessibility, practices } of all)
      if (!(accessibility >= least && practices >= least))
        failed.push(`${name}: accessibility ${accessibility}, best practices ${practices}; at least ${least} is asked`);
  };
  await look('home', '/');
  await look('guide', `/items/${simple}`);
  for (const [name, address] of Object.entries(await ownPages(await hall.as(person), tab))) await look(name, address);
  await browser.disconnect();
  return failed;
}

/**
 * The trace without which features of the web a page uses: the browser's windows crash while they write that down for these pages
 * ("ERR_ABORTED" of the document), and no score stands on it.
 */
async function leaveOutFeatureUse(): Promise<void> {
  const { default: trace }: { default: { getDefaultTraceCategories(): string[] } } = await import(
    packaged('lighthouse/core/gather/gatherers/trace.js')
  );
  const categories = trace.getDefaultTraceCategories().filter((name) => name !== 'blink.webdx_feature_usage');
  trace.getDefaultTraceCategories = () => categories;
}

/** A form that has been begun, and a case; the tab is signed in as their owner. */
async function ownPages(citizen: Caller, tab: Tab): Promise<Record<string, string>> {
  const item = itemSchema.parse((await citizen('GET', `/v1/items/${simple}`)).body);
  const draft = async () => (await citizen('POST', '/v1/drafts', { body: { itemCode: simple } })).body;
  const [form, filed] = [await draft(), await draft()];
  const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
  await citizen('PUT', `/v1/drafts/${filed.caseId}`, { body: { answers }, ifMatch: filed.version });
  for (const { code } of requiredMaterials(item, answers)) {
    const file = { name: `${code}.pdf`, type: 'application/pdf', bytes: pdf(`${filed.caseId} ${code}`) };
    await upload(citizen, filed.caseId, code, file);
  }
  const submitted = await citizen('POST', `/v1/drafts/${filed.caseId}/submit`, { body: { declaration: true } });
  if (submitted.status !== 201) throw new Error(`not submitted: ${JSON.stringify(submitted.body)}`);
  await tab.goto(`${hall.url}/cases`);
  await tab.waitForSelector('main button');
  await tab.evaluate(`document.querySelector('main button').click()`);
  await tab.waitForSelector(`button[name="person"][value="${person}"]`);
  await tab.evaluate(`document.querySelector('button[name="person"][value="${person}"]').click()`);
  await tab.waitForSelector('#filed');
  return { form: `/apply/${form.caseId}`, timeline: `/cases/${filed.caseId}` };
}

function packaged(name: string): string {
  return path.join(import.meta.dirname, 'node_modules', name);
}

async function startChromium(): Promise<ChildProcess> {
  const executable = await sparticuz.executablePath();
  const flags = ['--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'];
  const own = ['--lang=zh-CN', '--accept-lang=zh-CN', `--remote-debugging-port=${port}`, `--user-data-dir=${profile}`];
  const env = { ...process.env, FONTCONFIG_FILE: fontConfig() };
  const child = spawn(executable, [...flags, ...own, 'about:blank'], { env, stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    const there = await fetch(`http://127.0.0.1:${port}/json/version`).catch(() => undefined);
    if (there?.ok === true) return child;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the browser did not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
