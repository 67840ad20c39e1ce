/** Does a bulk action: at once when a desk asks, or when its minute is over and the clock comes by. */
import { createHash } from 'node:crypto';
import { Problem } from '../shared/base/problems.ts';
import { CommitRefused } from '../shared/base/transact.ts';
import type { Instant } from '../shared/base/words.ts';
import { type Bulk, type BulkOutcome, outcomeOf, refusedOutcome, ruleOf } from '../shared/cases/bulk.ts';
import type { BulkStore } from '../shared/cases/bulk-store.ts';
import type { CaseEvent } from '../shared/cases/case.ts';
import type { CaseStore } from '../shared/cases/case-store.ts';
import { runCommand } from '../shared/cases/run-command.ts';
import type { Catalogue } from '../shared/catalogue/catalogue-store.ts';
import { pinnedItem } from './case-deps.ts';

export interface BulkDeps {
  readonly cases: CaseStore;
  readonly bulks: BulkStore;
  readonly catalogue: Catalogue;
}

/** Cases written side by side. */
const lanes = 8;

/**
 * Every case that was ready, each as its own command, under a key of its own: begun twice, a bulk action is done once.
 * @returns it with its outcomes; undefined when somebody else finished or undid it first
 */
export async function applyBulk(deps: BulkDeps, bulk: Bulk, now: Instant): Promise<Bulk | undefined> {
  const begun: Bulk = bulk.state === 'applying' ? bulk : { ...bulk, state: 'applying', version: bulk.version + 1 };
  try {
    if (begun !== bulk) await deps.bulks.put(begun, bulk.version);
    const outcomes = await onEach(bulk.outcomes, (one) =>
      one.outcome === 'ready' ? actOn(deps, begun, begun.deed, one, 'done', now) : Promise.resolve(one),
    );
    const done: Bulk = { ...begun, state: 'done', version: begun.version + 1, outcomes };
    await deps.bulks.put(done, begun.version);
    return done;
  } catch (error) {
    if (error instanceof CommitRefused) return undefined;
    throw error;
  }
}

/** Undoes what was done at once, where nobody has gone on with it meanwhile. */
export function undoEach(deps: BulkDeps, bulk: Bulk, deed: Bulk['deed'], now: Instant): Promise<BulkOutcome[]> {
  return onEach(bulk.outcomes, (one) =>
    one.outcome === 'done' ? actOn(deps, bulk, deed, one, 'undone', now) : Promise.resolve(one),
  );
}

async function actOn(
  deps: BulkDeps,
  { bulkId, agency, by }: Bulk,
  deed: Bulk['deed'],
  { caseId, caseNumber }: BulkOutcome,
  as: 'done' | 'undone',
  now: Instant,
): Promise<BulkOutcome> {
  const givesBack = as === 'undone' && deed.action === 'claim';
  const id = createHash('sha256').update(`bulk ${bulkId} ${as} ${caseId}`).digest('hex');
  try {
    await runCommand(deps.cases, {
      caseId,
      idempotency: { id, requestHash: id },
      now,
      reads: givesBack ? 'whole' : 'head',
      mine: (head) => head.state !== 'draft' && head.agency === agency,
      decide: ({ head, events }) => ({
        // What a supervisor took from a colleague does not become the supervisor's by being undone.
        outcome:
          givesBack && heldBefore(events) !== by.id
            ? new Problem('wrong-state')
            : ruleOf(deed, head, { item: pinnedItem(deps, head), actor: by, now }),
      }),
    });
    return outcomeOf(caseId, as, caseNumber);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refusedOutcome(caseId, error, caseNumber);
  }
}

/** Who held the case when it was last given back. */
const heldBefore = (events: readonly CaseEvent[]): unknown =>
  events.findLast(({ type }) => type === 'released')?.data.handler;

async function onEach(
  outcomes: readonly BulkOutcome[],
  work: (one: BulkOutcome) => Promise<BulkOutcome>,
): Promise<BulkOutcome[]> {
  const results: BulkOutcome[] = [];
  for (let start = 0; start < outcomes.length; start += lanes) {
    results.push(...(await Promise.all(outcomes.slice(start, start + lanes).map(work))));
  }
  return results;
}
