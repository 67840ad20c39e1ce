/** What the item, in the version the case was filed under, lets an officer ask of this applicant; and what not. Pure. */
import { visibleFields, visibleMaterials } from '../../../shared/catalogue/answers.ts';
import type { DeskCaseView } from '../base/api-answers.ts';
import type { DeskKey } from './desk-rows.ts';

type View = Pick<DeskCaseView, 'item' | 'answers' | 'correction' | 'materials'>;

export interface Asking {
  readonly materials: DeskCaseView['item']['materials'];
  /** How many answers the form asks of this applicant. */
  readonly fields: number;
  /** Papers of the item that do not concern this applicant. */
  readonly notOfThem: DeskCaseView['item']['materials'];
  /** What stands in the way of asking at all. */
  readonly once: DeskKey;
}

export function askingOf({ item, answers, correction, materials: given }: View): Asking {
  const shown = visibleMaterials(item, answers);
  // Masked answers may hide a condition: what was given was asked.
  const materials = item.materials.filter(
    (each) => shown.includes(each) || given.some(({ code }) => code === each.code),
  );
  return {
    materials,
    fields: visibleFields(item.form, answers).length,
    notOfThem: item.materials.filter((each) => !materials.includes(each)),
    once: correction === undefined ? 'ask-once' : correction.resubmitted === undefined ? 'ask-over' : 'ask-only-new',
  };
}
