/** Changes to the groups of a repeat. Pure. */
import type { Answers, Field } from '../../../shared/catalogue/item.ts';
import { groupsOf } from '../../../shared/catalogue/visibility.ts';
import type { Answer } from './values.ts';

/** What one group of a repeat holds. */
type PlainGroup = Extract<Answer, readonly object[]>[number];

/** @param shown groups drawn now, some perhaps still empty */
export function groupAdded(value: Answer | undefined, shown: number): Answer {
  return [...padded(value, shown), {}];
}

/** The answers with the empty groups that are drawn, so that a fault is told at each question of theirs. */
export function withShownGroups(fields: readonly Field[], answers: Answers): Answers {
  const shown = fields.flatMap((field) =>
    field.type === 'repeat' && field.required ? [[field.name, padded(answers[field.name], field.min)] as const] : [],
  );
  return { ...answers, ...Object.fromEntries(shown) };
}

export function groupRemoved(value: Answer | undefined, index: number): Answer | undefined {
  const left = plain(value).filter((_, at) => at !== index);
  return left.length === 0 ? undefined : left;
}

export function groupChanged(
  value: Answer | undefined,
  index: number,
  name: string,
  answer: Answer | undefined,
): Answer {
  return padded(value, index + 1).map((group, at) => (at === index ? changed(group, name, answer) : group));
}

function changed(group: PlainGroup, name: string, answer: Answer | undefined): PlainGroup {
  const { [name]: _old, ...rest } = group;
  return isLeaf(answer) ? { ...rest, [name]: answer } : rest;
}

function padded(value: Answer | undefined, length: number): PlainGroup[] {
  const groups = plain(value);
  return [...groups, ...Array.from({ length: Math.max(0, length - groups.length) }, () => ({}))];
}

function plain(value: Answer | undefined): PlainGroup[] {
  return groupsOf(value).map((group) =>
    Object.fromEntries(
      Object.entries(group).flatMap(([name, answer]) => (isLeaf(answer) ? [[name, answer] as const] : [])),
    ),
  );
}

function isLeaf(answer: Answer | undefined): answer is PlainGroup[string] {
  return answer !== undefined && !(Array.isArray(answer) && answer.some((entry) => typeof entry === 'object'));
}
