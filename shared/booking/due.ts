/** When time will next do something to an appointment, and what. Pure. */
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import { noShowAt } from './life.ts';
import { momentOf, outsideQuietHours } from './moments.ts';
import type { Policy } from './policy.ts';

/** A hold lapses, waiting ends, the pools of a session that is waited for are joined, a reminder goes out, who has not come has not come. */
export type Due = 'lapse' | 'end-waiting' | 'pools-join' | 'remind' | 'no-show';

type Seen = Pick<
  Appointment,
  'status' | 'holdUntil' | 'remindedAt' | 'createdAt' | 'date' | 'start' | 'end' | 'sessionId'
>;

/** @returns undefined when time does nothing to it any more */
export function nextDue(one: Seen, policy: Policy): { what: Due; at: Instant } | undefined {
  switch (one.status) {
    case 'pending':
      return one.holdUntil === undefined ? undefined : { what: 'lapse', at: one.holdUntil };
    case 'waitlist':
      return { what: 'end-waiting', at: momentOf(policy.waitlist.purge, one) };
    case 'booked': {
      const [reminder] = remindersAfter(one, policy, one.remindedAt ?? one.createdAt);
      return reminder === undefined ? { what: 'no-show', at: noShowAt(one, policy) } : { what: 'remind', at: reminder };
    }
    default:
      return undefined;
  }
}

/**
 * When what was kept for the window and the doctor is everybody's, so that who waits is to be looked at once more.
 * @returns undefined when that was before they waited, or comes after the end of waiting
 */
export function poolsJoinFor(one: Seen, policy: Policy): Instant | undefined {
  const at = momentOf(policy.poolsJoin, one);
  return one.status === 'waitlist' && at > one.createdAt && at < momentOf(policy.waitlist.purge, one) ? at : undefined;
}

/** What is to be done now, if anything: nobody is reminded of what is over, should the clock have stood still meanwhile. */
export function dueNow(one: Seen, policy: Policy, now: Instant): Due | undefined {
  const next = nextDue(one, policy);
  const due = next?.what === 'remind' && now >= one.start ? nextDue({ ...one, remindedAt: one.start }, policy) : next;
  if (due !== undefined && due.at <= now) return due.what;
  const joined = poolsJoinFor(one, policy);
  return joined === undefined || joined > now ? undefined : 'pools-join';
}

export const dueOf = (one: Seen, policy: Policy): Instant | undefined => nextDue(one, policy)?.at;

/** Reminders still to come, in order; one that falls into the quiet hours goes out at their end, if that is before the visit. */
function remindersAfter({ start }: Seen, policy: Policy, after: Instant): Instant[] {
  return policy.remindHours
    .map((hours) => outsideQuietHours(policy, secondsAfter(start, -hours * 3600)))
    .filter((at) => at > after && at < start)
    .sort();
}
