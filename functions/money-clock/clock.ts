/**
 * What happens in the payments room because time goes by: every minute the orders and refunds that a provider has been silent
 * about, and those that have run out; every day after ten the bill of the day before.
 */
import * as z from 'zod';
import { errorKeys, log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf, secondsAfter } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { PartRefused } from '../../shared/payments/commit-store.ts';
import { type Order, openAsk } from '../../shared/payments/order.ts';
import { isUnpaid } from '../../shared/payments/order-transitions.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import { type ProviderApi, ProviderFailed } from '../../shared/payments/provider-api.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import type { ReconciliationStore } from '../../shared/payments/reconciliation-store.ts';
import { followRefund } from '../../shared/payments/refund-errand.ts';
import { close, refundAtProvider } from '../../shared/payments/refunding.ts';
import { match } from '../../shared/payments/settle.ts';
import { settleFact, settleParked } from '../../shared/payments/settling.ts';
import type { Provider } from '../../shared/payments/words.ts';
import { reconcileDay } from './reconcile.ts';

export interface ClockDeps {
  readonly store: PaymentsStore;
  readonly reconciliation: ReconciliationStore;
  readonly providers: ProviderPort;
  readonly agencies: readonly string[];
  readonly clock: () => Instant;
}

/** As the schedules of the stack say it; `day` is given to run an earlier one again. */
const input = z.object({ task: z.enum(['silence', 'bills']), day: z.iso.date().optional() });

export const makeHandler =
  (deps: ClockDeps) =>
  async (event: unknown): Promise<void> => {
    const { task, day } = input.parse(event);
    const now = deps.clock();
    if (task === 'silence') return breakSilence(deps, now);
    if (day !== undefined) return reconcileAll(deps, () => [day], now);
    const days = Array.from({ length: daysAgain }, (_, back) => dayOf(secondsAfter(now, -(back + 1) * 86_400)));
    await reconcileAll(deps, async (agency) => lateOf(deps, agency, days), now);
  };

/** Days for which a bill that is late, or was refused, is fetched again. */
const daysAgain = 7;

/** Yesterday, and each day before whose bills are not all there; oldest first, as the next day may be explained by it. */
async function lateOf({ reconciliation }: ClockDeps, agency: string, [yesterday = '', ...before]: readonly string[]) {
  const runs = await Promise.all(before.map((day) => reconciliation.find(agency, day)));
  const late = runs.filter(
    (run) => run?.signedOff === undefined && run?.providers.some(({ state }) => state !== 'matched'),
  );
  return [...late.flatMap((run) => run?.day ?? []).toReversed(), yesterday];
}

/** One agency's provider that does not answer keeps no other agency from its accounts; the schedule tries again what failed. */
async function reconcileAll(
  deps: ClockDeps,
  daysOf: (agency: string) => readonly string[] | Promise<readonly string[]>,
  now: Instant,
): Promise<void> {
  const failures: unknown[] = [];
  for (const agency of deps.agencies) {
    try {
      for (const day of await daysOf(agency)) await reconcileDay(deps, agency, day, now);
    } catch (error) {
      failures.push(error);
      log('error', 'RECONCILIATION_FAILED', { agency, ...errorKeys(error) });
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} agencies were not reconciled`);
}

const mostAtOnce = 200;
const sideBySide = 8;

async function breakSilence(deps: ClockDeps, now: Instant): Promise<void> {
  const due = await deps.store.due(now, mostAtOnce);
  const work = due.values();
  const failures = { count: 0 };
  const lanes = Array.from({ length: sideBySide }, async () => {
    for (const orderNo of work) {
      try {
        await lookAt(deps, orderNo, now);
      } catch (error) {
        failures.count += 1;
        log('warn', 'CLOCK_FAILED', { orderNo, ...errorKeys(error) });
        if (!(error instanceof PartRefused)) await putOff(deps, orderNo, now).catch(() => undefined);
      }
    }
  });
  await Promise.all(lanes);
  if (due.length > 0) log('info', 'CLOCK_TICKED', { count: due.length, failed: failures.count });
}

/** What failed comes again later: two hundred that fail at every tick would keep all others from theirs. */
async function putOff(deps: ClockDeps, orderNo: string, now: Instant): Promise<void> {
  const order = await deps.store.find(orderNo);
  if (order?.checkAt !== undefined && order.checkAt <= now) await later(deps, order, now);
}

async function lookAt(deps: ClockDeps, orderNo: string, now: Instant): Promise<void> {
  const { order, parked } = await deps.store.findWithParked(orderNo);
  await settleParked(deps.store, orderNo, parked, now);
  if (order?.checkAt === undefined || order.checkAt > now) return;
  if (refundAtProvider(order) !== undefined) return askRefund(deps, order, now);
  if (order.stray?.reason === 'unknown-order') return lookForMatch(deps, order, now);
  if (isUnpaid(order.state)) return askPayment(deps, order, now);
  // Nothing is awaited of it any more.
  const { checkAt: _, ...rest } = order;
  await deps.store.commit({ orders: [{ ...rest, version: order.version + 1 }], now });
}

/**
 * Every provider that was told of the order is asked, whether another answers or not; then, if it has run out, it is closed there
 * first and here after. What nobody answers for is asked about later, so that it keeps nobody else waiting.
 */
async function askPayment(deps: ClockDeps, order: Order, now: Instant): Promise<void> {
  const told = [...new Set(order.attempts.map(({ provider }) => provider))];
  const answers = [];
  for (const provider of told) answers.push(await answered(deps, order, provider, 'query', now));
  if (answers.includes('paid')) return;
  // An order that an officer is still looking at does not run out over that.
  if (answers.includes('silent') || order.expiresAt > now || openAsk(order) !== undefined)
    return later(deps, order, now, answers.length > 0 && !answers.includes('silent'));
  for (const provider of told) {
    // Paid in this very moment, or nobody can say: asked again, and never closed over money.
    if ((await answered(deps, order, provider, 'close', now)) !== 'unpaid') return later(deps, order, now, false);
  }
  const ended = close(order, 'expired', now);
  if (ended instanceof Problem) return;
  await deps.store.commit({ ...ended, orders: [ended.order], now });
  log('info', 'ORDER_EXPIRED', { orderNo: order.orderNo });
}

async function answered(
  deps: ClockDeps,
  order: Order,
  provider: Provider,
  question: 'query' | 'close',
  now: Instant,
): Promise<'paid' | 'unpaid' | 'silent'> {
  try {
    const api = await deps.providers.of(order.agency, provider);
    // Its keys cannot be read now: who knows what was paid.
    if (api === undefined) return 'silent';
    if (question === 'close') return (await api.close(order, Date.parse(now))) ? 'unpaid' : 'paid';
    return (await askProvider(deps, api, order, provider, now)) ? 'paid' : 'unpaid';
  } catch (error) {
    if (!(error instanceof ProviderFailed)) throw error;
    log('warn', 'PROVIDER_FAILED', { orderNo: order.orderNo, provider, reason: error.message });
    return 'silent';
  }
}

/** @returns whether it was paid */
async function askProvider(
  deps: ClockDeps,
  api: ProviderApi,
  order: Order,
  provider: Provider,
  now: Instant,
): Promise<boolean> {
  const found = await api.query(order, Date.parse(now));
  if (found === undefined) return false;
  await settleFact(deps.store, found, 'asked', now);
  log('info', 'PAYMENT_FOUND', { orderNo: order.orderNo, provider });
  // Money that does not fit lies in suspense now, and the order is as unpaid as before.
  return (await deps.store.get(order.orderNo)).payment !== undefined;
}

/** One minute, two, four … an hour between questions, and the last at the moment of expiry. @param told all providers said: not paid */
async function later({ store }: ClockDeps, order: Order, now: Instant, told = false): Promise<void> {
  const wait = Math.min(60 * 2 ** order.checks, 3600);
  const next = secondsAfter(now, wait);
  const checkAt = order.expiresAt > now && order.expiresAt < next ? order.expiresAt : next;
  const askedAt = told ? { askedAt: now } : {};
  const asked = { ...order, version: order.version + 1, checkAt, checks: order.checks + 1, ...askedAt };
  await store.commit({ orders: [asked], now });
}

/** A refund is followed to its end, and also past the point where it became a person's. */
async function askRefund(deps: ClockDeps, order: Order, now: Instant): Promise<void> {
  const refund = refundAtProvider(order);
  const api = order.payment === undefined ? undefined : await deps.providers.of(order.agency, order.payment.provider);
  // Its account is gone, or its keys cannot be read: the refund waits.
  if (refund === undefined || api === undefined) return later(deps, order, now);
  if (!(await followRefund({ store: deps.store, api, order, refund, now }))) return;
  const fresh = await deps.store.find(order.orderNo);
  if (fresh !== undefined && refundAtProvider(fresh) !== undefined) await later(deps, fresh, now);
}

/** Money for an order we did not know: perhaps we do by now. After a day it is a person's. */
async function lookForMatch(deps: ClockDeps, stray: Order, now: Instant): Promise<void> {
  const order = await deps.store.find(stray.payment?.providerOrderNo ?? '');
  const matched = match(stray, order, now);
  if (matched?.order !== undefined && matched.stray !== undefined) {
    await deps.store.commit({ ...matched, orders: [matched.order, matched.stray], now });
    log('info', 'STRAY_MATCHED', { orderNo: matched.order.orderNo });
    return;
  }
  const age = Date.parse(now) - Date.parse(stray.createdAt);
  if (age < 86_400_000) return later(deps, stray, now);
  log('error', 'STRAY_UNMATCHED', { orderNo: stray.orderNo, agency: stray.agency });
  const { checkAt: _, ...rest } = stray;
  await deps.store.commit({ orders: [{ ...rest, version: stray.version + 1 }], now });
}
