/**
 * Makes valid answers for any form: random ones for properties, one fixed set for flows.
 *
 * Every question is answered, hidden or not, so that answers stay valid when a test changes one of them; what is
 * hidden is dropped last. Answers also pass the item's automatic checks, unless asked not to bother.
 */
import * as fc from 'fast-check';
import type { Day } from '../../shared/base/words.ts';
import { dropHidden, requiredMaterials } from '../../shared/catalogue/answers.ts';
import { creditCodeCheckDigit, idCardCheckDigit } from '../../shared/catalogue/identity-numbers.ts';
import type { Answers, Field, Item, LeafField, RepeatField } from '../../shared/catalogue/item.ts';
import { dayAfter, dayOfApplication } from '../../shared/catalogue/time-between.ts';
import { wholePattern } from '../../shared/catalogue/values.ts';

type Leaf = string | number | boolean | string[];
type Of<T extends LeafField['type']> = Extract<LeafField, { type: T }>;

/** What the item's checks want of a field. */
interface Wish {
  readonly in?: readonly (string | boolean)[];
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Random answers that can be submitted on `today`. Optional questions are sometimes left out. */
export function validAnswers(item: Item, today: Day, options: { passChecks?: boolean } = {}): fc.Arbitrary<Answers> {
  return everyAnswer(item, today, { ...options, optional: 'sometimes' }).map((answers) =>
    dropHidden(item.form, answers),
  );
}

/**
 * Always the same answers, to everything asked; they pass the item's checks.
 * @param changes answers to give instead; questions that they bring up are answered too
 */
export function sampleAnswers(item: Item, today: Day, changes: Answers = {}): Answers {
  const [answers] = fc.sample(everyAnswer(item, today, { optional: 'always' }), { numRuns: 1, seed: 20260213 });
  return dropHidden(item.form, { ...answers, ...changes });
}

/** One file for each material that these answers make necessary. */
export function sampleFiles(item: Item, answers: Answers): Record<string, number> {
  return Object.fromEntries(requiredMaterials(item, answers).map(({ code }) => [code, 1]));
}

/** Valid identity numbers of people born between two days. */
export function idCards(from: Day, to: Day): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom('440103', '440106', '440111', '110101', '810000'), days(from, to), digits(3))
    .map(([region, born, serial]) => {
      const first17 = region + born.replaceAll('-', '') + serial;
      return first17 + idCardCheckDigit(first17);
    });
}

/** Valid unified social credit codes of companies. */
export const creditCodes: fc.Arbitrary<string> = text('0123456789ABCDEFGHJKLMNPQRTUWXY', 9).map((body) => {
  const first17 = `91440101${body}`;
  return first17 + creditCodeCheckDigit(first17);
});

interface Manner {
  readonly passChecks?: boolean;
  readonly optional: 'always' | 'sometimes';
}

function everyAnswer(item: Item, today: Day, { passChecks = true, optional }: Manner): fc.Arbitrary<Answers> {
  const wishes = passChecks ? wishesOf(item) : new Map<string, Wish>();
  const one = (field: LeafField) => leaf(field, today, wishes.get(field.name));
  const make = (field: Field): fc.Arbitrary<Answers[string] | undefined> => {
    const given: fc.Arbitrary<Answers[string]> = field.type === 'repeat' ? groups(field, one) : one(field);
    const isSure = field.required || optional === 'always' || wishes.has(field.name);
    return isSure ? given : fc.option(given, { nil: undefined });
  };
  const fields = item.form.sections.flatMap((section) => section.fields);
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, make(field)]))).map((answers) => {
    const given = withoutUndefined(answers);
    return passChecks ? timely(item, samePersons(item, given), today) : given;
  });
}

function groups(
  field: RepeatField,
  one: (field: LeafField) => fc.Arbitrary<Leaf>,
): fc.Arbitrary<Record<string, Leaf>[]> {
  const group = fc.record(Object.fromEntries(field.fields.map((inner) => [inner.name, one(inner)])));
  const minLength = Math.max(1, field.min);
  return fc.array(group, { minLength, maxLength: Math.min(field.max, minLength + 2) });
}

function wishesOf(item: Item): Map<string, Wish> {
  const wishes = new Map<string, Wish>();
  for (const { rule } of item.checks) {
    if (rule.kind === 'answer-in') wishes.set(rule.field, { in: rule.in });
    if (rule.kind === 'age-between' || rule.kind === 'number-between')
      wishes.set(rule.field, { min: rule.min, max: rule.max });
  }
  return wishes;
}

/** The second of two fields that must be the same person takes the first one's answer. */
function samePersons(item: Item, answers: Answers): Answers {
  const pairs = item.checks.flatMap(({ rule }) => (rule.kind === 'same-person' ? [rule.fields] : []));
  const given = { ...answers };
  for (const [first = '', second = ''] of pairs) {
    const value = given[first];
    if (value !== undefined) given[second] = value;
  }
  return given;
}

/** Days that have to lie so far apart do: in the past where one of them has been, from today on otherwise. */
function timely(item: Item, answers: Answers, today: Day): Answers {
  const fields = new Map(item.form.sections.flatMap((section) => section.fields).map((field) => [field.name, field]));
  const given = { ...answers };
  for (const { rule } of item.checks) {
    if (rule.kind !== 'time-between') continue;
    const { from, to, min, unit } = rule;
    const ahead = [from, to].some((name) => {
      const field = fields.get(name);
      return field?.type === 'date' && field.notBefore === 'today';
    });
    const first = ahead || from === dayOfApplication ? today : dayAfter(today, -min, unit);
    if (from !== dayOfApplication) given[from] = first;
    if (to !== dayOfApplication) given[to] = dayAfter(first, min, unit);
  }
  return given;
}

function withoutUndefined(answers: Record<string, Answers[string] | undefined>): Answers {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function leaf(field: LeafField, today: Day, wish: Wish = {}): fc.Arbitrary<Leaf> {
  switch (field.type) {
    case 'text':
      return texts(field);
    case 'long-text':
      return hanzi(1, Math.min(40, field.maxLength));
    case 'address':
      return hanzi(4, 20).map((street) => `广州市${street}路1号`);
    case 'number':
      return numbers(field, wish);
    case 'money':
      return fc.integer(range(field, wish, 50_000_000));
    case 'date':
      return dates(field, today, wish);
    case 'choice':
      return fc.constantFrom(...allowed(field, wish));
    case 'choices':
      return fc.subarray(allowed(field, wish), { minLength: field.min });
    case 'yes-no':
      return fc.constantFrom(...(wish.in ?? [true, false]));
    case 'id-card':
      return idCards(...bornFor(wish, today));
    case 'credit-code':
      return creditCodes;
    case 'phone':
      return fc.oneof(
        digits(9).map((rest) => `13${rest}`),
        digits(7).map((rest) => `020-8${rest}`),
      );
    case 'email':
      return digits(6).map((name) => `citizen${name}@example.cn`);
  }
}

function texts(field: Of<'text'>): fc.Arbitrary<string> {
  const min = field.minLength ?? 1;
  if (field.pattern === undefined) return hanzi(min, Math.min(field.maxLength, min + 8));
  const fits = (value: string) => [...value].length >= min && [...value].length <= field.maxLength;
  return fc.stringMatching(wholePattern(field.pattern), { size: 'xsmall' }).filter(fits);
}

function numbers(field: Of<'number'>, wish: Wish): fc.Arbitrary<number> {
  const { min, max } = range(field, wish, 1000);
  return field.integer
    ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
    : fc.integer({ min: Math.ceil(min * 10), max: Math.floor(max * 10) }).map((tenths) => tenths / 10);
}

/** The narrower of what the field and the check allow. */
function range(field: { min?: number | undefined; max?: number | undefined }, wish: Wish, room: number) {
  const min = Math.max(field.min ?? 0, wish.min ?? Number.NEGATIVE_INFINITY);
  return { min, max: Math.min(field.max ?? min + room, wish.max ?? Number.POSITIVE_INFINITY) };
}

function dates(field: Of<'date'>, today: Day, wish: Wish): fc.Arbitrary<Day> {
  const [bornFrom, bornTo] =
    wish.min === undefined && wish.max === undefined ? ['1990-01-01', '2049-12-31'] : bornFor(wish, today);
  const from = field.notBefore === 'today' ? today : (field.notBefore ?? bornFrom);
  const to = field.notAfter === 'today' ? today : (field.notAfter ?? bornTo);
  const [, first = from] = [from, bornFrom].sort();
  const [last = to] = [to, bornTo].sort();
  return days(first, last);
}

/** Days of birth that make someone `min` to `max` years old on `today`; 18 to 90 if nothing is wished, a child if that is. */
function bornFor({ min, max }: Wish, today: Day): [Day, Day] {
  const youngest = min ?? (max !== undefined && max < 18 ? 0 : 18);
  return [shiftYears(today, -(max ?? Math.max(90, youngest + 10))), shiftYears(today, -youngest)];
}

function shiftYears(day: Day, years: number): Day {
  const shifted = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return shifted.endsWith('-02-29') ? shifted.replace('-29', '-28') : shifted;
}

function days(from: Day, to: Day): fc.Arbitrary<Day> {
  const first = Date.parse(from) / 86_400_000;
  const last = Date.parse(to) / 86_400_000;
  return fc.integer({ min: first, max: last }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
}

function allowed(field: Of<'choice'> | Of<'choices'>, wish: Wish): string[] {
  const values = field.options.map(({ value }) => value);
  return wish.in === undefined ? values : values.filter((value) => wish.in?.includes(value));
}

const hanzi = (min: number, max: number): fc.Arbitrary<string> =>
  text('天地人和春夏秋冬东南西北中国广州市民办事大厅张王李赵陈林黄何𠮷', min, max);
const digits = (count: number): fc.Arbitrary<string> => text('0123456789', count);

function text(alphabet: string, min: number, max = min): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...alphabet), { minLength: min, maxLength: max })
    .map((characters) => characters.join(''));
}
