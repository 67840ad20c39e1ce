/** The finance officers' desk: orders, suspense, refunds with four eyes. Days: days.ts. */
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { moneyDeskRoutes } from '../../shared/base/routes/money-desk.ts';
import { serve } from '../../shared/base/serve.ts';
import { type Commit, PartRefused } from '../../shared/payments/commit-store.ts';
import type { Days } from '../../shared/payments/lists-store.ts';
import { type Order, openAsk, reservedOf } from '../../shared/payments/order.ts';
import { type OrderSummary, summaryOf } from '../../shared/payments/order-summary.ts';
import { mayHappen } from '../../shared/payments/order-transitions.ts';
import { deskActions, deskOrderDetailOf, deskOrderView, deskOrderViewOf } from '../../shared/payments/order-views.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import { grantAsk, rejectAsk } from '../../shared/payments/reducing.ts';
import * as refunding from '../../shared/payments/refunding.ts';
import * as refusing from '../../shared/payments/refusing.ts';
import { match } from '../../shared/payments/settle.ts';
import { moneyDeskApi } from './api.ts';
import { dayHandlers } from './days.ts';
import { agencyOf, type MoneyDeskDeps } from './deps.ts';

export const makeHandler = (deps: MoneyDeskDeps) => serve(moneyDeskRoutes, moneyDeskApi, handlersOf(deps), deps.clock);

const handlersOf = (deps: MoneyDeskDeps): Handlers<typeof moneyDeskApi> => ({
  'GET /v1/money/orders': async ({ caller, query }) => {
    const { find, from, to, state, limit, cursor } = query;
    const agency = agencyOf(caller, query.agency);
    if (find !== undefined) return { body: { items: await found(deps, agency, find) } };
    const days = from === undefined && to === undefined ? undefined : spanOf(from, to);
    if (days !== undefined && days.from > days.to) return { body: { items: [] } };
    return { body: await deps.store.agencyOrders(agency, state, limit, cursor, days) };
  },

  'GET /v1/money/refunds': async ({ caller, query }) => ({
    body: await deps.store.agencyRefunds(agencyOf(caller, query.agency), query.state, query.limit, query.cursor),
  }),

  'GET /v1/money/orders/{orderNo}': async ({ caller, params }) => {
    const no = params.orderNo;
    const [{ order }, { told, strays }, legs] = await Promise.all([
      deps.store.load(no),
      deps.store.around(no),
      deps.store.legsOfOrder(no),
    ]);
    if (!mayRead(caller, order)) throw new Problem('not-found');
    return { body: deskOrderDetailOf(order, { told, strays, legs, actions: lawfulFor(caller, order) }) };
  },

  'GET /v1/money/reductions': async ({ caller, query }) => ({
    body: await deps.store.agencyAsks(agencyOf(caller, query.agency), query.state, query.limit, query.cursor),
  }),

  'GET /v1/money/orders/{orderNo}/evidence/{fileId}': async ({ caller, params, now }) => {
    const { order } = await deps.store.load(params.orderNo);
    const file = order.asks.flatMap(({ files }) => files).find(({ fileId }) => fileId === params.fileId);
    if (!mayRead(caller, order) || file === undefined) throw new Problem('not-found');
    return { body: await deps.evidence.link(order.orderNo, file, now) };
  },

  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/grant': (call) =>
    run(deps, call, (order, by) => grantAsk(order, call.params.askNo, { ...call.body, by }, call.now)),
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/reject': (call) =>
    run(deps, call, (order, by) => rejectAsk(order, call.params.askNo, { ...call.body, by }, call.now)),

  'POST /v1/money/orders/{orderNo}/match': (call) => matchTo(deps, call),

  'POST /v1/money/orders/{orderNo}/reduce': (call) =>
    run(deps, call, (order, by) => refunding.reduce(order, { ...call.body, by }, call.now)),
  'POST /v1/money/orders/{orderNo}/dispute': (call) =>
    run(deps, call, (order) => refunding.dispute(order, 'dispute', call.now)),
  'POST /v1/money/orders/{orderNo}/end-dispute': (call) =>
    run(deps, call, (order) => refunding.dispute(order, 'end-dispute', call.now)),
  'POST /v1/money/orders/{orderNo}/refunds': (call) =>
    run(deps, call, (order, by) => refunding.requestRefund(order, { ...call.body, by }, call.now)),
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve': (call) =>
    run(deps, call, (order, by) => refunding.approveRefund(order, call.params.refundNo, by, call.now)),
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject': (call) =>
    run(deps, call, (order, by) => refunding.rejectRefund(order, call.params.refundNo, by, call.now)),
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/retry': (call) =>
    run(deps, call, (order) => refusing.retryRefund(order, call.params.refundNo, call.now)),
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/offline': (call) =>
    run(deps, call, (order, by) => refusing.recordOffline(order, call.params.refundNo, { ...call.body, by }, call.now)),
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/confirm': (call) =>
    run(deps, call, (order, by) =>
      refusing.confirmOffline(order, call.params.refundNo, { ...call.body, by }, call.now),
    ),

  ...dayHandlers(deps),
});

const firstDay = '2000-01-01';
const lastDay = '2999-12-31';

/** Days whose instants sort as texts, whatever years were asked for. */
function spanOf(from: string | undefined, to: string | undefined): Days {
  return {
    from: from === undefined || from < firstDay ? firstDay : from,
    to: to === undefined || to > lastDay ? lastDay : to,
  };
}

/** The order of a number, its own or its case's; none when it is another agency's. */
async function found({ store }: MoneyDeskDeps, agency: string, number: string): Promise<OrderSummary[]> {
  const no = number.toUpperCase();
  const order = (await store.find(no)) ?? (await store.find((await store.orderNoOfCase(no)) ?? no));
  return order === undefined || order.agency !== agency ? [] : [summaryOf(order)];
}

/** What this person may do to the order now: the rules themselves decide again when it is done. */
function lawfulFor({ id, agency, roles }: Person, order: Order): (typeof deskActions)[number][] {
  if (agency !== order.agency || !roles.includes('finance') || isTheirOwn(order, id)) return [];
  const open = refunding.openRefund(order);
  const decidable = open?.state === 'asked' && open.askedBy !== id;
  const stuck = order.refunds.find(refusing.isStuck);
  const asked = openAsk(order) !== undefined && order.state === 'created';
  const left = (order.payment?.amount ?? 0) - reservedOf(order);
  const lawful: Record<(typeof deskActions)[number], boolean> = {
    approve: decidable && mayHappen('start-refund', order.state),
    reject: decidable,
    retry: stuck?.state === 'refused' && mayHappen('start-refund', order.state),
    confirm: stuck?.offline !== undefined && stuck.offline.by !== id,
    offline: stuck !== undefined,
    'grant-ask': asked,
    'reject-ask': asked,
    'ask-refund': open === undefined && left > 0 && mayHappen('ask-refund', order.state),
    match: mayHappen('match', order.state) && order.refunds.length === 0,
    reduce: order.state === 'created' && !asked,
    dispute: mayHappen('dispute', order.state),
    'end-dispute': mayHappen('end-dispute', order.state),
  };
  return deskActions.filter((action) => lawful[action]);
}

/** Nobody decides over what they owe, or pay for another (回避, 公务员法 art. 76). */
const isTheirOwn = ({ payer, agent }: Order, id: string): boolean => payer?.id === id || agent?.id === id;

const mayRead = ({ agency, roles }: Person, order: Order): boolean =>
  agency === order.agency || (agency === undefined && roles.includes('auditor'));

type CommandCall = Pick<Call<Operation>, 'caller' | 'idempotency' | 'now'> & { params: { orderNo: string } };

/** Both orders change in one transaction: the money leaves suspense as it pays what it was meant for. */
async function matchTo(
  { store }: MoneyDeskDeps,
  { caller, params, body, idempotency, now }: CommandCall & { body: { orderNo: string } },
) {
  const [{ order: stray, replay }, order] = await Promise.all([
    store.load(params.orderNo, idempotency),
    store.find(body.orderNo),
  ]);
  if (stray.agency !== caller.agency || order?.agency !== caller.agency) throw new Problem('not-found');
  if (replay !== undefined) return { body: deskOrderView.parse(replay) };
  if (isTheirOwn(order, caller.id) || isTheirOwn(stray, caller.id)) throw new Problem('own-matter');
  if (!mayHappen('match', stray.state)) throw new Problem('wrong-state');
  const matched = match(stray, order, now);
  if (matched?.order === undefined || matched.stray === undefined) throw new Problem('no-match');
  const answer = deskOrderView.parse(deskOrderViewOf(matched.stray));
  const { transfers, events } = matched;
  const repeat = idempotency && { call: idempotency, answer };
  await commit(store, { orders: [matched.order, matched.stray], transfers, events, idempotency: repeat, now });
  return { body: answer };
}

/** @throws Problem `conflict` when an order moved meanwhile, `too-busy` */
async function commit(store: PaymentsStore, change: Commit): Promise<void> {
  try {
    await store.commit(change);
  } catch (error) {
    if (error instanceof PartRefused) throw new Problem(error.throttled ? 'too-busy' : 'conflict');
    throw error;
  }
}

/** Two round trips: order and repeated call are read side by side, then one transaction. */
async function run(
  { store }: MoneyDeskDeps,
  { caller, params, idempotency, now }: CommandCall,
  rule: (order: Order, by: string) => refunding.OrderOutcome | Problem,
) {
  const { order, replay } = await store.load(params.orderNo, idempotency);
  if (order.agency !== caller.agency) throw new Problem('not-found');
  if (replay !== undefined) return { body: deskOrderView.parse(replay) };
  if (isTheirOwn(order, caller.id)) throw new Problem('own-matter');
  const outcome = rule(order, caller.id);
  if (outcome instanceof Problem) throw outcome;
  const answer = deskOrderView.parse(deskOrderViewOf(outcome.order));
  const repeat = idempotency && { call: idempotency, answer };
  await commit(store, { ...outcome, orders: [outcome.order], idempotency: repeat, now });
  return { body: answer };
}
