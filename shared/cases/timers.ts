/**
 * What time does to a case by itself: deemed acceptance, lapse, deemed renewal, and the supervisor's being told. When it
 * is due follows from the head alone, so a hall that was down for a week finds all of it, once, in the order of the law.
 */
import { startOf } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { nextDay } from './calendar.ts';
import type { CaseHead, CaseState, Escalation } from './case.ts';
import { type Due, duesOf, isPausable } from './clock.ts';

export interface Timer {
  readonly does: 'accept-deemed' | 'lapse' | 'renew-deemed' | 'escalate';
  /** From this instant on. */
  readonly at: Instant;
  readonly due: Due;
}

type Timed = Pick<CaseHead, 'state' | 'clocks' | 'escalations'>;

/** What is still to come, the nearest first. */
export function timersOf(head: Timed): Timer[] {
  return duesOf(head.clocks)
    .flatMap((due) => [...ends(due, head), ...escalations(due, head)])
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** @returns undefined when time does nothing to this case as it stands */
export const nextTimer = (head: Timed): Timer | undefined => timersOf(head)[0];

/** What the supervisor is told when this timer fires. */
export function escalationAt({ due }: Timer, now: Instant): Escalation {
  return { clock: due.clock, by: due.by, lamp: now < after(due) ? 'red' : 'overdue', at: now };
}

/** Those put before the supervisor that are still due as they were then. */
export const standing = ({ clocks, escalations }: Pick<CaseHead, 'clocks' | 'escalations'>): Escalation[] => {
  const dues = duesOf(clocks);
  return escalations.filter((each) => dues.some(({ clock, by }) => clock === each.clock && by === each.by));
};

/** A period ends with its last day, in Asia/Shanghai. */
const after = ({ by }: Due): Instant => startOf(nextDay(by));

/** Clocks whose end the law itself acts on, where the case stands so that it can. */
function ends(due: Due, { state }: Timed): Timer[] {
  const end = lawful[due.clock];
  return end?.in.includes(state) === true ? [{ does: end.does, at: after(due), due }] : [];
}

const lawful: { readonly [C in Due['clock']]?: { does: Timer['does']; in: readonly CaseState[] } } = {
  accept: { does: 'accept-deemed', in: ['submitted'] },
  correct: { does: 'lapse', in: ['correction-requested'] },
  renew: { does: 'renew-deemed', in: ['in-review', 'suspended', 'proposed'] },
};

/** At the start of the last day and, where nothing happens by law, again when it has passed. */
function escalations(due: Due, { clocks, escalations }: Timed): Timer[] {
  if (due.whose !== 'agency' || (isPausable(due.clock) && clocks.pausedOn !== undefined)) return [];
  const told = escalations.filter(({ clock, by }) => clock === due.clock && by === due.by).map(({ lamp }) => lamp);
  // A period that ends on the day it began is red from its first minute: nobody has to be told of that.
  if (told.length === 0 && due.by > due.from) return [{ does: 'escalate', at: startOf(due.by), due }];
  if (told.includes('overdue') || lawful[due.clock] !== undefined) return [];
  return [{ does: 'escalate', at: after(due), due }];
}
