/** Bulk actions of the desk: checked whole, then done, or done when the minute to undo them is over. */
import * as z from 'zod';
import type { Call, Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { secondsAfter } from '../../shared/base/time.ts';
import { CommitRefused, withRetries } from '../../shared/base/transact.ts';
import {
  type Bulk,
  type BulkOutcome,
  bulkBody,
  opposites,
  outcomeOf,
  refusedOutcome,
  ruleOf,
  undoSeconds,
  waits,
} from '../../shared/cases/bulk.ts';
import { type BulkView, bulkViewOf, countsOf } from '../../shared/cases/bulk-view.ts';
import { actingAs } from '../../shared/cases/transitions.ts';
import { applyBulk, undoEach } from '../bulk.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { officerApi } from './api.ts';
import { actedOnBy } from './desk.ts';

type Keys = Extract<keyof typeof officerApi, `${string} /v1/agency/bulk${string}`>;
type Ask = Call<(typeof officerApi)['POST /v1/agency/bulk']>;

export const bulkHandlers = (deps: CaseDeps): Pick<Handlers<typeof officerApi>, Keys> => ({
  'POST /v1/agency/bulk': async (call) => ({ body: await ask(deps, call) }),

  'GET /v1/agency/bulk': async ({ caller, query }) => ({ body: await deps.bulks.listOf(caller.id, query) }),

  'GET /v1/agency/bulk/{bulkId}': async ({ caller, params }) => ({
    body: bulkViewOf(await ownBulk(deps, caller, params.bulkId)),
  }),

  'POST /v1/agency/bulk/{bulkId}/undo': async ({ caller, params, now }) => {
    const bulk = await ownBulk(deps, caller, params.bulkId);
    if (bulk.state === 'undone') return { body: bulkViewOf(bulk) };
    const opposite = opposites[bulk.deed.action];
    if (now >= bulk.undoUntil || (opposite === undefined && bulk.state !== 'waiting')) throw new Problem('too-late');
    if (opposite !== undefined && bulk.state !== 'done') throw new Problem('conflict');
    const outcomes =
      opposite === undefined
        ? bulk.outcomes.map((one) => (one.outcome === 'ready' ? { ...one, outcome: 'undone' as const } : one))
        : await undoEach(deps, bulk, bulkBody.parse({ ...bulk.deed, action: opposite }), now);
    const undone: Bulk = { ...bulk, state: 'undone', version: bulk.version + 1, outcomes };
    await deps.bulks.put(undone, bulk.version).catch((error: unknown) => {
      throw error instanceof CommitRefused ? new Problem(error.throttled ? 'too-busy' : 'too-late') : error;
    });
    return { body: bulkViewOf(undone) };
  },
});

async function ask(deps: CaseDeps, call: Ask): Promise<BulkView> {
  const { caller, body, idempotency, now } = call;
  const kind = actingAs(body.action, caller.roles);
  if (kind === undefined || caller.agency === undefined) throw new Problem('forbidden');
  if (body.cases.length === 0) throw new Problem('empty-selection');
  const by = { kind, id: caller.id, name: caller.name };
  const asked: Bulk = await withRetries(async () => {
    const replay = await deps.cases.replay(idempotency);
    if (replay !== undefined) return deps.bulks.get(begunBulk.parse(replay).bulkId);
    const outcomes = await check(deps, call, by);
    const bulk: Bulk = {
      ...{ bulkId: deps.newId(), version: 1, agency: caller.agency ?? '', by, deed: body, state: 'waiting' },
      ...{ createdAt: now, undoUntil: secondsAfter(now, undoSeconds), outcomes },
    };
    const { ready, refused } = countsOf(outcomes);
    if (ready === 0 || (refused > 0 && body.ifRefused === 'stop')) return bulk;
    const answer = idempotency && { call: idempotency, answer: { bulkId: bulk.bulkId } };
    await deps.bulks.put(bulk, 0, answer === undefined ? [] : [deps.cases.answerItem(answer, now)]);
    return bulk;
  });
  const { ready, refused } = countsOf(asked.outcomes);
  if (asked.version === 1 && (ready === 0 || (refused > 0 && body.ifRefused === 'stop'))) return notStarted(asked);
  if (asked.state !== 'waiting' || waits(body.action)) return bulkViewOf(asked);
  return bulkViewOf((await applyBulk(deps, asked, now)) ?? (await deps.bulks.get(asked.bulkId)));
}

const begunBulk = z.object({ bulkId: z.string() });

function notStarted({ deed, createdAt, outcomes }: Bulk): BulkView {
  return { action: deed.action, state: 'not-started', createdAt, counts: countsOf(outcomes), outcomes };
}

/** Each case by the rule of the single command, on one reading of all of them. Nothing is written. */
async function check(deps: CaseDeps, { caller, body, now }: Ask, actor: Bulk['by']): Promise<BulkOutcome[]> {
  const ids = [...new Set(body.cases)];
  const heads = await deps.cases.heads(ids);
  return ids.map((id) => {
    const head = heads.get(id);
    if (head === undefined || !actedOnBy(caller)(head)) return refusedOutcome(id, new Problem('not-found'));
    const result = ruleOf(body, head, { item: pinnedItem(deps, head), actor, now });
    return result instanceof Problem
      ? refusedOutcome(id, result, head.caseNumber)
      : outcomeOf(id, 'ready', head.caseNumber);
  });
}

/** Only whoever asked for it sees and undoes it, while they work where its cases are. */
async function ownBulk({ bulks }: CaseDeps, caller: Person, bulkId: string): Promise<Bulk> {
  const bulk = await bulks.get(bulkId);
  if (bulk.by.id !== caller.id || bulk.agency !== caller.agency) throw new Problem('not-found');
  return bulk;
}
