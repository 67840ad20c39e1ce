/** What is not shown whole: identity numbers in answers, names on public pages. */

import { maskIdentityNumber } from '../catalogue/identity-numbers.ts';
import type { Answers, Form } from '../catalogue/item.ts';
import { groupsOf, identityFields } from '../catalogue/visibility.ts';
import type { CaseHead } from './case.ts';

/** The answers with every identity number masked, `440***********1234`, in repeated groups too. */
export function maskAnswers(form: Form, answers: Answers): Answers {
  const masked = new Set(identityFields(form));
  const leaf = <T>(path: string, value: T) =>
    masked.has(path) && typeof value === 'string' ? maskIdentityNumber(value) : value;
  return Object.fromEntries(
    Object.entries(answers).map(([name, value]) => {
      const groups = groupsOf(value);
      if (groups.length === 0) return [name, leaf(name, value)];
      return [name, groups.map((group) => mapValues(group, (inner, given) => leaf(`${name}.${inner}`, given)))];
    }),
  );
}

/** Holder of a document as the public sees them: `张*`, `广州****公司`. */
export function maskHolder({ name, kind }: Pick<CaseHead['applicant'], 'name' | 'kind'>): string {
  const letters = [...name];
  if (kind === 'natural') return `${letters[0] ?? ''}${'*'.repeat(Math.max(1, letters.length - 1))}`;
  const ends = letters.length > 5 ? 2 : 1;
  return `${letters.slice(0, ends).join('')}****${letters.slice(-ends).join('')}`;
}
