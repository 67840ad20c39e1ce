/**
 * What time does. Every minute: all that has come due since anybody looked, each once in effect, as the head's version decides
 * between runs that overlap. On demand, when a year's calendar has been published: provisional due days counted again.
 */
import { errorKeys, log } from '../../shared/base/log.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import { fireDue } from '../../shared/cases/firing.ts';
import { hall } from '../../shared/cases/system.ts';
import { applyBulk } from '../bulk.ts';
import { pinnedItem } from '../case-deps.ts';
import { sweepBookings } from './bookings.ts';
import { recalculatePage } from './recalculate.ts';
import { type ClockDeps, clockTask } from './tasks.ts';

interface Remaining {
  getRemainingTimeInMillis(): number;
}

export const makeHandler =
  (deps: ClockDeps) =>
  async (event: unknown, context: Remaining): Promise<unknown> => {
    const task = clockTask.parse(event);
    switch (task.task) {
      case 'recalculate':
        return recalculatePage(deps, task);
      case 'bookings':
        return sweepBookings(deps, () => context.getRemainingTimeInMillis() > reserve);
      case 'fire':
        return tick(deps, context);
    }
  };

/** Left for what is under way when the time given to a run is nearly over, in milliseconds. */
const reserve = 5000;
const pageSize = 100;

/** @throws Error when a case could not be moved on, after all others were: it is tried again in a minute, and an alarm rings */
export async function tick(
  deps: Omit<ClockDeps, 'bookings'>,
  context: Remaining,
): Promise<{ fired: number; failed: number }> {
  const now = deps.clock();
  const inTime = () => context.getRemainingTimeInMillis() > reserve;
  const counts = await Promise.all([
    ...deps.timers.shards.map((shard) => fireShard(deps, shard, now, inTime)),
    fireBulks(deps, now, inTime),
  ]);
  const sum = (pick: 'fired' | 'failed') => counts.reduce((all, count) => all + count[pick], 0);
  const result = { fired: sum('fired'), failed: sum('failed') };
  if (result.fired + result.failed > 0) log('info', 'TIMERS_FIRED', { count: result.fired, failed: result.failed });
  if (result.failed > 0) throw new Error(`${result.failed} could not be moved on`);
  return result;
}

/** Bulk actions whose minute is over. One that was begun and not finished comes again, and does what is left. */
async function fireBulks(deps: Omit<ClockDeps, 'bookings'>, now: Instant, inTime: () => boolean) {
  const count = { fired: 0, failed: 0 };
  for (const bulkId of await deps.bulks.due(now, pageSize)) {
    if (!inTime()) break;
    try {
      const bulk = await deps.bulks.get(bulkId);
      if (bulk.undoUntil > now || (bulk.state !== 'waiting' && bulk.state !== 'applying')) continue;
      if ((await applyBulk(deps, bulk, now)) !== undefined) count.fired += 1;
    } catch (error) {
      log('error', 'BULK_FAILED', { bulkId, ...errorKeys(error) });
      count.failed += 1;
    }
  }
  return count;
}

/** One after the other within a shard, so that as many are under way as there are shards. */
async function fireShard(
  deps: Pick<ClockDeps, 'timers' | 'cases' | 'catalogue'>,
  shard: number,
  now: Instant,
  inTime: () => boolean,
) {
  const seen = new Set<string>();
  const count = { fired: 0, failed: 0 };
  // What was fired leaves the index a moment later; a page with nothing new on it is the end.
  for (let fresh = await unseen(); fresh.length > 0 && inTime(); fresh = await unseen()) {
    for (const caseId of fresh) {
      if (!inTime()) break;
      seen.add(caseId);
      const done = await fireCase(deps, caseId, now);
      if (done === undefined) count.failed += 1;
      else if (done) count.fired += 1;
    }
  }
  return count;

  async function unseen(): Promise<string[]> {
    const { caseIds } = await deps.timers.due(shard, now, pageSize + seen.size);
    return caseIds.filter((caseId) => !seen.has(caseId));
  }
}

/** @returns whether there was anything to do; undefined when it failed */
async function fireCase(
  deps: Pick<ClockDeps, 'cases' | 'catalogue'>,
  caseId: string,
  now: Instant,
): Promise<boolean | undefined> {
  try {
    return await withRetries(async () => {
      const { head } = await deps.cases.loadHead(caseId);
      const outcome = fireDue(head, { item: pinnedItem(deps, head), actor: hall, now });
      if (outcome === undefined) return false;
      await deps.cases.commit({ ...outcome, expected: head.version, now });
      for (const { eventId } of outcome.events) log('info', 'TIMER_FIRED', { caseId, eventId });
      return true;
    });
  } catch (error) {
    log('error', 'TIMER_FAILED', { caseId, ...errorKeys(error) });
    return undefined;
  }
}
