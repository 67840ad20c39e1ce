/**
 * A draft whose item has a newer version by now (事项已更新): moved over, with what must be answered again. Nothing typed is dropped
 * that the new form can still hold. Pure; filed cases never move.
 */
import type { Bilingual, Day } from '../base/words.ts';
import { checkAnswers, visibleFields, visibleMaterials } from '../catalogue/answers.ts';
import type { Answers, Field, Form, Item, LeafField, RepeatField } from '../catalogue/item.ts';
import { timeProblems } from '../catalogue/time-between.ts';
import { valueFault } from '../catalogue/values.ts';
import { groupsOf } from '../catalogue/visibility.ts';
import type { CaseHead, Material } from './case.ts';
import { byCode, counts } from './files.ts';
import { begin, type Context, finish, type Outcome } from './outcome.ts';

/** `new`: not asked before. `changed`: what was given no longer fits. `reworded`: kept, but the question reads differently now. */
export interface AskedAgain {
  /** `answers.<field>` or `materials.<code>`. */
  readonly field: string;
  readonly label: Bilingual;
  readonly why: 'new' | 'changed' | 'reworded';
}

export interface Migration {
  readonly answers: Answers;
  readonly again: readonly AskedAgain[];
  /** What was answered or handed in and is not asked any more. */
  readonly gone: readonly Bilingual[];
}

/** Two versions of one item. */
export interface Versions {
  readonly from: Item;
  readonly to: Item;
}

/** @param files of the draft, whatever their state */
export function migrationOf(given: Answers, files: readonly Material[], { from, to }: Versions, today: Day): Migration {
  const old = fieldsOf(from.form);
  const answers: Answers = {};
  for (const field of fieldsOf(to.form).values()) {
    const value = given[field.name];
    const kept = value === undefined ? undefined : carried(field, old.get(field.name), value, today);
    if (kept !== undefined) answers[field.name] = kept;
  }
  const filed = counts(byCode(files));
  return {
    answers,
    again: [...questionsAgain({ from, to }, given, answers, today), ...materialsAgain({ from, to }, answers, filed)],
    gone: goneOf({ from, to }, given, filed),
  };
}

/** Moves the draft. Nothing goes on a record: a draft has none. */
export function migrate(head: CaseHead, migration: Migration, context: Context): Outcome {
  const { item } = context;
  const { answers } = migration;
  const moved = { ...head, itemVersion: item.version, itemName: item.name, answers };
  return finish(head, begin(moved), context);
}

const fieldsOf = (form: Form): Map<string, Field> =>
  new Map(form.sections.flatMap(({ fields }) => fields).map((field) => [field.name, field]));

type Given = Answers[string];

/** The answer as the new field can hold it: text that no longer fits is kept to be corrected, a choice that is gone is not. */
function carried(field: Field, old: Field | undefined, value: Given, today: Day): Given | undefined {
  if (old === undefined || old.type !== field.type) return undefined;
  if (field.type !== 'repeat') return carriedLeaf(field, value, today);
  return old.type === 'repeat' ? carriedGroups(field, old, value, today) : undefined;
}

function carriedLeaf(field: LeafField, value: Given, today: Day): Given | undefined {
  return typeof value === 'string' && isTyped(field) ? value : fits(field, value, today);
}

const isTyped = ({ type }: LeafField): boolean => type !== 'choice' && type !== 'choices' && type !== 'yes-no';
const fits = (field: LeafField, value: Given, today: Day): Given | undefined =>
  valueFault(field, value, today) === undefined ? value : undefined;

function carriedGroups(field: RepeatField, old: RepeatField, value: Given, today: Day): Given {
  const known = new Map(old.fields.map((one) => [one.name, one]));
  return groupsOf(value).map((group) =>
    Object.fromEntries(
      field.fields.flatMap((leaf): [string, Leaf][] => {
        const given = group[leaf.name];
        if (given === undefined || known.get(leaf.name)?.type !== leaf.type) return [];
        const kept = carriedLeaf(leaf, given, today);
        return isLeaf(kept) ? [[leaf.name, kept]] : [];
      }),
    ),
  );
}

type Leaf = string | number | boolean | string[];
const isLeaf = (value: Given | undefined): value is Leaf =>
  value !== undefined && (!Array.isArray(value) || value.every((one) => typeof one === 'string'));

/** What stands in the way now and did not before; and what reads differently. Of a group, the group is named. */
function questionsAgain({ from, to }: Versions, given: Answers, answers: Answers, today: Day): AskedAgain[] {
  const old = fieldsOf(from.form);
  const before = faultsOf(from, given, today);
  const now = faultsOf(to, answers, today);
  return visibleFields(to.form, answers).flatMap((field): AskedAgain[] => {
    const { name, label } = field;
    const asked = { field: `answers.${name}`, label };
    const was = old.get(name);
    if (was === undefined) return now.has(name) ? [{ ...asked, why: 'new' }] : [];
    const hadAnswer = given[name] !== undefined;
    if (now.has(name) && (!before.has(name) || (hadAnswer && answers[name] === undefined)))
      return [{ ...asked, why: hadAnswer ? 'changed' : 'new' }];
    return hadAnswer && answers[name] !== undefined && isReworded(was, field) ? [{ ...asked, why: 'reworded' }] : [];
  });
}

/** Names of the fields, groups by that of their repeat, that something is wrong with. */
function faultsOf(item: Item, answers: Answers, today: Day): Set<string> {
  const found = [...checkAnswers(item.form, [], answers, {}, today), ...timeProblems(item, answers, today)];
  return new Set(found.map(({ field }) => field.split('.')[1] ?? ''));
}

/** Spoken of in Chinese: that is what people were asked. */
const isReworded = (was: Field, field: Field): boolean =>
  was.label.zh !== field.label.zh || was.help?.zh !== field.help?.zh;

function materialsAgain(
  { from, to }: Versions,
  answers: Answers,
  filed: Readonly<Record<string, number>>,
): AskedAgain[] {
  const old = new Map(from.materials.map((material) => [material.code, material]));
  return visibleMaterials(to, answers).flatMap((material): AskedAgain[] => {
    const { code, name, required, maxFiles } = material;
    const asked = { field: `materials.${code}`, label: name };
    const was = old.get(code);
    const given = filed[code] ?? 0;
    if (was === undefined) return required ? [{ ...asked, why: 'new' }] : [];
    if (given > maxFiles) return [{ ...asked, why: 'changed' }];
    if (given > 0 && was.name.zh !== name.zh) return [{ ...asked, why: 'reworded' }];
    return given === 0 && required && !was.required ? [{ ...asked, why: 'new' }] : [];
  });
}

function goneOf({ from, to }: Versions, given: Answers, filed: Readonly<Record<string, number>>): Bilingual[] {
  const asked = fieldsOf(to.form);
  const wanted = new Set(to.materials.map(({ code }) => code));
  return [
    ...[...fieldsOf(from.form).values()]
      .filter(({ name }) => given[name] !== undefined && !asked.has(name))
      .map(({ label }) => label),
    ...from.materials.filter(({ code }) => (filed[code] ?? 0) > 0 && !wanted.has(code)).map(({ name }) => name),
  ];
}
