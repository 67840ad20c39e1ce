/** Could a hostile answer keep a pattern of a form busy for ever? Read as text, so that it is known before anybody answers. */

/** Bounds this far apart count as none. */
const wide = 100;
/** Each repetition without bounds multiplies the time by the answer's length: two of them are at most a few million steps. */
const mostEndless = 2;

interface Group {
  /** May it match in more than one way: is there a choice or a repetition of changing length in it? */
  varies: boolean;
}

/**
 * What may match in several ways and is repeated takes time that doubles with each letter; and what refers back to an earlier group
 * may do so as well. Both are refused, some of them needlessly: a form can always ask more simply.
 */
export function canTakeForEver(pattern: string): boolean {
  let groups: Group[] = [{ varies: false }];
  let endless = 0;
  for (let at = 0; at < pattern.length; ) {
    const atom = atomAt(pattern, at);
    if (/^\\[1-9k]/.test(atom)) return true;
    at += atom.length;
    let closed: Group | undefined;
    if (atom.startsWith('(')) groups = [...groups, { varies: false }];
    else if (atom === '|') varying(groups);
    else if (atom === ')') {
      closed = groups.at(-1);
      groups = groups.length > 1 ? groups.slice(0, -1) : groups;
    }
    const times = repetitionAt(pattern, at);
    at += times.length;
    if (closed?.varies === true) {
      varying(groups);
      if (times.most > 1) return true;
    }
    if (times.least !== times.most) varying(groups);
    if (times.most - times.least > wide) endless += 1;
  }
  return endless > mostEndless;
}

function varying(groups: readonly Group[]): void {
  const inner = groups.at(-1);
  if (inner !== undefined) inner.varies = true;
}

/** An escape, a class, the beginning of a group, or one character. */
function atomAt(pattern: string, at: number): string {
  const atom = /\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:<[^>=!]*>|<?[:=!])|./suy;
  atom.lastIndex = at;
  return atom.exec(pattern)?.[0] ?? pattern.charAt(at);
}

function repetitionAt(pattern: string, at: number): { least: number; most: number; length: number } {
  const quantifier = /(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y;
  quantifier.lastIndex = at;
  const [text = '', sign, least, range, most] = quantifier.exec(pattern) ?? [];
  const length = text.length;
  if (sign === '?') return { least: 0, most: 1, length };
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: Number.POSITIVE_INFINITY, length };
  if (least === undefined) return { least: 1, most: 1, length };
  const upper = range === undefined ? least : most === undefined || most === '' ? Number.POSITIVE_INFINITY : most;
  return { least: Number(least), most: Number(upper), length };
}
