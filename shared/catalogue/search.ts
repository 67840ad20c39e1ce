/**
 * Finds items by what people type: part of a Chinese name, a synonym, pinyin or its initials, English. Where nothing
 * fits, it looks again less strictly: one slip of the finger in Latin letters, characters that sound alike (身份正), or half the
 * words of a question.
 * Pure, without dictionaries: pinyin is in the index already. Also runs in the browser. Same index and query, same order.
 */
import type { Day } from '../base/words.ts';
import type { IndexEntry } from './catalogue-index.ts';
import type { Item, ItemSummary } from './item.ts';
import { readAloud } from './search-words.ts';
import { fitsPinyin, pinyinSlip, withinOneSlip } from './spelling.ts';
import { isTheme, themes } from './themes.ts';

export interface SearchQuery {
  readonly q: string;
  readonly applicant?: Item['applicants'][number] | undefined;
  readonly theme?: string | undefined;
  /** Credit code of the agency. */
  readonly agency?: string | undefined;
}

/** How characters are read, asked for only when nothing fits as it was typed. */
export type Readings = () => ReadonlyMap<string, string>;

/**
 * Items that fit every word of `q` and the filters, best first; ties by code. An empty `q` fits all, by code.
 * @param readings without them, characters that sound alike are not forgiven
 */
export function searchItems(
  index: readonly IndexEntry[],
  query: SearchQuery,
  readings: Readings = () => noReadings,
): ItemSummary[] {
  const words = wordsOf(query.q);
  if (words.length === 0 && query.q.trim() !== '') return [];
  const entries = index.filter((entry) => passes(entry, query));
  const exact = ranked(entries, (entry) => scoreOf(entry, words, exactScore));
  if (exact.length > 0 && !holdsOnly(exact, words)) return exact.map(({ entry }) => summaryOf(entry));
  const loose = looselyBy(soundsOf(words, readings));
  return ranked(entries, (entry) => scoreOf(entry, words, loose)).map(({ entry }) => summaryOf(entry));
}

/** Does all that was found merely stand inside a longer word that was typed, as 登记 does in 婚因登记? Then that may be a slip. */
const holdsOnly = (found: readonly Found[], words: readonly string[]): boolean =>
  words.every((word) => !isLatin(word)) &&
  found.every(({ points }) => points > 30 * words.length && points <= 50 * words.length + 1);

interface Found {
  readonly entry: IndexEntry;
  readonly points: number;
}

const noReadings: ReadonlyMap<string, string> = new Map();

/** The words of two characters and more as they sound, in letters. */
function soundsOf(words: readonly string[], readings: Readings): ReadonlyMap<string, string> {
  const han = words.filter((word) => !isLatin(word) && word.length >= 2);
  const known = han.length === 0 ? noReadings : readings();
  return new Map(
    han.flatMap((word): [string, string][] => {
      const pinyin = readAloud(word, known);
      return pinyin === undefined ? [] : [[word, pinyin.replaceAll(' ', '')]];
    }),
  );
}

function ranked(entries: readonly IndexEntry[], score: (entry: IndexEntry) => number): Found[] {
  return entries
    .map((entry) => ({ entry, points: score(entry) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.entry.code < b.entry.code ? -1 : 1));
}

/** Of each item the highest version whose day has come, by code. */
export function inForce(index: readonly IndexEntry[], today: Day): IndexEntry[] {
  const newest = new Map<string, IndexEntry>();
  for (const entry of index) {
    const before = newest.get(entry.code);
    if (entry.effectiveFrom <= today && (before === undefined || before.version < entry.version))
      newest.set(entry.code, entry);
  }
  return [...newest.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

export function summaryOf(entry: IndexEntry): ItemSummary {
  const { search: _, effectiveFrom: __, ...summary } = entry;
  return summary;
}

function passes(entry: IndexEntry, { applicant, theme, agency }: SearchQuery): boolean {
  return (
    (applicant === undefined || entry.applicants.includes(applicant)) &&
    (theme === undefined || entry.themes.includes(theme)) &&
    (agency === undefined || entry.agency.code === agency)
  );
}

/** `办 Passport!` → `办`, `passport`: runs of Han characters and of Latin letters and digits, at most eight. */
function wordsOf(q: string): string[] {
  const plain = q.slice(0, 100).normalize('NFKC').toLowerCase().replace(/['’]/g, '');
  return (plain.match(/\p{Script=Han}+|[a-z0-9]+/gu) ?? []).slice(0, 8);
}

type Score = (entry: IndexEntry, word: string) => number;

/** Every word must be found somewhere; the sum tells how well. A run of digits may be part of the item's code. */
function scoreOf(entry: IndexEntry, words: readonly string[], score: Score): number {
  const scores = words.map((word) => (/^\d{4,}$/.test(word) && entry.code.includes(word) ? 90 : score(entry, word)));
  return scores.includes(0) ? 0 : scores.reduce((sum, points) => sum + points, 1);
}

const best = (scores: readonly number[]): number => Math.max(0, ...scores);
const isLatin = (word: string): boolean => /^[a-z0-9]/.test(word);

/** Names count more than keywords, and both more than what stands around them. */
function exactScore(entry: IndexEntry, word: string): number {
  const { search } = entry;
  const direct = best([
    ...search.names.map((term) => termScore(term, word)),
    ...search.keywords.map((term) => 0.9 * termScore(term, word)),
    ...search.english.map((english) => (english === word ? 70 : word.length >= 3 && english.startsWith(word) ? 50 : 0)),
  ]);
  return direct > 0 ? direct : aroundScore(aroundOf(entry), word);
}

const termScore = (term: { text: string; pinyin: string }, word: string): number =>
  isLatin(word) ? fitsPinyin(term.pinyin, word) : placeScore(term.text, word);

/** Weaker places to look: summary, agency, themes; lower case, both languages. Kept while the index is. */
function aroundOf(entry: IndexEntry): Around {
  const known = around.get(entry);
  if (known !== undefined) return known;
  const { summary, agency, themes: codes, search } = entry;
  const looked = codes.filter(isTheme).map((theme) => themes[theme]);
  const text = [summary, agency.name, ...looked]
    .map(({ zh, en }) => `${zh} ${en}`)
    .join(' ')
    .toLowerCase();
  const names = [...search.names, ...search.keywords].map((term) => term.text);
  const made = { text, words: text.split(/[^a-z0-9]+/), whole: [...names, text].join(' ') };
  around.set(entry, made);
  return made;
}

interface Around {
  readonly text: string;
  /** Of Latin letters. */
  readonly words: readonly string[];
  /** With names and keywords before it. */
  readonly whole: string;
}

const around = new WeakMap<IndexEntry, Around>();

function aroundScore({ text, words }: Around, word: string): number {
  if (!isLatin(word)) return text.includes(word) ? 25 : 0;
  return word.length >= 4 && words.some((other) => other.startsWith(word)) ? 20 : 0;
}

const looselyBy =
  (sounds: ReadonlyMap<string, string>): Score =>
  (entry, word) => {
    const letters = sounds.get(word);
    return Math.max(looseScore(entry, word), letters === undefined ? 0 : soundScore(entry, letters));
  };

/** Characters that sound like a name or keyword: weaker than what is typed right, better than half a question. */
const soundScore = ({ search }: IndexEntry, letters: string): number =>
  best([...search.names, ...search.keywords].map(({ pinyin }) => 0.8 * fitsPinyin(pinyin, letters)));

function looseScore(entry: IndexEntry, word: string): number {
  const exact = exactScore(entry, word);
  if (exact > 0) return exact;
  if (!isLatin(word)) {
    const share = sharedPairs(word, aroundOf(entry).whole);
    return share >= 0.5 ? 20 * share : 0;
  }
  if (word.length < 4) return 0;
  const { search } = entry;
  const terms = [...search.names, ...search.keywords];
  const slips =
    terms.some(({ pinyin }) => pinyinSlip(pinyin, word)) ||
    search.english.some((english) => withinOneSlip(english, word));
  return slips ? 10 : 0;
}

/** How well a word sits in a name: all of it, its beginning, inside it, or around it (我要开饭店 holds 饭店). */
function placeScore(text: string, word: string): number {
  if (text === word) return 100;
  if (text.startsWith(word)) return 80;
  if (text.includes(word)) return 60;
  return text.length >= 2 && word.includes(text) ? 50 : 0;
}

/** Share of neighbouring pairs of characters that also stand in the text: for whole sentences typed as a question. */
function sharedPairs(word: string, text: string): number {
  const characters = [...word];
  const pairs = characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  if (pairs.length < 2) return 0;
  return pairs.filter((pair) => text.includes(pair)).length / pairs.length;
}
