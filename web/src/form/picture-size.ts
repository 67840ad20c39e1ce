/** Longer side of a photograph as it is sent, in pixels: small print stays readable. */
export const longestSide = 2400;

/** Width and height after fitting into the limit. Pure. */
export function fitted(width: number, height: number, limit = longestSide): { width: number; height: number } {
  const share = Math.min(1, limit / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}
