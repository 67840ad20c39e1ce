/** Submitted cases: list, follow, correct, withdraw, rate, fetch the decision. */
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { correct, rate, withdraw } from '../../shared/cases/applying.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import type { Loaded } from '../../shared/cases/case-store.ts';
import type { Context, Outcome } from '../../shared/cases/outcome.ts';
import { caseSummaryOf, caseViewOf } from '../../shared/cases/present.ts';
import { type Decided, runCommand, type Standing } from '../../shared/cases/run-command.ts';
import type { CaseView, CommandResult } from '../../shared/cases/views.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { citizenApi } from './api.ts';
import { standingIn, stillTheirs } from './applicant.ts';

type Keys = Exclude<
  keyof typeof citizenApi,
  `${string} /v1/drafts${string}` | `${string} /v1/me/${string}` | `${string}/materials${string}`
>;

export const caseHandlers = (deps: CaseDeps): Pick<Handlers<typeof citizenApi>, Keys> => ({
  'GET /v1/cases': async ({ caller, query, now }) => {
    const others = query.for === 'others';
    const { items, ...rest } = await deps.lists[others ? 'casesForOthers' : 'cases'](caller.id, query);
    const shown = others ? await stillTheirs(deps, caller, items, now) : items;
    return { body: { items: shown.map((entry) => caseSummaryOf(entry, dayOf(now))), ...rest } };
  },

  'GET /v1/cases/{caseId}': async ({ caller, params, now }) => {
    const { head, events, materials } = await deps.cases.get(params.caseId);
    const { actor } = await standingIn(deps, caller, head, now);
    if (head.state === 'draft') throw new Problem('wrong-state');
    const item = pinnedItem(deps, head);
    const view = caseViewOf({ head, events, materials, item, agencyName: item.agency.name, now });
    return { body: actor.agent === undefined ? view : { ...view, actions: view.actions.filter(isDelegable) } };
  },

  'POST /v1/cases/{caseId}/correct': async (call) => {
    const apply = ({ head, materials }: Loaded, context: Context) =>
      correct(head, { ...call.body, files: [...materials] }, context);
    return { body: await command(deps, call, 'whole', apply) };
  },
  'POST /v1/cases/{caseId}/withdraw': async (call) => ({
    body: await command(deps, call, 'head', ({ head }, context) => withdraw(head, call.body, context)),
  }),
  'POST /v1/cases/{caseId}/rate': async (call) => ({
    body: await command(deps, call, 'head', ({ head }, context) =>
      context.actor.agent === undefined ? rate(head, call.body, context) : new Problem('forbidden'),
    ),
  }),

  'GET /v1/cases/{caseId}/documents/{documentNumber}': async ({ caller, params, now }) => {
    const { head } = await deps.cases.loadHead(params.caseId);
    const known = head.documents.some(({ number }) => number === params.documentNumber);
    await standingIn(deps, caller, head, now);
    if (!known) throw new Problem('not-found');
    const link = await deps.files.documentLink(head.caseId, params.documentNumber, now);
    return { body: { number: params.documentNumber, ...link } };
  },
});

/** What somebody thinks of the service is their own to say. */
const isDelegable = (action: CaseView['actions'][number]): boolean => action !== 'rate';

type CaseCall = Pick<Call<Operation>, 'idempotency' | 'now'> & { caller: Person; params: { caseId: string } };

/** A command of the applicant on one of their own cases; the files it attaches must be clean when it is written. */
function command(
  deps: CaseDeps,
  { caller, params, idempotency, now }: CaseCall,
  reads: 'head' | 'whole',
  apply: (loaded: Loaded, context: Context) => Outcome | Problem,
): Promise<CommandResult> {
  const decide = (loaded: Loaded, standing: Standing | undefined): Decided => {
    if (standing === undefined) throw new Error('nobody acts');
    const outcome = apply(loaded, { item: pinnedItem(deps, loaded.head), actor: standing.actor, now });
    if (outcome instanceof Problem) return { outcome };
    const before = new Set(Object.values(loaded.head.materials).flat());
    const added = new Set(
      Object.values(outcome.head.materials)
        .flat()
        .filter((id) => !before.has(id)),
    );
    return {
      outcome,
      with: loaded.materials.filter((file) => added.has(file.materialId)).map(deps.materials.cleanItem),
    };
  };
  const mine = (head: CaseHead) => standingIn(deps, caller, head, now);
  return runCommand(deps.cases, { caseId: params.caseId, idempotency, now, reads, mine, decide });
}
