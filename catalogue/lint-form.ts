/** Rules of an item's form: names, conditions, ranges, patterns; and what materials and checks say about its fields. */
import type { AutomaticCheck, Condition, Field, Item, LeafField } from '../shared/catalogue/item.ts';
import { dayOfApplication, type TimeBetween } from '../shared/catalogue/time-between.ts';
import { wholePattern } from '../shared/catalogue/values.ts';
import type { Finding } from './faults.ts';
import { canTakeForEver } from './lint-pattern.ts';

type Path = Finding['path'];

export function lintForm(item: Pick<Item, 'form' | 'materials' | 'fees' | 'checks'>): Finding[] {
  const reader = new FormReader();
  for (const [s, section] of item.form.sections.entries()) {
    const at = ['form', 'sections', s];
    reader.sectionName(section.name, [...at, 'name']);
    reader.condition(section.when, [...at, 'when']);
    for (const [f, field] of section.fields.entries()) reader.field(field, [...at, 'fields', f]);
  }
  for (const [m, { when }] of item.materials.entries()) reader.condition(when, ['materials', m, 'when']);
  for (const [f, { when }] of item.fees.entries()) reader.condition(when, ['fees', f, 'when']);
  for (const [c, { rule }] of item.checks.entries()) reader.check(rule, ['checks', c, 'rule']);
  return reader.findings;
}

/** Field types each kind of check can look at. */
const checkable: Record<AutomaticCheck['rule']['kind'], readonly Field['type'][]> = {
  'age-between': ['id-card', 'date'],
  'answer-in': ['choice', 'choices', 'yes-no'],
  'number-between': ['number', 'money'],
  'time-between': ['date'],
  'same-person': ['id-card', 'credit-code', 'text'],
  'materials-clean': [],
};

function namesIn(rule: AutomaticCheck['rule']): readonly string[] {
  if (rule.kind === 'time-between') return [rule.from, rule.to].filter((name) => name !== dayOfApplication);
  return 'fields' in rule ? rule.fields : 'field' in rule ? [rule.field] : [];
}

/** Goes through the form from top to bottom, so that "earlier" is what it has already seen. */
class FormReader {
  readonly findings: Finding[] = [];
  readonly #sections = new Set<string>();
  readonly #seen = new Map<string, Field>();
  /** Leaves inside repeats, by name: no condition from outside and no check by number may look at them. */
  readonly #inRepeats = new Map<string, LeafField>();

  sectionName(name: string, path: Path): void {
    if (this.#sections.has(name)) this.#find(path, `section name "${name}" stands twice`);
    this.#sections.add(name);
  }

  field(field: Field, path: Path): void {
    this.#name(field.name, path);
    this.condition(field.when, [...path, 'when']);
    if (field.type === 'repeat') {
      if (field.min > field.max) this.#find([...path, 'min'], `min ${field.min} is over max ${field.max}`);
      const group = new Map<string, Field>();
      for (const [i, inner] of field.fields.entries()) this.#inner(inner, [...path, 'fields', i], group);
    } else this.#leaf(field, path);
    this.#seen.set(field.name, field);
  }

  /** @param group fields of the same group that stand before; a condition may look at them too. */
  condition(when: Condition | undefined, path: Path, group: ReadonlyMap<string, Field> = new Map()): void {
    if (when === undefined) return;
    const target = group.get(when.field) ?? this.#seen.get(when.field);
    if (target === undefined) {
      this.#find(path, `a condition looks at a field that stands before it; "${when.field}" does not`);
      return;
    }
    this.#values(target, when.in, path);
  }

  check(rule: AutomaticCheck['rule'], path: Path): void {
    const names = namesIn(rule);
    const targets = names.map((name) => this.#seen.get(name) ?? this.#inRepeats.get(name));
    for (const [i, target] of targets.entries()) {
      if (target === undefined) this.#find(path, `a check looks at "${names[i]}", which the form does not have`);
      else if (!checkable[rule.kind].includes(target.type)) {
        this.#find(path, `check ${rule.kind} cannot look at "${target.name}", a ${target.type} field`);
      } else if (rule.kind === 'answer-in') this.#values(target, rule.in, path);
    }
    if (rule.kind === 'same-person' && targets[0]?.type !== targets[1]?.type)
      this.#find(path, 'same-person compares two fields of one type');
    if (rule.kind === 'time-between') this.#time(rule, path);
    if (
      (rule.kind === 'age-between' || rule.kind === 'number-between') &&
      rule.min === undefined &&
      rule.max === undefined
    ) {
      this.#find(path, `check ${rule.kind} states min, max or both`);
    }
  }

  #time({ from, to, min, max }: TimeBetween, path: Path): void {
    if (from === to) this.#find(path, 'time-between compares two different days');
    this.#range(min, max, path);
    for (const name of [from, to]) {
      if (this.#inRepeats.has(name)) this.#find(path, `check time-between cannot look at "${name}", a repeated field`);
      if (name === dayOfApplication && this.#seen.has(name))
        this.#find(path, `field name "${name}" is that of the day of application; choose another`);
    }
  }

  #inner(field: LeafField, path: Path, group: Map<string, Field>): void {
    this.#name(field.name, path);
    this.condition(field.when, [...path, 'when'], group);
    this.#leaf(field, path);
    group.set(field.name, field);
    this.#inRepeats.set(field.name, field);
  }

  #name(name: string, path: Path): void {
    if (this.#seen.has(name) || this.#inRepeats.has(name))
      this.#find([...path, 'name'], `field name "${name}" stands twice`);
    if (name in {}) this.#find([...path, 'name'], `field name "${name}" is a word of the language; choose another`);
  }

  #leaf(field: LeafField, path: Path): void {
    if (field.type === 'choice' || field.type === 'choices') {
      const values = field.options.map(({ value }) => value);
      if (new Set(values).size < values.length) this.#find([...path, 'options'], 'an option value stands twice');
    }
    if (field.type === 'choices' && field.min > field.options.length)
      this.#find([...path, 'min'], 'more choices asked for than there are');
    if (field.type === 'number' || field.type === 'money') this.#range(field.min, field.max, path);
    if (field.type === 'date' && isDay(field.notBefore) && isDay(field.notAfter) && field.notBefore > field.notAfter) {
      this.#find([...path, 'notBefore'], 'notBefore is after notAfter');
    }
    if (field.type === 'text') {
      this.#range(field.minLength, field.maxLength, path);
      if (field.pattern !== undefined) this.#pattern(field.pattern, field.patternHelp !== undefined, path);
    }
  }

  #range(min: number | undefined, max: number | undefined, path: Path): void {
    if (min !== undefined && max !== undefined && min > max) this.#find(path, `${min} to ${max} is no range`);
  }

  #pattern(pattern: string, hasHelp: boolean, path: Path): void {
    const at = [...path, 'pattern'];
    if (!hasHelp) this.#find(at, 'a pattern needs patternHelp, to say what is wanted');
    if (canTakeForEver(pattern)) this.#find(at, 'a repetition inside a repetition is not allowed');
    try {
      wholePattern(pattern);
    } catch {
      this.#find(at, 'not a regular expression');
    }
  }

  /** Values that a condition or check waits for must be values the field can have. */
  #values(target: Field, wanted: readonly (string | boolean)[], path: Path): void {
    const possible = possibleValues(target);
    if (possible === undefined)
      this.#find(path, `"${target.name}" is a ${target.type} field; conditions look at choice, choices and yes-no`);
    else {
      for (const value of wanted.filter((value) => !possible.includes(value))) {
        this.#find(path, `"${target.name}" never has the value ${JSON.stringify(value)}`);
      }
    }
  }

  #find(path: Path, reason: string): void {
    this.findings.push({ path, reason });
  }
}

function possibleValues(field: Field): readonly (string | boolean)[] | undefined {
  if (field.type === 'yes-no') return [true, false];
  return field.type === 'choice' || field.type === 'choices' ? field.options.map(({ value }) => value) : undefined;
}

const isDay = (value: string | undefined): value is string => value !== undefined && value !== 'today';
