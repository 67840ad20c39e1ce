/** What time does to appointments, every minute: what has come due since anybody looked, each once in effect. */
import { errorKeys, log } from '../../shared/base/log.ts';
import { sweep } from '../../shared/booking/sweep.ts';
import type { ClockDeps } from './tasks.ts';

const pageSize = 100;

/** @throws Error when an appointment could not be moved on, after all others were: it is tried again in a minute */
export async function sweepBookings(
  deps: Pick<ClockDeps, 'bookings' | 'clock'>,
  inTime: () => boolean,
): Promise<{ swept: number; failed: number }> {
  const { store } = deps.bookings;
  const count = { swept: 0, failed: 0 };
  await Promise.all(store.dueShards.map((shard) => sweepShard(deps, shard, inTime, count)));
  if (count.swept + count.failed > 0) log('info', 'BOOKINGS_SWEPT', { count: count.swept, failed: count.failed });
  if (count.failed > 0) throw new Error(`${count.failed} appointments could not be moved on`);
  return count;
}

async function sweepShard(
  { bookings, clock }: Pick<ClockDeps, 'bookings' | 'clock'>,
  shard: number,
  inTime: () => boolean,
  count: { swept: number; failed: number },
): Promise<void> {
  const now = clock();
  const seen = new Set<string>();
  // What was swept leaves the index a moment later; a page with nothing new on it is the end.
  for (let fresh = await unseen(); fresh.length > 0 && inTime(); fresh = await unseen()) {
    for (const id of fresh) {
      if (!inTime()) return;
      seen.add(id);
      try {
        if ((await sweep(bookings, id, now)) !== undefined) count.swept += 1;
      } catch (error) {
        log('error', 'SWEEP_FAILED', errorKeys(error));
        count.failed += 1;
      }
    }
  }

  async function unseen(): Promise<string[]> {
    const ids = await bookings.store.due(shard, now, pageSize + seen.size);
    return ids.filter((id) => !seen.has(id));
  }
}
