/** The engine of the hall's search, run in the page over the index that travels with it. Fetched on its own, when it is wanted. */

import type { IndexEntry } from '../../../shared/catalogue/catalogue-index.ts';
import { inForce, searchItems } from '../../../shared/catalogue/search.ts';
import { type PackedIndex, unpackIndex } from '../../../shared/catalogue/search-index.ts';
import { readingsOf } from '../../../shared/catalogue/search-words.ts';
import { call } from '../base/api.ts';
import type { ItemSummary, Page } from '../base/api-answers.ts';
import { hallNow } from '../base/hall-time.ts';

export type Finder = (query: Readonly<Record<string, string | undefined>>) => Page<ItemSummary>;

const usual = 20;

/** @throws when the index is not to be had: offline and not kept */
export async function openFinder(address: string): Promise<Finder> {
  const [built, later] = await Promise.all([fetchIndex(address), publishedSince()]);
  return finderOver([...built, ...later], hallNow);
}

/** @param entries of every version and day; the day is that of Asia/Shanghai at the moment of asking */
export function finderOver(entries: readonly IndexEntry[], clock: () => Date): Finder {
  let readings: ReadonlyMap<string, string> | undefined;
  const read = () => {
    readings ??= readingsOf(entries.flatMap(({ search }) => [...search.names, ...search.keywords]));
    return readings;
  };
  return ({ q = '', theme, applicant, agency, cursor, limit }) => {
    const filter = { theme: given(theme), agency: given(agency), applicant: kindOf(applicant) };
    const found = searchItems(inForce(entries, dayAt(clock())), { q, ...filter }, read);
    const list = q === '' ? 'items' : 'search';
    const from = placeOf(list, cursor);
    const next = from + (Number(limit) || usual);
    const items = found.slice(from, next);
    return next < found.length ? { items, next: cursorAt(list, next) } : { items };
  };
}

async function fetchIndex(address: string): Promise<IndexEntry[]> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`no index: ${response.status}`);
  // Made and checked by the same build as this page, and named by its content.
  const packed: PackedIndex = JSON.parse(await response.text());
  return unpackIndex(packed);
}

/** Without them, what the build knew is found. */
const publishedSince = (): Promise<readonly IndexEntry[]> =>
  call('GET /v1/items/published', {}).then(
    ({ items }) => items,
    () => [],
  );

const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
const kindOf = (text: string | undefined): 'natural' | 'legal' | undefined =>
  text === 'natural' || text === 'legal' ? text : undefined;
const dayAt = (now: Date): string => new Date(now.getTime() + 8 * 3600_000).toISOString().slice(0, 10);

/** As the hall's own cursors are: a list begun there goes on here. */
function cursorAt(list: string, at: number): string {
  const text = btoa(JSON.stringify([list, { at: String(at) }]));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function placeOf(list: string, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const pattern = new RegExp(`^\\["${list}",\\{"at":"(\\d{1,6})"\\}\\]$`);
  try {
    return Number(pattern.exec(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
