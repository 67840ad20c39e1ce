/**
 * Cursors of lists: DynamoDB's last key, made opaque and bound to the list it came from, so that a cursor of one list (or
 * of somebody else's) is refused in another. It holds keys only; the list's own partition is never taken from it.
 */
import * as z from 'zod';
import { Problem } from './problems.ts';

const lastKey = z.record(z.string().max(20), z.string().min(1).max(300));
export type LastKey = z.infer<typeof lastKey>;

export function encodeCursor(list: string, key: LastKey): string {
  return Buffer.from(JSON.stringify([list, key])).toString('base64url');
}

/** @throws Problem `bad-cursor` when it is not one that this list gave out. */
export function decodeCursor(list: string, text: string | undefined): LastKey | undefined {
  if (text === undefined) return undefined;
  const parsed = z.tuple([z.literal(list), lastKey]).safeParse(parseOrUndefined(text));
  if (!parsed.success) throw new Problem('bad-cursor');
  return parsed.data[1];
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
