/** The citizen as a case knows them. */
import type { Person } from '../../shared/base/person.ts';
import type { Actor, CaseHead } from '../../shared/cases/case.ts';

export const asApplicant = ({ id, name }: Person): Actor => ({ kind: 'applicant', id, name });

/** A citizen sees only their own: anything else does not exist for them. */
export const theirs =
  (caller: Person) =>
  (head: CaseHead): boolean =>
    head.applicant.id === caller.id;
