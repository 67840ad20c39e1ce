/**
 * Latin letters against pinyin and words: abbreviations, and one slip of the finger. Pure; also runs in the browser, at every key and
 * over thousands of names: so it compares in place, and cuts a name into syllables once.
 */

/**
 * How well letters spell a name by its pinyin, each syllable in full or by its initial: `shipin`, `spjy`, `shipjy`.
 * The last syllable may be cut short.
 * @param pinyin syllables with spaces, `shi pin jing ying`
 * @returns 75 from the first syllable on, 45 from a later one, 0 not at all
 */
export function fitsPinyin(pinyin: string, letters: string): number {
  const { syllables } = cutOf(pinyin);
  const start = syllables.findIndex((_, i) => spells(syllables, i, letters, 0));
  if (start === 0) return 75;
  return start > 0 && letters.length >= 2 ? 45 : 0;
}

/** Do the letters from a place on spell the syllables from a place on? A syllable stands in full, by `zh ch sh`, or by its first letter; a number in full. */
function spells(syllables: readonly string[], at: number, letters: string, from: number): boolean {
  const syllable = syllables[at];
  if (syllable === undefined || syllable.charCodeAt(0) !== letters.charCodeAt(from)) return false;
  const left = letters.length - from;
  if (left <= syllable.length && syllable.startsWith(letters.slice(from))) return true;
  if (letters.startsWith(syllable, from) && spells(syllables, at + 1, letters, from + syllable.length)) return true;
  if (isNumber(syllable)) return false;
  if (isDouble(syllable) && letters.charCodeAt(from + 1) === h && spells(syllables, at + 1, letters, from + 2))
    return true;
  return spells(syllables, at + 1, letters, from + 1);
}

const h = 'h'.charCodeAt(0);
const isNumber = (syllable: string): boolean => syllable >= '0' && syllable < ':';
const isDouble = (syllable: string): boolean => syllable.charCodeAt(1) === h && 'zcs'.includes(syllable.charAt(0));

/** Do the letters, with one slip, spell the name in full or by initials, from any syllable on? */
export function pinyinSlip(pinyin: string, letters: string): boolean {
  const { initials, joined, starts } = cutOf(pinyin);
  if (letters.length >= 5 && beginsWithinOneSlip(initials, 0, letters)) return true;
  return starts.some((start) => beginsWithinOneSlip(joined, start, letters));
}

interface Cut {
  readonly syllables: readonly string[];
  readonly initials: string;
  /** All syllables in one, and where each begins in it. */
  readonly joined: string;
  readonly starts: readonly number[];
}

const cuts = new Map<string, Cut>();
/** More than the names and keywords of any catalogue; what is typed never comes in here. */
const mostCuts = 50_000;

function cutOf(pinyin: string): Cut {
  const known = cuts.get(pinyin);
  if (known !== undefined) return known;
  const syllables = pinyin.split(' ');
  let end = 0;
  const starts = syllables.map((syllable) => {
    end += syllable.length;
    return end - syllable.length;
  });
  const initials = syllables.map((syllable) => syllable.charAt(0)).join('');
  const cut = { syllables, initials, joined: syllables.join(''), starts };
  if (cuts.size >= mostCuts) cuts.clear();
  cuts.set(pinyin, cut);
  return cut;
}

/** Does the text from a place on begin with the letters, give or take one slip? */
function beginsWithinOneSlip(text: string, from: number, letters: string): boolean {
  if (!mayBegin(text, from, letters)) return false;
  for (const more of [-1, 0, 1]) {
    const end = from + letters.length + more;
    if (end <= text.length && withinOneSlip(text.slice(from, end), letters)) return true;
  }
  return false;
}

/** One slip leaves one of the first two letters where it was, or one place off. */
function mayBegin(text: string, from: number, letters: string): boolean {
  const [a, b] = [text.charCodeAt(from), text.charCodeAt(from + 1)];
  const [x, y] = [letters.charCodeAt(0), letters.charCodeAt(1)];
  return a === x || b === y || a === y || b === x;
}

/** Are two words the same but for one letter too many, too few, wrong, or two neighbours swapped? */
export function withinOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.length - start - end, b.length - start - end];
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
