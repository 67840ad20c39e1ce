/** Field problems as a page shows them. Pure. */
import type { FieldProblem } from '../../../shared/base/problems.ts';
import type { Bilingual } from '../../../shared/base/words.ts';
import { controlId } from './values.ts';

/** By address; the first of several at one place. */
export function errorMap(faults: readonly FieldProblem[]): ReadonlyMap<string, Bilingual> {
  return new Map(faults.toReversed().map(({ field, message }) => [field, message]));
}

/** Lines of the summary. @param hrefOf address of another page where the field is, when it is not on this one */
export function pageErrors(
  faults: readonly FieldProblem[],
  say: (text: Bilingual) => string,
  hrefOf?: (field: string) => string | undefined,
) {
  return faults.map(({ field, message }) => {
    const href = hrefOf?.(field);
    return {
      id: controlId(field),
      text: say(message),
      ...(href === undefined ? {} : { href: `${href}#${controlId(field)}` }),
    };
  });
}
