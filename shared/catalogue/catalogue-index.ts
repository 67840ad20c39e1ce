/** What the compiler writes beside the items: the index that lists and searches read, and the agencies. */
import * as z from 'zod';
import { bilingual, creditCode, day } from '../base/words.ts';
import { itemSummary } from './item.ts';

/** A Chinese name or keyword as it is looked for, with its pinyin: `食品经营许可`, `shi pin jing ying xu ke`. */
export const chineseTerm = z.strictObject({ text: z.string(), pinyin: z.string() });

/** One version of one item. All versions are here, so that the reader chooses the one in force by the day. */
export const indexEntry = itemSummary.extend({
  effectiveFrom: day,
  search: z.strictObject({
    names: z.array(chineseTerm),
    keywords: z.array(chineseTerm),
    /** English words in lower case: of the name and keywords. */
    english: z.array(z.string()),
  }),
});
export type IndexEntry = z.infer<typeof indexEntry>;
export const catalogueIndex = z.array(indexEntry);

/** An agency (实施主体). `backOffice`: it takes its cases over by its own back office (后台系统). */
export const agency = z.strictObject({ code: creditCode, name: bilingual, backOffice: z.boolean() });
export type Agency = z.infer<typeof agency>;
export const agencyList = z.array(agency);
