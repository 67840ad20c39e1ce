/** A case as the agency's desk sees it: all that was given, what may be done, and the item it was filed under. */
import * as z from 'zod';
import { bilingual, creditCode, instant } from '../base/words.ts';
import { answers } from '../catalogue/answer-schema.ts';
import { compiledItem } from '../catalogue/compiled-item.ts';
import { checkResult, clocks, escalation, issuedDocument } from './case.ts';
import { consultView } from './consult-view.ts';
import { caseView, correctionView, dueView, inboxRow, materialView, officerActions, timelineEntry } from './views.ts';

export const deskCaseView = inboxRow.extend({
  itemVersion: z.int(),
  applicant: z.strictObject({ name: z.string(), kind: z.enum(['natural', 'legal']) }),
  /** Identity numbers masked. */
  answers,
  materials: z.array(materialView),
  checks: z.array(checkResult.extend({ name: bilingual })),
  clocks,
  due: z.array(dueView),
  timeline: z.array(timelineEntry),
  correction: correctionView
    .extend({ resubmitted: z.strictObject({ fields: z.array(z.string()), materials: z.array(z.string()) }).optional() })
    .optional(),
  proposal: z
    .strictObject({ outcome: z.enum(['grant', 'deny']), reasons: z.string(), by: z.string(), at: instant })
    .optional(),
  decision: caseView.shape.decision,
  documents: z.array(issuedDocument),
  delivery: caseView.shape.delivery,
  rating: caseView.shape.rating,
  workOrder: caseView.shape.workOrder,
  escalations: z.array(escalation),
  /** What other agencies were asked, in the order in which they were. */
  consults: z.array(consultView),
  /** Whom this person may ask now; empty where asking is not theirs. */
  askable: z.array(z.strictObject({ code: creditCode, name: bilingual })),
  /** Only what this person may lawfully do now; the desk shows nothing else. */
  actions: z.array(z.enum(officerActions)),
  /** What this person may not do now, and why not: a limit they can do something about, or wait for. */
  withheld: z.array(z.strictObject({ action: z.enum(officerActions), why: bilingual })),
  /** What would be due after an action that moves the law's clocks, done today. */
  foreseen: z.array(
    z.strictObject({
      action: z.enum(officerActions),
      due: z.array(dueView.pick({ clock: true, by: true, provisional: true })),
    }),
  ),
  /** The version the case was filed under: what may be asked, and nothing beyond it. */
  item: compiledItem,
});
export type DeskCaseView = z.infer<typeof deskCaseView>;
