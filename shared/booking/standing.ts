/** What missed and late-cancelled appointments lead to. Pure. */
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { monthsBefore } from './moments.ts';
import type { Strike } from './patient.ts';
import type { Policy, Rung } from './policy.ts';

/** Until when the person may not book, by the policy's ladders; undefined when they may. */
export function bannedUntil(strikes: readonly Strike[], policy: Policy, now: Instant): Instant | undefined {
  const of = (kind: Strike['kind']): Instant[] =>
    strikes.filter((one) => one.kind === kind && one.at <= now).map(({ at }) => at);
  const ends = [
    ...endsOf(of('noshow'), policy.noShowLadder),
    ...endsOf(of('late-cancel'), policy.lateCancelLadder),
  ].filter((end) => end > now);
  return ends.sort().at(-1);
}

/** Each strike looks back from its own day; the highest rung it reaches bars from that day on. */
function endsOf(strikes: readonly Instant[], ladder: readonly Rung[]): Instant[] {
  const inOrder = [...strikes].sort();
  return inOrder.flatMap((at, index) => {
    const reached = ladder.filter(
      ({ count, withinMonths }) =>
        inOrder.slice(0, index + 1).filter((earlier) => earlier > monthsBefore(at, withinMonths)).length >= count,
    );
    const days = Math.max(0, ...reached.map(({ banDays }) => banDays));
    return days === 0 ? [] : [secondsAfter(at, days * 86_400)];
  });
}
