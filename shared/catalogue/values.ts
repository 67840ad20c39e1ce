/** One value against one field: is it of the right type, shape and range? Pure; also runs in the browser. */
import { isBlank } from '../base/blank.ts';
import type { Day } from '../base/words.ts';
import { type Fault, say, yuan } from './answer-messages.ts';
import { idCardFault, isCreditCode, isRealDay } from './identity-numbers.ts';
import type { Answers, LeafField } from './item.ts';

type Answer = Answers[string];
type Of<T extends LeafField['type']> = Extract<LeafField, { type: T }>;

/** The first fault of a value that was given, or undefined. @param today a day in Asia/Shanghai, for dates and births. */
export function valueFault(field: LeafField, value: Answer, today: Day): Fault | undefined {
  switch (field.type) {
    case 'text':
      return textFault(field, value);
    case 'long-text':
      return typeof value === 'string' ? lengthFault(value, 1, field.maxLength, proseControls) : say.wrongType();
    case 'address':
      return typeof value === 'string' ? lengthFault(value, 5, 200, lineControls) : say.wrongType();
    case 'number':
      return numberFault(field, value);
    case 'money':
      return moneyFault(field, value);
    case 'date':
      return dateFault(field, value, today);
    case 'choice':
      return field.options.some((option) => option.value === value) ? undefined : say.option();
    case 'choices':
      return choicesFault(field, value);
    case 'yes-no':
      return typeof value === 'boolean' ? undefined : say.wrongType();
    case 'id-card':
      return idCardProblem(value, today);
    case 'credit-code':
      return typeof value === 'string' && isCreditCode(value) ? undefined : say.creditCode();
    case 'phone':
      return typeof value === 'string' && phone.test(value) ? undefined : say.phone();
    case 'email':
      return typeof value === 'string' && value.length <= 254 && email.test(value) ? undefined : say.email();
  }
}

/**
 * A value as it is kept: without spaces around it, numbers of identity in capitals, a blank as no answer at all.
 * A value of the wrong type is left as it is, to be told about.
 */
export function tidyValue(field: LeafField, value: Answer): Answer | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (isBlank(text)) return undefined;
  if (field.type === 'id-card' || field.type === 'credit-code') return text.replace(/\s/g, '').toUpperCase();
  if (field.type === 'phone') return text.replace(/\s/g, '').replace(/^(\+86|0086)-?/, '');
  return text;
}

// Control characters, unpaired surrogates and marks that turn the direction of writing: they would show an officer
// something other than what was written.
const hidden =
  '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff';
const proseControls = new RegExp(`[${hidden}]`, 'u');
const lineControls = new RegExp(`[${hidden}\\t\\r\\n]`, 'u');

/** Mobile (移动电话), or area code and landline, with an extension if need be. */
const phone = /^(1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}(-\d{1,6})?)$/;
const email =
  /^[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_%+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/;

const compiled = new Map<string, RegExp>();

/** A pattern of the catalogue, always of the whole value. */
export function wholePattern(source: string): RegExp {
  const known = compiled.get(source) ?? new RegExp(`^(?:${source})$`, 'u');
  compiled.set(source, known);
  return known;
}

function textFault(field: Of<'text'>, value: Answer): Fault | undefined {
  if (typeof value !== 'string') return say.wrongType();
  const fault = lengthFault(value, field.minLength ?? 1, field.maxLength, lineControls);
  if (fault !== undefined || field.pattern === undefined) return fault;
  return wholePattern(field.pattern).test(value) ? undefined : say.pattern(field.patternHelp);
}

/** Lengths are counted as people count: a rare character of two code units is one. */
function lengthFault(value: string, min: number, max: number, controls: RegExp): Fault | undefined {
  if (controls.test(value)) return say.characters();
  const length = [...value].length;
  if (length < min) return say.tooShort(min);
  return length > max ? say.tooLong(max) : undefined;
}

function numberFault(field: Of<'number'>, value: Answer): Fault | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return say.wrongType();
  if (field.integer && !Number.isInteger(value)) return say.integer();
  return rangeFault(value, field.min, field.max, String);
}

function moneyFault(field: Of<'money'>, value: Answer): Fault | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return say.money();
  return rangeFault(value, field.min, field.max, yuan);
}

function rangeFault(value: number, min: number | undefined, max: number | undefined, show: (n: number) => string) {
  if (min !== undefined && value < min) return say.tooSmall(show(min));
  return max !== undefined && value > max ? say.tooLarge(show(max)) : undefined;
}

function dateFault(field: Of<'date'>, value: Answer, today: Day): Fault | undefined {
  if (typeof value !== 'string' || !isRealDay(value) || value < '1900-01-01' || value > '2199-12-31') return say.date();
  const first = field.notBefore === 'today' ? today : field.notBefore;
  const last = field.notAfter === 'today' ? today : field.notAfter;
  if (first !== undefined && value < first) return say.tooEarly(first);
  return last !== undefined && value > last ? say.tooLate(last) : undefined;
}

function choicesFault(field: Of<'choices'>, value: Answer): Fault | undefined {
  if (!Array.isArray(value)) return say.wrongType();
  const allowed = new Set<unknown>(field.options.map((option) => option.value));
  if (new Set<unknown>(value).size !== value.length || !value.every((entry) => allowed.has(entry))) return say.option();
  return value.length < field.min ? say.tooFewChoices(field.min) : undefined;
}

function idCardProblem(value: Answer, today: Day): Fault | undefined {
  const kind = typeof value === 'string' ? idCardFault(value, today) : 'shape';
  return kind === undefined ? undefined : say.idCard(kind);
}
