/** What the payer's calls stand on, and whose order is whose. */
import type { Idempotency } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Delegations } from '../../shared/cases/delegation-port.ts';
import { PartRefused } from '../../shared/payments/commit-store.ts';
import type { EvidenceStore } from '../../shared/payments/evidence-store.ts';
import type { Order } from '../../shared/payments/order.ts';
import { isUnpaid } from '../../shared/payments/order-transitions.ts';
import { orderViewOf } from '../../shared/payments/order-views.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import type { ReceiptStore } from '../../shared/payments/receipt-store.ts';

export interface CheckoutDeps {
  readonly store: PaymentsStore;
  readonly providers: ProviderPort;
  readonly receipts: Pick<ReceiptStore, 'link'>;
  readonly evidence: Pick<EvidenceStore, 'ticket' | 'uploaded' | 'keep' | 'link'>;
  /** Who may act for whom. */
  readonly delegations: Delegations;
  readonly newId: () => string;
  /** CloudFront stands before the API. */
  readonly behindEdge: boolean;
  readonly clock: () => Instant;
}

/** The payer's own, or one that the caller may pay for them. @throws Problem `not-found` for everyone else, `not-consented` */
export async function payableBy(deps: CheckoutDeps, orderNo: string, caller: Person, now: Instant): Promise<Order> {
  const { order } = await deps.store.load(orderNo);
  await mayPay(deps, order, caller, now);
  return order;
}

async function mayPay({ delegations }: CheckoutDeps, order: Order, caller: Person, now: Instant): Promise<void> {
  const { payer, agent, itemCode, stray } = order;
  if (stray?.reason === 'unknown-order') throw new Problem('not-found');
  if (payer?.id === caller.id) return;
  if (payer === undefined || agent?.id !== caller.id) throw new Problem('not-found');
  const holds = await delegations.holds(payer.id, caller.id, itemCode ?? '', dayOf(now));
  if (!holds) throw new Problem('not-consented');
}

/** Orders of the cases that the caller files for others, as far as a consent still covers them: asked once for each person and item. */
export async function ordersForOthers(
  { store, delegations }: CheckoutDeps,
  caller: Person,
  { limit, cursor, having }: { limit: number; cursor?: string | undefined; having?: 'receipt' | 'refund' | undefined },
  now: Instant,
) {
  const { items, ...rest } = await store.agentOrders(caller.id, limit, cursor, having);
  const pairs = new Map(items.map(({ payer, itemCode }) => [`${payer.id} ${itemCode}`, { payer, itemCode }]));
  const asked = [...pairs].map(async ([pair, { payer, itemCode }]) => {
    const holds = await delegations.holds(payer.id, caller.id, itemCode, dayOf(now));
    return holds ? [pair] : [];
  });
  const theirs = new Set((await Promise.all(asked)).flat());
  const shown = items.filter(({ payer, itemCode }) => theirs.has(`${payer.id} ${itemCode}`));
  return { items: shown.map(({ payer, itemCode: _, ...line }) => ({ ...line, payerName: payer.name })), ...rest };
}

/**
 * Asking to pay less tells of hardship or disability: it is the payer's own to do.
 * @throws Problem `not-found` also for somebody else's; for its agent what `payableBy` says, or `forbidden`
 */
export async function mine(deps: CheckoutDeps, orderNo: string, caller: Person, now: Instant): Promise<Order> {
  return (await loadMine(deps, orderNo, caller, now, undefined)).order;
}

/** @throws as `mine` */
export async function loadMine(
  deps: CheckoutDeps,
  orderNo: string,
  caller: Person,
  now: Instant,
  call: Idempotency | undefined,
): Promise<{ order: Order; replay: unknown }> {
  const loaded = await deps.store.load(orderNo, call);
  await mayPay(deps, loaded.order, caller, now);
  if (loaded.order.payer?.id !== caller.id) throw new Problem('forbidden');
  return loaded;
}

export async function viewOf({ providers, store }: CheckoutDeps, order: Order, now: Instant) {
  const ways = payable(order, now) ? providers.taken(order.agency) : [];
  const [taken, { strays }] = await Promise.all([ways, store.around(order.orderNo)]);
  return orderViewOf(
    order,
    taken,
    strays.filter(({ stray }) => stray?.reason !== 'unknown-order'),
  );
}

export const payable = ({ state, expiresAt }: Order, now: Instant): boolean => isUnpaid(state) && expiresAt > now;

/** @throws Problem `conflict`, `too-busy` */
export async function write({ store }: CheckoutDeps, change: Parameters<PaymentsStore['commit']>[0]): Promise<void> {
  try {
    await store.commit(change);
  } catch (error) {
    if (error instanceof PartRefused) throw new Problem(error.throttled ? 'too-busy' : 'conflict');
    throw error;
  }
}
