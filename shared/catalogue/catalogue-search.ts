/** Searching what the hall's functions have of the catalogue, for those of them that search. */
import type { Day } from '../base/words.ts';
import type { Catalogue } from './catalogue-store.ts';
import type { ItemSummary } from './item.ts';
import { type SearchQuery, searchItems } from './search.ts';
import { readingsOf } from './search-words.ts';

/** Items in force on a day that fit, best first. */
export const searchCatalogue = (catalogue: Catalogue, query: SearchQuery, today: Day): ItemSummary[] =>
  searchItems(catalogue.index(today), query, () => readingsIn(catalogue));

/** How the characters of all names and keywords are read: made at the first search that asks for it, then kept. */
const known = new WeakMap<Catalogue, ReadonlyMap<string, string>>();

function readingsIn(catalogue: Catalogue): ReadonlyMap<string, string> {
  const kept = known.get(catalogue);
  if (kept !== undefined) return kept;
  const made = readingsOf(catalogue.versions().flatMap(({ search }) => [...search.names, ...search.keywords]));
  known.set(catalogue, made);
  return made;
}
