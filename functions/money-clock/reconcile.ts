/** Reconciles one agency's day: each provider's bill fetched, checked, read, settled where it tells news, and compared. */
import { errorKeys, log } from '../../shared/base/log.ts';
import { dayOf, secondsAfter, startOf } from '../../shared/base/time.ts';
import type { Day, Instant } from '../../shared/base/words.ts';
import { BillUnreadable, readBill } from '../../shared/payments/bills.ts';
import type { Leg } from '../../shared/payments/ledger.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import { BillRefused } from '../../shared/payments/provider-api.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import {
  type BillLine,
  compare,
  type DayRun,
  type Difference,
  differenceIdAs,
  noticeOfLine,
  referenceOf,
  transfersOf,
} from '../../shared/payments/reconciliation.ts';
import type { ReconciliationStore } from '../../shared/payments/reconciliation-store.ts';
import { settleFact } from '../../shared/payments/settling.ts';
import type { Provider } from '../../shared/payments/words.ts';

export interface ReconcileDeps {
  readonly store: PaymentsStore;
  readonly reconciliation: ReconciliationStore;
  readonly providers: ProviderPort;
}

/**
 * May run again: what was resolved stays resolved, a day that was signed off is left alone. What a bill of another day has, or the
 * ledger under another day, is no difference: it is listed with that day, resolved by the hall itself.
 */
export async function reconcileDay(deps: ReconcileDeps, agency: string, day: string, now: Instant): Promise<DayRun> {
  const before = await deps.reconciliation.find(agency, day);
  if (before?.signedOff !== undefined) return before;
  const providers: DayRun['providers'] = [];
  const differences: Difference[] = [];
  for (const provider of await deps.providers.taken(agency)) {
    const bill = await fetchBill(deps, agency, provider, day, now);
    if (typeof bill === 'string') {
      providers.push({ provider, state: bill, lines: 0, total: 0 });
      continue;
    }
    const of = { agency, day, provider, now };
    differences.push(...(await lookInto(deps, of, bill, compare(provider, bill, await deps.store.legs(agency, day)))));
    providers.push({ provider, state: 'matched', lines: bill.length, total: totalOf(bill) });
  }
  const run = await deps.reconciliation.replace(before, { agency, day, providers, runAt: now }, differences);
  log(run.open > 0 ? 'error' : 'info', 'DAY_RECONCILED', { agency, day, count: run.open });
  return run;
}

async function fetchBill(
  { providers }: ReconcileDeps,
  agency: string,
  provider: Provider,
  day: string,
  now: Instant,
): Promise<BillLine[] | 'no-bill' | 'refused'> {
  try {
    const api = await providers.of(agency, provider);
    const file = await api?.bill(day, Date.parse(now));
    return file === undefined ? 'no-bill' : readBill(provider, file);
  } catch (error) {
    if (!(error instanceof BillRefused || error instanceof BillUnreadable)) throw error;
    log('error', 'BILL_REFUSED', { agency, provider, day, ...errorKeys(error) });
    return 'refused';
  }
}

interface Of {
  readonly agency: string;
  readonly day: Day;
  readonly provider: Provider;
  readonly now: Instant;
}

/** After hours without notices there are thousands of them, and the function has minutes. */
const sideBySide = 8;

/** Each difference with what is known of it, in the order in which they were found. */
async function lookInto(
  deps: ReconcileDeps,
  of: Of,
  bill: readonly BillLine[],
  differences: readonly Difference[],
): Promise<Difference[]> {
  const lines = new Map(bill.map((line) => [`${line.kind} ${referenceOf(line)}`, line]));
  const known: Difference[] = [...differences];
  const found: [Difference, Day][] = [];
  const work = differences.entries();
  const lanes = Array.from({ length: sideBySide }, async () => {
    for (const [at, one] of work) {
      const line = lines.get(`${one.what} ${one.reference}`);
      if (one.kind === 'missing-there') known[at] = await inAnotherBill(deps, of, one);
      else if (one.kind === 'missing-here' && line !== undefined) {
        const leg = await deps.store.legOf(transfersOf(of.provider, line));
        if (leg !== undefined && leg.day !== of.day) found.push([one, leg.day]);
        known[at] = await inTheLedger(deps, of, one, line, leg);
      }
    }
  });
  await Promise.all(lanes);
  // One after another: they write the same row.
  for (const [one, day] of found) await resolveThere(deps, of, one, day);
  return known;
}

/**
 * What no notice and no query told, the bill does: settled by the same rule, under the same fact, so at most once. What was told after
 * midnight stands in the ledger under the day after.
 */
async function inTheLedger(
  { store }: ReconcileDeps,
  { agency, provider, day, now }: Of,
  one: Difference,
  line: BillLine,
  leg: Leg | undefined,
): Promise<Difference> {
  if (leg !== undefined && leg.day !== day) {
    const here = Math.abs(leg.amount);
    if (here === line.amount) return { ...one, resolution: { note: `已记入 ${leg.day} 的账`, by: hall, at: now } };
    const kind = 'amount-differs';
    return { ...one, kind, differenceId: differenceIdAs(kind, one), here, action: 'ask-provider' };
  }
  if (line.underWay === true) return { ...one, resolution: { note: '退款处理中，退成后记账', by: hall, at: now } };
  await settleFact(store, noticeOfLine(provider, agency, line), 'asked', now);
  return one;
}

/** The day of the ledger that had missed it in its own bill has found it now. */
async function resolveThere({ reconciliation }: ReconcileDeps, of: Of, one: Difference, day: Day): Promise<void> {
  const run = await reconciliation.find(of.agency, day);
  if (run === undefined || run.signedOff !== undefined) return;
  const there = await reconciliation.difference(run, differenceIdAs('missing-there', one));
  if (there === undefined || there.resolution !== undefined) return;
  if (there.here !== one.there) return;
  const resolution = { note: `见 ${of.day} 的账单`, by: hall, at: of.now };
  await reconciliation.resolve(run, { ...there, resolution });
}

/** Days back in whose bills a payment told after midnight, or a refund that took its time, may stand. */
const daysBack = 7;

async function inAnotherBill({ reconciliation }: ReconcileDeps, of: Of, one: Difference): Promise<Difference> {
  for (let back = 1; back <= daysBack; back += 1) {
    const day = dayOf(secondsAfter(startOf(of.day), -back * 86_400));
    const run = await reconciliation.find(of.agency, day);
    const there = run && (await reconciliation.difference(run, differenceIdAs('missing-here', one)));
    if (there?.there === one.here) return { ...one, resolution: { note: `见 ${day} 的账单`, by: hall, at: of.now } };
  }
  return one;
}

/** Who resolves what explains itself. */
const hall = 'hall';

const totalOf = (bill: readonly BillLine[]): number =>
  bill.reduce((sum, { kind, amount }) => sum + (kind === 'payment' ? amount : -amount), 0);
