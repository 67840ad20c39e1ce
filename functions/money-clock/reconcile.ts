/** Reconciles one agency's day: each provider's bill fetched, checked, read, settled where it tells news, and compared. */
import { errorKeys, log } from '../../shared/base/log.ts';
import type { Instant } from '../../shared/base/words.ts';
import { BillUnreadable, readBill } from '../../shared/payments/bills.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import { BillRefused } from '../../shared/payments/provider-api.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import {
  type BillLine,
  compare,
  type DayRun,
  type Difference,
  noticeOfLine,
  referenceOf,
} from '../../shared/payments/reconciliation.ts';
import type { ReconciliationStore } from '../../shared/payments/reconciliation-store.ts';
import { settleFact } from '../../shared/payments/settling.ts';
import type { Provider } from '../../shared/payments/words.ts';

export interface ReconcileDeps {
  readonly store: PaymentsStore;
  readonly reconciliation: ReconciliationStore;
  readonly providers: ProviderPort;
}

/** May run again: what was resolved stays resolved, a day that was signed off is left alone. */
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
    const found = compare(provider, bill, await deps.store.legs(agency, day));
    await settleMissing(deps, agency, provider, bill, found, now);
    differences.push(...found);
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

/** After hours without notices there are thousands of them, and the function has minutes. */
const sideBySide = 8;

/** What no notice and no query told, the bill does: settled by the same rule, under the same fact, so at most once. */
async function settleMissing(
  { store }: ReconcileDeps,
  agency: string,
  provider: Provider,
  bill: readonly BillLine[],
  differences: readonly Difference[],
  now: Instant,
): Promise<void> {
  const missing = new Set(differences.filter(({ kind }) => kind === 'missing-here').map(({ reference }) => reference));
  const lines = bill.filter((line) => missing.has(referenceOf(line))).values();
  const lanes = Array.from({ length: sideBySide }, async () => {
    for (const line of lines) await settleFact(store, noticeOfLine(provider, agency, line), 'asked', now);
  });
  await Promise.all(lanes);
}

const totalOf = (bill: readonly BillLine[]): number =>
  bill.reduce((sum, { kind, amount }) => sum + (kind === 'payment' ? amount : -amount), 0);
