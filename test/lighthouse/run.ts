/**
 * `npm run test:lighthouse`: Lighthouse's mobile profile (slow 4G, a slow phone) on home, a guide, a form and a case's timeline, in the
 * hall that `HALL_URL` names or one of its own. Performance, accessibility and best practices must each be at least 95, and home
 * interactive within 2 s. Reports lie in .ci/out/lighthouse/.
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
import { type Caller, pdf, upload } from '../support/client.ts';
import { connect } from '../support/hall.ts';

const out = path.join(import.meta.dirname, '../../.ci/out/lighthouse');
const least = 95;
const soonest = 2000;
const person = 'li-na';
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

/** Waits until no service worker is left. */
const unregister = `navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister())))`;

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
  const browser: Browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
  const tab = await browser.newPage();
  const failed: string[] = [];
  const look = async (name: string, address: string, own: boolean) => {
    // A page of somebody's own is measured as its owner sees it; but fetched anew, not out of the service worker's hands.
    if (own) await tab.evaluate(unregister);
    const flags = { port, output: ['html', 'json'], logLevel: 'error', disableStorageReset: own };
    const ran: unknown = await lighthouse(hall.url + address, flags, undefined, tab);
    const broken = failure.safeParse(ran);
    if (broken.success)
      throw new Error(`${name}: ${broken.data.lhr.runtimeError.code}: ${broken.data.lhr.runtimeError.message}`);
    const { report, lhr } = result.parse(ran);
    writeFileSync(path.join(out, `${name}.html`), report[0] ?? '');
    writeFileSync(path.join(out, `${name}.json`), report[1] ?? '');
    const scores = Object.entries(lhr.categories).map(([kind, each]) => [kind, Math.round(each.score * 100)] as const);
    const interactive = Math.round(lhr.audits.interactive?.numericValue ?? Number.NaN);
    console.log(name, Object.fromEntries(scores), `interactive ${interactive} ms`);
    for (const [kind, points] of scores)
      if (points < least) failed.push(`${name}: ${kind} ${points}, less than ${least}`);
    if (name === 'home' && !(interactive <= soonest)) failed.push(`home is interactive after ${interactive} ms`);
  };
  await look('home', '/', false);
  await look('guide', `/items/${simple}`, false);
  for (const [name, address] of Object.entries(await ownPages(await hall.as(person), tab)))
    await look(name, address, true);
  await browser.disconnect();
  return failed;
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
  const child = spawn(executable, [
    ...flags,
    `--remote-debugging-port=${port}`,
    `--user-data-dir=${profile}`,
    'about:blank',
  ]);
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
