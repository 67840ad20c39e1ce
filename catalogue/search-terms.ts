/** What the index holds for searching an item: names and keywords with their pinyin, worked out once, at compile time. */
import { pinyin } from 'pinyin-pro';
import type { IndexEntry } from '../shared/catalogue/catalogue-index.ts';
import type { Item } from '../shared/catalogue/item.ts';

export function searchTerms(item: Item): IndexEntry['search'] {
  const chinese = item.keywords.filter(hasHan);
  const english = [item.name.en, ...item.keywords.filter((keyword) => !hasHan(keyword))];
  return {
    names: unique([item.name.zh, withoutBrackets(item.name.zh)]).map(term),
    keywords: unique(chinese).map(term),
    english: unique(english.flatMap(words)),
  };
}

const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
const unique = (values: readonly string[]): string[] => [...new Set(values)];
const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** `食品(含保健食品)经营许可` is looked for as `食品经营许可`. */
const withoutBrackets = (name: string): string => name.replace(/[(（][^)）]*[)）]/g, '').replace(/[《》“”]/g, '');

function term(text: string): { text: string; pinyin: string } {
  const plain = text.toLowerCase().replace(/[^\p{Script=Han}a-z0-9]/gu, '');
  const syllables = pinyin(plain, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  return { text: plain, pinyin: syllables.join(' ') };
}
