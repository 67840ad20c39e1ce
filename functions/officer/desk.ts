/** What a desk may see. */
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import type { AccessEntry } from '../../shared/cases/views.ts';
import type { CaseDeps } from '../case-deps.ts';

/** Nobody's draft; one's own agency's cases; an auditor sees every agency's. Anything else does not exist for them. */
export const seenBy =
  (caller: Person) =>
  (head: CaseHead): boolean =>
    head.state !== 'draft' && (caller.roles.includes('auditor') || head.agency === caller.agency);

/** What a desk may act on: its own agency's cases, never merely by being an auditor. */
export const actedOnBy =
  (caller: Person) =>
  (head: CaseHead): boolean =>
    head.state !== 'draft' && head.agency === caller.agency;

interface Look {
  readonly caller: Person;
  readonly params: { readonly caseId: string };
  readonly now: Instant;
  readonly what: AccessEntry['what'];
  readonly id?: string;
}

export type Noted = <T>(reading: Promise<T>, look: Look) => Promise<[T, unknown]>;

/** Reads, and notes beside it who looked at what: nothing is shown that is not noted, and no call takes longer for it. */
export const noted =
  ({ access }: Pick<CaseDeps, 'access'>): Noted =>
  <T>(reading: Promise<T>, { caller, params, now, what, id }: Look): Promise<[T, unknown]> => {
    const who = { id: caller.id, name: caller.name, roles: [...caller.roles] };
    return Promise.all([
      reading,
      access.note(params.caseId, { at: now, who, what, ...(id === undefined ? {} : { id }) }),
    ]);
  };

/** An agency's people see their own; an auditor, who has none, the one they name. @throws Problem `forbidden` */
export function agencyOf(caller: Person, named: string | undefined): string {
  const agency = caller.roles.includes('auditor') ? named : caller.agency;
  if (agency === undefined || (named !== undefined && named !== agency)) throw new Problem('forbidden');
  return agency;
}
