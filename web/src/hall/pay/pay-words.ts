import { wordsOf } from '../../base/words.ts';
import { type PayKey, payRows } from './pay-rows.ts';

/** The sentences of `pay-rows.ts` in the person's language. */
export const usePayWords = wordsOf<PayKey>(payRows);
