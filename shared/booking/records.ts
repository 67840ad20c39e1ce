/**
 * Who may see what was written of a patient (病历, 处方): the patient, and the guardian of a child while that lasts. Whoever merely books
 * for another, or did once, sees the appointment and not the record (个人信息保护法 art. 28–29, 民法典 art. 1226). Pure.
 */
import type { Day } from '../base/words.ts';
import type { Carer } from './patient.ts';

export const maySeeRecord = (link: Carer | undefined, today: Day): boolean =>
  link !== undefined && ['self', 'child'].includes(link.relation) && consented([link], link.account, today);

/** What they were seen for: theirs to know who see the record, and those to whom the patient has said yes, in the hall or at the window. */
export const mayKnowCondition = (link: Carer | undefined, today: Day): boolean =>
  maySeeRecord(link, today) || (link?.agreedAt !== undefined && consented([link], link.account, today));

/** Books for them now: takes part in their visit as well, as a relative or to interpret. */
export const mayAttend = (link: Carer | undefined, today: Day): boolean =>
  link !== undefined && consented([link], link.account, today);

/** A person acts for themselves; for another only while consent lasts. */
export function consented(carers: readonly Carer[], account: string, today: Day): boolean {
  return carers.some(
    (one) =>
      one.account === account &&
      one.asked !== true &&
      one.endedAt === undefined &&
      (one.relation === 'self' || (one.consentUntil ?? '') >= today),
  );
}
