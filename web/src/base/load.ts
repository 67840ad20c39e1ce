/** State of something a page fetches, or of something a person does. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type ApiProblem, asProblem } from './problem.ts';

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly problem: ApiProblem | undefined;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
  readonly set: (data: T) => void;
}

/**
 * Fetches when the page appears and whenever `key` changes; what was there stays until the new is there. An answer that
 * comes after a newer question is dropped. @param key undefined: do not ask (yet). @param seed what is known without asking
 */
export function useLoad<T>(key: string | undefined, fetcher: () => Promise<T>, seed?: () => T | undefined): Loaded<T> {
  const [state, setState] = useState<State<T>>(() => begin(key, seed));
  const begun = useRef(state.data === undefined ? undefined : key);
  const newest = useRef(0);
  const ask = useRef(fetcher);
  ask.current = fetcher;

  const reload = useCallback(async () => {
    if (key === undefined) return;
    const mine = ++newest.current;
    setState((old) => ({
      ...(old.key === key && old.data !== undefined ? { key, data: old.data } : {}),
      loading: true,
    }));
    const next = await ask.current().then(
      (data) => ({ key, data, loading: false }),
      (error: unknown) => ({ problem: asProblem(error), loading: false }),
    );
    // A later look that fails takes nothing away of what is there.
    if (mine === newest.current) setState((old) => ('data' in next || old.key !== key ? next : { ...old, ...next }));
  }, [key]);

  useEffect(() => {
    if (begun.current === undefined || begun.current !== key) void reload();
    begun.current = undefined;
    return () => {
      newest.current++;
    };
  }, [reload]);

  const set = useCallback(
    (data: T) => setState({ ...(key === undefined ? {} : { key }), data, loading: false }),
    [key],
  );
  const current = state.key === key ? state.data : undefined;
  return { data: current, problem: state.problem, loading: state.loading, reload, set };
}

interface State<T> {
  readonly key?: string;
  readonly data?: T;
  readonly problem?: ApiProblem;
  readonly loading: boolean;
}

function begin<T>(key: string | undefined, seed: (() => T | undefined) | undefined): State<T> {
  const data = key === undefined ? undefined : seed?.();
  return key === undefined || data === undefined ? { loading: key !== undefined } : { key, data, loading: false };
}

export interface Doing {
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  readonly clear: () => void;
}

/**
 * Something a person does once: pressing again while it is under way does nothing, and a repeat after a failure carries
 * the same idempotency key, so that the hall does it once however often it is asked.
 * @param act takes the key of this action
 */
export function useAction<A extends readonly unknown[]>(
  act: (key: string, ...rest: A) => Promise<void>,
): Doing & { readonly run: (...rest: A) => Promise<void> } {
  const [state, setState] = useState<{ busy: boolean; problem?: ApiProblem }>({ busy: false });
  const underWay = useRef(false);
  const attempt = useRef<{ key: string; of: string } | undefined>(undefined);
  const run = async (...rest: A) => {
    if (underWay.current) return;
    underWay.current = true;
    setState({ busy: true });
    const of = JSON.stringify(rest);
    // Another content is another action: the hall refuses a key that comes back with a different body.
    if (attempt.current?.of !== of) attempt.current = { key: crypto.randomUUID(), of };
    try {
      await act(attempt.current.key, ...rest);
      attempt.current = undefined;
      setState({ busy: false });
    } catch (error) {
      setState({ busy: false, problem: asProblem(error) });
    } finally {
      underWay.current = false;
    }
  };
  return { busy: state.busy, problem: state.problem, clear: () => setState({ busy: false }), run };
}
