/**
 * What happens in the payments room because time goes by: every minute the orders and refunds that a provider has been silent
 * about, and those that have run out; every day after ten the bill of the day before.
 */
import * as z from 'zod';
import { errorKeys, log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf, secondsAfter } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { type Order, openAsk } from '../../shared/payments/order.ts';
import { isUnpaid } from '../../shared/payments/order-transitions.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
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
    const yesterday = day ?? dayOf(secondsAfter(now, -86_400));
    await reconcileAll(deps, yesterday, now);
  };

/** One agency's provider that does not answer keeps no other agency from its accounts; the schedule tries again what failed. */
async function reconcileAll(deps: ClockDeps, day: string, now: Instant): Promise<void> {
  const failures: unknown[] = [];
  for (const agency of deps.agencies) {
    await reconcileDay(deps, agency, day, now).catch((error: unknown) => {
      failures.push(error);
      log('error', 'RECONCILIATION_FAILED', { agency, day, ...errorKeys(error) });
    });
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
      }
    }
  });
  await Promise.all(lanes);
  if (due.length > 0) log('info', 'CLOCK_TICKED', { count: due.length, failed: failures.count });
}

async function lookAt(deps: ClockDeps, orderNo: string, now: Instant): Promise<void> {
  const order = await deps.store.find(orderNo);
  if (order === undefined) return;
  if (order.payment !== undefined) await settleParked(deps.store, orderNo, now);
  if (refundAtProvider(order) !== undefined) return askRefund(deps, order, now);
  if (order.stray?.reason === 'unknown-order') return lookForMatch(deps, order, now);
  if (isUnpaid(order.state)) return askPayment(deps, order, now);
}

/** Every provider that was told of the order is asked; then, if it has run out, it is closed there first and here after. */
async function askPayment(deps: ClockDeps, order: Order, now: Instant): Promise<void> {
  const told = [...new Set(order.attempts.map(({ provider }) => provider))];
  for (const provider of told) {
    if (await askProvider(deps, order, provider, now)) return;
  }
  // An order that an officer is still looking at does not run out over that.
  if (order.expiresAt > now || openAsk(order) !== undefined) return later(deps, order, now);
  for (const provider of told) {
    const api = await deps.providers.of(order.agency, provider);
    // Paid in this very moment: asked again at the next tick, and never closed over money.
    if (api !== undefined && !(await api.close(order, Date.parse(now)))) return later(deps, order, now);
  }
  const ended = close(order, 'expired', now);
  if (ended instanceof Problem) return;
  await deps.store.commit({ ...ended, orders: [ended.order], now });
  log('info', 'ORDER_EXPIRED', { orderNo: order.orderNo });
}

/** @returns whether it was paid */
async function askProvider(deps: ClockDeps, order: Order, provider: Provider, now: Instant): Promise<boolean> {
  const api = await deps.providers.of(order.agency, provider);
  const found = await api?.query(order, Date.parse(now));
  if (found === undefined) return false;
  await settleFact(deps.store, found, 'asked', now);
  log('info', 'PAYMENT_FOUND', { orderNo: order.orderNo, provider });
  // Money that does not fit lies in suspense now, and the order is as unpaid as before.
  return (await deps.store.get(order.orderNo)).payment !== undefined;
}

/** One minute, two, four … an hour between questions, and the last at the moment of expiry. */
async function later({ store }: ClockDeps, order: Order, now: Instant): Promise<void> {
  const wait = Math.min(60 * 2 ** order.checks, 3600);
  const next = secondsAfter(now, wait);
  const checkAt = order.expiresAt > now && order.expiresAt < next ? order.expiresAt : next;
  const told = isUnpaid(order.state) && order.attempts.length > 0 ? { askedAt: now } : {};
  const asked = { ...order, version: order.version + 1, checkAt, checks: order.checks + 1, ...told };
  await store.commit({ orders: [asked], now });
}

/** A refund is followed to its end, and also past the point where it became a person's. */
async function askRefund(deps: ClockDeps, order: Order, now: Instant): Promise<void> {
  const refund = refundAtProvider(order);
  const api = order.payment === undefined ? undefined : await deps.providers.of(order.agency, order.payment.provider);
  if (refund === undefined || api === undefined) return;
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
