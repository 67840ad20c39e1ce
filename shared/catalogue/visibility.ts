/**
 * Which questions a person sees, given what they have answered so far. Pure; also runs in the browser.
 *
 * A condition looks at the answers that count: a field hidden by an earlier answer has no answer, so whatever hangs on
 * it is hidden too. Conditions only look back (the compiler sees to it), so one pass from top to bottom is enough.
 */
import type {
  Answers,
  Condition,
  Field,
  Form,
  Item,
  LeafField,
  MaterialRequirement,
  RepeatField,
  Section,
} from './item.ts';
import { tidyValue } from './values.ts';

export type Answer = Answers[string];
export type Group = Readonly<Record<string, Answer | undefined>>;

/** A section as it is shown now, with the fields shown now. */
export interface VisibleSection {
  readonly section: Section;
  readonly fields: readonly Field[];
}

/** Does the condition hold? A list of choices holds when any choice does. No condition always holds. */
export function isVisible(condition: Condition | undefined, answers: Group): boolean {
  if (condition === undefined) return true;
  const given = own(answers, condition.field);
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  return condition.in.some((wanted) => values.includes(wanted));
}

/** The sections and fields to show, in the form's order; sections with nothing to ask are left out. */
export function visibleSections(form: Form, answers: Answers): VisibleSection[] {
  return walk(form, answers).sections;
}

export function visibleFields(form: Form, answers: Answers): Field[] {
  return visibleSections(form, answers).flatMap(({ fields }) => fields);
}

/** The fields to show inside one group of a repeat; conditions may look into the group and at the form above it. */
export function visibleInGroup(repeat: RepeatField, group: Group, answers: Answers): LeafField[] {
  return walkGroup(repeat, group, answers).fields;
}

/**
 * The answers that count, as they are submitted and kept: those of hidden fields and unknown names are left out, spaces
 * around a text too; identity numbers are in capitals; a blank is no answer.
 */
export function dropHidden(form: Form, answers: Answers): Answers {
  return walk(form, answers).counting;
}

/** The materials asked for, given these answers: with `required` as the item says. */
export function visibleMaterials(item: Pick<Item, 'form' | 'materials'>, answers: Answers): MaterialRequirement[] {
  const counting = dropHidden(item.form, answers);
  return item.materials.filter((material) => isVisible(material.when, counting));
}

/** The materials that must be there before submitting, given these answers. */
export function requiredMaterials(item: Pick<Item, 'form' | 'materials'>, answers: Answers): MaterialRequirement[] {
  return visibleMaterials(item, answers).filter((material) => material.required);
}

/** Names of the fields that hold identity numbers, to be encrypted and masked: `idNumber`, in a repeat `family.idNumber`. */
export function identityFields(form: Form): string[] {
  return form.sections
    .flatMap((section) => section.fields)
    .flatMap((field) =>
      field.type === 'repeat'
        ? field.fields.filter(({ type }) => type === 'id-card').map(({ name }) => `${field.name}.${name}`)
        : field.type === 'id-card'
          ? [field.name]
          : [],
    );
}

/** The groups of a repeat; anything that is not a list of groups counts as none. */
export function groupsOf(value: Answer | undefined): Group[] {
  return Array.isArray(value) ? value.filter((group) => typeof group === 'object') : [];
}

/** An own property only: names come from outside. */
export const own = (answers: Group, name: string): Answer | undefined =>
  Object.hasOwn(answers, name) ? answers[name] : undefined;

function walk(form: Form, answers: Answers): { sections: VisibleSection[]; counting: Answers } {
  const counting: Answers = {};
  const sections: VisibleSection[] = [];
  for (const section of form.sections) {
    if (!isVisible(section.when, counting)) continue;
    const fields = section.fields.filter((field) => {
      if (!isVisible(field.when, counting)) return false;
      const given = own(answers, field.name);
      const tidy = given === undefined ? undefined : tidyAnswer(field, given, counting);
      if (tidy !== undefined) counting[field.name] = tidy;
      return true;
    });
    if (fields.length > 0) sections.push({ section, fields });
  }
  return { sections, counting };
}

function tidyAnswer(field: Field, given: Answer, above: Answers): Answer | undefined {
  if (field.type !== 'repeat') return tidyValue(field, given);
  return groupsOf(given).map((group) => walkGroup(field, group, above).counting);
}

function walkGroup(repeat: RepeatField, group: Group, above: Answers) {
  const counting: Record<string, LeafAnswer> = {};
  const fields = repeat.fields.filter((field) => {
    if (!isVisible(field.when, { ...above, ...counting })) return false;
    const given = own(group, field.name);
    const tidy = given === undefined ? undefined : tidyValue(field, given);
    if (tidy !== undefined && isLeafAnswer(tidy)) counting[field.name] = tidy;
    return true;
  });
  return { fields, counting };
}

export type LeafAnswer = string | number | boolean | string[];

function isLeafAnswer(value: Answer): value is LeafAnswer {
  return !Array.isArray(value) || value.every((entry) => typeof entry === 'string');
}
