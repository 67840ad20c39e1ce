/** The law's clocks of a case: what each action does to them, what is due when, and how urgent it is. */

import type { Day } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import { addWorkingDays, isProvisional, workingDaysBetween } from './calendar.ts';
import type { Clocks } from './case.ts';
import type { DueView } from './views.ts';

export type ClockName = DueView['clock'];
export type Lamp = DueView['lamp'];

/** Periods in working days that are the same for every item. */
export const periods = {
  /** To accept, refuse or ask for a correction (行政许可法 art. 32). */
  accept: 5,
  /** For the applicant to correct. The law names no number; the hall gives everyone this reasonable period. */
  correct: 15,
  /** To issue and deliver the decision (行政许可法 art. 44). */
  deliver: 10,
} as const;

/** What an action of the transition table does to the clocks. */
export type ClockEffect = 'none' | 'receive' | 'ask' | 'accept' | 'pause' | 'resume' | 'decide' | 'stop';

/**
 * The clocks after an action.
 *
 * @param today day of the action in Asia/Shanghai
 * @param limits of the item, in working days from acceptance
 */
export function clocksAfter(effect: ClockEffect, clocks: Clocks, today: Day, limits: Item['limits']): Clocks {
  switch (effect) {
    case 'none':
      return clocks;
    case 'receive':
      return marked({ ...stopped(clocks), receivedOn: today, acceptBy: after(today, periods.accept) });
    case 'ask':
      return marked({ ...stopped(clocks), askedOn: today, correctBy: after(today, periods.correct) });
    case 'accept':
      return accepted(clocks, today, limits);
    case 'pause':
      return { ...clocks, pausedOn: today };
    case 'resume':
      return resumed(clocks, today);
    case 'decide':
      return marked({ ...stopped(clocks), decidedOn: today, deliverBy: after(today, periods.deliver) });
    case 'stop':
      return marked(stopped(clocks));
  }
}

/** Silence past the acceptance limit is acceptance, dated at receipt (行政许可法 art. 32): no asking and no refusing after it. */
export const isDeemedAccepted = (clocks: Clocks, today: Day): boolean =>
  clocks.acceptBy !== undefined && today > clocks.acceptBy;

export interface Due {
  readonly clock: ClockName;
  readonly by: Day;
  /** Day of the event the period is counted from; itself not counted. */
  readonly from: Day;
  readonly whose: DueView['whose'];
}

/** Whatever is due in the case, the nearest first. */
export function duesOf(clocks: Clocks): Due[] {
  const { receivedOn, askedOn, acceptedOn, decidedOn } = clocks;
  return [
    due('accept', clocks.acceptBy, receivedOn, 'agency'),
    due('correct', clocks.correctBy, askedOn, 'applicant'),
    due('promised', clocks.promisedBy, acceptedOn, 'agency'),
    due('statutory', clocks.statutoryBy, acceptedOn, 'agency'),
    due('deliver', clocks.deliverBy, decidedOn, 'agency'),
  ]
    .flatMap((each) => each ?? [])
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
}

/** What is due next; undefined when nothing is. */
export const nextDue = (clocks: Clocks): Due | undefined => duesOf(clocks)[0];

/** Green, amber from 80 % of the limit on, red on the last working day. A day begun counts as used. */
export function lampOf({ clock, by, from }: Due, clocks: Clocks, today: Day): Lamp {
  const pausable = clock === 'statutory' || clock === 'promised';
  const paused = pausable ? clocks.pausedOn : undefined;
  if ((paused ?? today) > by) return 'overdue';
  if (paused !== undefined) return 'paused';
  if (today === by) return 'red';
  const moved = pausable ? clocks.pausedDays : 0;
  const limit = workingDaysBetween(from, by) - moved;
  const used = workingDaysBetween(from, today) - moved;
  return used * 5 >= limit * 4 ? 'amber' : 'green';
}

function accepted(clocks: Clocks, today: Day, limits: Item['limits']): Clocks {
  const deemed = isDeemedAccepted(clocks, today);
  const acceptedOn = deemed ? (clocks.receivedOn ?? today) : today;
  const statutoryBy = after(acceptedOn, limits.statutory);
  const promisedBy = after(acceptedOn, limits.promised);
  return marked({ ...stopped(clocks), acceptedOn, statutoryBy, promisedBy, deemed });
}

/** Both decision clocks move by the working days on which they did not run (行政许可法 art. 45). */
function resumed({ pausedOn, ...running }: Clocks, today: Day): Clocks {
  const paused = pausedOn === undefined ? 0 : workingDaysBetween(pausedOn, today);
  const { statutoryBy, promisedBy } = running;
  return marked({
    ...running,
    ...(statutoryBy === undefined ? {} : { statutoryBy: after(statutoryBy, paused) }),
    ...(promisedBy === undefined ? {} : { promisedBy: after(promisedBy, paused) }),
    pausedDays: running.pausedDays + paused,
  });
}

/** Nothing is due any more; the days on which things happened stay. */
function stopped(clocks: Clocks): Clocks {
  const { acceptBy: _a, correctBy: _c, statutoryBy: _s, promisedBy: _p, deliverBy: _d, pausedOn: _o, ...days } = clocks;
  return days;
}

const marked = (clocks: Clocks): Clocks => ({
  ...clocks,
  provisional: duesOf(clocks).some(({ by }) => isProvisional(by)),
});

const after = (day: Day, count: number): Day => addWorkingDays(day, count).day;

function due(clock: ClockName, by: Day | undefined, from: Day | undefined, whose: Due['whose']): Due | undefined {
  return by === undefined || from === undefined ? undefined : { clock, by, from, whose };
}
