/** A page whose script is fetched when somebody goes there: drawn as waiting, then as itself, or as what went wrong. */
import { type ComponentType, h } from 'preact';
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { ownProblem } from './problem.ts';
import { Loading, ProblemNotice } from './ui.tsx';

/** @param fetch `() => import('./page.tsx').then(({ Page }) => Page)` */
export function later<P extends object>(fetch: () => Promise<ComponentType<P>>): ComponentType<P> {
  let page: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [failed, turn] = useReducer((_: boolean, next: boolean) => next, false);
    const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
    const tries = useRef(0);
    const get = () => {
      // A browser may keep in mind that a script could not be had: who has tried again in vain gets the page anew.
      if (++tries.current > 2 && navigator.onLine) return location.reload();
      turn(false);
      fetch().then(
        (found) => {
          page = found;
          redraw(undefined);
        },
        () => turn(true),
      );
    };
    useEffect(() => {
      if (page === undefined) get();
    }, []);
    if (page !== undefined) return h(page, props);
    return failed ? <ProblemNotice problem={ownProblem('offline')} retry={get} /> : <Loading />;
  };
}
