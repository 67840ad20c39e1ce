/** Sentences of the pages in both languages. A row has both or it does not compile. */
import type { Bilingual } from '../../../shared/base/words.ts';
import { filled, type Row, type RowValues } from './row.ts';
import { type Language, useSettings } from './settings.ts';

/** A hook that gives the sentence of a key in the person's language, with `{name}` filled in. */
export function wordsOf<K extends string>(rows: Readonly<Record<K, Row>>) {
  return () => {
    const { language } = useSettings();
    return (key: K, values: RowValues = {}): string => filled(rows[key][language === 'zh' ? 0 : 1], values);
  };
}

/** A hook for text that data brings along in both languages. */
export function useSay(): (text: Bilingual) => string {
  const { language } = useSettings();
  return (text) => text[language];
}

export type { Bilingual, Language };
