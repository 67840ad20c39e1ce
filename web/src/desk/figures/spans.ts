/** Days that figures are looked at for, and shares as people read them. Pure. */
export const spans = [7, 30, 90, 365] as const;
export type Span = (typeof spans)[number];

export const spanFrom = (text: string | null): Span => spans.find((span) => String(span) === text) ?? 30;

/** 98.5%; never 100% unless it is all of them. */
export function percentText(share: number): string {
  const tenths = share < 1 ? Math.min(999, Math.round(share * 1000)) : 1000;
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}%`;
}
