/** What lies open in each agency, as lines of a chart. Pure. */
import type { ComparedFigures } from '../../base/desk-answers.ts';

type Counted = Pick<ComparedFigures, 'code' | 'name' | 'open' | 'overdue'>;

/** More lines than these are no picture any more; the table has them all. */
export const mostLines = 15;

/** Agencies with something open: what is overdue first, then where most lies. */
export function backlogOf<C extends Counted>(agencies: readonly C[]): readonly C[] {
  return agencies
    .filter(({ open, overdue = 0 }) => open > 0 || overdue > 0)
    .toSorted((a, b) => (b.overdue ?? 0) - (a.overdue ?? 0) || b.open - a.open || (a.code < b.code ? -1 : 1));
}
