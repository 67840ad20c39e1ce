/** Due days counted again from the days on which things happened, by the calendar as it is known now. */
import * as z from 'zod';
import { dayOf } from '../base/time.ts';
import { type Day, day } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import { addWorkingDays, workingDaysBetween } from './calendar.ts';
import type { CaseEvent, Clocks } from './case.ts';
import { type ClockName, duesOf, marked, periods } from './clock.ts';

/**
 * The same clocks, each counted from its event. Days paused are counted again too, from the record's suspensions.
 *
 * @param events the whole record
 * @param limits of the item, in working days from acceptance
 */
export function recalculated(clocks: Clocks, events: readonly CaseEvent[], limits: Item['limits']): Clocks {
  const pausedDays = pausedIn(events);
  const { receivedOn, askedOn, acceptedOn, decidedOn, ratedOn, extendedDays = 0 } = clocks;
  const counted = {
    acceptBy: from(receivedOn, periods.accept),
    correctBy: from(askedOn, periods.correct),
    statutoryBy: from(acceptedOn, limits.statutory, extendedDays, pausedDays),
    promisedBy: from(acceptedOn, limits.promised, pausedDays),
    deliverBy: from(decidedOn, periods.deliver),
    answerBy: from(ratedOn, periods.answer),
  };
  const running = Object.entries(counted).filter(([name, by]) => by !== undefined && Object.hasOwn(clocks, name));
  return marked({ ...clocks, ...Object.fromEntries(running), pausedDays });
}

/** What moved, from when to when. */
export function movedDays(before: Clocks, after: Clocks): { clock: ClockName; from: Day; to: Day }[] {
  const dues = duesOf(before);
  return duesOf(after).flatMap(({ clock, by }) => {
    const old = dues.find((due) => due.clock === clock)?.by;
    return old === undefined || old === by ? [] : [{ clock, from: old, to: by }];
  });
}

/** Working days of all suspensions that have ended. */
function pausedIn(events: readonly CaseEvent[]): number {
  let total = 0;
  let since: Day | undefined;
  for (const { type, at, clocks } of events) {
    if (type === 'suspended') since = pausedOn.safeParse(clocks).data?.pausedOn ?? dayOf(at);
    if (type === 'resumed' && since !== undefined) total += workingDaysBetween(since, dayOf(at));
    if (type === 'resumed') since = undefined;
  }
  return total;
}

const pausedOn = z.object({ pausedOn: day });

/** One period after the other, as each was added when it happened. */
const from = (start: Day | undefined, ...counts: readonly number[]): Day | undefined =>
  start === undefined ? undefined : counts.reduce((last, count) => addWorkingDays(last, count).day, start);
