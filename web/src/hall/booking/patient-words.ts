import { wordsOf } from '../../base/words.ts';
import { type PatientKey, patientRows } from './patient-rows.ts';

/** The sentences of `patient-rows.ts` in the person's language. */
export const usePatientWords = wordsOf<PatientKey>(patientRows);
