/**
 * Reads the catalogue: which item is in force on a day, and any version ever published. Most of it was compiled at build and
 * lies beside the bundle; what agencies published since is read from the table (docs/decisions/0016).
 *
 * Nothing is read until it is asked for, then each file once: a cold start pays for the items it answers about.
 * Nothing of a caller's makes a file's name: names come from the index.
 *
 * fresh                   the log of what was published since; at most one read in 20 seconds
 * find(code, today)       index.json, items/<code>@<version>.json, or the version's row
 * version(code, version)  index.json, items/<code>@<version>.json; a published one once it is `ready`
 * list, index             index.json and the log as last read
 * agency(code)            agencies.json
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorKeys, log } from '../base/log.ts';
import type { Day } from '../base/words.ts';
import type { Agency, IndexEntry } from './catalogue-index.ts';
import { compiledAgencies, compiledIndex, compiledItem } from './compiled-item.ts';
import type { Item, ItemSummary } from './item.ts';
import type { PublishedStore } from './published-store.ts';
import { inForce, summaryOf } from './search.ts';

/** Which version a case is filed under. */
export interface ItemRef {
  readonly itemCode: string;
  readonly itemVersion: number;
}

export interface Catalogue {
  /** The version new applications are filed under on a day, or undefined: no such item, or not yet in force. One round trip at most. */
  find(code: string, today: Day): Promise<Item | undefined>;
  /** Sees to it that `version` knows the version, and answers it. Reads at most once, for a published one seen first. */
  ready(ref: ItemRef): Promise<Item | undefined>;
  /** The version a case was filed under; a published one only once it is `ready`, as those of all heads are that a store read. */
  version(code: string, version: number): Item | undefined;
  /** Number of the version in force on a day, as of the last look. */
  current(code: string, today: Day): number | undefined;
  /**
   * Looks for what agencies published since, if the last look is older than 20 s, or in any case `now`. To be awaited before a list
   * or a search.
   */
  fresh(when?: 'now'): Promise<void>;
  /** Items in force, by code. */
  list(today: Day): ItemSummary[];
  /** The rows of the index in force, with what searching needs. */
  index(today: Day): IndexEntry[];
  /** The rows of the index that were published since the build, of every day. */
  publishedSince(): readonly IndexEntry[];
  /** All versions of all items, also those of the past and of days to come. */
  versions(): readonly IndexEntry[];
  agency(code: string): Agency | undefined;
  agencies(): readonly Agency[];
}

/** With the minute's half that answers may be kept for, what was published is seen everywhere within the minute. */
const maxAge = 20_000;
/** After a failed look the last one counts a while longer. */
const retryAfter = 2_000;

type Published = Pick<PublishedStore, 'since' | 'versions' | 'version'>;

/**
 * @param dir the compiler's output folder. @param published absent: only what was built.
 * @throws (on first use) if the folder is not there
 */
export function openCatalogue(dir: string, published?: Published): Catalogue {
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(dir, name), 'utf8'));
  const built = once(() => compiledIndex.parse(read('index.json')));
  const isBuilt = once(() => new Set(built().map(nameOf)));
  const agencies = once(() => compiledAgencies.parse(read('agencies.json')));
  const items = new Map<string, Item>();
  const later: IndexEntry[] = [];
  let entries: readonly IndexEntry[] | undefined;
  let seen = 0;
  let looked = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const all = (): readonly IndexEntry[] => {
    entries ??= [...built(), ...later];
    return entries;
  };
  const ofCode = (code: string): IndexEntry[] => all().filter((entry) => entry.code === code);
  const isFresh = (): boolean => published === undefined || Date.now() - looked < maxAge;

  async function look(from: Published): Promise<void> {
    try {
      for (const { seq, entry } of await from.since(seen)) {
        seen = seq;
        // What was brought into the files since is read from there.
        if (!isBuilt().has(nameOf(entry))) later.push(entry);
        entries = undefined;
      }
      looked = Date.now();
    } catch (error) {
      // Who never saw the log does not know what is in force; who did, knows it as of a moment ago.
      if (looked === Number.NEGATIVE_INFINITY) throw error;
      looked = Date.now() - maxAge + retryAfter;
      log('warn', 'CATALOGUE_STALE', errorKeys(error));
    }
  }

  async function fresh(when?: 'now'): Promise<void> {
    if (published === undefined || (when === undefined && isFresh())) return;
    looking ??= look(published).finally(() => {
      looking = undefined;
    });
    await looking;
  }

  /** Beside a look at the log: the versions of one item that it may tell of, so that both are one round trip. */
  async function ahead(code: string): Promise<void> {
    const known = Math.max(0, ...ofCode(code).map(({ version }) => version));
    for (const { item } of (await published?.versions(code, known)) ?? []) items.set(nameOf(item), item);
  }

  const version = (code: string, number: number): Item | undefined => {
    const name = nameOf({ code, version: number });
    const known = items.get(name);
    if (known !== undefined || !isBuilt().has(name)) return known;
    const found = compiledItem.parse(read(`items/${name}.json`));
    items.set(name, found);
    return found;
  };

  async function ready({ itemCode, itemVersion }: ItemRef): Promise<Item | undefined> {
    const known = version(itemCode, itemVersion);
    if (known !== undefined || published === undefined) return known;
    const found = await published.version(itemCode, itemVersion);
    if (found !== undefined) items.set(nameOf(found.item), found.item);
    return found?.item;
  }

  return {
    version,
    ready,
    fresh,
    find: async (code, today) => {
      if (!isFresh()) await Promise.all([fresh(), ahead(code)]);
      const [entry] = inForce(ofCode(code), today);
      return entry === undefined ? undefined : ready({ itemCode: code, itemVersion: entry.version });
    },
    current: (code, today) => inForce(ofCode(code), today)[0]?.version,
    list: (today) => inForce(all(), today).map(summaryOf),
    index: (today) => inForce(all(), today),
    publishedSince: () => later,
    versions: all,
    agency: (code) => agencies().find((one) => one.code === code),
    agencies,
  };
}

const nameOf = ({ code, version }: { readonly code: string; readonly version: number }): string => `${code}@${version}`;

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
