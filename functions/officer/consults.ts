/** Joint handling, on the side of the agency that was asked: its list, what it is shown, its opinion. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { CaseHead, Consult } from '../../shared/cases/case.ts';
import { consultCaseViewOf, isShared } from '../../shared/cases/consult-case-view.ts';
import { consultRowOf } from '../../shared/cases/consult-view.ts';
import { giveOpinion } from '../../shared/cases/consulting.ts';
import { isOwnCase } from '../../shared/cases/permits.ts';
import { materialViewOf } from '../../shared/cases/present.ts';
import { runCommand } from '../../shared/cases/run-command.ts';
import { actingAs } from '../../shared/cases/transitions.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { officerApi } from './api.ts';
import { agencyOf, type Noted } from './desk.ts';

type Keys = Extract<keyof typeof officerApi, `${string} /v1/agency/consults${string}`>;

export const consultHandlers = (deps: CaseDeps, seen: Noted): Pick<Handlers<typeof officerApi>, Keys> => ({
  'GET /v1/agency/consults': async ({ caller, query, now }) => {
    const { items, ...rest } = await deps.lists.consults(agencyOf(caller, query.agency), query.state, query);
    return { body: { items: items.map((entry) => consultRowOf(entry, dayOf(now))), ...rest } };
  },

  'GET /v1/agency/consults/{caseId}/{consultNo}': async ({ caller, params, now }) => {
    const look = { caller, params, now, what: 'consult', id: String(params.consultNo) } as const;
    const [{ head, materials }] = await seen(deps.cases.get(params.caseId), look);
    const asked = askedOf(head, params.consultNo, caller);
    const item = pinnedItem(deps, head);
    return { body: consultCaseViewOf({ head, materials, item, now }, asked, answers(caller, asked)) };
  },

  'GET /v1/agency/consults/{caseId}/{consultNo}/materials/{materialId}': async ({ caller, params, now }) => {
    const { caseId, materialId: id } = params;
    const look = { caller, params, now, what: 'material', id } as const;
    const [{ head, materials }] = await seen(deps.cases.get(caseId), look);
    const asked = askedOf(head, params.consultNo, caller);
    const file = materials.find((each) => each.materialId === id && isShared(head, asked, each));
    if (file === undefined) throw new Problem('not-found');
    return { body: { ...materialViewOf(file), ...(await deps.files.materialLink(file, now)) } };
  },

  'POST /v1/agency/consults/{caseId}/{consultNo}/answer': async ({ caller, params, body, idempotency, now }) => {
    const { caseId, consultNo } = params;
    const kind = actingAs('give-opinion', caller.roles);
    if (kind === undefined) throw new Problem('forbidden');
    const actor = { kind, id: caller.id, name: caller.name };
    const { at } = await runCommand(deps.cases, {
      ...{ caseId, idempotency, now },
      reads: 'head',
      mine: (head) => head.consults.some(({ no, agency }) => no === consultNo && agency === caller.agency),
      decide: ({ head }) => ({
        outcome: giveOpinion(head, consultNo, body, { item: pinnedItem(deps, head), actor, now }),
      }),
    });
    return { body: { caseId, no: consultNo, at } };
  },
});

/** The question, where it was put to the caller's agency; an auditor sees every one. @throws Problem `not-found` */
function askedOf(head: CaseHead, consultNo: number, caller: Person): Consult {
  const asked = head.consults.find(({ no }) => no === consultNo);
  if (asked === undefined || !(caller.roles.includes('auditor') || asked.agency === caller.agency))
    throw new Problem('not-found');
  if (isOwnCase(head, caller.id)) throw new Problem('own-case');
  return asked;
}

const answers = (caller: Person, { agency }: Consult): boolean =>
  agency === caller.agency && actingAs('give-opinion', caller.roles) !== undefined;
