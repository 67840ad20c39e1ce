/** What a request for corrections names, by the item's own words. Pure. */

import type { Bilingual } from '../../../shared/base/words.ts';
import { placeOf } from '../../../shared/cases/mark-places.ts';
import type { CaseView, Item } from './api-answers.ts';

export interface AskedLine {
  readonly key: string;
  /** Name of the field or the paper; absent if the item no longer tells. */
  readonly of: Bilingual | undefined;
  readonly reason: string;
  /** Places on the paper itself, in words. */
  readonly marks: readonly { readonly key: string; readonly place: Bilingual; readonly text: string }[];
}

export function askedLines(
  correction: NonNullable<CaseView['correction']>,
  item: Pick<Item, 'form' | 'materials'>,
): AskedLine[] {
  const fields = item.form.sections.flatMap((section) => section.fields);
  return [
    ...correction.fields.map(({ field, reason }) => ({
      key: `field ${field}`,
      of: fields.find(({ name }) => name === field)?.label,
      reason,
      marks: [],
    })),
    ...correction.materials.map(({ code, reason }) => ({
      key: `material ${code}`,
      of: item.materials.find((each) => each.code === code)?.name,
      reason,
      marks: marksOf(correction, code),
    })),
  ];
}

/** What was marked on the files of a paper. */
export const marksOf = ({ marks = [] }: Pick<NonNullable<CaseView['correction']>, 'marks'>, code: string) =>
  marks.flatMap((mark, i) =>
    mark.code === code ? [{ ...mark, key: `mark ${i}`, number: i + 1, place: placeOf(mark) }] : [],
  );
