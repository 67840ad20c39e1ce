/**
 * What the hall's server fetched already while it drew the first page: answers of public calls, by address, as JSON text. A page
 * finds them here instead of asking again; so the first drawing in the browser is the one that is already there.
 */
import type { Answers, CallKey } from './api-answers.ts';
import { type CallOptions, requestFor } from './request.ts';

/** @returns the answer's JSON, or undefined when it is not known without asking */
export type SeedSource = (url: string) => string | undefined;

let source: SeedSource = () => undefined;

/** Told once by the application, and by the server for each page. */
export function takeSeedsFrom(next: SeedSource): void {
  source = next;
}

export function seedOf<K extends CallKey>(key: K, options: CallOptions<K>): Answers[K] | undefined {
  const text = source(requestFor(key, options, undefined).url);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Id of the element that carries them in the page. */
export const seedsElement = 'seeds';

/** Milliseconds after which what the page came with is asked for again. */
const fresh = 5 * 60_000;

/** Those that came with the page, for as long as they are fresh. */
export function seedsOfPage(): SeedSource {
  const text = document.getElementById(seedsElement)?.textContent;
  const seeds: Readonly<Record<string, string>> = text === undefined || text === null ? {} : JSON.parse(text);
  const until = performance.now() + fresh;
  return (url) => (performance.now() < until ? seeds[url] : undefined);
}
