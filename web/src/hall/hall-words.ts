import { wordsOf } from '../base/words.ts';
import { type HallKey, hallRows } from './hall-rows.ts';

/** The sentences of `hall-rows.ts` in the person's language. */
export const useHallWords = wordsOf<HallKey>(hallRows);
