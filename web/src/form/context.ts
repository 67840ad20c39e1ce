/** What every question of a form needs to know beside itself. */

import type { Bilingual } from '../../../shared/base/words.ts';
import type { Answers } from '../../../shared/catalogue/item.ts';
import type { Answer } from './values.ts';

export interface FormState {
  readonly answers: Answers;
  /** What is wrong, by address: `answers.idNumber`, `answers.family.0.name`. */
  readonly errors: ReadonlyMap<string, Bilingual>;
  readonly set: (name: string, value: Answer | undefined) => void;
}
