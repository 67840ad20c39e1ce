import { wordsOf } from '../base/words.ts';
import { type OperatorKey, operatorRows } from './operator-rows.ts';

/** The sentences of `operator-rows.ts` in the person's language. */
export const useOperatorWords = wordsOf<OperatorKey>(operatorRows);

/** What a queue is called; undefined for one that these pages do not know yet. */
export const nameKey = (queue: string): OperatorKey | undefined => known(`queue-${queue}`);

/** What to do about its dead letters. */
export const runbookKey = (queue: string): OperatorKey | undefined => known(`run-${queue}`);

function known(key: string): OperatorKey | undefined {
  return isKey(key) ? key : undefined;
}

function isKey(key: string): key is OperatorKey {
  return Object.hasOwn(operatorRows, key);
}
