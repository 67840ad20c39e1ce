/** One of the payer's orders, looked at again while something of it is under way. */
import { useEffect, useRef } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { type Loaded, useLoad } from '../../base/load.ts';
import { moves, standingOf } from './standing.ts';

/** Milliseconds between two looks: often at first, as most payments are told within seconds, then seldom. */
const pauses = [1000, 1500, 2000, 3000, 5000, 5000, 10_000, 10_000, 15_000, 30_000];

export function useOrder(orderNo: string): Loaded<OrderView> {
  const order = useLoad(orderNo, () => call('GET /v1/orders/{orderNo}', { path: { orderNo } }));
  useLookingAgain(order);
  useAsking(orderNo, order.data, order.set);
  return order;
}

function useLookingAgain({ data: order, problem, reload }: Loaded<OrderView>): void {
  const looked = useRef(0);
  const under = order !== undefined && moves(order, new Date());
  const state = order?.state;
  useEffect(() => {
    looked.current = 0;
  }, [state]);
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && void reload();
    document.addEventListener('visibilitychange', back);
    addEventListener('online', back);
    return () => {
      document.removeEventListener('visibilitychange', back);
      removeEventListener('online', back);
    };
  }, [reload]);
  useEffect(() => {
    if (!under) return undefined;
    const timer = setTimeout(() => {
      looked.current += 1;
      if (document.visibilityState === 'visible') void reload();
    }, pauses[looked.current] ?? 60_000);
    return () => clearTimeout(timer);
  }, [under, order, problem, reload]);
}

/** Whoever comes back from a provider and finds nothing heard has it asked, once; later asking is the hall's clock's and a button's. */
function useAsking(orderNo: string, order: OrderView | undefined, set: (order: OrderView) => void): void {
  const asked = useRef(false);
  const waiting = order !== undefined && standingOf(order, new Date()) === 'waiting';
  useEffect(() => {
    if (!waiting || asked.current) return;
    asked.current = true;
    call('POST /v1/orders/{orderNo}/ask', { path: { orderNo }, body: {} }).then(set, () => {
      asked.current = false;
    });
  }, [waiting, orderNo, set]);
}
