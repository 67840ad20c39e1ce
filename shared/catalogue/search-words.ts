/** How names and keywords are cut into what is looked for: the same when the index is made and when it is unpacked. Pure. */

export const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
export const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** `Permit to lay pipelines` → `permit`, `to`, `lay`, `pipelines`. */
export const englishWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Without signs and spaces, Latin letters in lower case. */
export const plainText = (text: string): string => text.toLowerCase().replace(/[^\p{Script=Han}a-z0-9]/gu, '');

/** `食品(含保健食品)经营许可` is looked for as `食品经营许可` too. */
export const nameTexts = (name: string): string[] =>
  unique([name, name.replace(/[(（][^)）]*[)）]/g, '').replace(/[《》“”]/g, '')]);

/** The pieces of a plain text that each have one syllable: a Han character, or a run of letters and digits. */
export const unitsOf = (plain: string): string[] => plain.match(/\p{Script=Han}|[a-z0-9]+/gu) ?? [];

/** How characters are read, as the names and keywords of an index show it: the commonest reading of each. */
export function readingsOf(terms: Iterable<{ readonly text: string; readonly pinyin: string }>): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { text, pinyin } of terms) {
    const units = unitsOf(text);
    const syllables = pinyin.split(' ');
    if (units.length !== syllables.length) continue;
    for (const [i, unit] of units.entries()) {
      const readings = counts.get(unit) ?? new Map<string, number>();
      const syllable = syllables[i] ?? '';
      counts.set(unit, readings.set(syllable, (readings.get(syllable) ?? 0) + 1));
    }
  }
  return new Map([...counts].map(([unit, readings]) => [unit, commonest(readings)]));
}

function commonest(readings: ReadonlyMap<string, number>): string {
  const [first] = [...readings].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first?.[0] ?? '';
}

/** Pinyin of a plain text by these readings; undefined when a character has none. */
export function readAloud(plain: string, readings: ReadonlyMap<string, string>): string | undefined {
  const syllables = unitsOf(plain).map((unit) => readings.get(unit) ?? (hasHan(unit) ? undefined : unit));
  return syllables.includes(undefined) ? undefined : syllables.join(' ');
}
