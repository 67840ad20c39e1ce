/** The finance officers' desk: orders, suspense, refunds with four eyes. Days: days.ts. */
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { serve } from '../../shared/base/serve.ts';
import type { Order } from '../../shared/payments/order.ts';
import { PartRefused } from '../../shared/payments/payments-store.ts';
import { grantAsk, rejectAsk } from '../../shared/payments/reducing.ts';
import * as refunding from '../../shared/payments/refunding.ts';
import { deskOrderView, deskOrderViewOf } from '../order-views.ts';
import { moneyDeskApi } from './api.ts';
import { dayHandlers } from './days.ts';
import { agencyOf, type MoneyDeskDeps } from './deps.ts';

export const makeHandler = (deps: MoneyDeskDeps) => serve(moneyDeskApi, handlersOf(deps), deps.clock);

const handlersOf = (deps: MoneyDeskDeps): Handlers<typeof moneyDeskApi> => ({
  'GET /v1/money/orders': async ({ caller, query }) => ({
    body: await deps.store.agencyOrders(agencyOf(caller, query.agency), query.state, query.limit, query.cursor),
  }),

  'GET /v1/money/orders/{orderNo}': async ({ caller, params }) => {
    const { order } = await deps.store.load(params.orderNo);
    if (!mayRead(caller, order)) throw new Problem('not-found');
    return { body: deskOrderViewOf(order) };
  },

  'GET /v1/money/tasks': async ({ caller, query }) => ({
    body: await deps.store.tasks(agencyOf(caller, query.agency), query.kind, query.limit, query.cursor),
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

  ...dayHandlers(deps),
});

const mayRead = ({ agency, roles }: Person, order: Order): boolean =>
  agency === order.agency || (agency === undefined && roles.includes('auditor'));

type CommandCall = Pick<Call<Operation>, 'caller' | 'idempotency' | 'now'> & { params: { orderNo: string } };

/** Two round trips: order and repeated call are read side by side, then one transaction. */
async function run(
  { store }: MoneyDeskDeps,
  { caller, params, idempotency, now }: CommandCall,
  rule: (order: Order, by: string) => refunding.OrderOutcome | Problem,
) {
  const { order, replay } = await store.load(params.orderNo, idempotency);
  if (order.agency !== caller.agency) throw new Problem('not-found');
  if (replay !== undefined) return { body: deskOrderView.parse(replay) };
  const outcome = rule(order, caller.id);
  if (outcome instanceof Problem) throw outcome;
  const answer = deskOrderView.parse(deskOrderViewOf(outcome.order));
  try {
    await store.commit({
      ...outcome,
      orders: [outcome.order],
      ...(idempotency === undefined ? {} : { idempotency: { call: idempotency, answer } }),
      now,
    });
  } catch (error) {
    if (error instanceof PartRefused) throw new Problem(error.throttled ? 'too-busy' : 'conflict');
    throw error;
  }
  return { body: answer };
}
