/** Provisional due days, counted again once their year is published. */
import { log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import { withRetries } from '../../shared/base/transact.ts';
import { movedDays, recalculated } from '../../shared/cases/recalculation.ts';
import { calendarPublished, hall } from '../../shared/cases/system.ts';
import { pinnedItem } from '../case-deps.ts';
import type { ClockDeps, Recalculation } from './tasks.ts';

const pageSize = 50;

/** One page of one shard. @returns whose due days moved, and where to go on */
export async function recalculatePage(
  deps: ClockDeps,
  { shard, after }: { readonly shard: number; readonly after?: string | undefined },
): Promise<Recalculation> {
  const { caseIds, next } = await deps.timers.all(shard, after, pageSize);
  const done: (Recalculation['moved'] | undefined)[] = [];
  for (const caseId of caseIds) done.push(await withRetries(() => recalculateCase(deps, caseId)));
  const counted = done.filter((each) => each !== undefined);
  const place = next === undefined ? { shard: shard + 1 } : { shard, after: next };
  log('info', 'CALENDAR_RECALCULATED', { count: counted.length });
  return {
    recalculated: counted.length,
    moved: counted.flat(),
    ...(place.shard < deps.timers.shards.length ? { next: place } : {}),
  };
}

/** @returns undefined when the case has no provisional day, or its year is still not published */
async function recalculateCase(deps: ClockDeps, caseId: string): Promise<Recalculation['moved'] | undefined> {
  const { head, events } = await deps.cases.get(caseId);
  if (!head.clocks.provisional) return undefined;
  const item = pinnedItem(deps, head);
  const clocks = recalculated(head.clocks, events, item.limits);
  const moved = movedDays(head.clocks, clocks);
  if (moved.length === 0 && clocks.provisional) return undefined;
  const now = deps.clock();
  const outcome = calendarPublished(head, clocks, { item, actor: hall, now });
  if (outcome instanceof Problem) throw outcome;
  await deps.cases.commit({ ...outcome, expected: head.version, now });
  return moved.map((each) => ({ caseNumber: head.caseNumber ?? '', ...each }));
}
