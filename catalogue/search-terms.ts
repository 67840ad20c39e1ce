/** What the index holds for searching an item: names and keywords with their pinyin, worked out once, at compile time. */
import { pinyin } from 'pinyin-pro';
import type { IndexEntry } from '../shared/catalogue/catalogue-index.ts';
import type { Item } from '../shared/catalogue/item.ts';
import { englishWords, hasHan, nameTexts, plainText, unique } from '../shared/catalogue/search-words.ts';

export function searchTerms(item: Item): IndexEntry['search'] {
  const chinese = item.keywords.filter(hasHan);
  const english = [item.name.en, ...item.keywords.filter((keyword) => !hasHan(keyword))];
  return {
    names: nameTexts(item.name.zh).map(term),
    keywords: unique(chinese).map(term),
    english: unique(english.flatMap(englishWords)),
  };
}

function term(text: string): { text: string; pinyin: string } {
  const plain = plainText(text);
  const syllables = pinyin(plain, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  return { text: plain, pinyin: syllables.join(' ') };
}
