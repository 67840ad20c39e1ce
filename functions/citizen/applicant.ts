/** The citizen as a case knows them: its applicant, or an agent who acts for the applicant under a consent. */
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { TransactItem } from '../../shared/base/transact.ts';
import type { Day, Instant } from '../../shared/base/words.ts';
import type { Actor, CaseHead } from '../../shared/cases/case.ts';
import { covers } from '../../shared/cases/consent.ts';
import type { Standing } from '../../shared/cases/run-command.ts';
import type { CaseListEntry } from '../../shared/cases/summary.ts';
import type { CaseDeps } from '../case-deps.ts';

type Deps = Pick<CaseDeps, 'consents'>;
type Whose = Pick<CaseHead, 'applicant' | 'agent' | 'itemCode'>;

/**
 * As whom this person stands before a case: every call of a citizen asks this and nothing else. An agent's consent is looked up each
 * time, and guards what they write; the applicant's own calls cost no second look.
 * @throws Problem `not-found` for everyone else; `not-consented` for an agent whose consent has ended or never was for this item
 */
export async function standingIn(deps: Deps, caller: Person, head: Whose, now: Instant): Promise<Standing> {
  const { applicant, agent } = head;
  if (applicant.id === caller.id) return { actor: { kind: 'applicant', id: caller.id, name: caller.name }, guards: [] };
  if (agent?.id !== caller.id) throw new Problem('not-found');
  const guard = await guardOf(deps, caller, head, dayOf(now));
  if (guard === undefined) throw new Problem('not-consented');
  return { actor: throughAgent(applicant, caller), guards: [guard] };
}

/** The record shows both: whose step it was, and who took it. */
export const throughAgent = ({ id, name }: CaseHead['applicant'], agent: Person): Actor => ({
  ...{ kind: 'applicant', id, name },
  agent: { id: agent.id, name: agent.name },
});

async function guardOf(
  { consents }: Deps,
  caller: Person,
  { applicant, itemCode }: Whose,
  today: Day,
): Promise<TransactItem | undefined> {
  const found = (await consents.between(applicant.id, caller.id)).find((one) => covers(one, itemCode, today));
  return found && consents.standsItem(found, itemCode, today);
}

/** Of a list of an agent's cases, those in which they may still act. One look for each principal on the page. */
export async function stillTheirs<E extends CaseListEntry>(
  { consents }: Deps,
  caller: Person,
  entries: readonly E[],
  now: Instant,
): Promise<E[]> {
  const principals = [...new Set(entries.map(({ applicant }) => applicant.id))];
  const found = new Map(
    await Promise.all(principals.map(async (id) => [id, await consents.between(id, caller.id)] as const)),
  );
  const today = dayOf(now);
  return entries.filter(({ applicant, itemCode }) =>
    (found.get(applicant.id) ?? []).some((one) => covers(one, itemCode, today)),
  );
}
