/** Between what is typed into a control and the answer it stands for. Pure. What cannot be read yet is kept as typed. */
import type { Answers, LeafField } from '../../../shared/catalogue/item.ts';
import { fenOf, halfWidth, yuanText } from '../base/format.ts';

export type Answer = Answers[string];

/** What a one-line control shows for an answer. */
export function textOf(field: LeafField, value: Answer | undefined): string {
  if (typeof value === 'number') return field.type === 'money' ? yuanText(value) : String(value);
  return typeof value === 'string' ? value : '';
}

/** The answer a typed text stands for; undefined for nothing. An amount or number that is not one yet stays a text. */
export function answerOf(field: LeafField, typed: string): Answer | undefined {
  if (typed.trim() === '') return undefined;
  if (field.type === 'money') return fenOf(typed) ?? typed;
  if (field.type === 'number') return numberOf(typed) ?? typed;
  if (field.type === 'id-card' || field.type === 'credit-code') return halfWidth(typed).toUpperCase();
  if (field.type === 'phone' || field.type === 'email') return halfWidth(typed);
  return typed;
}

function numberOf(typed: string): number | undefined {
  const plain = halfWidth(typed).replace(/[,\s]/g, '');
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined;
}

export interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

/** `1990-03-05` and half-typed `1990-3-` alike. */
export function datePartsOf(value: Answer | undefined): DateParts {
  const [year = '', month = '', day = ''] = typeof value === 'string' ? value.split('-') : [];
  return { year, month: month.replace(/^0(?=\d)/, ''), day: day.replace(/^0(?=\d)/, '') };
}

/** `1990-03-05` once all three are there; until then what is there, so that it can be saved and come back. */
export function dateOf(parts: DateParts): string | undefined {
  const year = digits(parts.year);
  const month = digits(parts.month);
  const day = digits(parts.day);
  if (year === '' && month === '' && day === '') return undefined;
  if (year.length === 4 && month !== '' && day !== '')
    return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return `${year}-${month}-${day}`;
}

function digits(typed: string): string {
  return halfWidth(typed).replace(/\D/g, '').slice(0, 4);
}

/** Are two answers the same? */
export function sameAnswer(a: Answer | undefined, b: Answer | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Id of the control at an address of a field problem: `answers.family.0.name` → `answers-family-0-name`. */
export function controlId(path: string): string {
  return path.replaceAll('.', '-');
}
