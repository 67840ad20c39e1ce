/** What is not shown whole: identity numbers in answers, names on public pages. */
import { maskIdentityNumber } from '../catalogue/identity-numbers.ts';
import type { Answers, Form } from '../catalogue/item.ts';
import { identityFields, type LeafAnswer } from '../catalogue/visibility.ts';
import type { CaseHead } from './case.ts';

/** Under which an imported case keeps the kind and number of its applicant's paper; no form has a question of this name. */
export const importedPaper = 'imported-paper';

/** The answers with every identity number masked, `440***********1234`, in repeated groups too. */
export function maskAnswers(form: Form, answers: Answers): Answers {
  const secret = new Set([...identityFields(form), `${importedPaper}.number`]);
  const masked = (path: string, value: LeafAnswer) =>
    secret.has(path) && typeof value === 'string' ? maskIdentityNumber(value) : value;
  return Object.fromEntries(
    Object.entries(answers).map(([name, value]) => {
      if (!isGroups(value)) return [name, masked(name, value)];
      const group = (each: Record<string, LeafAnswer>) =>
        Object.fromEntries(Object.entries(each).map(([inner, given]) => [inner, masked(`${name}.${inner}`, given)]));
      return [name, value.map(group)];
    }),
  );
}

/** Holder of a document as the public sees them: `张*`, `广州****公司`. */
export function maskHolder({ name, kind }: Pick<CaseHead['applicant'], 'name' | 'kind'>): string {
  const letters = [...name];
  if (kind === 'natural') return `${letters[0] ?? ''}${'*'.repeat(Math.max(1, letters.length - 1))}`;
  const shown = letters.length > 5 ? 2 : 1;
  return `${letters.slice(0, shown).join('')}****${letters.slice(-shown).join('')}`;
}

type Groups = Record<string, LeafAnswer>[];
const isGroups = (value: Answers[string]): value is Groups =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'object');
