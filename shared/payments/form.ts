/** Form posts, read so strictly that one text has one meaning: no key twice, none of the language's own, decoded once. */

/** @returns undefined for anything that a provider's own encoder would not have written */
export function parseForm(text: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, at);
    const value = decodeOnce(pair.slice(at + 1));
    if (at < 1 || !/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(key) || fields.has(key) || value === undefined) return undefined;
    fields.set(key, value);
  }
  return fields;
}

/** Encoders leave letters and digits as they are: `%32` for `2` is somebody's variant of a text, and another text. */
const encodedAlphanumeric = /%(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])/;

function decodeOnce(text: string): string | undefined {
  if (encodedAlphanumeric.test(text)) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** The text that is signed: sorted by key, `k=v` joined with `&`, without the keys named. */
export function signedText(fields: ReadonlyMap<string, string>, without: readonly string[]): string {
  return [...fields]
    .filter(([key]) => !without.includes(key))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

/** A form post's body. */
export const formOf = (fields: Iterable<readonly [string, string]>): string =>
  new URLSearchParams(Object.fromEntries(fields)).toString();
