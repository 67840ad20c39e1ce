/** What anyone may look for in the catalogue, in pages: the same for the API and for the pages that the server draws. */
import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../base/cursor.ts';
import { Problem } from '../base/problems.ts';
import { creditCode, cursor, type Day, personKinds } from '../base/words.ts';
import { searchCatalogue } from './catalogue-search.ts';
import type { Catalogue } from './catalogue-store.ts';
import type { ItemSummary } from './item.ts';

const filter = {
  agency: creditCode.optional(),
  theme: z.string().max(50).optional(),
  applicant: z.enum(personKinds).optional(),
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

/** A handful of items by their codes, answered in that order. */
const itemCodes = z.string().regex(/^\d{12}(,\d{12}){0,19}$/);

export const listQuery = z.strictObject({ ...filter, codes: itemCodes.optional() });
export const searchQuery = z.strictObject({ ...filter, q: z.string().max(100) });

export interface ItemPage {
  readonly items: ItemSummary[];
  readonly next?: string;
}

/** @throws Problem `bad-cursor` */
export function listItems(catalogue: Catalogue, query: z.output<typeof listQuery>, today: Day): ItemPage {
  return pageFrom('items', chosen(searchCatalogue(catalogue, { ...query, q: '' }, today), query.codes), query);
}

/** @throws Problem `bad-cursor` */
export function searchPage(catalogue: Catalogue, query: z.output<typeof searchQuery>, today: Day): ItemPage {
  return pageFrom('search', searchCatalogue(catalogue, query, today), query);
}

/** Those that were named, in the order of their names; all, when none was. */
function chosen(items: ItemSummary[], codes: string | undefined): ItemSummary[] {
  if (codes === undefined) return items;
  return codes.split(',').flatMap((code) => items.find((item) => item.code === code) ?? []);
}

/** Cuts a page out of a list that is whole in memory. The cursor is the place to go on from. */
function pageFrom(
  list: string,
  items: ItemSummary[],
  { cursor: given, limit }: { cursor?: string | undefined; limit: number },
): ItemPage {
  const from = placeOf(list, given);
  const next = from + limit;
  const page = items.slice(from, next);
  return next < items.length ? { items: page, next: encodeCursor(list, { at: String(next) }) } : { items: page };
}

const place = z.strictObject({ at: z.string().regex(/^\d{1,6}$/) });

function placeOf(list: string, given: string | undefined): number {
  const key = decodeCursor(list, given);
  if (key === undefined) return 0;
  const parsed = place.safeParse(key);
  if (!parsed.success) throw new Problem('bad-cursor');
  return Number(parsed.data.at);
}
