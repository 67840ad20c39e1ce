/** The law's timers, as the clock finds them: late ones mean that the clock does not keep up. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { operationsApi } from './api.ts';
import type { OperationsDeps } from './deps.ts';

/** Of each shard; the list is the earliest of all shards together. */
const perShard = 20;
const shown = 50;

export const timerHandlers = ({
  timers,
}: OperationsDeps): Pick<Handlers<typeof operationsApi>, 'GET /v1/operations/timers'> => ({
  'GET /v1/operations/timers': async ({ now }) => {
    const shards = await Promise.all(timers.shards.map((shard) => timers.upcoming(shard, perShard)));
    const all = shards
      .flat()
      .map((timer) => ({ ...timer, late: timer.at <= now }))
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return {
      body: {
        late: all.filter(({ late }) => late).length,
        lateOrMore: shards.some((shard) => shard.length === perShard && shard.every(({ at }) => at <= now)),
        items: all.slice(0, shown),
      },
    };
  },
});
