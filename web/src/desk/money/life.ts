/** The graph of an order's states, as it is drawn: where each state stands, which were passed, which may come. Pure. */
import {
  type OrderAction,
  type OrderState,
  orderStates,
  orderTransitions,
} from '../../../../shared/payments/order-graph.ts';
import type { DeskOrder } from '../../base/api-answers.ts';

/** Column and row of each state in the picture. */
export const places: Readonly<Record<OrderState, readonly [x: number, y: number]>> = {
  created: [0, 1],
  pending: [1, 1],
  paid: [2, 1],
  receipted: [3, 1],
  refunding: [4, 1],
  refunded: [5, 1],
  disputed: [3, 0],
  'partly-refunded': [5, 0],
  closed: [1, 2],
  'late-paid': [3, 2],
  'refund-failed': [5, 2],
};

interface Arrow {
  readonly from: readonly OrderState[];
  readonly to: OrderState | 'same';
}

/** States that may follow this one, by the table. A refund made in a provider's own console is no step anybody takes here. */
export function nextOf(state: OrderState): OrderState[] {
  const arrows = Object.entries<Arrow>(orderTransitions).filter(
    ([action, { from, to }]) => to !== 'same' && to !== state && from.includes(state) && !elsewhere(action, state),
  );
  return orderStates.filter((one) => arrows.some(([, { to }]) => to === one));
}

const outside: ReadonlySet<string> = new Set<OrderAction>(['refund-part', 'refund-whole']);
const elsewhere = (action: string, state: OrderState): boolean => outside.has(action) && state !== 'refunding';

/** States it has been in, as far as what is kept of it tells, in order; its own is the last. */
export function passedBy(
  order: Pick<DeskOrder, 'state' | 'stray' | 'attempts' | 'receipt' | 'redReceipts' | 'told'>,
): OrderState[] {
  const first: OrderState[] = order.stray === undefined ? ['created'] : [];
  const receipted = order.receipt !== undefined || order.redReceipts.length > 0;
  const begun: OrderState[] = order.attempts.length > 0 ? ['pending'] : [];
  const told = order.told.flatMap(({ type }): OrderState[] => {
    if (type === 'paid') return receipted ? ['paid', 'receipted'] : ['paid'];
    if (type === 'waived' || type === 'closed') return ['closed'];
    if (type === 'refund-approved') return ['refunding'];
    return type === 'late-paid' || type === 'refund-failed' ? [type] : [];
  });
  const late: OrderState[] = order.stray === undefined ? [] : ['late-paid'];
  const path = [...first, ...begun, ...late, ...told, order.state];
  return path.filter((state, at) => path.lastIndexOf(state) === at);
}
