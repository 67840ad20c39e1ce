/**
 * Lists and searches items: in the index that the page fetches once it stands still, in a few milliseconds and also offline; by the
 * hall until then, or where the index cannot be had. Both answer the same.
 */
import { call } from '../base/api.ts';
import type { ItemSummary, Page } from '../base/api-answers.ts';
import { isSaving, isSlow, whenQuiet } from '../base/quiet.ts';
import type { Finder } from './finder.ts';

/** Address of the index, put here by the build; there is none where pages are drawn on the server. */
declare const SEARCH_INDEX: string;
const address = typeof SEARCH_INDEX === 'string' ? SEARCH_INDEX : '';

type Key = 'GET /v1/items' | 'GET /v1/items/search';
interface Options {
  readonly query: Readonly<Record<string, string | undefined>>;
}

let finder: Finder | undefined;
let preparing: Promise<Finder | undefined> | undefined;

/** Is the index here, so that asking costs nothing? */
export const findsHere = (): boolean => finder !== undefined;

/** Fetches the index, once. Resolves to undefined when it cannot be had now. */
export function prepareFinding(): Promise<Finder | undefined> {
  preparing ??= open().catch(() => {
    preparing = undefined;
    return undefined;
  });
  return preparing;
}

async function open(): Promise<Finder | undefined> {
  if (address === '') return undefined;
  const { openFinder } = await import('./finder.ts');
  finder = await openFinder(address);
  return finder;
}

/** Somebody is about to search. On a slow line the index would come after the answer, and make that wait. */
export function prepareForTyping(): void {
  if (!isSlow() && !isSaving()) void prepareFinding();
}

/** Once the page has all it waits for, and on a slow line after what makes it open without a network; not where bytes are paid for. */
export async function prepareWhenIdle(): Promise<void> {
  if (isSaving()) return;
  await whenQuiet();
  if (isSlow() && 'serviceWorker' in navigator) await navigator.serviceWorker.ready;
  await prepareFinding();
}

/** One page of a list or a search. @throws ApiProblem when neither the index nor the hall can be reached */
export async function findItems(key: Key, { query }: Options): Promise<Page<ItemSummary>> {
  if (finder !== undefined) return finder(query);
  try {
    return await call(key, { query });
  } catch (error) {
    const kept = await prepareFinding();
    if (kept === undefined) throw error;
    return kept(query);
  }
}
