/** An answer as people read it. Pure. */

import type { Bilingual } from '../../../shared/base/words.ts';
import type { Field, LeafField } from '../../../shared/catalogue/item.ts';
import { groupsOf } from '../../../shared/catalogue/visibility.ts';
import { moneyText } from '../base/format.ts';
import type { Answer } from './values.ts';

/** How the pages say things: text in the person's language, a day, yes and no, nothing. */
export interface Sayer {
  readonly say: (text: Bilingual) => string;
  readonly day: (day: string) => string;
  readonly yes: string;
  readonly no: string;
  readonly none: string;
  /** A question and its answer in one line. */
  readonly pair: (label: string, answer: string) => string;
  /** Stands between several in one line. */
  readonly and: string;
}

/** @returns one text; of a repeat, a line for each group. */
export function answerText(field: Field, value: Answer | undefined, sayer: Sayer): string {
  if (field.type !== 'repeat') return leafText(field, value, sayer);
  const groups = groupsOf(value);
  if (groups.length === 0) return sayer.none;
  return groups
    .map((group, index) => {
      const parts = field.fields
        .filter(({ name }) => group[name] !== undefined)
        .map((inner) => sayer.pair(sayer.say(inner.label), leafText(inner, group[inner.name], sayer)));
      return `${index + 1}. ${parts.join(sayer.and)}`;
    })
    .join('\n');
}

function leafText(field: LeafField, value: Answer | undefined, { say, day, yes, no, none, and }: Sayer): string {
  if (value === undefined || value === '') return none;
  if (typeof value === 'boolean') return value ? yes : no;
  if (typeof value === 'number') return numberText(field, value, say);
  if (field.type === 'choice' || field.type === 'choices') {
    const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
    const labels = field.options.filter((option) => chosen.includes(option.value)).map((option) => say(option.label));
    return labels.length === 0 ? none : labels.join(and);
  }
  if (typeof value !== 'string') return none;
  return field.type === 'date' && /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value;
}

function numberText(field: LeafField, value: number, say: Sayer['say']): string {
  if (field.type === 'money') return moneyText(value);
  return field.type === 'number' && field.unit !== undefined ? `${value} ${say(field.unit)}` : String(value);
}
