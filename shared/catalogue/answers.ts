/**
 * Answers against a form: the complete check before submitting, the light one for drafts. Pure, without Node and
 * without zod, so that the page and the hall refuse exactly the same things.
 *
 * Where a fault stands: `answers.<field>`, `answers.<repeat>.<index>.<field>` (index from 0), `materials.<code>`.
 */
import type { FieldProblem } from '../base/problems.ts';
import type { Day } from '../base/words.ts';
import { type Fault, say } from './answer-messages.ts';
import type { Answers, Field, Form, LeafField, MaterialRequirement, RepeatField } from './item.ts';
import { valueFault } from './values.ts';
import {
  type Answer,
  dropHidden,
  type Group,
  groupsOf,
  isVisible,
  own,
  visibleFields,
  visibleInGroup,
} from './visibility.ts';

export {
  dropHidden,
  identityFields,
  isVisible,
  requiredMaterials,
  visibleFields,
  visibleInGroup,
  visibleMaterials,
  visibleSections,
} from './visibility.ts';

/** Number of files given per material code. */
export type FileCounts = Readonly<Record<string, number>>;

/**
 * Everything that stands in the way of submitting, in the order of the form, then of the materials. Answers are judged
 * as `dropHidden` leaves them: hidden ones do not count, spaces around a text do not either.
 */
export function checkAnswers(
  form: Form,
  materials: readonly MaterialRequirement[],
  answers: Answers,
  files: FileCounts,
  today: Day,
): FieldProblem[] {
  const counting = dropHidden(form, answers);
  return [
    ...unknownNames(form, answers),
    ...visibleFields(form, answers).flatMap((field) => fieldProblems(field, counting, today)),
    ...materialProblems(materials, counting, files),
  ];
}

/** What even a half-filled draft may not hold: names the form does not have, lists where there are none, too much text. */
export function checkShape(form: Form, answers: Answers): FieldProblem[] {
  const known = fieldsByName(form);
  const sizes = Object.entries(answers).flatMap(([name, value]) => {
    const field = known.get(name);
    if (field === undefined) return [];
    if (field.type !== 'repeat') return place(`answers.${name}`, sizeFault(field, value));
    return groupsSizeProblems(field, value);
  });
  return [...unknownNames(form, answers), ...sizes];
}

const place = (field: string, fault: Fault | undefined): FieldProblem[] =>
  fault === undefined ? [] : [{ field, ...fault }];

const fieldsByName = (form: Form): Map<string, Field> =>
  new Map(form.sections.flatMap((section) => section.fields).map((field) => [field.name, field]));

function unknownNames(form: Form, answers: Answers): FieldProblem[] {
  const known = fieldsByName(form);
  return Object.entries(answers).flatMap(([name, value]) => {
    const field = known.get(name);
    if (field === undefined) return place(`answers.${name.slice(0, 60)}`, say.unknownField());
    return field.type === 'repeat' ? groupsOf(value).flatMap((group, i) => unknownInGroup(field, group, i)) : [];
  });
}

function unknownInGroup(repeat: RepeatField, group: Group, index: number): FieldProblem[] {
  const known = new Set(repeat.fields.map(({ name }) => name));
  return Object.keys(group)
    .filter((name) => !known.has(name))
    .flatMap((name) => place(`answers.${repeat.name}.${index}.${name.slice(0, 60)}`, say.unknownField()));
}

function fieldProblems(field: Field, counting: Answers, today: Day): FieldProblem[] {
  const value = own(counting, field.name);
  return field.type === 'repeat'
    ? repeatProblems(field, value, counting, today)
    : leafProblems(field, value, `answers.${field.name}`, today);
}

function leafProblems(field: LeafField, value: Answer | undefined, at: string, today: Day): FieldProblem[] {
  if (value !== undefined) return place(at, valueFault(field, value, today));
  return field.required ? place(at, missing(field)) : [];
}

function missing(field: LeafField): Fault {
  const isChoice = field.type === 'choice' || field.type === 'choices' || field.type === 'yes-no';
  return isChoice ? say.requiredChoice(field.label) : say.required(field.label);
}

function repeatProblems(field: RepeatField, value: Answer | undefined, counting: Answers, today: Day): FieldProblem[] {
  const groups = groupsOf(value);
  const at = `answers.${field.name}`;
  if (groups.length === 0 && (!field.required || field.min === 0)) return [];
  if (groups.length < field.min) return place(at, say.tooFewGroups(field.label, field.min));
  if (groups.length > field.max) return place(at, say.tooManyGroups(field.label, field.max));
  return groups.flatMap((group, i) =>
    visibleInGroup(field, group, counting).flatMap((inner) =>
      leafProblems(inner, own(group, inner.name), `${at}.${i}.${inner.name}`, today),
    ),
  );
}

function materialProblems(
  materials: readonly MaterialRequirement[],
  counting: Answers,
  files: FileCounts,
): FieldProblem[] {
  const known = new Map(materials.map((material) => [material.code, material]));
  const strangers = Object.keys(files).filter((code) => !known.has(code));
  return [
    ...materials
      .filter((material) => isVisible(material.when, counting))
      .flatMap((material) => place(`materials.${material.code}`, filesFault(material, files))),
    ...strangers.flatMap((code) => place(`materials.${code.slice(0, 60)}`, say.unknownMaterial())),
  ];
}

function filesFault(material: MaterialRequirement, files: FileCounts): Fault | undefined {
  const count = Object.hasOwn(files, material.code) ? (files[material.code] ?? 0) : 0;
  if (count === 0) return material.required ? say.requiredFile(material.name) : undefined;
  return count > material.maxFiles ? say.tooManyFiles(material.name, material.maxFiles) : undefined;
}

function groupsSizeProblems(field: RepeatField, value: Answer): FieldProblem[] {
  const groups = groupsOf(value);
  const at = `answers.${field.name}`;
  if (!Array.isArray(value) || groups.length !== value.length) return place(at, say.wrongType());
  if (groups.length > field.max) return place(at, say.tooManyGroups(field.label, field.max));
  return groups.flatMap((group, i) =>
    field.fields.flatMap((inner) => {
      const given = own(group, inner.name);
      return given === undefined ? [] : place(`${at}.${i}.${inner.name}`, sizeFault(inner, given));
    }),
  );
}

/** Room for a pasted text that is too long, so that it can be cut down rather than lost; never boundless. */
const draftLength = (field: LeafField): number =>
  field.type === 'long-text' || field.type === 'text' ? Math.max(200, field.maxLength * 2) : 400;

function sizeFault(field: LeafField, value: Answer): Fault | undefined {
  if (typeof value === 'string') {
    const max = Math.min(5000, draftLength(field));
    return [...value].length > max ? say.tooLong(max) : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const isList = field.type === 'choices' && value.length <= 50 && value.every((entry) => typeof entry === 'string');
  return isList ? undefined : say.wrongType();
}
