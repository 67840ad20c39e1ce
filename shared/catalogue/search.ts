/**
 * Finds items by what people type: part of a Chinese name, a synonym, pinyin or its initials, English; one slip of
 * the finger in Latin letters is forgiven. Pure, without dictionaries: pinyin is in the index already. Also runs in
 * the browser. Same index and query, same order.
 */
import type { Day } from '../base/words.ts';
import type { IndexEntry } from './catalogue-index.ts';
import type { Item, ItemSummary } from './item.ts';
import { fitsPinyin, pinyinSlip, withinOneSlip } from './spelling.ts';

export interface SearchQuery {
  readonly q: string;
  readonly applicant?: Item['applicants'][number] | undefined;
  readonly theme?: string | undefined;
  /** Credit code of the agency. */
  readonly agency?: string | undefined;
}

/** Items that fit every word of `q` and the filters, best first; ties by code. An empty `q` fits all, by code. */
export function searchItems(index: readonly IndexEntry[], query: SearchQuery): ItemSummary[] {
  const words = wordsOf(query.q);
  return index
    .filter((entry) => passes(entry, query))
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.entry.code < b.entry.code ? -1 : 1))
    .map(({ entry }) => summaryOf(entry));
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

/** Every word must be found somewhere; the sum tells how well. */
function scoreOf(entry: IndexEntry, words: readonly string[]): number {
  const scores = words.map((word) => (/[a-z0-9]/.test(word) ? latinScore(entry, word) : chineseScore(entry, word)));
  if (scores.some((score) => score === 0)) return 0;
  return scores.reduce((sum, score) => sum + score, 1);
}

const best = (scores: readonly number[]): number => Math.max(0, ...scores);

function chineseScore({ search }: IndexEntry, word: string): number {
  const terms = [
    ...search.names.map((term) => [term.text, 1] as const),
    ...search.keywords.map((term) => [term.text, 0.9] as const),
  ];
  const direct = best(terms.map(([text, weight]) => weight * placeScore(text, word)));
  if (direct > 0) return direct;
  if (search.around.includes(word)) return 25;
  const share = sharedPairs(word, [...terms.map(([text]) => text), search.around].join(' '));
  return share >= 0.5 ? 20 * share : 0;
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

function latinScore({ code, search }: IndexEntry, word: string): number {
  if (/^\d{4,}$/.test(word) && code.includes(word)) return 90;
  const exact = best([
    ...search.english.map((english) => (english === word ? 70 : word.length >= 3 && english.startsWith(word) ? 50 : 0)),
    ...search.names.map(({ pinyin }) => fitsPinyin(pinyin, word)),
    ...search.keywords.map(({ pinyin }) => 0.9 * fitsPinyin(pinyin, word)),
  ]);
  if (exact > 0 || word.length < 4) return exact;
  if (new RegExp(`\\b${word}`).test(search.around)) return 20;
  const slips = [...search.names, ...search.keywords].some(({ pinyin }) => pinyinSlip(pinyin, word));
  return slips || search.english.some((english) => withinOneSlip(english, word)) ? 10 : 0;
}
