/** An appointment's later steps: may it be cancelled, checked in, called, completed, called a no-show? Pure. */
import { dayOf, secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { type Appointment, holdsNumber, statusNow } from './appointment.ts';
import { against, type Conflict } from './conflicts.ts';
import { instantAt, momentOf } from './moments.ts';
import type { Policy } from './policy.ts';
import { partsOf } from './session.ts';

/** @returns the conflicts, and whether the cancel counts against the person */
export function mayCancel(one: Appointment, policy: Policy, now: Instant): { conflicts: Conflict[]; late: boolean } {
  const status = statusNow(one, now);
  if (status === 'waitlist' || status === 'pending') return { conflicts: [], late: false };
  if (status !== 'booked') return { conflicts: against(true, 'wrong-state'), late: false };
  const late = now >= momentOf(policy.cancelUntil, one);
  const conflicts = [
    ...against(now >= one.start, 'in-the-past'),
    ...against(late && policy.lateCancel === 'refused', 'too-late-to-cancel'),
  ];
  return { conflicts, late };
}

/** Confirms a hold: the hold must be one's own and must not have ended, at this very instant. */
export function mayConfirm(one: Appointment, now: Instant): Conflict[] {
  if (one.status !== 'pending') return against(true, 'wrong-state');
  return [...against(!holdsNumber(one, now), 'hold-expired'), ...against(one.orderId !== undefined, 'fee-unpaid')];
}

/** Its fee has been paid: the number is theirs, unless it was let go meanwhile. */
export function mayTakePaid(one: Appointment, now: Instant): Conflict[] {
  return one.status === 'pending' ? against(!holdsNumber(one, now), 'hold-expired') : against(true, 'wrong-state');
}

export function mayCheckIn(one: Appointment, policy: Policy, now: Instant): Conflict[] {
  if (one.status !== 'booked') return against(true, 'wrong-state');
  if (dayOf(now) !== one.date) return against(true, 'wrong-day');
  const part = partsOf(one.sessionId)?.part ?? 'am';
  return [
    ...against(now < secondsAfter(one.start, -policy.checkInOpens * 60), 'check-in-not-open'),
    ...against(now > lastCheckIn(one, policy.checkInBy[part]), 'check-in-closed'),
  ];
}

/** The half day's last moment, but for squeezed-in numbers behind it their own end. */
const lastCheckIn = (one: Pick<Appointment, 'date' | 'start' | 'end'>, time: string): Instant => {
  const closes = instantAt(one.date, time);
  return closes > one.start ? closes : one.end;
};

export const mayCall = (one: Appointment): Conflict[] => against(one.status !== 'checked-in', 'wrong-state');
export const mayComplete = (one: Appointment): Conflict[] =>
  against(one.status !== 'arrived' && one.status !== 'checked-in', 'wrong-state');

/** From when on nobody can come any more: neither late for the number nor in time for the half day's last check-in. */
export function noShowAt(one: Pick<Appointment, 'date' | 'start' | 'end' | 'sessionId'>, policy: Policy): Instant {
  const late = secondsAfter(one.start, policy.noShowAfter * 60);
  const closed = secondsAfter(lastCheckIn(one, policy.checkInBy[partsOf(one.sessionId)?.part ?? 'am']), 1);
  return [closed, late].sort().at(-1) ?? late;
}

export function mayNoShow(one: Appointment, policy: Policy, now: Instant): Conflict[] {
  if (one.status !== 'booked') return against(true, 'wrong-state');
  return against(now < secondsAfter(one.start, policy.noShowAfter * 60), 'not-no-show-yet');
}
