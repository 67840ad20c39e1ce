/** Opinions asked of other agencies (征求意见): which are out, which are awaited, until when. Pure, and small: timers stand on it. */
import { dayOf } from '../base/time.ts';
import type { Day } from '../base/words.ts';
import { addWorkingDays } from './calendar.ts';
import type { CaseHead, Consult } from './case.ts';

/** Questions of one case, those taken back counted too: its head holds them all. */
export const mostConsults = 12;

type Asked = Pick<CaseHead, 'state' | 'consults'>;

const reviewing: readonly CaseHead['state'][] = ['in-review', 'suspended', 'proposed'];

/** Still without an answer while there is something to decide. Those whose day has passed may answer all the same. */
export const unanswered = ({ state, consults }: Asked): Consult[] =>
  reviewing.includes(state) ? consults.filter(isOpenConsult) : [];

export const isOpenConsult = ({ opinion, withdrawn }: Consult): boolean =>
  opinion === undefined && withdrawn === undefined;

/** Does the decision wait for one of these? Silence past the day holds nothing up, and agrees to nothing. */
export const isAwaited = (open: readonly Consult[], today: Day): boolean => open.some(({ dueBy }) => today <= dueBy);

/** What other agencies owe this case. */
export const consultDues = (head: Asked) =>
  unanswered(head).map(({ no, askedAt, dueBy }) => ({
    ...({ clock: 'consult', consult: no, by: dueBy, from: dayOf(askedAt), whose: 'agency' } as const),
  }));

/**
 * The last day for an opinion: so many working days, but not beyond the day on which the law wants the decision, unless that has
 * passed already.
 */
export function opinionDue(askedOn: Day, days: number, statutoryBy: Day | undefined): Day {
  const by = addWorkingDays(askedOn, days).day;
  return statutoryBy !== undefined && askedOn < statutoryBy && statutoryBy < by ? statutoryBy : by;
}
