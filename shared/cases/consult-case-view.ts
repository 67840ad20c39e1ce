/** A question to another agency as that agency sees it: the question, and of the case exactly what it is shown. */
import * as z from 'zod';
import { dayOf } from '../base/time.ts';
import { bilingual, creditCode, day, type Instant, instant } from '../base/words.ts';
import { answers } from '../catalogue/answer-schema.ts';
import { compiledItem } from '../catalogue/compiled-item.ts';
import type { Item } from '../catalogue/item.ts';
import { type CaseHead, type Consult, consult, type Material } from './case.ts';
import { endedAs } from './consult-rows.ts';
import { consultRowOf, consultRowView, opinionOf, opinionView } from './consult-view.ts';
import { unanswered } from './consults.ts';
import { maskAnswers } from './masking.ts';
import { materialViewOf } from './present.ts';
import { materialView } from './views.ts';

/** What the agency that was asked may read: the question, and of the case what it was shown. */
export const consultCaseView = consultRowView.extend({
  agency: z.strictObject({ code: creditCode, name: bilingual }),
  /** Only those it was shown; identity numbers masked. Empty once there is nothing more to answer. */
  answers,
  materials: z.array(materialView),
  shares: consult.shape.shares,
  /** Of the decision, where the law names one: what the opinion is for. */
  statutoryBy: day.optional(),
  opinion: opinionView.optional(),
  withdrawn: z.strictObject({ reason: z.string(), at: instant }).optional(),
  mayAnswer: z.boolean(),
  item: compiledItem,
});
export type ConsultCaseView = z.infer<typeof consultCaseView>;

/** @param mayAnswer does the person belong to the agency that was asked, in a role that answers? */
export function consultCaseViewOf(
  { head, materials, item, now }: { head: CaseHead; materials: readonly Material[]; item: Item; now: Instant },
  asked: Consult,
  mayAnswer: boolean,
): ConsultCaseView {
  const { caseId, caseNumber, itemName, applicant, clocks } = head;
  if (caseNumber === undefined) throw new Error('nobody is asked about a draft');
  const { no, agency, agencyName, question, lead, askedAt, dueBy, opinion, withdrawn, shares } = asked;
  const ended = endedAs(head, asked);
  const entry = { caseId, no, caseNumber, itemName, lead, applicantName: applicant.name, question, askedAt, dueBy };
  const shown = isShown(head, asked);
  const masked = shown ? maskAnswers(item.form, head.answers) : {};
  return {
    ...consultRowOf(ended === undefined ? entry : { ...entry, ended }, dayOf(now)),
    agency: { code: agency, name: agencyName },
    answers: Object.fromEntries(Object.entries(masked).filter(([name]) => shares.fields.includes(name))),
    materials: materials.filter((file) => shown && isShared(head, asked, file)).map(materialViewOf),
    shares,
    ...(clocks.statutoryBy === undefined ? {} : { statutoryBy: clocks.statutoryBy }),
    ...(opinion === undefined ? {} : { opinion: opinionOf(opinion) }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
    mayAnswer: mayAnswer && ended === undefined,
    item,
  };
}

/** Is it theirs to read still? Not once the question was taken back, nor once the case is decided. */
const isShown = (head: CaseHead, asked: Consult): boolean =>
  asked.withdrawn === undefined && unanswered({ ...head, consults: [withoutAnswer(asked)] }).length > 0;

const withoutAnswer = ({ opinion: _, ...asked }: Consult): Consult => asked;

/** May the agency that was asked open this file? */
export function isShared(head: CaseHead, asked: Consult, file: Material): boolean {
  const filed = head.materials[file.code]?.includes(file.materialId) === true;
  return isShown(head, asked) && filed && file.state === 'clean' && asked.shares.materials.includes(file.code);
}
