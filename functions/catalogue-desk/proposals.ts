/** Proposals: made by one person, ended by another, or taken back. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { withRetries } from '../../shared/base/transact.ts';
import { approve, type Proposal, propose, reject, withdraw } from '../../shared/catalogue/proposal.ts';
import type { WholeProposal } from '../../shared/catalogue/proposal-store.ts';
import type { catalogueDeskApi } from './api.ts';
import { agencyOf, type CatalogueDeskDeps } from './deps.ts';
import { changesOf, checkText } from './items.ts';

type Keys = Extract<keyof typeof catalogueDeskApi, `${string}/proposals${string}`>;

export const proposalHandlers = (deps: CatalogueDeskDeps): Pick<Handlers<typeof catalogueDeskApi>, Keys> => ({
  'POST /v1/agency/items/proposals': async ({ caller, body, idempotency, now }) => {
    const agency = agencyOf(caller);
    const made = await withRetries(async () => {
      const [before, { item, faults }] = await Promise.all([
        deps.proposals.replay(idempotency),
        checkText(deps, agency, body.source, dayOf(now)),
      ]);
      if (before !== undefined) return deps.proposals.get(agency, before);
      if (item === undefined) throw new Problem('item-faulty', faults.map(asFieldProblem));
      const by = { id: caller.id, name: caller.name };
      const proposal = propose({ item, by, note: body.note, now, random: deps.newId() });
      const whole: WholeProposal = { proposal, item, source: body.source };
      await deps.proposals.add(whole, idempotency, now);
      return whole;
    });
    return { body: await viewOf(deps, made, caller) };
  },

  'GET /v1/agency/items/proposals': async ({ caller, query: { agency, ...page } }) => ({
    body: await deps.proposals.list(agencyOf(caller, agency), page),
  }),

  'GET /v1/agency/items/proposals/{proposalId}': async ({ caller, params, query }) => {
    const agency = agencyOf(caller, query.agency);
    const [whole] = await Promise.all([deps.proposals.get(agency, params.proposalId), deps.catalogue.fresh()]);
    return { body: await viewOf(deps, whole, caller) };
  },

  'POST /v1/agency/items/proposals/{proposalId}/approve': async ({ caller, params, now }) =>
    withRetries(async () => {
      const [whole, seq, { entryOf }] = await Promise.all([
        deps.proposals.get(agencyOf(caller), params.proposalId),
        deps.proposals.lastOfLog(),
        deps.workshop(),
        deps.catalogue.fresh('now'),
      ]);
      if (isDoneBy(whole.proposal, 'approved', caller))
        return { body: { proposal: whole.proposal, publishedAt: whole.proposal.endedAt ?? now } };
      const ended = approve(whole.proposal, caller, now, latestOf(deps, whole.proposal));
      if (ended instanceof Problem) throw ended;
      await deps.proposals.publish(
        { ...whole, proposal: ended },
        {
          seq: seq + 1,
          at: now,
          proposalId: ended.proposalId,
          proposedBy: ended.proposedBy.id,
          approvedBy: caller.id,
          entry: entryOf(whole.item),
        },
      );
      return { body: { proposal: ended, publishedAt: now } };
    }),

  'POST /v1/agency/items/proposals/{proposalId}/reject': async ({ caller, params, body, now }) => ({
    body: await end(deps, caller, params.proposalId, 'rejected', (given) => reject(given, caller, now, body.reason)),
  }),

  'POST /v1/agency/items/proposals/{proposalId}/withdraw': async ({ caller, params, body, now }) => {
    const by = { id: caller.id, name: caller.name, isSupervisor: caller.roles.includes('supervisor') };
    const ends = (given: Proposal) => withdraw(given, by, now, body.reason);
    return { body: await end(deps, caller, params.proposalId, 'withdrawn', ends) };
  },
});

/** The same person ending it the same way again is answered the same. */
async function end(
  deps: CatalogueDeskDeps,
  caller: Person,
  id: string,
  state: Proposal['state'],
  rule: (given: Proposal) => Proposal | Problem,
): Promise<Proposal> {
  return withRetries(async () => {
    const { proposal } = await deps.proposals.get(agencyOf(caller), id);
    if (isDoneBy(proposal, state, caller)) return proposal;
    const ended = rule(proposal);
    if (ended instanceof Problem) throw ended;
    await deps.proposals.end(ended);
    return ended;
  });
}

const isDoneBy = (given: Proposal, state: Proposal['state'], { id }: Person): boolean =>
  given.state === state && given.endedBy?.id === id;

function latestOf({ catalogue }: CatalogueDeskDeps, { itemCode }: Proposal) {
  const versions = catalogue.versions().filter(({ code }) => code === itemCode);
  const newest = versions.toSorted((a, b) => b.version - a.version)[0];
  return { version: newest?.version ?? 0, effectiveFrom: newest?.effectiveFrom };
}

async function viewOf(deps: CatalogueDeskDeps, { proposal, item, source }: WholeProposal, caller: Person) {
  return { ...proposal, source, item, changes: await changesOf(deps, item), actions: actionsOf(proposal, caller) };
}

function actionsOf({ state, proposedBy, agency }: Proposal, caller: Person) {
  if (state !== 'open' || caller.agency !== agency) return [];
  const isProposer = proposedBy.id === caller.id;
  const isSupervisor = caller.roles.includes('supervisor');
  const mayEnd = !isProposer && (isSupervisor || caller.roles.includes('approver'));
  return [
    ...(mayEnd ? (['approve', 'reject'] as const) : []),
    ...(isProposer || isSupervisor ? (['withdraw'] as const) : []),
  ];
}

const asFieldProblem = ({ path, line, part, reason }: Awaited<ReturnType<typeof checkText>>['faults'][number]) => ({
  field: path === '' ? 'source' : `source.${path}`,
  code: part === undefined ? `line-${line}` : `part-${part}-${line}`,
  message: reason,
});
