/** What may happen to an order in which state, by the table of order-graph.ts. */
import * as z from 'zod';
import { type OrderAction, type OrderState, orderStates, orderTransitions, unpaid } from './order-graph.ts';

export type { OrderAction, OrderState } from './order-graph.ts';

export const orderState = z.enum(orderStates);

export const mayHappen = (action: OrderAction, state: OrderState): boolean =>
  (orderTransitions[action].from as readonly OrderState[]).includes(state);

/** @throws Error when the table does not allow it: callers ask `mayHappen` first */
export function stateAfter(action: OrderAction, state: OrderState): OrderState {
  if (!mayHappen(action, state)) throw new Error(`an order that is ${state} cannot ${action}`);
  const { to } = orderTransitions[action];
  return to === 'same' ? state : to;
}

export const isUnpaid = (state: OrderState): boolean => (unpaid as readonly OrderState[]).includes(state);
