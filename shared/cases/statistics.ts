/**
 * What is counted of cases, and how: each event of a case's record changes some counts, by what went before it in that case. The
 * stream adds them up as they come; a recount of the whole record gives the same, as both are this one function.
 *
 * Nothing personal is counted: an event tells type, state and clocks, and its case number tells agency and item.
 */
import * as z from 'zod';
import { dayOf } from '../base/time.ts';
import { caseNumber, type Day } from '../base/words.ts';
import { workingDaysBetween } from './calendar.ts';
import { type Clocks, caseEvent, caseState, clocks } from './case.ts';
import { type ClockName, duesOf, isPausable } from './clock.ts';

/** Of an event, what counting needs. */
export const countedEvent = z.object(
  caseEvent.pick({
    eventId: true,
    caseId: true,
    seq: true,
    type: true,
    at: true,
    state: true,
    data: true,
    clocks: true,
  }).shape,
);
export type CountedEvent = z.infer<typeof countedEvent>;

/** As an event keeps them, which may be of a newer version than this. */
const keptClocks = z.object(clocks.shape);

/** How far a case has been counted, and what the next event is measured against. */
export const counted = z.object({
  caseId: z.string(),
  seq: z.int().min(1),
  /** 18 and 12 characters of the case's number. */
  agency: z.string(),
  itemCode: z.string(),
  state: caseState,
  clocks: keptClocks,
});
export type Counted = z.infer<typeof counted>;

/** In the place of an item's code: all items of the agency together. */
export const allItems = '*';

/**
 * A row of counts. `day`: what happened on a day. `now`: how many cases stand where. `due`: how many cases have this as the
 * agency's next day, so that what is overdue can be told on any day without looking at a case.
 */
export interface Tally {
  readonly agency: string;
  readonly item: string;
  readonly kind: 'day' | 'now' | 'due';
  /** Absent for `now`. */
  readonly day?: Day;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Counts one event.
 * @param before the case as counted so far; undefined for its first event
 * @throws Error when the event is not the next one, or a first one tells no case number
 */
export function count(before: Counted | undefined, event: CountedEvent): { after: Counted; tallies: Tally[] } {
  if (event.seq !== (before?.seq ?? 0) + 1) throw new Error(`event ${event.seq} does not follow ${before?.seq ?? 0}`);
  const { agency, itemCode } = before ?? placeOf(event);
  const now = event.clocks === undefined ? (before?.clocks ?? noClocks) : keptClocks.parse(event.clocks);
  const after: Counted = { caseId: event.caseId, seq: event.seq, agency, itemCode, state: event.state, clocks: now };
  const on = dayOf(event.at);
  const happened = { ...happenedIn(event), ...clocksEnded(before?.clocks ?? noClocks, after.clocks, event, on) };
  const moved = movedBetween(before, after);
  const both = (item: string): Tally[] => [
    { agency, item, kind: 'day', day: on, counts: happened },
    { agency, item, kind: 'now', counts: moved },
  ];
  const all = [...both(allItems), ...both(itemCode), ...dueMoved(before, after)];
  return { after, tallies: all.filter(({ counts }) => Object.values(counts).some((value) => value !== 0)) };
}

/** Counts events of one case that follow each other. */
export function countAll(before: Counted | undefined, events: readonly CountedEvent[]) {
  let after = before;
  const tallies: Tally[] = [];
  for (const event of events) {
    const one = count(after, event);
    after = one.after;
    tallies.push(...one.tallies);
  }
  return { after, tallies };
}

/** Adds tallies up, one for each row; rows that come to nothing fall out. */
export function sumUp(tallies: readonly Tally[]): Tally[] {
  const rows = Map.groupBy(tallies, ({ agency, item, kind, day: on }) => `${agency} ${item} ${kind} ${on ?? ''}`);
  return [...rows.values()].flatMap((same) => {
    const [first] = same;
    const counts = addUp(same.map((one) => one.counts));
    return first === undefined || Object.keys(counts).length === 0 ? [] : [{ ...first, counts }];
  });
}

export function addUp(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of all) for (const [name, value] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + value;
  return Object.fromEntries(Object.entries(sum).filter(([, value]) => value !== 0));
}

const noClocks: Clocks = { pausedDays: 0, deemed: false, provisional: false };

/** @throws Error when the first event of a case is not a submission */
function placeOf({ eventId, data }: CountedEvent): { agency: string; itemCode: string } {
  const number = caseNumber.safeParse(data.caseNumber);
  if (!number.success) throw new Error(`${eventId} tells no case number`);
  return { agency: number.data.slice(0, 18), itemCode: number.data.slice(19, 31) };
}

const told = z.object({
  deemed: z.boolean().optional(),
  automatic: z.boolean().optional(),
  score: z.int().min(1).max(5).optional(),
});

function happenedIn({ type, data }: CountedEvent): Record<string, number> {
  const { deemed, automatic, score } = told.safeParse(data).data ?? {};
  return {
    [`event.${type}`]: 1,
    ...(deemed === true ? { [`deemed.${type}`]: 1 } : {}),
    ...(automatic === true && type === 'granted' ? { automatic: 1 } : {}),
    ...(type === 'rated' && score !== undefined ? { [`rating.${score}`]: 1 } : {}),
  };
}

/** Events with which a clock comes to its end by being kept or missed. Withdrawn or terminated, it just stops. */
const ends: Readonly<Record<ClockName, readonly CountedEvent['type'][]>> = {
  accept: ['accepted', 'not-accepted', 'correction-requested'],
  correct: ['corrected', 'lapsed'],
  statutory: ['granted', 'denied'],
  promised: ['granted', 'denied'],
  deliver: ['delivered'],
  renew: ['granted', 'denied'],
  answer: ['work-order-answered'],
};

/** Clocks that ended with this event: how many, how many late, and the working days used. */
function clocksEnded(before: Clocks, after: Clocks, { type }: CountedEvent, on: Day): Record<string, number> {
  const running = new Set(duesOf(after).map(({ clock }) => clock));
  const ended = duesOf(before).filter(({ clock }) => ends[clock].includes(type) && !running.has(clock));
  const counts = ended.map(({ clock, by, from }) => {
    const used = workingDaysBetween(from, on) - (isPausable(clock) ? before.pausedDays : 0);
    return {
      [`clock.${clock}.ended`]: 1,
      [`clock.${clock}.late`]: on > by ? 1 : 0,
      [`clock.${clock}.days`]: Math.max(0, used),
    };
  });
  return addUp(counts);
}

/** Out of one state into another; and work orders that are open. */
function movedBetween(before: Counted | undefined, after: Counted): Record<string, number> {
  const open = ({ clocks: { answerBy } }: Pick<Counted, 'clocks'>) => (answerBy === undefined ? 0 : 1);
  return addUp([
    before === undefined ? {} : { [`state.${before.state}`]: -1 },
    { [`state.${after.state}`]: 1 },
    { 'open.work-orders': open(after) - (before === undefined ? 0 : open(before)) },
  ]);
}

function dueMoved(before: Counted | undefined, after: Counted): Tally[] {
  const [was, is] = [before && agencyDue(before.clocks), agencyDue(after.clocks)];
  if (was === is) return [];
  const at = (due: Day, cases: number): Tally => ({
    agency: after.agency,
    item: allItems,
    kind: 'due',
    day: due,
    counts: { cases },
  });
  return [...(was === undefined ? [] : [at(was, -1)]), ...(is === undefined ? [] : [at(is, 1)])];
}

/** The agency's next day in this case; none while it waits for the applicant or stands still by law. */
function agencyDue(all: Clocks): Day | undefined {
  const mine = duesOf(all).filter(
    ({ clock, whose }) => whose === 'agency' && !(isPausable(clock) && all.pausedOn !== undefined),
  );
  return mine[0]?.by;
}
