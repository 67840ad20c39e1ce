import { wordsOf } from '../base/words.ts';
import { type DeskKey, deskRows } from './desk-rows.ts';

/** The sentences of `desk-rows.ts` in the person's language. */
export const useDeskWords = wordsOf<DeskKey>(deskRows);
