/** Are the times that are told of a case possible? Clocks are counted from them, so nonsense would be counted too. Pure. */
import { dayOf, secondsAfter } from '../base/time.ts';
import type { Bilingual, Instant } from '../base/words.ts';
import type { ExchangeCase } from './national-cases.ts';

/** @param now what happened did so before it. @returns the first that is not possible, by its column; undefined when all are */
export function timesFault(told: ExchangeCase, now: Instant): { column: string; reason: Bilingual } | undefined {
  const { appliedAt, acceptedAt, promisedBy, steps, specials, result } = told;
  const happened = [
    { column: 'apply_date', at: appliedAt },
    { column: 'accept_date', at: acceptedAt },
    ...steps.flatMap(({ from, to }) => [
      { column: 'event_start_time', at: from },
      { column: 'event_end_time', at: to },
    ]),
    ...specials.map(({ from }) => ({ column: 'special_time', at: from })),
    ...(result === undefined ? [] : [{ column: 'result_date', at: result.at }]),
  ];
  const future = happened.find(({ at }) => at > now);
  if (future !== undefined) return { column: future.column, reason: inFuture };
  const ancient = happened.find(({ at }) => at < earliest);
  if (ancient !== undefined) return { column: ancient.column, reason: tooFar };
  // By days: acceptance by silence is dated at the beginning of the day of receipt.
  if (dayOf(acceptedAt) < dayOf(appliedAt)) return { column: 'accept_date', reason: outOfOrder };
  if (result !== undefined && dayOf(result.at) < dayOf(appliedAt)) return { column: 'result_date', reason: outOfOrder };
  if (specials.some(({ from, to }) => to < from)) return { column: 'end_time', reason: outOfOrder };
  const latest = secondsAfter(now, farAhead);
  if (specials.some(({ to }) => to > latest)) return { column: 'end_time', reason: tooFar };
  return promisedBy !== undefined && promisedBy > latest ? { column: 'promise_date', reason: tooFar } : undefined;
}

/** Older than any record that a system could bring. */
const earliest = '1949-10-01T00:00:00.000Z';
/** Ten years: no period of the law is as long. */
const farAhead = 3660 * 86_400;

const inFuture = { zh: '时间还没有到', en: 'A time that has not come yet' };
const outOfOrder = { zh: '时间早于它之前的一步', en: 'Earlier than the step before it' };
const tooFar = { zh: '时间不合情理', en: 'A time that cannot be meant' };
