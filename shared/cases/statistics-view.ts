/** Statistics as pages and charts take them: one list of days, and beside it one list of numbers for each line of a chart. */
import * as z from 'zod';
import { bilingual, creditCode, type Day, day, itemCode } from '../base/words.ts';
import { nextDay } from './calendar.ts';
import { type CaseState, caseStates, clockNames } from './case.ts';
import { addUp } from './statistics.ts';
import type { DayCounts } from './statistics-store.ts';
import { isOpen } from './transitions.ts';

/** Lines of the chart of volume, and the count that each shows. */
const volumeLines = {
  submitted: 'event.submitted',
  accepted: 'event.accepted',
  notAccepted: 'event.not-accepted',
  correctionRequested: 'event.correction-requested',
  granted: 'event.granted',
  denied: 'event.denied',
  delivered: 'event.delivered',
  withdrawn: 'event.withdrawn',
  terminated: 'event.terminated',
  lapsed: 'event.lapsed',
  suspended: 'event.suspended',
  extended: 'event.extended',
  escalated: 'event.escalated',
} as const;
const lineNames = [
  'submitted',
  'accepted',
  'notAccepted',
  'correctionRequested',
  'granted',
  'denied',
  'delivered',
  'withdrawn',
  'terminated',
  'lapsed',
  'suspended',
  'extended',
  'escalated',
] as const satisfies readonly (keyof typeof volumeLines)[];

const count = z.int();
const share = z.number().min(0).max(1);

export const clockFigures = z.strictObject({
  clock: z.enum(clockNames),
  ended: count,
  onTime: count,
  late: count,
  /** Of those that ended; absent when none did. */
  onTimeShare: share.optional(),
  /** Working days used on average, without days on which the clock stood still. */
  averageDays: z.number().optional(),
});

export const ratingFigures = z.strictObject({
  scores: z.strictObject({ '1': count, '2': count, '3': count, '4': count, '5': count }),
  rated: count,
  /** Share of 1, 2 and 3; absent when nobody rated. */
  goodShare: share.optional(),
});

const volumeTotals = z.strictObject(
  Object.fromEntries(lineNames.map((name) => [name, count])) as Record<(typeof lineNames)[number], typeof count>,
);

export const backlogFigures = z.strictObject({
  /** Cases that wait for the agency or the applicant. */
  open: count,
  byState: z.partialRecord(z.enum(caseStates), count),
  /** By the agency's next day; what waits for the applicant or stands still by law is in none of them. */
  due: z.strictObject({ overdue: count, today: count, soon: count, later: count }),
  openWorkOrders: count,
});

export const statisticsView = z.strictObject({
  agency: z.strictObject({ code: creditCode, name: bilingual }),
  item: z.strictObject({ code: itemCode, name: bilingual }).optional(),
  from: day,
  to: day,
  days: z.array(day),
  /** Each list as long as `days`. */
  volume: z.strictObject(
    Object.fromEntries(lineNames.map((name) => [name, z.array(count)])) as Record<
      (typeof lineNames)[number],
      z.ZodArray<typeof count>
    >,
  ),
  totals: volumeTotals.extend({ deemedAccepted: count, automatic: count }),
  clocks: z.array(clockFigures),
  ratings: ratingFigures,
  /** As it stands now, whatever days were asked for. */
  backlog: backlogFigures,
});
export type StatisticsView = z.infer<typeof statisticsView>;

/** A line of a table that compares items or agencies. */
export const comparedFigures = z.strictObject({
  code: z.string(),
  name: bilingual,
  submitted: count,
  decided: count,
  open: count,
  /** Of the open ones and those to be delivered or answered: past the agency's day. Kept for agencies, not for single items. */
  overdue: count.optional(),
  onTimeShare: share.optional(),
  averageDays: z.number().optional(),
  rated: count,
  goodShare: share.optional(),
});
export type ComparedFigures = z.infer<typeof comparedFigures>;

type Counts = Readonly<Record<string, number>>;
const of = (counts: Counts, name: string): number => counts[name] ?? 0;

/** All days from one to another. At most `maxDays`, so that an answer has an end. */
export const maxDays = 366;
export function daysFrom(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let at = from; at <= to && days.length <= maxDays; at = nextDay(at)) days.push(at);
  return days;
}

export function figuresOf(from: Day, to: Day, counts: DayCounts) {
  const days = daysFrom(from, to);
  const total = addUp(days.map((each) => counts[each] ?? {}));
  const lines = Object.fromEntries(
    lineNames.map((name) => [name, days.map((each) => of(counts[each] ?? {}, volumeLines[name]))]),
  ) as StatisticsView['volume'];
  const totals = Object.fromEntries(lineNames.map((name) => [name, of(total, volumeLines[name])])) as z.infer<
    typeof volumeTotals
  >;
  return {
    ...{ from, to, days, volume: lines },
    totals: { ...totals, deemedAccepted: of(total, 'deemed.accepted'), automatic: of(total, 'automatic') },
    clocks: clockNames.map((clock) => clockOf(clock, total)),
    ratings: ratingsOf(total),
  };
}

/** @param due how many cases have which day as the agency's next; @param soon last day that is still soon */
export function backlogOf(now: Counts, due: DayCounts, today: Day, soon: Day): z.infer<typeof backlogFigures> {
  const states = caseStates.map((state): [CaseState, number] => [state, of(now, `state.${state}`)]);
  const sum = (fits: (at: Day) => boolean) =>
    Object.entries(due).reduce((all, [at, counts]) => (fits(at) ? all + of(counts, 'cases') : all), 0);
  return {
    open: states.reduce((all, [state, cases]) => (isOpen(state) ? all + cases : all), 0),
    byState: Object.fromEntries(states.filter(([, cases]) => cases !== 0)),
    due: {
      overdue: sum((at) => at < today),
      today: sum((at) => at === today),
      soon: sum((at) => at > today && at <= soon),
      later: sum((at) => at > soon),
    },
    openWorkOrders: of(now, 'open.work-orders'),
  };
}

/** @param overdue where it is kept */
export function comparedOf(
  named: Pick<ComparedFigures, 'code' | 'name'>,
  counts: DayCounts,
  now: Counts,
  overdue?: number,
) {
  const total = addUp(Object.values(counts));
  const { onTimeShare, averageDays } = clockOf('statutory', total);
  const { rated, goodShare } = ratingsOf(total);
  const figures: ComparedFigures = {
    ...named,
    submitted: of(total, 'event.submitted'),
    decided: of(total, 'event.granted') + of(total, 'event.denied'),
    open: caseStates.reduce((all, state) => (isOpen(state) ? all + of(now, `state.${state}`) : all), 0),
    rated,
    ...(overdue === undefined ? {} : { overdue }),
    ...(onTimeShare === undefined ? {} : { onTimeShare }),
    ...(averageDays === undefined ? {} : { averageDays }),
    ...(goodShare === undefined ? {} : { goodShare }),
  };
  return figures;
}

function clockOf(clock: (typeof clockNames)[number], total: Counts): z.infer<typeof clockFigures> {
  const [ended, late] = [of(total, `clock.${clock}.ended`), of(total, `clock.${clock}.late`)];
  const onTime = ended - late;
  if (ended === 0) return { clock, ended, onTime, late };
  const averageDays = rounded(of(total, `clock.${clock}.days`) / ended);
  return { clock, ended, onTime, late, onTimeShare: rounded(onTime / ended), averageDays };
}

function ratingsOf(total: Counts): z.infer<typeof ratingFigures> {
  const [one, two, three, four, five] = [1, 2, 3, 4, 5].map((score) => of(total, `rating.${score}`));
  const scores = { '1': one ?? 0, '2': two ?? 0, '3': three ?? 0, '4': four ?? 0, '5': five ?? 0 };
  const rated = Object.values(scores).reduce((all, each) => all + each, 0);
  const good = scores['1'] + scores['2'] + scores['3'];
  return { scores, rated, ...(rated === 0 ? {} : { goodShare: rounded(good / rated) }) };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
