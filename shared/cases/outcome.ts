/** What every rule gives back: the case as it now stands and the events that say how it came there. Or a `Problem`. */
import { dayOf } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import type { Actor, CaseEvent, CaseHead, CaseState } from './case.ts';
import { chain, type EventDraft } from './chain.ts';
import { clocksAfter } from './clock.ts';
import { type Action, type EventOf, type From, type To, transitions } from './transitions.ts';

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

/** A case known to be in one of these states. */
export type In<S extends CaseState> = Omit<CaseHead, 'state'> & { readonly state: S };

/** A case in the middle of a command: moved, not yet numbered and chained. */
export interface Step<S extends CaseState = CaseState> {
  readonly head: In<S>;
  readonly events: readonly EventDraft[];
}

export interface Change<A extends Action = Action, S extends CaseState = CaseState> {
  /** State afterwards; needed where the table leaves a choice. */
  readonly to?: To<A, S>;
  /** Event; needed where the table leaves a choice. */
  readonly event?: EventOf<A>;
  /** What else changes on the head. */
  readonly set?: (head: CaseHead) => CaseHead;
  /** What the event tells: no answers of the form, no identity numbers. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Who did it, where it is not the caller: the hall itself. */
  readonly actor?: Actor;
}

export const begin = <S extends CaseState>(head: In<S>): Step<S> => ({ head, events: [] });

/** Is the case where this action may be taken? */
export const stands = <A extends Action>(head: CaseHead, action: A): head is In<From<A>> =>
  (transitions[action].from as readonly CaseState[]).includes(head.state);

/**
 * Takes one action of the table: state, clocks and event as it says. The caller has asked `permit` before. An action from
 * a state in which the table does not have it, or to one to which it does not lead, does not compile.
 */
export function take<A extends Action, S extends From<A>>(
  step: Step<S>,
  action: A,
  change: Change<A, S>,
  context: Context,
): Step<To<A, S>> {
  const at = notBefore(step.head, context.now);
  const moved = {
    ...step.head,
    state: stateAfter(step.head, action, change),
    clocks: clocksAfter(transitions[action].clocks, step.head.clocks, dayOf(at), context.item.limits),
  };
  const head = { ...(change.set?.(moved) ?? moved), state: moved.state };
  const draft = {
    type: change.event ?? transitions[action].events[0],
    state: head.state,
    data: change.data ?? {},
    clocks: head.clocks,
    actor: change.actor ?? context.actor,
    at,
  };
  return { head, events: [...step.events, draft] };
}

/** Ends a command: numbers and chains its events and raises the version by one. */
export function finish(before: CaseHead, step: Step, context: Context): Outcome {
  const events = chain(before, step.events);
  const newest = events.at(-1);
  const head = {
    ...step.head,
    version: before.version + 1,
    updatedAt: notBefore(before, context.now),
    eventCount: newest?.seq ?? before.eventCount,
    chainHash: newest?.hash ?? before.chainHash,
  };
  return { head, events };
}

/** A command that is one action of the table. @throws Error when `permit` was not asked and the state does not allow it */
export function outcome<A extends Action>(head: CaseHead, action: A, change: Change<A>, context: Context): Outcome {
  if (!stands(head, action)) throw new Error(`${action} was taken from ${head.state}`);
  return finish(head, take(begin(head), action, change, context), context);
}

/** Two machines never tell quite the same time: a record does not go back behind what it already says. */
export const notBefore = ({ updatedAt }: Pick<CaseHead, 'updatedAt'>, now: Instant): Instant =>
  now < updatedAt ? updatedAt : now;

function stateAfter<A extends Action, S extends From<A>>({ state }: In<S>, action: A, { to }: Change<A, S>): To<A, S> {
  const table: Destination = transitions[action].to;
  const usual = table === 'same' ? state : table[0];
  const next: CaseState = to ?? usual;
  if (leads(action, state, next)) return next;
  throw new Error(`${action} does not lead from ${state} to ${next}`);
}

type Destination = readonly [CaseState, ...CaseState[]] | 'same';

function leads<A extends Action, S extends From<A>>(action: A, from: S, next: CaseState): next is To<A, S> {
  const table: Destination = transitions[action].to;
  return table === 'same' ? next === from : table.includes(next);
}
