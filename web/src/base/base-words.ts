import { type BaseKey, baseRows } from './base-rows.ts';
import { wordsOf } from './words.ts';

/** The sentences of `base-rows.ts` in the person's language. */
export const useWords = wordsOf<BaseKey>(baseRows);
