/** Statistics for those who answer for an agency's work: read from counts that the stream keeps, never from cases. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { type FieldProblem, Problem } from '../../shared/base/problems.ts';
import { dayOf, secondsAfter } from '../../shared/base/time.ts';
import type { Day, Instant } from '../../shared/base/words.ts';
import { addWorkingDays } from '../../shared/cases/calendar.ts';
import { allItems } from '../../shared/cases/statistics.ts';
import { backlogOf, comparedOf, daysFrom, figuresOf, maxDays } from '../../shared/cases/statistics-view.ts';
import type { CaseDeps } from '../case-deps.ts';
import type { officerApi } from './api.ts';

type Keys = Extract<keyof typeof officerApi, `GET /v1/agency/statistics${string}`>;
type Deps = Pick<CaseDeps, 'statistics' | 'catalogue'>;

export const statisticsHandlers = (deps: Deps): Pick<Handlers<typeof officerApi>, Keys> => ({
  'GET /v1/agency/statistics': async ({ caller, query, now }) => {
    const { from, to } = spanOf(query, now);
    const agency = agencyFor(deps, caller, query.agency);
    const item = query.itemCode === undefined ? undefined : itemFor(deps, query.itemCode, now);
    const today = dayOf(now);
    const of = item?.code ?? allItems;
    const [days, standing, due] = await Promise.all([
      deps.statistics.days(agency.code, of, from, to),
      deps.statistics.now(agency.code, of),
      // Of one item it is not kept: a clerk sees those in the inbox.
      item === undefined ? deps.statistics.due(agency.code, yearBefore(now), '9999-12-31') : {},
    ]);
    const backlog = backlogOf(standing, due, today, addWorkingDays(today, soonDays).day);
    const { code, name } = agency;
    const about = { agency: { code, name }, ...(item && { item: { code: item.code, name: item.name } }) };
    return { body: { ...about, ...figuresOf(from, to, days), backlog } };
  },

  'GET /v1/agency/statistics/items': async ({ caller, query, now }) => {
    const { from, to } = spanOf(query, now);
    const agency = agencyFor(deps, caller, query.agency);
    await deps.catalogue.fresh();
    const items = deps.catalogue.list(dayOf(now)).filter((one) => one.agency.code === agency.code);
    const lines = await Promise.all(
      items.map(async ({ code, name }) => {
        const [days, standing] = await Promise.all([
          deps.statistics.days(agency.code, code, from, to),
          deps.statistics.now(agency.code, code),
        ]);
        return comparedOf({ code, name }, days, standing);
      }),
    );
    return { body: { from, to, items: lines.filter(hasAny).sort(busiestFirst) } };
  },

  'GET /v1/agency/statistics/agencies': async ({ query, now }) => {
    const { from, to } = spanOf(query, now);
    const today = dayOf(now);
    const lines = await Promise.all(
      deps.catalogue.agencies().map(async ({ code, name }) => {
        const [days, standing, due] = await Promise.all([
          deps.statistics.days(code, allItems, from, to),
          deps.statistics.now(code, allItems),
          deps.statistics.due(code, yearBefore(now), today),
        ]);
        return comparedOf({ code, name }, days, standing, backlogOf(standing, due, today, today).due.overdue);
      }),
    );
    return { body: { from, to, items: lines.filter(hasAny).sort(busiestFirst) } };
  },
});

/** Working days within which a due day is soon. */
const soonDays = 5;
const yearBefore = (now: Instant): Day => dayOf(secondsAfter(now, -366 * 86_400));

type Line = ReturnType<typeof comparedOf>;
const hasAny = ({ submitted, decided, open, rated, overdue = 0 }: Line): boolean =>
  submitted + decided + open + rated + overdue > 0;
const busiestFirst = (a: Line, b: Line): number => b.submitted - a.submitted || (a.code < b.code ? -1 : 1);

/** Thirty days until today when nothing is said. @throws Problem `bad-request` for a span that ends before it begins, or over a year */
function spanOf(query: { from?: Day | undefined; to?: Day | undefined }, now: Instant): { from: Day; to: Day } {
  const to = query.to ?? dayOf(now);
  const from = query.from ?? dayOf(secondsAfter(`${to}T00:00:00.000Z`, -29 * 86_400));
  if (from > to || daysFrom(from, to).length > maxDays) throw new Problem('bad-request', [badSpan]);
  return { from, to };
}

const badSpan: FieldProblem = {
  field: 'query.from',
  code: 'bad-span',
  message: {
    zh: '起止日期不对：开始不能晚于结束，最多一年。',
    en: 'The span is not right: it must not end before it begins, nor be longer than a year.',
  },
};

/** One's own agency; whoever belongs to none names it. @throws Problem `bad-request` when they do not, `forbidden` for another's */
function agencyFor({ catalogue }: Deps, caller: Person, named: string | undefined) {
  const anyAgency = caller.roles.some((role) => role === 'auditor' || role === 'operator');
  const code = anyAgency ? (named ?? caller.agency) : caller.agency;
  if (code === undefined) throw new Problem('bad-request', [agencyMissing]);
  const agency = named === undefined || named === code ? catalogue.agency(code) : undefined;
  if (agency === undefined) throw new Problem('forbidden');
  return agency;
}

const agencyMissing: FieldProblem = {
  field: 'query.agency',
  code: 'required',
  message: { zh: '请说明要看哪个部门。', en: 'Say which agency to look at.' },
};

function itemFor({ catalogue }: Deps, code: string, now: Instant) {
  const found = catalogue.list(dayOf(now)).find((one) => one.code === code);
  if (found === undefined) throw new Problem('item-not-found');
  return found;
}
