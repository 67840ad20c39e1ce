/** May this person have this number now? Every conflict is named, none stops the search for the next. Pure. */
import { dayOf } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { against, type Conflict } from './conflicts.ts';
import type { Department, Pool, Practitioner } from './directory.ts';
import { ageOn, momentOf } from './moments.ts';
import type { PersonOnRecord } from './patient.ts';
import type { Policy } from './policy.ts';
import { consented, mayKnowCondition } from './records.ts';
import type { Session } from './session.ts';
import { bannedUntil } from './standing.ts';

export interface Asking {
  readonly session: Session;
  readonly department: Department;
  readonly practitioner: Practitioner;
  readonly policy: Policy;
  readonly person: PersonOnRecord;
  /** Account that asks; staff ask for whoever stands before them. */
  readonly account: string;
  readonly channel: Pool;
  /** Staff's squeeze-in (加号): release, cut-off, pools and quotas do not bind it; the body still cannot be in two places. */
  readonly squeezeIn: boolean;
  /** Condition (ICD-10) that the visit is for; an online one needs an earlier visit in person for the same. */
  readonly condition: string | undefined;
  readonly now: Instant;
}

/** What the person holds already, as read beside the rest; the transaction checks it again. */
export interface Held {
  readonly departmentDay: boolean;
  readonly overlap: boolean;
  readonly phoneQuota: boolean;
}

/** Conflicts that do not depend on which number of the session it is. */
export function mayBook(asking: Asking): Conflict[] {
  return [...mayAct(asking), ...inTime(asking), ...fits(asking), ...mayVisit(asking)];
}

/** Conflicts with what the person holds. */
export const mayHold = (held: Held): Conflict[] => [
  ...against(held.departmentDay, 'department-day'),
  ...against(held.overlap, 'overlap'),
  ...against(held.phoneQuota, 'phone-quota'),
];

function mayAct({ person, account, channel, policy, session, now }: Asking): Conflict[] {
  const ban = bannedUntil(person.strikes, policy, now);
  return [
    ...against(channel === 'online' && !consented(person.carers, account, dayOf(now)), 'no-consent'),
    ...against(policy.realName && person.patient.idNumberMasked === '', 'not-real-name'),
    ...against(ban !== undefined, 'banned'),
    ...against(
      ageOn(person.patient.birthDate, session.date) < 6 && person.patient.guardian === undefined,
      'guardian-needed',
    ),
  ];
}

function inTime({ session, policy, channel, squeezeIn, now }: Asking): Conflict[] {
  if (session.stopped !== undefined) return against(true, 'session-stopped');
  if (now >= session.end) return against(true, 'in-the-past');
  if (squeezeIn) return [];
  return [
    ...against(now < session.releaseAt, 'not-released'),
    // Whoever comes too late for the phone is told to go to the window, which books until the last number's time.
    ...against(channel === 'online' && now >= momentOf(policy.bookUntil, session), 'after-cut-off'),
  ];
}

function fits({ session, department, policy, person, channel }: Asking): Conflict[] {
  const age = ageOn(person.patient.birthDate, session.date);
  const { minAge = 0, maxAge = 200, sex } = department;
  return [
    ...against(channel === 'online' && age < policy.onlineMinAge && !isGuarded(person), 'too-young-online'),
    ...against(age < minAge || age > maxAge, 'wrong-age'),
    ...against(sex !== undefined && sex !== person.patient.sex, 'wrong-sex'),
  ];
}

/** A child is booked by its guardian, not by itself. */
const isGuarded = ({ patient, carers }: PersonOnRecord): boolean =>
  patient.guardian !== undefined && carers.some(({ relation }) => relation === 'child');

/** Online visits (互联网诊疗): follow-up only, and by doctors with three years of practice (互联网诊疗管理办法 art. 14–16). */
function mayVisit({ session, practitioner, person, condition, account, channel, now }: Asking): Conflict[] {
  if (session.kind !== 'virtual') return [];
  // A refusal must not tell what somebody was seen for to who may not know it.
  const link = person.carers.find((one) => one.account === account);
  const known = channel !== 'online' || mayKnowCondition(link, dayOf(now));
  const seenBefore = known && person.seen.some((one) => one.condition === condition);
  const experienced = ageOn(practitioner.practisingSince, session.date) >= 3;
  return [...against(!seenBefore, 'follow-up-only'), ...against(!experienced, 'doctor-too-new')];
}
