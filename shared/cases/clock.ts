/** The law's clocks of a case: what each action does to them, what is due when, and how urgent it is. */

import { dayOf } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
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
  /** To answer a bad rating (国办发〔2019〕51号). */
  answer: 15,
  /** By which a decision may be put off, once; 15 where several authorities decide together (行政许可法 art. 42). */
  extension: { one: 10, joint: 15 },
} as const;

/** A renewal has to be applied for this many days, not working days, before the licence ends (行政许可法 art. 50). */
export const renewalNotice = 30;

/** What an action of the transition table does to the clocks. */
export type ClockEffect =
  | 'none'
  | 'receive'
  | 'ask'
  | 'accept'
  | 'pause'
  | 'resume'
  | 'extend'
  | 'decide'
  | 'renew'
  | 'answer'
  | 'stop';

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
    case 'extend':
      return extended(clocks, limits);
    case 'decide':
      return decided(clocks, today);
    case 'renew':
      // Dated when the licence ended, however much later the hall came to write it down.
      return decided(clocks, clocks.renewBy ?? today);
    case 'answer':
      return marked(without(clocks, 'answerBy'));
    case 'stop':
      return marked(stopped(clocks));
  }
}

/** A bad rating has come in: fifteen working days to answer it. */
export const rated = (clocks: Clocks, today: Day): Clocks =>
  marked({ ...clocks, ratedOn: today, answerBy: after(today, periods.answer) });

/** Silence past the acceptance limit is acceptance, dated at receipt (行政许可法 art. 32): no asking and no refusing after it. */
export const isDeemedAccepted = (clocks: Clocks, today: Day): boolean =>
  clocks.acceptBy !== undefined && today > clocks.acceptBy;

/** Silence until the licence has ended is renewal (行政许可法 art. 50): nothing else can be decided after it. */
export const isDeemedRenewed = (clocks: Clocks, today: Day): boolean =>
  clocks.renewBy !== undefined && today > clocks.renewBy;

export interface Due {
  readonly clock: ClockName;
  readonly by: Day;
  /** Day of the event the period is counted from; itself not counted. */
  readonly from: Day;
  readonly whose: DueView['whose'];
}

/** Whatever is due in the case, the nearest first. */
export function duesOf(clocks: Clocks): Due[] {
  const { receivedOn, askedOn, acceptedOn, decidedOn, ratedOn } = clocks;
  return [
    due('accept', clocks.acceptBy, receivedOn, 'agency'),
    due('correct', clocks.correctBy, askedOn, 'applicant'),
    due('promised', clocks.promisedBy, acceptedOn, 'agency'),
    due('statutory', clocks.statutoryBy, acceptedOn, 'agency'),
    due('renew', clocks.renewBy, acceptedOn, 'agency'),
    due('deliver', clocks.deliverBy, decidedOn, 'agency'),
    due('answer', clocks.answerBy, ratedOn, 'agency'),
  ]
    .flatMap((each) => each ?? [])
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
}

/** May this day still move, as its year's calendar is not published? The end of a licence stands in the licence. */
export const isProvisionalDue = ({ clock, by }: Due): boolean => clock !== 'renew' && isProvisional(by);

/** What is due next; undefined when nothing is. */
export const nextDue = (clocks: Clocks): Due | undefined => duesOf(clocks)[0];

/** Do these stand still while a case is suspended? */
export const isPausable = (clock: ClockName): boolean => clock === 'statutory' || clock === 'promised';

/** Green, amber from 80 % of the limit on, red on the last working day. A day begun counts as used. */
export function lampOf({ clock, by, from }: Due, clocks: Clocks, today: Day): Lamp {
  const pausable = isPausable(clock);
  const paused = pausable ? clocks.pausedOn : undefined;
  if ((paused ?? today) > by) return 'overdue';
  if (paused !== undefined) return 'paused';
  if (workingDaysBetween(today, by) === 0) return 'red';
  const moved = pausable ? clocks.pausedDays : 0;
  const limit = workingDaysBetween(from, by) - moved;
  const used = workingDaysBetween(from, today) - moved;
  return used * 5 >= limit * 4 ? 'amber' : 'green';
}

/** How urgent the answer to a bad rating is. */
export function answerLampOf({ openedAt, answerBy }: { openedAt: Instant; answerBy: Day }, today: Day): Lamp {
  const clocks: Clocks = { pausedDays: 0, deemed: false, provisional: false };
  return lampOf({ clock: 'answer', by: answerBy, from: dayOf(openedAt), whose: 'agency' }, clocks, today);
}

function accepted(clocks: Clocks, today: Day, limits: Item['limits']): Clocks {
  const deemed = isDeemedAccepted(clocks, today);
  const acceptedOn = deemed ? (clocks.receivedOn ?? today) : today;
  const { expiresOn, receivedOn = acceptedOn } = clocks;
  return marked({
    ...stopped(clocks),
    acceptedOn,
    statutoryBy: after(acceptedOn, limits.statutory),
    promisedBy: after(acceptedOn, limits.promised),
    // A licence that ended while its holder was still correcting cannot be renewed by silence any more; one that ended while all
    // of it lay with the agency was renewed by its silence, however late that was noticed.
    ...(expiresOn === undefined || receivedOn > expiresOn ? {} : { renewBy: expiresOn }),
    deemed,
  });
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

/** What was promised stays promised: an extension moves only the day of the law. */
function extended(clocks: Clocks, { joint = false }: Item['limits']): Clocks {
  const extendedDays = joint ? periods.extension.joint : periods.extension.one;
  const { statutoryBy } = clocks;
  return marked({
    ...clocks,
    ...(statutoryBy === undefined ? {} : { statutoryBy: after(statutoryBy, extendedDays) }),
    extendedDays,
  });
}

const decided = (clocks: Clocks, decidedOn: Day): Clocks =>
  marked({ ...stopped(clocks), decidedOn, deliverBy: after(decidedOn, periods.deliver) });

/** Nothing is due any more but the answer to a rating; the days on which things happened stay. */
const stopped = (clocks: Clocks): Clocks =>
  without(clocks, 'acceptBy', 'correctBy', 'statutoryBy', 'promisedBy', 'renewBy', 'deliverBy', 'pausedOn');

function without(clocks: Clocks, ...names: readonly OptionalClock[]): Clocks {
  const kept = { ...clocks };
  for (const name of names) delete kept[name];
  return kept;
}
type OptionalClock = Exclude<keyof Clocks, 'pausedDays' | 'deemed' | 'provisional'>;

/** Says whether any due day lies beyond the published calendar. */
export const marked = (clocks: Clocks): Clocks => ({
  ...clocks,
  provisional: duesOf(clocks).some(isProvisionalDue),
});

const after = (day: Day, count: number): Day => addWorkingDays(day, count).day;

function due(clock: ClockName, by: Day | undefined, from: Day | undefined, whose: Due['whose']): Due | undefined {
  return by === undefined || from === undefined ? undefined : { clock, by, from, whose };
}
