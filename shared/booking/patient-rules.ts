/** What an identity number says of a patient, and what is wrong with a registration. Pure. */
import type { FieldProblem } from '../base/problems.ts';
import type { Bilingual, Day } from '../base/words.ts';
import { idCardFault } from '../catalogue/identity-numbers.ts';

export const birthDateOf = (idNumber: string): Day =>
  `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;

/** The seventeenth digit: odd for men (GB 11643). */
export const sexOf = (idNumber: string): 'male' | 'female' =>
  Number(idNumber.charAt(16)) % 2 === 1 ? 'male' : 'female';

/** Faults that do not depend on who registers whom. */
export const registrationFaults = (
  { idNumber, guardian }: { readonly idNumber: string; readonly guardian?: string | undefined },
  today: Day,
): FieldProblem[] => [
  ...fault(idCardFault(idNumber, today) !== undefined, 'idNumber', {
    zh: '身份证号不对，请核对。',
    en: 'Not a valid identity number. Check it.',
  }),
  ...fault(guardian !== undefined && idCardFault(guardian, today) !== undefined, 'guardian', {
    zh: '监护人的身份证号不对。',
    en: 'Not a valid identity number.',
  }),
];

export const fault = (when: boolean, field: string, message: Bilingual): FieldProblem[] =>
  when ? [{ field: `body.${field}`, code: 'invalid', message }] : [];
