/** What a day of a department offers, for its cell in the calendar. Pure. */
import type { SessionView } from '../../base/booking-answers.ts';

export interface DayOffer {
  readonly day: string;
  readonly state: 'open' | 'full' | 'later' | 'closed' | 'none';
  readonly left: number;
}

/** @param sessions of any days */
export function offerOf(day: string, sessions: readonly SessionView[]): DayOffer {
  const those = sessions.filter(({ date, state }) => date === day && state !== 'stopped');
  const left = those.reduce((sum, one) => sum + one.left, 0);
  const has = (state: SessionView['state']): boolean => those.some((one) => one.state === state);
  if (left > 0) return { day, state: 'open', left };
  if (has('not-released')) return { day, state: 'later', left };
  if (has('sold-out')) return { day, state: 'full', left };
  return { day, state: those.length === 0 ? 'none' : 'closed', left };
}

/** The day to begin with: the first with numbers, else the first with a clinic. */
export const firstDay = (offers: readonly DayOffer[]): string | undefined =>
  (offers.find(({ state }) => state === 'open') ?? offers.find(({ state }) => state !== 'none') ?? offers[0])?.day;
