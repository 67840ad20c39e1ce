/** Which rows of a long list are in the page. Pure. */

/** Rows from `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Rows drawn before and after those in sight: a fling of three screens meets no gap. */
const ahead = 48;

/**
 * @param above pixels of the list that have gone out of the window at its top; negative while it begins below that
 * @param window height of the window in pixels
 * @param row height of a row in pixels
 */
export function spanOf(above: number, window: number, row: number): Span {
  const first = Math.floor(above / row);
  const last = Math.ceil((above + window) / row);
  // In steps, so that the page is not drawn anew with every pixel.
  const step = 8;
  return {
    from: Math.max(0, Math.floor((first - ahead) / step) * step),
    to: Math.max(ahead, Math.ceil((last + ahead) / step) * step),
  };
}

/** Places to be drawn, in order. @param kept one that is drawn in any case */
export function wanted({ from, to }: Span, length: number, kept: number | undefined): number[] {
  const places: number[] = [];
  for (let place = from; place < Math.min(to, length); place++) places.push(place);
  if (kept === undefined || kept >= length || (kept >= from && kept < to)) return places;
  return kept < from ? [kept, ...places] : [...places, kept];
}
