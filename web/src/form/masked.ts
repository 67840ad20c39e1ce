/** Identity numbers come back masked once an application is submitted: what is shown cannot be filed again. Pure. */
import type { Answers } from '../../../shared/catalogue/item.ts';
import type { Answer } from './values.ts';

/** The answers without masked numbers, to begin a correction from: those are to be typed anew. */
export function withoutMasked(answers: Answers): Answers {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, answer]) =>
      isMasked(answer) ? [] : [[name, unmaskedGroups(answer)] as const],
    ),
  );
}

function unmaskedGroups(answer: Answer): Answer {
  if (!Array.isArray(answer)) return answer;
  const groups = answer.filter((entry) => typeof entry === 'object');
  if (groups.length === 0) return answer;
  return groups.map((group) => Object.fromEntries(Object.entries(group).filter(([, value]) => !isMasked(value))));
}

/** `440***********002X` */
function isMasked(answer: Answer): boolean {
  return typeof answer === 'string' && /^[0-9A-Z]{0,6}\*{6,}[0-9A-Z]{0,6}$/.test(answer);
}
