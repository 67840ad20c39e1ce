import { wordsOf } from '../../base/words.ts';
import { type TogetherKey, togetherRows } from './together-rows.ts';

/** The sentences of `together-rows.ts` in the person's language. */
export const useTogetherWords = wordsOf<TogetherKey>(togetherRows);
