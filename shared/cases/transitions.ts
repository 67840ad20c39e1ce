/**
 * The life of an application, in one table: what may be done, from which states, by whom, and what it does to the
 * clocks. Types, permissions, presented actions and property tests all come from it.
 *
 * Limits of the law that depend on more than the state (four eyes, one correction, whose case) stand in `permits.ts`.
 */
import type { Role } from '../base/roles.ts';
import type { Actor, CaseState, EventType } from './case.ts';
import type { ClockEffect } from './clock.ts';

type ActorKind = Actor['kind'];

interface Transition {
  readonly from: readonly CaseState[];
  /** States it may lead to; the first is the usual one. `same` leaves the state as it is. */
  readonly to: readonly [CaseState, ...CaseState[]] | 'same';
  /** Who may; for a person who is several of these, the first counts. */
  readonly who: readonly ActorKind[];
  readonly clocks: ClockEffect;
  /** Events it may write; the first is the usual one. */
  readonly events: readonly [EventType, ...EventType[]];
}

/** Submitted and not decided: the desk's work. */
const open = ['submitted', 'correction-requested', 'in-review', 'suspended', 'proposed'] as const;
export const openStates: readonly CaseState[] = open;
/** Nobody has anything left to decide. */
const closed = ['granted', 'denied', 'delivered', 'not-accepted', 'withdrawn', 'terminated', 'lapsed'] as const;
const desk = ['officer', 'approver', 'supervisor'] as const;

export const transitions = {
  submit: { from: ['draft'], to: ['submitted'], who: ['applicant'], clocks: 'receive', events: ['submitted'] },
  correct: {
    from: ['correction-requested'],
    to: ['submitted'],
    who: ['applicant'],
    clocks: 'receive',
    events: ['corrected'],
  },
  withdraw: { from: open, to: ['withdrawn'], who: ['applicant'], clocks: 'stop', events: ['withdrawn'] },
  rate: { from: closed, to: 'same', who: ['applicant'], clocks: 'none', events: ['rated'] },

  claim: { from: open, to: 'same', who: desk, clocks: 'none', events: ['claimed'] },
  /** By whoever holds it, or by a supervisor. */
  release: { from: open, to: 'same', who: ['supervisor', 'officer', 'approver'], clocks: 'none', events: ['released'] },
  'request-correction': {
    from: ['submitted'],
    to: ['correction-requested'],
    who: ['officer'],
    clocks: 'ask',
    events: ['correction-requested'],
  },
  accept: { from: ['submitted'], to: ['in-review'], who: ['officer'], clocks: 'accept', events: ['accepted'] },
  refuse: { from: ['submitted'], to: ['not-accepted'], who: ['officer'], clocks: 'stop', events: ['not-accepted'] },
  suspend: { from: ['in-review'], to: ['suspended'], who: ['officer'], clocks: 'pause', events: ['suspended'] },
  resume: { from: ['suspended'], to: ['in-review'], who: ['officer'], clocks: 'resume', events: ['resumed'] },
  propose: { from: ['in-review'], to: ['proposed'], who: ['officer'], clocks: 'none', events: ['proposed'] },
  /** Asks other agencies for their opinion (联合办理, 行政许可法 art. 26). */
  consult: { from: ['in-review'], to: 'same', who: ['officer'], clocks: 'none', events: ['consulted'] },
  /** By an agency that was asked, never by the one that decides; late is better than not at all. */
  'give-opinion': {
    from: ['in-review', 'suspended', 'proposed'],
    to: 'same',
    who: ['officer', 'approver'],
    clocks: 'none',
    events: ['opinion-given'],
  },
  'withdraw-consult': {
    from: ['in-review', 'suspended'],
    to: 'same',
    who: ['officer'],
    clocks: 'none',
    events: ['consult-withdrawn'],
  },
  /** Once, by an approver who is not the handler (行政许可法 art. 42). */
  extend: { from: ['in-review'], to: 'same', who: ['approver'], clocks: 'extend', events: ['extended'] },
  /** Ends a review that has lost its object: the applicant died, dissolved, or cannot go on. */
  terminate: { from: ['in-review'], to: ['terminated'], who: ['officer'], clocks: 'stop', events: ['terminated'] },
  /** Gives an applicant who missed the time to correct a new one. */
  reopen: {
    from: ['lapsed'],
    to: ['correction-requested'],
    who: ['supervisor', 'officer'],
    clocks: 'ask',
    events: ['reopened'],
  },
  return: { from: ['proposed'], to: ['in-review'], who: ['approver'], clocks: 'none', events: ['returned'] },
  /** On a proposal; where the item waives four eyes, also straight from `submitted` (accepting it) or `in-review`. */
  decide: {
    from: ['proposed', 'in-review', 'submitted'],
    to: ['granted', 'denied'],
    who: ['approver', 'officer'],
    clocks: 'decide',
    events: ['granted', 'denied', 'accepted'],
  },
  /** A grant or a letter of denial: how it was decided stays in `decision`. By any officer: the counter hands it over. */
  deliver: { from: ['granted', 'denied'], to: ['delivered'], who: ['officer'], clocks: 'stop', events: ['delivered'] },

  /** Where the item says so, the clocks wait until its fee is paid. */
  'await-fee': { from: ['in-review'], to: ['suspended'], who: ['system'], clocks: 'pause', events: ['suspended'] },
  'settle-fee': { from: ['suspended'], to: ['in-review'], who: ['system'], clocks: 'resume', events: ['resumed'] },
  'answer-work-order': {
    from: closed,
    to: 'same',
    who: ['supervisor'],
    clocks: 'answer',
    events: ['work-order-answered'],
  },

  /** Nobody answered in five working days: accepted by law, dated at receipt (行政许可法 art. 32). */
  'accept-deemed': { from: ['submitted'], to: ['in-review'], who: ['system'], clocks: 'accept', events: ['accepted'] },
  lapse: { from: ['correction-requested'], to: ['lapsed'], who: ['system'], clocks: 'stop', events: ['lapsed'] },
  /** Undecided when the licence ended: renewed by law (行政许可法 art. 50). */
  'renew-deemed': {
    from: ['in-review', 'suspended', 'proposed'],
    to: ['granted'],
    who: ['system'],
    clocks: 'renew',
    events: ['granted'],
  },
  /** A clock has come to its last day, or passed it: put before the supervisor. */
  escalate: { from: [...open, ...closed], to: 'same', who: ['system'], clocks: 'none', events: ['escalated'] },
  /** A year's calendar has been published: provisional due days are counted again. */
  recalculate: { from: [...open, ...closed], to: 'same', who: ['system'], clocks: 'none', events: ['recalculated'] },

  route: { from: open, to: 'same', who: ['system'], clocks: 'none', events: ['routed'] },
  /** An instant item whose automatic checks all pass, accepted in the same breath. */
  'decide-automatically': {
    from: ['in-review'],
    to: ['granted'],
    who: ['system'],
    clocks: 'decide',
    events: ['granted'],
  },
  'issue-document': {
    from: [...open, ...closed],
    to: 'same',
    who: ['system'],
    clocks: 'none',
    events: ['document-issued'],
  },

  'backoffice-complete': {
    from: [...open, ...closed],
    to: 'same',
    who: ['backoffice'],
    clocks: 'none',
    events: ['backoffice-completed'],
  },
  'backoffice-fail': {
    from: [...open, ...closed],
    to: 'same',
    who: ['backoffice'],
    clocks: 'none',
    events: ['backoffice-failed'],
  },
} as const satisfies Record<string, Transition>;

export type Action = keyof typeof transitions;

/** States in which an action may be taken. */
export type From<A extends Action> = (typeof transitions)[A]['from'][number];
/** States it may lead to, from one of these. */
export type To<A extends Action, S extends CaseState> = (typeof transitions)[A]['to'] extends 'same'
  ? S
  : Exclude<(typeof transitions)[A]['to'], 'same'>[number] & CaseState;
/** Events it may write. */
export type EventOf<A extends Action> = (typeof transitions)[A]['events'][number];

export const actions = Object.keys(transitions).filter((name): name is Action => name in transitions);

/** Is the case submitted and still to be decided? */
export const isOpen = (state: CaseState): boolean => (open as readonly CaseState[]).includes(state);
/** Has the case ended, one way or another? */
export const isClosed = (state: CaseState): boolean => (closed as readonly CaseState[]).includes(state);

/** As whom a person takes an action: the strongest of their roles that may; undefined when none may. */
export function actingAs(action: Action, held: readonly Role[]): ActorKind | undefined {
  const kinds = held.map((role) => (role === 'citizen' ? 'applicant' : role));
  return transitions[action].who.find((kind) => (kinds as readonly string[]).includes(kind));
}
