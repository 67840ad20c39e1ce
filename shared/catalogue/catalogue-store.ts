/**
 * Reads the compiled catalogue: which item is in force on a day, and any version ever published.
 *
 * Nothing is read until it is asked for, then each file once: a cold start pays for the items it answers about.
 * Nothing of a caller's makes a file's name: names come from the index.
 *
 * find(code, today)       index.json, items/<code>@<version>.json
 * version(code, version)  index.json, items/<code>@<version>.json
 * list, search            index.json
 * agency(code)            agencies.json
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Day } from '../base/words.ts';
import type { Agency, IndexEntry } from './catalogue-index.ts';
import { compiledAgencies, compiledIndex, compiledItem } from './compiled-item.ts';
import type { Item, ItemSummary } from './item.ts';
import { inForce, type SearchQuery, searchItems, summaryOf } from './search.ts';

export interface Catalogue {
  /** The version new applications are filed under on a day, or undefined: no such item, or not yet in force. */
  find(code: string, today: Day): Item | undefined;
  /** The version a case was filed under. */
  version(code: string, version: number): Item | undefined;
  /** Items in force, by code. */
  list(today: Day): ItemSummary[];
  /** Items in force that fit, best first. */
  search(query: SearchQuery, today: Day): ItemSummary[];
  /** The rows of the index in force, with what searching in the browser needs. */
  index(today: Day): IndexEntry[];
  agency(code: string): Agency | undefined;
  agencies(): readonly Agency[];
}

/** @param dir the compiler's output folder. @throws (on first use) if it is not there */
export function openCatalogue(dir: string): Catalogue {
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(dir, name), 'utf8'));
  const entries = once(() => compiledIndex.parse(read('index.json')));
  const agencies = once(() => compiledAgencies.parse(read('agencies.json')));
  const items = new Map<string, Item>();

  const version = (code: string, number: number): Item | undefined => {
    const name = `${code}@${number}`;
    const known = items.get(name);
    if (known !== undefined) return known;
    if (!entries().some((entry) => entry.code === code && entry.version === number)) return undefined;
    const found = compiledItem.parse(read(`items/${name}.json`));
    items.set(name, found);
    return found;
  };

  return {
    version,
    find: (code, today) => {
      const [entry] = inForce(
        entries().filter((one) => one.code === code),
        today,
      );
      return entry === undefined ? undefined : version(code, entry.version);
    },
    list: (today) => inForce(entries(), today).map(summaryOf),
    search: (query, today) => searchItems(inForce(entries(), today), query),
    index: (today) => inForce(entries(), today),
    agency: (code) => agencies().find((one) => one.code === code),
    agencies,
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
