/** Does to a case what time has made due. */
import { startOf } from '../base/time.ts';
import { nextDay } from './calendar.ts';
import type { CaseHead } from './case.ts';
import { begin, type Context, finish, type Outcome, type Step, stands, take } from './outcome.ts';
import { permit } from './permits.ts';
import { hall } from './system.ts';
import { escalationAt, nextTimer, standing, type Timer } from './timers.ts';

/**
 * Everything that is due at `context.now`, one after the other, in one outcome: a week late, a case is accepted by silence and
 * found overdue at once. @returns undefined when nothing is due, as when another run was quicker
 */
export function fireDue(head: CaseHead, context: Context): Outcome | undefined {
  const asHall = { ...context, actor: hall };
  let step: Step = begin(head);
  for (let timer = dueIn(step, asHall); timer !== undefined; timer = dueIn(step, asHall)) {
    step = fire(step, timer, asHall);
  }
  return step.events.length === 0 ? undefined : finish(head, step, asHall);
}

function dueIn({ head }: Step, { now }: Context): Timer | undefined {
  const next = nextTimer(head);
  return next !== undefined && next.at <= now ? next : undefined;
}

/** @throws Error when a timer is due that may not fire: it would otherwise be due for ever */
function fire(step: Step, timer: Timer, context: Context): Step {
  const refusal = permit(timer.does, step.head, context);
  if (refusal !== undefined) throw new Error(`${timer.does} is due and refused: ${refusal.code}`);
  const { head, events } = step;
  const from = <H>(moved: H) => ({ head: moved, events });
  if (timer.does === 'accept-deemed' && stands(head, 'accept-deemed')) {
    return take(from(head), 'accept-deemed', { data: { deemed: true, on: head.clocks.receivedOn } }, context);
  }
  if (timer.does === 'lapse' && stands(head, 'lapse')) {
    return take(from(head), 'lapse', { data: { by: timer.due.by } }, context);
  }
  if (timer.does === 'renew-deemed' && stands(head, 'renew-deemed')) {
    return take(from(head), 'renew-deemed', renewal(timer), context);
  }
  if (timer.does === 'escalate' && stands(head, 'escalate')) {
    const escalation = escalationAt(timer, context.now);
    const set = <H extends CaseHead>(moved: H): H => ({ ...moved, escalations: [...standing(moved), escalation] });
    const { at: _, ...data } = escalation;
    return take(from(head), 'escalate', { set, data }, context);
  }
  throw new Error(`${timer.does} is due in ${head.state}`);
}

/** Renewed as of the instant at which the licence ended, not of the minute in which the hall wrote it down. */
function renewal({ due }: Timer) {
  const decidedAt = startOf(nextDay(due.by));
  const decision = { outcome: 'grant', reasons: '', by: hall.id, automatic: false, deemed: true } as const;
  const set = ({ suspension: _s, proposal: _p, ...moved }: CaseHead): CaseHead => ({ ...moved, decision, decidedAt });
  return { set, data: { deemed: true, by: due.by } };
}
