/** Ratings (好差评): 1 best … 5 worst; each has its words. */
export const scores = [1, 2, 3, 4, 5] as const;
export type Score = (typeof scores)[number];

export function scoreOf(score: number | undefined): Score | undefined {
  return scores.find((each) => each === score);
}
