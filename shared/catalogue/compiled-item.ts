/**
 * Items as they lie compiled beside the functions. The compiler has checked every file whole, in the build that made the bundle
 * they travel in; so here only their kind is looked at, and a cold start does not pay for the schemas (item.ts), whose names
 * the OpenAPI document puts in their place.
 */
import * as z from 'zod';
import type { Agency, IndexEntry } from './catalogue-index.ts';
import type { Item, ItemSummary } from './item.ts';

const versioned = z.object({ code: z.string(), version: z.int() });
const isVersioned = (value: unknown): boolean => versioned.safeParse(value).success;

export const compiledItem = z.custom<Item>(isVersioned).meta({ id: 'Item' });
export const compiledSummary = z.custom<ItemSummary>(isVersioned).meta({ id: 'ItemSummary' });
export const compiledEntry = z.custom<IndexEntry>(isVersioned);
export const compiledIndex = z.custom<IndexEntry[]>(Array.isArray);
export const compiledAgencies = z.custom<Agency[]>(Array.isArray);
