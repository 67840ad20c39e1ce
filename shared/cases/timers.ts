/**
 * What time does to a case by itself: deemed acceptance, lapse, deemed renewal, and the supervisor's being told. When it
 * is due follows from the head alone, so a hall that was down for a week finds all of it, once, in the order of the law.
 */
import { startOf } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { nextDay } from './calendar.ts';
import type { CaseHead, CaseState, Escalation } from './case.ts';
import { type Due as ClockDue, duesOf, isPausable } from './clock.ts';
import { consultDues } from './consults.ts';

/** A running clock of the case, or an opinion that another agency owes. */
type Due = Omit<ClockDue, 'clock'> & { readonly clock: Escalation['clock']; readonly consult?: number };

export interface Timer {
  readonly does: 'accept-deemed' | 'lapse' | 'renew-deemed' | 'escalate';
  /** From this instant on. */
  readonly at: Instant;
  readonly due: Due;
}

type Timed = Pick<CaseHead, 'state' | 'clocks' | 'escalations' | 'consults'>;

const allDues = (head: Omit<Timed, 'escalations'>): Due[] => [...duesOf(head.clocks), ...consultDues(head)];

/** What is still to come, the nearest first. */
export function timersOf(head: Timed): Timer[] {
  return allDues(head)
    .flatMap((due) => [...ends(due, head), ...escalations(due, head)])
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** @returns undefined when time does nothing to this case as it stands */
export const nextTimer = (head: Timed): Timer | undefined => timersOf(head)[0];

/** What the supervisor is told when this timer fires. */
export function escalationAt({ due }: Timer, now: Instant): Escalation {
  const { clock, by, consult } = due;
  return {
    clock,
    by,
    ...(consult === undefined ? {} : { consult }),
    lamp: now < after(due) ? 'red' : 'overdue',
    at: now,
  };
}

/** Those put before the supervisor that are still due as they were then. */
export const standing = (head: Timed): Escalation[] => {
  const dues = allDues(head);
  return head.escalations.filter((each) => dues.some((due) => isOf(each, due)));
};

const isOf = (told: Escalation, { clock, by, consult }: Due): boolean =>
  told.clock === clock && told.by === by && told.consult === consult;

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
  const paused = due.clock !== 'consult' && isPausable(due.clock) && clocks.pausedOn !== undefined;
  if (due.whose !== 'agency' || paused) return [];
  const told = escalations.filter((each) => isOf(each, due)).map(({ lamp }) => lamp);
  // A period that ends on the day it began is red from its first minute: nobody has to be told of that.
  if (told.length === 0 && due.by > due.from) return [{ does: 'escalate', at: startOf(due.by), due }];
  if (told.includes('overdue') || lawful[due.clock] !== undefined) return [];
  return [{ does: 'escalate', at: after(due), due }];
}
