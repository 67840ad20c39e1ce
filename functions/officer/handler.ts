/** The agency's desk: inbox, case, the officer's commands. */
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { serve } from '../../shared/base/serve.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import { deskCaseViewOf, inboxRowOf, materialViewOf } from '../../shared/cases/present.ts';
import { type CaseDeps, caseDeps, pinnedItem } from '../case-deps.ts';
import { officerApi } from './api.ts';
import { commandHandlers } from './commands.ts';
import { seenBy } from './desk.ts';

type Reads = Pick<Handlers<typeof officerApi>, Extract<keyof typeof officerApi, `GET ${string}`>>;

export const makeHandler = (deps: CaseDeps) =>
  serve(officerApi, { ...readHandlers(deps), ...commandHandlers(deps) }, deps.clock);

const readHandlers = (deps: CaseDeps): Reads => ({
  'GET /v1/agency/cases': async ({ caller, query, now }) => {
    const agency = agencyOf(caller, query.agency);
    const page =
      query.mine === 'true'
        ? await deps.lists.held(caller.id, query)
        : await deps.lists.inbox(agency, query.state, query);
    const { items, ...rest } = page;
    return { body: { items: items.map((entry) => inboxRowOf(entry, dayOf(now))), ...rest } };
  },

  'GET /v1/agency/cases/{caseId}': async ({ caller, params, now }) => {
    const { head, events, materials } = await deps.cases.get(params.caseId);
    mustBeSeen(caller, head);
    const item = pinnedItem(deps, head);
    return { body: deskCaseViewOf({ head, events, materials, item, caller, now }) };
  },

  'GET /v1/agency/cases/{caseId}/materials/{materialId}': async ({ caller, params, now }) => {
    const { head, materials } = await deps.cases.get(params.caseId);
    mustBeSeen(caller, head);
    const file = materials.find(({ materialId }) => materialId === params.materialId);
    const submitted = Object.values(head.materials).flat().includes(params.materialId);
    if (file === undefined || !submitted) throw new Problem('not-found');
    const link = file.state === 'clean' ? await deps.files.materialLink(file, now) : {};
    return { body: { ...materialViewOf(file), ...link } };
  },

  'GET /v1/agency/cases/{caseId}/documents/{documentNumber}': async ({ caller, params, now }: DocumentCall) => {
    const { head } = await deps.cases.loadHead(params.caseId);
    mustBeSeen(caller, head);
    if (!head.documents.some(({ number }) => number === params.documentNumber)) throw new Problem('not-found');
    const link = await deps.files.documentLink(head.caseId, params.documentNumber, now);
    return { body: { number: params.documentNumber, ...link } };
  },
});

type DocumentCall = Pick<Call<Operation>, 'now'> & {
  caller: Person;
  params: { caseId: string; documentNumber: string };
};

/** An agency's people see their own; an auditor, who has none, the one they name. @throws Problem `forbidden` */
function agencyOf(caller: Person, named: string | undefined): string {
  const agency = caller.roles.includes('auditor') ? named : caller.agency;
  if (agency === undefined || (named !== undefined && named !== agency)) throw new Problem('forbidden');
  return agency;
}

function mustBeSeen(caller: Person, head: CaseHead): void {
  if (!seenBy(caller)(head)) throw new Problem('not-found');
}

export const handler = makeHandler(caseDeps());
