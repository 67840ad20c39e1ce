import { wordsOf } from '../../base/words.ts';
import { type JointKey, jointRows } from './joint-rows.ts';

/** The sentences of `joint-rows.ts` in the person's language. */
export const useJointWords = wordsOf<JointKey>(jointRows);
