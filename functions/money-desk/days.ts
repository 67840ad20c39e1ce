/** Days at the desk: trial balance, bills against the ledger, sign-off, the treasury's file. */
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { secondsAfter, startOf } from '../../shared/base/time.ts';
import { type Account, balancesOf, clearing, type Leg, type Sums } from '../../shared/payments/ledger.ts';
import type { dayLine, dayView } from '../../shared/payments/order-views.ts';
import type { DayRun } from '../../shared/payments/reconciliation.ts';
import { yuanOf } from '../../shared/payments/words.ts';
import type { moneyDeskApi } from './api.ts';
import { agencyOf, type MoneyDeskDeps } from './deps.ts';

type Keys = Extract<keyof typeof moneyDeskApi, `${string} /v1/money/days${string}`>;

export const dayHandlers = (deps: MoneyDeskDeps): Pick<Handlers<typeof moneyDeskApi>, Keys> => ({
  'GET /v1/money/days': async ({ caller, query }) => {
    const agency = agencyOf(caller, query.agency);
    const { items, next } = await deps.reconciliation.page(agency, query);
    return { body: { items: items.map(lineOf), ...(next === undefined ? {} : { next }) } };
  },

  'GET /v1/money/days/{day}': async ({ caller, params, query }) => ({
    body: await viewOf(deps, agencyOf(caller, query.agency), params.day),
  }),

  'GET /v1/money/days/{day}/export': async ({ caller, params, query: { agency: asked, limit, cursor } }) => {
    const agency = agencyOf(caller, asked);
    const { items, ...rest } = await deps.store.legPage(agency, params.day, limit, cursor);
    const csv = `${cursor === undefined ? headLine : ''}${items.map(lineOfLeg).join('')}`;
    const sha256 = createHash('sha256').update(csv).digest('hex');
    return { body: { fileName: `${agency}-${params.day}.csv`, csv, sha256, ...rest } };
  },

  'GET /v1/money/days/{day}/differences': async ({ caller, params, query: { agency, kind, ...page } }) => {
    const run = await runOf(deps, agencyOf(caller, agency), params.day);
    return { body: await deps.reconciliation.differences(run, kind, page) };
  },

  'POST /v1/money/days/{day}/differences/{differenceId}/resolve': async ({ caller, params, body, now }) => {
    const before = await runOf(deps, agencyOf(caller, undefined), params.day);
    const found = await deps.reconciliation.difference(before, params.differenceId);
    if (found === undefined) throw new Problem('not-found');
    // The answer was lost, and the browser asks again.
    if (found.resolution?.by === caller.id && found.resolution.note === body.note) return { body: found };
    if (found.resolution !== undefined || before.signedOff !== undefined) throw new Problem('wrong-state');
    const resolved = { ...found, resolution: { note: body.note, by: caller.id, at: now } };
    await deps.reconciliation.resolve(before, resolved);
    return { body: resolved };
  },

  'POST /v1/money/days/{day}/sign-off': async ({ caller, params, now }) => {
    const agency = agencyOf(caller, undefined);
    const before = await runOf(deps, agency, params.day);
    if (before.signedOff?.by === caller.id) return { body: await viewOf(deps, agency, params.day) };
    if (before.signedOff !== undefined) throw new Problem('wrong-state');
    const isWaiting = before.providers.some(({ state }) => state !== 'matched');
    const { balances } = isWaiting ? await sumsOf(deps, agency, params.day) : balancesOf([]);
    if (!isComplete(before, balances) || before.open > 0) throw new Problem('differences-open');
    await deps.reconciliation.signOff(before, { by: caller.id, at: now });
    return { body: await viewOf(deps, agency, params.day) };
  },
});

/** Days after which a bill that has not come does not come any more: providers write none for a day without a transaction. */
const idleAfter = 3;

/** Every bill is there, or there is none. */
const isComplete = (run: DayRun, balances: ReadonlyMap<Account, number>): boolean =>
  run.providers.every((one) => one.state === 'matched' || isIdle(run, one, balances));

/** A provider that had nothing to bill: nothing is booked of it, and it was asked again for days. */
const isIdle = (
  { day, runAt }: DayRun,
  { provider, state }: DayRun['providers'][number],
  balances: ReadonlyMap<Account, number>,
): boolean =>
  state === 'no-bill' && runAt >= secondsAfter(startOf(day), idleAfter * 86_400) && !balances.has(clearing(provider));

/** @throws Problem `not-found` before the bills were fetched */
async function runOf({ reconciliation }: MoneyDeskDeps, agency: string, day: string): Promise<DayRun> {
  const run = await reconciliation.find(agency, day);
  if (run === undefined) throw new Problem('not-found');
  return run;
}

/** The day's trial balance, added up a page at a time: memory holds one, however many entries the day has. */
async function sumsOf({ store }: MoneyDeskDeps, agency: string, day: string): Promise<Sums> {
  let sums = balancesOf([]);
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await store.legPage(agency, day, 5000, cursor);
    sums = balancesOf(items, sums);
    if (next === undefined) return sums;
    cursor = next;
  }
}

async function viewOf(deps: MoneyDeskDeps, agency: string, day: string): Promise<z.input<typeof dayView>> {
  const [{ balances, total }, found] = await Promise.all([
    sumsOf(deps, agency, day),
    deps.reconciliation.find(agency, day),
  ]);
  const view = { day, agency, balances: [...balances].map(([account, amount]) => ({ account, amount })), total };
  if (found === undefined) return view;
  const { agency: _, day: __, version: ___, generation: ____, ...run } = found;
  return { ...view, run, complete: isComplete(found, balances) };
}

const lineOf = ({ agency: _, version: __, generation: ___, ...line }: DayRun): z.input<typeof dayLine> => line;

const headLine = '日期,分录,科目,借方,贷方,缴费单号,摘要\r\n';

/** Every field is ours: nothing in it could be read as a formula or break a line. */
function lineOfLeg({ day, transferId, account, amount, orderNo, reason }: Leg): string {
  const [debit, credit] = amount > 0 ? [yuanOf(amount), ''] : ['', yuanOf(-amount)];
  return `${[day, transferId, account, debit, credit, orderNo, reason].join(',')}\r\n`;
}
