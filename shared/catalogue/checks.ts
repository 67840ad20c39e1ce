/** The checks the hall makes by itself on what was submitted (自动核验). Pure. */
import type { Day } from '../base/words.ts';
import { ageOn, birthDateOf, isRealDay } from './identity-numbers.ts';
import type { Answers, AutomaticCheck, Item } from './item.ts';
import { dayOfApplication, isTimely } from './time-between.ts';
import { type Answer, dropHidden, groupsOf, own, visibleFields, visibleInGroup } from './visibility.ts';

/**
 * Each check of the item, in its order. A check of a question that was not asked (hidden) has nothing to object to;
 * one of a question left empty does not pass. Inside a repeat every group must pass.
 * @param materialsClean every file of the case has been scanned and found clean
 */
export function runChecks(
  item: Item,
  answers: Answers,
  materialsClean: boolean,
  today: Day,
): { code: string; passed: boolean }[] {
  const counting = dropHidden(item.form, answers);
  const valuesOf = (name: string) => askedValues(item, counting, name);
  return item.checks.map(({ code, rule }) => ({ code, passed: passes(rule, valuesOf, materialsClean, today) }));
}

/** The answers to a question, one for each time it was asked; undefined where it was asked and not answered. */
type Values = readonly (Answer | undefined)[];

function askedValues(item: Item, counting: Answers, name: string): Values {
  return visibleFields(item.form, counting).flatMap((field): Values => {
    if (field.name === name) return [own(counting, name)];
    if (field.type !== 'repeat') return [];
    return groupsOf(own(counting, field.name))
      .filter((group) => visibleInGroup(field, group, counting).some((inner) => inner.name === name))
      .map((group) => own(group, name));
  });
}

function passes(
  rule: AutomaticCheck['rule'],
  valuesOf: (name: string) => Values,
  materialsClean: boolean,
  today: Day,
): boolean {
  switch (rule.kind) {
    case 'materials-clean':
      return materialsClean;
    case 'age-between':
      return valuesOf(rule.field).every((value) => between(ageOf(value, today), rule.min, rule.max));
    case 'number-between':
      return valuesOf(rule.field).every((value) =>
        between(typeof value === 'number' ? value : undefined, rule.min, rule.max),
      );
    case 'answer-in':
      return valuesOf(rule.field).every((value) => isOneOf(value, rule.in));
    case 'time-between': {
      const [from, to] = [rule.from, rule.to].map((name) => (name === dayOfApplication ? [today] : valuesOf(name)));
      return (from ?? []).every((first) =>
        (to ?? []).every((last) => isDay(first) && isDay(last) && isTimely(rule, first, last)),
      );
    }
    case 'same-person': {
      const given = rule.fields.flatMap((name) => valuesOf(name));
      return given.every((value) => value !== undefined && value === given[0]);
    }
  }
}

const isDay = (value: Answer | undefined): value is Day => typeof value === 'string' && isRealDay(value);

function ageOf(value: Answer | undefined, today: Day): number | undefined {
  if (typeof value !== 'string') return undefined;
  const born = isRealDay(value) ? value : birthDateOf(value);
  return born === undefined ? undefined : ageOn(born, today);
}

function between(value: number | undefined, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): boolean {
  return value !== undefined && value >= min && value <= max;
}

/** Of several choices, every one must be among those allowed. */
function isOneOf(value: Answer | undefined, allowed: readonly unknown[]): boolean {
  if (value === undefined) return false;
  return Array.isArray(value) ? value.every((entry) => allowed.includes(entry)) : allowed.includes(value);
}
