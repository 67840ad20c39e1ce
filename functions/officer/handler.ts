/** The agency's desk: inbox, case, the officer's commands. */
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { officerRoutes } from '../../shared/base/routes/officer.ts';
import { serve } from '../../shared/base/serve.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { CaseHead, CaseState } from '../../shared/cases/case.ts';
import type { WorkOrderEntry } from '../../shared/cases/case-rows.ts';
import { answerLampOf } from '../../shared/cases/clock.ts';
import { pastViewOf } from '../../shared/cases/past.ts';
import { isOwnCase } from '../../shared/cases/permits.ts';
import { deskCaseViewOf, inboxRowOf, materialViewOf } from '../../shared/cases/present.ts';
import { openStates } from '../../shared/cases/transitions.ts';
import { type CaseDeps, caseDeps, pinnedItem } from '../case-deps.ts';
import { officerApi } from './api.ts';
import { bulkHandlers } from './bulk.ts';
import { commandHandlers } from './commands.ts';
import { consultHandlers } from './consults.ts';
import { agencyOf, noted, seenBy } from './desk.ts';
import { exportHandlers } from './exports.ts';
import { statisticsHandlers } from './statistics.ts';

type Reads = Pick<
  Handlers<typeof officerApi>,
  Exclude<
    Extract<keyof typeof officerApi, `GET ${string}`>,
    `GET /v1/agency/${'statistics' | 'bulk' | 'exports' | 'consults'}${string}`
  >
>;

export const makeHandler = (deps: CaseDeps) =>
  serve(
    officerRoutes,
    officerApi,
    {
      ...readHandlers(deps),
      ...statisticsHandlers(deps),
      ...bulkHandlers(deps),
      ...exportHandlers(deps),
      ...commandHandlers(deps),
      ...consultHandlers(deps, noted(deps)),
      'POST /v1/agency/cases/import': async (call) => ({
        body: await (await import('./importing.ts')).takeIn(deps, call),
      }),
    },
    deps.clock,
  );

/** What one holds is listed by person: who has come from another agency sees nothing of what they still hold there. */
async function heldAt(agency: string, reading: ReturnType<CaseDeps['lists']['held']>): typeof reading {
  const { items, ...rest } = await reading;
  return { items: items.filter((entry) => entry.agency === agency), ...rest };
}

const stagesOf: Readonly<Record<'open' | 'unfinished', readonly CaseState[]>> = {
  open: openStates,
  unfinished: [...openStates, 'granted', 'denied'],
};

const readHandlers = (deps: CaseDeps): Reads => {
  const seen = noted(deps);
  return {
    'GET /v1/agency/cases': async ({ caller, query, now }) => {
      const agency = agencyOf(caller, query.agency);
      const page = await (query.mine === 'true'
        ? heldAt(agency, deps.lists.held(caller.id, query))
        : query.escalated === 'true'
          ? deps.lists.escalated(agency, query)
          : query.all !== undefined
            ? deps.lists.across(agency, stagesOf[query.all], query)
            : deps.lists.inbox(agency, query.state, query));
      const { items, ...rest } = page;
      return { body: { items: items.map((entry) => inboxRowOf(entry, dayOf(now))), ...rest } };
    },

    'GET /v1/agency/cases/{caseId}': async ({ caller, params, now }) => {
      const [{ head, events, materials }] = await seen(deps.cases.get(params.caseId), {
        caller,
        params,
        now,
        what: 'case',
      });
      mustBeSeen(caller, head);
      const item = pinnedItem(deps, head);
      const agencies = deps.catalogue.agencies();
      return { body: deskCaseViewOf({ head, events, materials, item, caller, now, agencies }) };
    },

    'GET /v1/agency/cases/{caseId}/materials/{materialId}': async ({ caller, params, now }) => {
      const { caseId, materialId: id } = params;
      const [{ head, materials }] = await seen(deps.cases.get(caseId), { caller, params, now, what: 'material', id });
      mustBeSeen(caller, head);
      const file = materials.find(({ materialId }) => materialId === params.materialId);
      const submitted = Object.values(head.materials).flat().includes(params.materialId);
      if (file === undefined || !submitted) throw new Problem('not-found');
      const link = file.state === 'clean' ? await deps.files.materialLink(file, now) : {};
      return { body: { ...materialViewOf(file), ...link } };
    },

    'GET /v1/agency/cases/{caseId}/documents/{documentNumber}': async ({ caller, params, now }: DocumentCall) => {
      const { caseId, documentNumber: id } = params;
      const [{ head }] = await seen(deps.cases.loadHead(caseId), { caller, params, now, what: 'document', id });
      mustBeSeen(caller, head);
      if (!head.documents.some(({ number }) => number === params.documentNumber)) throw new Problem('not-found');
      const link = await deps.files.documentLink(head.caseId, params.documentNumber, now);
      return { body: { number: params.documentNumber, ...link } };
    },

    'GET /v1/agency/cases/{caseId}/exchange': async ({ caller, params, now }) => {
      // The national lists hold the identity number whole: in the record of who saw what, it was exported.
      const [whole] = await seen(deps.cases.get(params.caseId), { caller, params, now, what: 'export' });
      mustBeSeen(caller, whole.head);
      const [{ exchangeCaseOf }, { caseRows }] = await Promise.all([
        import('../../shared/exchange/case-of-hall.ts'),
        import('../../shared/exchange/national-cases.ts'),
      ]);
      const told = exchangeCaseOf({ ...whole, item: pinnedItem(deps, whole.head) });
      if (told === undefined) throw new Problem('wrong-state');
      const rows = caseRows(told, { batch: told.caseNumber.slice(-12), source: 'BSH', at: now });
      return { body: { rows: Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, [...list]])) } };
    },

    'GET /v1/agency/cases/{caseId}/past': async ({ caller, params, query, now }) => {
      const [whole] = await seen(deps.cases.get(params.caseId), { caller, params, now, what: 'past' });
      mustBeSeen(caller, whole.head);
      const body = pastViewOf(whole, pinnedItem(deps, whole.head), new Date(query.at).toISOString());
      if (body === undefined) throw new Problem('not-found');
      return { body };
    },

    'GET /v1/agency/cases/{caseId}/record': async ({ caller, params, now }) => {
      const [{ caseId, events, chain }] = await seen(deps.records.verify(params.caseId), {
        ...{ caller, params, now },
        what: 'record',
      });
      return { body: { caseId, events, ...chain } };
    },

    'GET /v1/agency/cases/{caseId}/access': async ({ caller, params, query, now }) => {
      // Noted after it is read: a page of the record does not show the very look that it is.
      const body = await deps.access.list(params.caseId, query);
      await seen(Promise.resolve(), { caller, params, now, what: 'access-record' });
      return { body };
    },

    'GET /v1/agency/work-orders': async ({ caller, query, now }) => {
      const { items, ...rest } = await deps.lists.workOrders(agencyOf(caller, query.agency), query);
      const lamp = (order: WorkOrderEntry) => ({ ...order, lamp: answerLampOf(order, dayOf(now)) });
      return { body: { items: items.map(lamp), ...rest } };
    },
  };
};

type DocumentCall = Pick<Call<Operation>, 'now'> & {
  caller: Person;
  params: { caseId: string; documentNumber: string };
};

function mustBeSeen(caller: Person, head: CaseHead): void {
  if (!seenBy(caller)(head)) throw new Problem('not-found');
  if (isOwnCase(head, caller.id)) throw new Problem('own-case');
}

export const handler = makeHandler(caseDeps());
