/** One of the payer's orders, looked at again while something of it is under way. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { hallNow } from '../../base/hall-time.ts';
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
  const under = order !== undefined && moves(order, hallNow());
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

/** Milliseconds after setting out to pay at which the provider is asked, should nothing have been heard; then the hall's clock asks. */
const askAfter = [4000, 12_000, 30_000];

/** Whoever comes back from a provider and finds nothing heard has it asked at once. */
function useAsking(orderNo: string, order: OrderView | undefined, set: (order: OrderView) => void): void {
  const [asked, setAsked] = useState(0);
  const begun = order !== undefined && standingOf(order, hallNow()) === 'waiting' ? order.begun?.at : undefined;
  useEffect(() => setAsked(0), [begun]);
  useEffect(() => {
    const after = askAfter[asked];
    if (begun === undefined || after === undefined) return undefined;
    // Clocks differ: never longer than the plain wait, never in the past.
    const wait = Math.min(Math.max(Date.parse(begun) + after - hallNow().getTime(), asked === 0 ? 0 : 2000), after);
    const timer = setTimeout(() => {
      setAsked(asked + 1);
      call('POST /v1/orders/{orderNo}/ask', { path: { orderNo }, body: {} }).then(set, () => undefined);
    }, wait);
    return () => clearTimeout(timer);
  }, [begun, asked, orderNo, set]);
}
