/** Frames on a page, in parts of its width and height: drawn, moved, sized, and seen on a page that is turned. Pure. */
import { fullSide } from '../../../shared/cases/mark-places.ts';

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Where a frame lies that is put there by key. */
export const middleFrame: Frame = { x: 3500, y: 4000, w: 3000, h: 2000 };

/** Smaller than this it would not be seen. */
const least = 200;

/** Where it lies once the page is turned. @param turns quarters, clockwise; `4 - turns` turns it back */
export function turned({ x, y, w, h }: Frame, turns: number): Frame {
  switch (((turns % 4) + 4) % 4) {
    case 1:
      return { x: fullSide - y - h, y: x, w: h, h: w };
    case 2:
      return { x: fullSide - x - w, y: fullSide - y - h, w, h };
    case 3:
      return { x: y, y: fullSide - x - w, w: h, h: w };
    default:
      return { x, y, w, h };
  }
}

/** Between two points, which may lie outside the page. @returns undefined for one that is too small to be meant */
export function between(a: Point, b: Point): Frame | undefined {
  const [left, right] = [within(Math.min(a.x, b.x)), within(Math.max(a.x, b.x))];
  const [top, bottom] = [within(Math.min(a.y, b.y)), within(Math.max(a.y, b.y))];
  const frame = { x: left, y: top, w: right - left, h: bottom - top };
  return frame.w < least || frame.h < least ? undefined : frame;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const moved = ({ x, y, w, h }: Frame, by: Point): Frame => ({
  x: clamp(x + by.x, 0, fullSide - w),
  y: clamp(y + by.y, 0, fullSide - h),
  ...{ w, h },
});

export const sized = ({ x, y, w, h }: Frame, by: Point): Frame => ({
  ...{ x, y },
  w: clamp(w + by.x, Math.min(least, fullSide - x), fullSide - x),
  h: clamp(h + by.y, Math.min(least, fullSide - y), fullSide - y),
});

/** As a style: parts of the sheet it lies on. */
export const styleOf = ({ x, y, w, h }: Frame) => ({
  left: percent(x),
  top: percent(y),
  width: percent(w),
  height: percent(h),
});

const percent = (part: number): string => `${part / (fullSide / 100)}%`;
const within = (at: number): number => clamp(Math.round(at), 0, fullSide);
const clamp = (value: number, from: number, to: number): number => Math.min(Math.max(value, from), to);
