/** What every rule gives back: the case as it now stands and the events that say how it came there. Or a `Problem`. */
import { dayOf } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import type { Actor, CaseEvent, CaseHead, CaseState, EventType } from './case.ts';
import { chain, type EventDraft } from './chain.ts';
import { clocksAfter } from './clock.ts';
import { type Action, transitions } from './transitions.ts';

/** `head.version` is the old one + 1, whatever the number of events; they are to be written together or not at all. */
export interface Outcome {
  readonly head: CaseHead;
  readonly events: readonly CaseEvent[];
}

/** What a rule may know besides the case: who acts, when, and the item in the version the case was filed under. */
export interface Context {
  readonly item: Item;
  readonly actor: Actor;
  readonly now: Instant;
}

/** The day in Asia/Shanghai on which it happens. */
export const today = (context: Pick<Context, 'now'>): Day => dayOf(context.now);

/** A case in the middle of a command: moved, not yet numbered and chained. */
export interface Step {
  readonly head: CaseHead;
  readonly events: readonly EventDraft[];
}

export interface Change {
  /** State afterwards; needed where the table leaves a choice. */
  readonly to?: CaseState;
  /** Event; needed where the table leaves a choice. */
  readonly event?: EventType;
  /** What else changes on the head. */
  readonly set?: (head: CaseHead) => CaseHead;
  /** What the event tells: no answers of the form, no identity numbers. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Who did it, where it is not the caller: the hall itself. */
  readonly actor?: Actor;
}

export const begin = (head: CaseHead): Step => ({ head, events: [] });

/** Takes one action of the table: state, clocks and event as it says. The caller has asked `permit` before. */
export function take(step: Step, action: Action, change: Change, context: Context): Step {
  const { to, clocks, events } = transitions[action];
  const state = change.to ?? (to === 'same' ? step.head.state : to[0]);
  const moved = {
    ...step.head,
    state,
    clocks: clocksAfter(clocks, step.head.clocks, today(context), context.item.limits),
  };
  const draft = {
    type: change.event ?? events[0],
    state,
    data: change.data ?? {},
    actor: change.actor ?? context.actor,
    at: context.now,
  };
  return { head: change.set?.(moved) ?? moved, events: [...step.events, draft] };
}

/** Ends a command: numbers and chains its events and raises the version by one. */
export function finish(before: CaseHead, step: Step, context: Context): Outcome {
  const events = chain(before, step.events);
  const newest = events.at(-1);
  const head = {
    ...step.head,
    version: before.version + 1,
    updatedAt: context.now,
    eventCount: newest?.seq ?? before.eventCount,
    chainHash: newest?.hash ?? before.chainHash,
  };
  return { head, events };
}

/** A command that is one action of the table. */
export const outcome = (head: CaseHead, action: Action, change: Change, context: Context): Outcome =>
  finish(head, take(begin(head), action, change, context), context);
