import { wordsOf } from '../base/words.ts';
import { type OperatorKey, operatorRows } from './operator-rows.ts';

/** The sentences of `operator-rows.ts` in the person's language. */
export const useOperatorWords = wordsOf<OperatorKey>(operatorRows);

/** A word that depends on a queue's name; undefined for one that these pages do not know yet. */
export function queueKey<P extends 'queue' | 'run'>(part: P, name: string): OperatorKey | undefined {
  const key = `${part}-${name}`;
  return isKey(key) ? key : undefined;
}

function isKey(key: string): key is OperatorKey {
  return Object.hasOwn(operatorRows, key);
}
