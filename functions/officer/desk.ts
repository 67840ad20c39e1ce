/** What a desk may see. */
import type { Person } from '../../shared/base/person.ts';
import type { CaseHead } from '../../shared/cases/case.ts';

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
