/** Latin letters against pinyin and words: abbreviations, and one slip of the finger. Pure; also runs in the browser. */

/**
 * How well letters spell a name by its pinyin, each syllable in full or by its initial: `shipin`, `spjy`, `shipjy`.
 * The last syllable may be cut short.
 * @param pinyin syllables with spaces, `shi pin jing ying`
 * @returns 75 from the first syllable on, 45 from a later one, 0 not at all
 */
export function fitsPinyin(pinyin: string, letters: string): number {
  const syllables = pinyin.split(' ');
  const start = syllables.findIndex((_, i) => spells(syllables, i, letters));
  if (start === 0) return 75;
  return start > 0 && letters.length >= 2 ? 45 : 0;
}

function spells(syllables: readonly string[], at: number, letters: string): boolean {
  const syllable = syllables[at];
  if (syllable === undefined) return false;
  if (syllable.startsWith(letters)) return true;
  return beginnings(syllable).some(
    (part) => letters.startsWith(part) && spells(syllables, at + 1, letters.slice(part.length)),
  );
}

/** Ways to type a syllable that is not the last: in full, by `zh ch sh`, by its first letter. Numbers only in full. */
function beginnings(syllable: string): string[] {
  if (/^\d/.test(syllable)) return [syllable];
  const initial = /^[zcs]h/.exec(syllable)?.[0];
  return [syllable, ...(initial === undefined ? [] : [initial]), syllable.charAt(0)];
}

/** Do the letters, with one slip, spell the name in full or by initials, from any syllable on? */
export function pinyinSlip(pinyin: string, letters: string): boolean {
  const syllables = pinyin.split(' ');
  const initials = syllables.map((syllable) => syllable.charAt(0)).join('');
  if (letters.length >= 5 && beginsWithinOneSlip(initials, letters)) return true;
  return syllables.some((_, i) => beginsWithinOneSlip(syllables.slice(i).join(''), letters));
}

/** Does the text begin with the letters, give or take one slip? */
function beginsWithinOneSlip(text: string, letters: string): boolean {
  return [-1, 0, 1].some((more) => {
    const length = letters.length + more;
    return text.length >= length && withinOneSlip(text.slice(0, length), letters);
  });
}

/** Are two words the same but for one letter too many, too few, wrong, or two neighbours swapped? */
export function withinOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB) return true;
  return restA.length >= 2 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
