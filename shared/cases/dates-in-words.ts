/** Days in sentences: `2月27日`, `27 February`; with the year where it is not the reader's own. */
import type { Bilingual, Day } from '../base/words.ts';

const months = 'January February March April May June July August September October November December'.split(' ');

/** @param today gives the year that goes without saying */
export function dayWords(day: Day, today: Day): Bilingual {
  const [year, month, date] = [day.slice(0, 4), Number(day.slice(5, 7)), Number(day.slice(8))];
  const sameYear = year === today.slice(0, 4);
  return {
    zh: `${sameYear ? '' : `${year}年`}${month}月${date}日`,
    en: `${date} ${months[month - 1]}${sameYear ? '' : ` ${year}`}`,
  };
}

/** `2月15日至2月23日`, `15 to 23 February`; a single day stands alone. */
export function runWords(from: Day, to: Day, today: Day): Bilingual {
  const [first, last] = [dayWords(from, today), dayWords(to, today)];
  if (from === to) return first;
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  const start = sameMonth ? String(Number(from.slice(8))) : first.en;
  return { zh: `${first.zh}至${last.zh}`, en: `${start} to ${last.en}` };
}
