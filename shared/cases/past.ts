/** A case as it stood at any instant, from its record alone. Each event holds the state and the clocks after it. */
import { dayOf } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import { type CaseEvent, type CaseHead, type CaseState, type Clocks, clocks } from './case.ts';
import { dueViewsOf } from './explanation.ts';
import { statusOf } from './sentences.ts';
import { deskTimeline } from './timeline.ts';
import type { PastView } from './views.ts';

export interface PastState {
  /** Number of the last event before or at the instant. */
  readonly seq: number;
  readonly state: CaseState;
  readonly clocks: Clocks;
  readonly handler?: { readonly id: string; readonly name: string };
  readonly correction?: Pick<NonNullable<CaseHead['correction']>, 'correctedAt'>;
  readonly decision?: { readonly outcome: 'grant' | 'deny' };
}

/**
 * @param events the whole record, in order; times never go back in it
 * @returns undefined before the case was filed
 */
export function stateAt(events: readonly CaseEvent[], instant: Instant): PastState | undefined {
  const before = events.filter(({ at }) => at <= instant);
  const last = before.at(-1);
  if (last === undefined) return undefined;
  const handler = handlerAfter(before);
  const corrected = before.findLast(({ type }) => type === 'corrected');
  const decided = before.findLast(({ type }) => type === 'granted' || type === 'denied');
  return {
    seq: last.seq,
    state: last.state,
    clocks: clocks.parse(last.clocks ?? {}),
    ...(handler === undefined ? {} : { handler }),
    ...(corrected === undefined ? {} : { correction: { correctedAt: corrected.at } }),
    ...(decided === undefined ? {} : { decision: { outcome: decided.type === 'granted' ? 'grant' : 'deny' } }),
  };
}

/** What was due then, how urgent it was, and what had happened. @returns undefined before the case was filed */
export function pastViewOf(
  { head, events }: { readonly head: CaseHead; readonly events: readonly CaseEvent[] },
  item: Item,
  instant: Instant,
): PastView | undefined {
  const past = stateAt(events, instant);
  if (past === undefined) return undefined;
  const { seq, state, clocks, handler, correction, decision } = past;
  const today = dayOf(instant);
  return {
    caseId: head.caseId,
    at: instant,
    ...{ seq, state, clocks },
    status: statusOf({ state, clocks, decision }, today),
    due: dueViewsOf({ clocks, correction }, item, today),
    ...(handler === undefined ? {} : { handler }),
    timeline: deskTimeline(events.slice(0, seq)),
  };
}

/** Whoever took it up last and did not give it back; deciding alone takes up what nobody holds. */
function handlerAfter(events: readonly CaseEvent[]): PastState['handler'] {
  let handler: PastState['handler'];
  let proposed = false;
  for (const { type, actor } of events) {
    const { id, name } = actor;
    if (type === 'proposed') proposed = true;
    if (type === 'returned') proposed = false;
    const alone = (type === 'granted' || type === 'denied') && !proposed && actor.kind !== 'system';
    if (type === 'claimed' || alone) handler = { id, name };
    if (type === 'released') handler = undefined;
  }
  return handler;
}
