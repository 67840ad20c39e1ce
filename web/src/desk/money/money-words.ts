import { wordsOf } from '../../base/words.ts';
import { type MoneyKey, moneyRows } from './money-rows.ts';

/** The sentences of `money-rows.ts` in the person's language. */
export const useMoneyWords = wordsOf<MoneyKey>(moneyRows);
