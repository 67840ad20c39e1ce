/**
 * Who may come to act for a patient, and who must say yes first. An account is one person and a person has one account; a child is its
 * guardian's; whoever has a voice in the hall is asked before another may book for them (个人信息保护法 art. 29, 31). Pure.
 */
import type { FieldProblem } from '../base/problems.ts';
import type { Day, Instant } from '../base/words.ts';
import type { Carer, PersonOnRecord } from './patient.ts';
import { fault } from './patient-rules.ts';
import { maySeeRecord } from './records.ts';

export interface Wanted {
  readonly link: Carer;
  /** Who the caller is on record as; undefined: nobody yet. */
  readonly own: string | undefined;
  /** Whom the guardian's number names. */
  readonly guardian: string | undefined;
  readonly known: PersonOnRecord | undefined;
  readonly today: Day;
}

export type Answer =
  | { readonly kind: 'linked'; readonly link: Carer }
  | { readonly kind: 'faults'; readonly faults: readonly FieldProblem[] }
  /** Another account speaks for this patient: only the hospital's window can tell who is right. */
  | { readonly kind: 'taken' };

export function linkFor({ link, own, guardian, known, today }: Wanted): Answer {
  const { patientId, relation, account } = link;
  const faults = [
    ...fault(relation === 'self' && own !== undefined && own !== patientId, 'idNumber', {
      zh: '您已用另一个证件号登记了本人。登记错了的，请先在“就诊人”里把那一位移走。',
      en: 'You are on record under another identity number. If that one is wrong, remove it among your patients first.',
    }),
    ...fault(relation === 'child' && (own === undefined || own !== guardian), 'guardian', {
      zh: '请先用这个证件号登记您本人，再登记孩子。',
      en: 'Add yourself under this identity number first, then your child.',
    }),
  ];
  if (faults.length > 0) return { kind: 'faults', faults };
  const others = (known?.carers ?? []).filter((one) => one.account !== account && one.endedAt === undefined);
  const isTaken =
    (relation === 'self' && others.some((one) => one.relation === 'self')) ||
    (relation === 'child' && known !== undefined && known.patient.guardian !== guardian);
  if (isTaken) return { kind: 'taken' };
  return {
    kind: 'linked',
    link: needsYes(link, others, known, today) ? { ...link, asked: true } : keepYes(link, known),
  };
}

/** A yes once given covers what it was given for, and less; more is asked for again. */
function needsYes(link: Carer, others: readonly Carer[], known: PersonOnRecord | undefined, today: Day): boolean {
  const speaks = others.some((one) => maySeeRecord(one, today));
  if (!speaks || link.relation === 'self' || link.relation === 'child') return false;
  const before = yesBefore(link, known);
  const covered = before?.agreedAt !== undefined && (link.consentUntil ?? '') <= (before.consentUntil ?? '');
  return !covered;
}

function keepYes(link: Carer, known: PersonOnRecord | undefined): Carer {
  const agreedAt = yesBefore(link, known)?.agreedAt;
  return agreedAt === undefined ? link : { ...link, agreedAt };
}

const yesBefore = ({ account }: Carer, known: PersonOnRecord | undefined): Carer | undefined =>
  known?.carers.find((one) => one.account === account && one.endedAt === undefined);

/** May this account say yes or no for the patient, and see who acts for them? */
export const speaksFor = (person: PersonOnRecord, account: string, today: Day): boolean =>
  person.carers.some((one) => one.account === account && maySeeRecord(one, today));

/** @param window of the hospital who heard it, when it was not said in the hall */
export const agreed = ({ asked: _, ...link }: Carer, now: Instant, window?: string): Carer => ({
  ...link,
  agreedAt: now,
  ...(window === undefined ? {} : { agreedBefore: window }),
});
