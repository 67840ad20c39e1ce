/** Where a mark on a paper lies, and how that is said. Pure, and without schemas: the pages use it too. */
import type { Bilingual } from '../base/words.ts';

/** Parts of a page's width or height: whole numbers, as they are sealed into the record. */
export const fullSide = 10_000;

/** Of one request: enough for a thick file, and far from what a row of the table holds. */
export const mostMarks = 40;

/** Where a frame lies: a page, and four parts of its width and height. */
export interface Place {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** `第 1 页左上`: for whoever does not see the frame. By the middle of the frame, in thirds of the page. */
export function placeOf({ page, x, y, w, h }: Place): Bilingual {
  const { zh, en } = words[third(y + h / 2)][third(x + w / 2)];
  return { zh: `第 ${page} 页${zh}`, en: `page ${page}, ${en}` };
}

const third = (middle: number): 0 | 1 | 2 => (middle * 3 < fullSide ? 0 : middle * 3 < fullSide * 2 ? 1 : 2);

const say = (zh: string, en: string): Bilingual => ({ zh, en });
type Three = readonly [Bilingual, Bilingual, Bilingual];
const words: readonly [Three, Three, Three] = [
  [say('左上', 'upper left'), say('上方', 'top'), say('右上', 'upper right')],
  [say('左侧', 'left'), say('正中', 'middle'), say('右侧', 'right')],
  [say('左下', 'lower left'), say('下方', 'bottom'), say('右下', 'lower right')],
];
