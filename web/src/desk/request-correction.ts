/** A request for corrections while it is being written: what is ticked, and why; what is marked, and where. Pure. */

import { isBlank } from '../../../shared/base/blank.ts';
import type { Place } from '../../../shared/cases/mark-places.ts';
import { isRecord, textsIn } from './drafts.ts';

export interface Request {
  /** Reason by field name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Reason by material code. */
  readonly materials: Readonly<Record<string, string>>;
  readonly note: string;
  readonly marks: readonly Mark[];
}

/** A place on a paper with what is wrong there. */
export interface Mark extends Place {
  readonly code: string;
  readonly materialId: string;
  readonly text: string;
}

export const emptyRequest: Request = { fields: {}, materials: {}, note: '', marks: [] };

/** A request as it was kept, if it is one. */
export function requestIn(kept: unknown): Request | undefined {
  if (!isRecord(kept) || typeof kept.note !== 'string' || !Array.isArray(kept.marks)) return undefined;
  const [fields, materials] = [textsIn(kept.fields), textsIn(kept.materials)];
  const marks = kept.marks.filter(isMark);
  if (fields === undefined || materials === undefined || marks.length !== kept.marks.length) return undefined;
  return { fields, materials, note: kept.note, marks };
}

const isMark = (value: unknown): value is Mark =>
  isRecord(value) &&
  ['code', 'materialId', 'text'].every((name) => typeof value[name] === 'string') &&
  ['page', 'x', 'y', 'w', 'h'].every((name) => Number.isInteger(value[name]));

export type Part = 'fields' | 'materials';

/** Ticks or unticks; what was written under a tick that is taken back is gone. */
export function toggled(request: Request, part: Part, name: string): Request {
  const { [name]: given, ...rest } = request[part];
  const marks = part === 'materials' ? request.marks.filter(({ code }) => code !== name) : request.marks;
  return { ...request, marks, [part]: given === undefined ? { ...rest, [name]: '' } : rest };
}

/** A mark ticks its paper: what is marked is asked for. */
export function withMark(request: Request, mark: Mark): Request {
  const { [mark.code]: reason = '' } = request.materials;
  return {
    ...request,
    materials: { ...request.materials, [mark.code]: reason },
    marks: [...request.marks, mark],
  };
}

export const changedMark = (request: Request, at: number, change: Partial<Mark>): Request => ({
  ...request,
  marks: request.marks.map((mark, i) => (i === at ? { ...mark, ...change } : mark)),
});

export const withoutMark = (request: Request, at: number): Request => ({
  ...request,
  marks: request.marks.filter((_, i) => i !== at),
});

/** Numbers of marks that do not say yet what is wrong. */
export const unsaid = ({ marks }: Request): number[] => marks.flatMap(({ text }, i) => (isBlank(text) ? [i] : []));

export function withReason(request: Request, part: Part, name: string, reason: string): Request {
  return { ...request, [part]: { ...request[part], [name]: reason } };
}

export function countOf(request: Request): number {
  return Object.keys(request.fields).length + Object.keys(request.materials).length;
}

/** Names that are ticked without a reason. */
export function unexplained(request: Request): { part: Part; name: string }[] {
  return (['fields', 'materials'] as const).flatMap((part) =>
    Object.entries(request[part]).flatMap(([name, reason]) =>
      isBlank(reason) && !isMarked(request, part, name) ? [{ part, name }] : [],
    ),
  );
}

/** Where the paper itself says what is wrong, nobody has to write it again. */
const isMarked = ({ marks }: Request, part: Part, name: string): boolean =>
  part === 'materials' && marks.some(({ code }) => code === name);
const asMarked = '请按文件上的标注改正。';

/** The body of the command. */
export function requestBody({ fields, materials, note, marks }: Request) {
  return {
    fields: Object.entries(fields).map(([field, reason]) => ({ field, reason: reason.trim() })),
    materials: Object.entries(materials).map(([code, reason]) => ({
      code,
      reason: isBlank(reason) ? asMarked : reason.trim(),
    })),
    ...(marks.length === 0 ? {} : { marks: marks.map((mark) => ({ ...mark, text: mark.text.trim() })) }),
    ...(isBlank(note) ? {} : { note: note.trim() }),
  };
}
