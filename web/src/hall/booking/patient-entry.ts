/** What is typed to put a person on record, and what of it must still be put right. Pure. */
import { halfWidth } from '../../base/format.ts';
import { daysFrom } from '../../booking/times.ts';

export const relations = ['self', 'child', 'parent', 'spouse', 'other'] as const;
export type Relation = (typeof relations)[number];
/** Days that a consent may be given for. */
export const spans = [30, 180, 365] as const;
export type Span = (typeof spans)[number];

export interface Entry {
  readonly relation: Relation | undefined;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  /** The caller's own identity number, for a child. */
  readonly guardian: string;
  readonly span: Span | undefined;
}
export const fields = ['relation', 'name', 'idNumber', 'phone', 'guardian', 'consentUntil'] as const;
export type Field = (typeof fields)[number];

export const emptyEntry = (name: string): Entry => ({
  relation: undefined,
  name,
  idNumber: '',
  phone: '',
  guardian: '',
  span: undefined,
});

/** Is this what was kept of one, perhaps by an older version of these pages? */
export function isEntry(kept: unknown): kept is Entry {
  if (typeof kept !== 'object' || kept === null) return false;
  const of = new Map<string, unknown>(Object.entries(kept));
  const [relation, span] = [of.get('relation'), of.get('span')];
  return (
    ['name', 'idNumber', 'phone', 'guardian'].every((name) => typeof of.get(name) === 'string') &&
    (relation === undefined || relations.some((each) => each === relation)) &&
    (span === undefined || spans.some((each) => each === span))
  );
}

/** Numbers as the hall takes them: plain digits, no spaces, a capital X. */
const plain = (typed: string): string => halfWidth(typed).replace(/[\s-]/g, '').toUpperCase();
const isIdNumber = (typed: string): boolean => /^\d{17}[\dX]$/.test(plain(typed));

/** The day a consent of so many days from today ends. */
export const consentEnd = (today: string, span: Span): string => daysFrom(today, span + 1).at(-1) ?? today;

export function missing({ relation, name, idNumber, phone, guardian, span }: Entry): Field[] {
  const others = relation !== undefined && relation !== 'self';
  return [
    ...(relation === undefined ? (['relation'] as const) : []),
    ...(name.trim() === '' ? (['name'] as const) : []),
    ...(isIdNumber(idNumber) ? [] : (['idNumber'] as const)),
    ...(/^1\d{10}$/.test(plain(phone)) ? [] : (['phone'] as const)),
    ...(relation === 'child' && !isIdNumber(guardian) ? (['guardian'] as const) : []),
    ...(others && span === undefined ? (['consentUntil'] as const) : []),
  ];
}

/** @param entry with nothing missing */
export function bodyOf({ relation, name, idNumber, phone, guardian, span }: Entry, today: string) {
  return {
    relation,
    name: name.trim(),
    idNumber: plain(idNumber),
    phone: plain(phone),
    ...(relation === 'child' ? { guardian: plain(guardian) } : {}),
    ...(relation === 'self' || span === undefined ? {} : { consentUntil: consentEnd(today, span) }),
  };
}
