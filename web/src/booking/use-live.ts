/** Something that changes while one looks: fetched again every few seconds, and kept on the page when the network drops. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { hallNow } from '../base/hall-time.ts';
import { type ApiProblem, asProblem } from '../base/problem.ts';

export interface Live<T> {
  readonly data: T | undefined;
  /** When the hall last answered. */
  readonly asOf: Date | undefined;
  /** Why the last look did not succeed; the data are then those of the look before. */
  readonly problem: ApiProblem | undefined;
  readonly reload: () => Promise<void>;
  readonly set: (data: T) => void;
}

/**
 * @param key what is looked at; another key starts anew; undefined: do not ask (yet)
 * @param seconds between looks, while the page is in front; undefined: only when asked, or when page or network come back
 */
export function useLive<T>(key: string | undefined, fetcher: () => Promise<T>, seconds?: number): Live<T> {
  const [state, setState] = useState<{ key?: string; data?: T; asOf?: Date; problem?: ApiProblem }>({});
  const ask = useRef(fetcher);
  ask.current = fetcher;
  const newest = useRef(0);

  const reload = useCallback(async () => {
    if (key === undefined) return;
    const mine = ++newest.current;
    const answer = await ask.current().then(
      (data) => ({ data, asOf: hallNow() }),
      (error: unknown) => ({ problem: asProblem(error) }),
    );
    if (mine !== newest.current) return;
    setState((old) => {
      if ('data' in answer) return { key, ...answer };
      const kept = old.key === key && old.data !== undefined ? { data: old.data } : {};
      return { key, ...kept, ...(old.key === key && old.asOf ? { asOf: old.asOf } : {}), ...answer };
    });
  }, [key]);

  useEffect(() => {
    void reload();
    const look = () => document.visibilityState === 'visible' && void reload();
    const timer = seconds === undefined ? undefined : setInterval(look, seconds * 1000);
    document.addEventListener('visibilitychange', look);
    addEventListener('online', look);
    return () => {
      newest.current++;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('online', look);
    };
  }, [reload, seconds]);

  const set = useCallback(
    (data: T) => {
      newest.current++;
      setState({ ...(key === undefined ? {} : { key }), data, asOf: hallNow() });
    },
    [key],
  );
  const mine = state.key === key;
  return {
    data: mine ? state.data : undefined,
    asOf: mine ? state.asOf : undefined,
    problem: mine ? state.problem : undefined,
    reload,
    set,
  };
}
