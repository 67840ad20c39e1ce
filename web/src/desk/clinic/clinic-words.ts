import { wordsOf } from '../../base/words.ts';
import { type ClinicKey, clinicRows } from './clinic-rows.ts';

/** The sentences of `clinic-rows.ts` in the person's language. */
export const useClinicWords = wordsOf<ClinicKey>(clinicRows);
