/** A request for corrections while it is being written: what is ticked, and why. Pure. */

export interface Request {
  /** Reason by field name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Reason by material code. */
  readonly materials: Readonly<Record<string, string>>;
  readonly note: string;
}

export const emptyRequest: Request = { fields: {}, materials: {}, note: '' };

export type Part = 'fields' | 'materials';

/** Ticks or unticks; what was written under a tick that is taken back is gone. */
export function toggled(request: Request, part: Part, name: string): Request {
  const { [name]: given, ...rest } = request[part];
  return { ...request, [part]: given === undefined ? { ...rest, [name]: '' } : rest };
}

export function withReason(request: Request, part: Part, name: string, reason: string): Request {
  return { ...request, [part]: { ...request[part], [name]: reason } };
}

export function countOf(request: Request): number {
  return Object.keys(request.fields).length + Object.keys(request.materials).length;
}

/** Names that are ticked without a reason. */
export function unexplained(request: Request): { part: Part; name: string }[] {
  return (['fields', 'materials'] as const).flatMap((part) =>
    Object.entries(request[part]).flatMap(([name, reason]) => (reason.trim() === '' ? [{ part, name }] : [])),
  );
}

/** The body of the command. */
export function requestBody({ fields, materials, note }: Request) {
  return {
    fields: Object.entries(fields).map(([field, reason]) => ({ field, reason: reason.trim() })),
    materials: Object.entries(materials).map(([code, reason]) => ({ code, reason: reason.trim() })),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}
