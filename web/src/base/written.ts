/** What people wrote, as the pages may show it. Pure. */
import { unturned } from '../../../shared/base/blank.ts';

/** Marks heaped on one letter run over the lines above and below. */
const heap = /(\p{M}{4})\p{M}+/gu;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** @returns the text without what would make it look like another, or spill over its neighbours */
export const written = (text: string): string => unturned(text).replace(heap, '$1');

/** Is it, in part, written from right to left, as Uyghur is? Then what stands around it must not be drawn into its order. */
export const isRightToLeft = (text: string): boolean => rightToLeft.test(text);

/** The same for a text that goes into a sentence, where no element can hold it: between the marks that isolate (FSI, PDI). */
export const apart = (text: string): string => {
  const clean = written(text);
  return isRightToLeft(clean) ? `\u2068${clean}\u2069` : clean;
};

/** What JSON of an answer looks like when somebody's words in it could turn or break a line: rarely anything. */
const suspect = /\\[ubf]|[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Parses an answer of the hall: no page, no label and no file name made of it can hold what nobody should be shown. */
export function parsedClean(json: string) {
  return suspect.test(json)
    ? JSON.parse(json, (_name, value: unknown) => (typeof value === 'string' ? unturned(value) : value))
    : JSON.parse(json);
}
