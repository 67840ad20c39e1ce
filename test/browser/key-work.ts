/** An officer's morning by keyboard alone: each case is taken, accepted and proposed on; how long each key takes is measured in the page. */
import type { Page } from 'playwright-core';
import * as z from 'zod';
import { dayOf } from '../../shared/base/time.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { sampleAnswers } from '../support/answers.ts';
import { type Caller, until } from '../support/client.ts';

/** Recognising a taxpayer's credit anew: no papers, seen by a person, decided by another. */
export const creditRepair = '440730006000';

/** Files many, a few at a time, and waits until all are in the agency's inbox. */
export async function fileMany(citizen: Caller, desk: Caller, item: Item, count: number): Promise<void> {
  const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
  const waiting = async (cursor = ''): Promise<number> => {
    const page = await desk('GET', `/v1/agency/cases?state=submitted&limit=100${cursor}`);
    const { items, next } = z.object({ items: z.array(z.unknown()), next: z.string().optional() }).parse(page.body);
    return items.length + (next === undefined ? 0 : await waiting(`&cursor=${next}`));
  };
  const before = await waiting();
  let left = count;
  const file = async () => {
    while (left-- > 0) {
      const made = await citizen('POST', '/v1/drafts', { body: { itemCode: item.code } });
      const { caseId, version } = z.object({ caseId: z.string(), version: z.int() }).parse(made.body);
      await citizen('PUT', `/v1/drafts/${caseId}`, { body: { answers }, ifMatch: version });
      const filed = await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
      if (filed.status !== 201) throw new Error(`not filed: ${JSON.stringify(filed.body)}`);
    }
  };
  await Promise.all([file(), file(), file()]);
  await until(waiting, (all: number) => all >= before + count);
}

export interface KeyTime {
  /** What the key was for. */
  readonly what: string;
  /** Milliseconds from the key until the page shows anything new of it, and until what was wanted is there. */
  readonly first: number;
  readonly done: number;
}

export interface Morning {
  readonly cases: number;
  readonly seconds: number;
  readonly times: readonly KeyTime[];
  /** Calls of the hall's API. */
  readonly calls: number;
}

/** In the page: waits for the next key, then for a change, then until this holds. */
const measured = (condition: string) => `void (window.measured = new Promise((resolve, reject) => {
  let pressed, first;
  const holds = () => { ${condition} };
  const seen = new MutationObserver(() => { if (pressed !== undefined) first ??= performance.now() - pressed; });
  seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const moved = () => { if (pressed !== undefined) first ??= performance.now() - pressed; };
  document.addEventListener('focusin', moved);
  document.addEventListener('keydown', () => { pressed ??= performance.now(); }, { capture: true, once: true });
  const begun = performance.now();
  const look = () => {
    if (pressed !== undefined && holds()) {
      seen.disconnect();
      document.removeEventListener('focusin', moved);
      const done = performance.now() - pressed;
      return resolve({ first: first ?? done, done });
    }
    if (performance.now() - begun > 20000) return reject(new Error('nothing came of it'));
    requestAnimationFrame(look);
  };
  look();
}))`;

const keyTimes = z.object({ first: z.number(), done: z.number() });

/** What of the page says that it can go on. */
const has = (action: string) =>
  `return [...document.querySelectorAll('.desk-case kbd')].some((key) => key.textContent === '${action}' && key.closest('button')?.getAttribute('aria-disabled') !== 'true');`;
const isAt = (selector: string) => `return document.activeElement?.matches(${JSON.stringify(selector)}) === true;`;

/**
 * Works cases off, in the list that is shown: by turns the next case is given (N), or walked to (J) and opened (Enter). The page is the
 * officer's inbox of what has arrived.
 */
export async function workByKey(page: Page, cases: number): Promise<Morning> {
  const times: KeyTime[] = [];
  let calls = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/v1/')) calls += 1;
  });
  const press = async (what: string, key: string, condition: string) => {
    await page.evaluate(measured(condition));
    await page.keyboard.press(key);
    const waiting = page.evaluate('window.measured');
    const seen = await waiting.catch(async (error: unknown) => {
      throw new Error(`${what}, case ${times.length}: ${await page.locator('main').textContent()}`, { cause: error });
    });
    times.push({ what, ...keyTimes.parse(seen) });
  };
  const begun = performance.now();
  for (let at = 0; at < cases; at++) {
    if (at % 2 === 0) await press('take', 'n', has('A'));
    else {
      await press('move', 'j', isAt('[data-row]'));
      await press('open', 'Enter', has('T'));
      await press('claim', 't', has('A'));
    }
    await press('accept form', 'a', isAt('#action-note'));
    await press('accept', 'Control+Enter', has('P'));
    await press('propose form', 'p', isAt('form.panel input[type="radio"]'));
    await press('grant', 'Space', `return document.querySelector('form.panel input:checked') !== null;`);
    await press('propose', 'Control+Enter', `return document.querySelector('form.panel') === null;`);
  }
  return { cases, seconds: (performance.now() - begun) / 1000, times, calls };
}

/** By what a key was for: how many, the median and the 95th in a hundred, in milliseconds. */
export function summaryOf(times: readonly KeyTime[]): Readonly<Record<string, string>> {
  const part = (sorted: readonly number[], of: number) => Math.round(sorted[Math.floor(sorted.length * of)] ?? 0);
  return Object.fromEntries(
    [...Map.groupBy(times, ({ what }) => what)].map(([what, all]) => {
      const [first, done] = [all.map((one) => one.first), all.map((one) => one.done)].map((list) =>
        list.toSorted((a, b) => a - b),
      );
      if (first === undefined || done === undefined) return [what, ''];
      return [
        what,
        `${all.length} × first ${part(first, 0.5)}/${part(first, 0.95)} ms, done ${part(done, 0.5)}/${part(done, 0.95)} ms`,
      ];
    }),
  );
}
