import { useWords } from '../base/base-words.ts';
import { plainDayText } from '../base/format.ts';
import { useSettings } from '../base/settings.ts';
import { useSay } from '../base/words.ts';
import type { Sayer } from './answer-text.ts';

/** How answers are said to this person. */
export function useSayer(): Sayer {
  const t = useWords();
  const say = useSay();
  const { language } = useSettings();
  return {
    say,
    day: (day) => plainDayText(day, language),
    ...{ yes: t('yes'), no: t('no'), none: t('not-answered'), and: t('and') },
    pair: (label, answer) => t('pair', { label, answer }),
  };
}
