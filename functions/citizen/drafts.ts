/** Drafts: start, save, move to a newer version of their item, list, delete, submit. */

import * as z from 'zod';
import type { Call, Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { CommitRefused, withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import { saveDraft, startDraft, submit } from '../../shared/cases/applying.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import { caseNumberOf, serialAt } from '../../shared/cases/case-number.ts';
import type { Loaded } from '../../shared/cases/case-store.ts';
import { type Migration, migrate, migrationOf } from '../../shared/cases/migrating.ts';
import { draftSummaryOf, draftViewOf } from '../../shared/cases/present.ts';
import { type Decided, runCommand } from '../../shared/cases/run-command.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { citizenApi } from './api.ts';
import { asApplicant, theirs } from './applicant.ts';

type Drafts = Pick<Handlers<typeof citizenApi>, Extract<keyof typeof citizenApi, `${string} /v1/drafts${string}`>>;

/** A person keeps this many applications unfinished at once. */
const maxDrafts = 50;

export const draftHandlers = (deps: CaseDeps): Drafts => ({
  'POST /v1/drafts': async (call) => ({ body: draftViewOf(await startOnce(deps, call), []) }),

  'GET /v1/drafts': async ({ caller, query }) => {
    const { items, ...rest } = await deps.lists.drafts(caller.id, query);
    return { body: { items: items.map(draftSummaryOf), ...rest } };
  },

  'GET /v1/drafts/{caseId}': async ({ caller, params, now }) => {
    const [whole] = await Promise.all([deps.cases.get(params.caseId), deps.catalogue.fresh()]);
    const { head, materials } = whole;
    mustBeDraftOf(caller.id, head);
    const to = await newerThan(deps, head, now);
    const outdated =
      to && viewOfMigration(to, migrationOf(head.answers, materials, { from: pinnedItem(deps, head), to }, dayOf(now)));
    return { body: draftViewOf(head, materials, outdated), headers: { etag: `"${head.version}"` } };
  },

  'POST /v1/drafts/{caseId}/migrate': async ({ caller, params, now }) =>
    withRetries(async () => {
      const [{ head, materials }] = await Promise.all([deps.cases.get(params.caseId), deps.catalogue.fresh()]);
      mustBeDraftOf(caller.id, head);
      const from = pinnedItem(deps, head);
      const to = (await newerThan(deps, head, now)) ?? from;
      const migration = migrationOf(head.answers, materials, { from, to }, dayOf(now));
      const outcome = migrate(head, migration, { item: to, actor: asApplicant(caller), now });
      if (to !== from) await deps.cases.commit({ ...outcome, expected: head.version, now });
      const shown = to === from ? head : outcome.head;
      return {
        body: { ...draftViewOf(shown, materials), migrated: viewOfMigration(to, migration) },
        headers: { etag: `"${shown.version}"` },
      };
    }),

  'PUT /v1/drafts/{caseId}': async ({ caller, params, body, ifMatch, now }) => {
    const { head } = await deps.cases.loadHead(params.caseId);
    mustBeDraftOf(caller.id, head);
    if (head.version !== ifMatch) throw new Problem('stale-version');
    const outcome = saveDraft(head, body.answers, { item: pinnedItem(deps, head), actor: asApplicant(caller), now });
    if (outcome instanceof Problem) throw outcome;
    await onlyOnce(() => deps.cases.commit({ ...outcome, expected: head.version, now }), 'stale-version');
    return { body: draftSummaryOf(outcome.head), headers: { etag: `"${outcome.head.version}"` } };
  },

  'DELETE /v1/drafts/{caseId}': async ({ caller, params }) => {
    const whole = await deps.cases.get(params.caseId);
    mustBeDraftOf(caller.id, whole.head);
    await onlyOnce(() => deps.cases.removeDraft(whole), 'wrong-state');
    return {};
  },

  'POST /v1/drafts/{caseId}/submit': async ({ caller, params, idempotency, now }) => {
    let tries = 0;
    const decide = ({ head, materials }: Loaded): Decided => {
      if ((deps.catalogue.current(head.itemCode, dayOf(now)) ?? 0) > head.itemVersion)
        return { outcome: new Problem('draft-outdated') };
      const item = pinnedItem(deps, head);
      const caseNumber = caseNumberOf(
        item.implementingCode,
        dayOf(now),
        serialAt(now, tries === 0 ? 0 : Math.random()),
      );
      tries += 1;
      const outcome = submit(
        head,
        { materials: [...materials], caseNumber },
        { item, actor: asApplicant(caller), now },
      );
      if (outcome instanceof Problem) return { outcome };
      const attached = new Set(Object.values(outcome.head.materials).flat());
      const clean = materials.filter((file) => attached.has(file.materialId)).map(deps.materials.cleanItem);
      return { outcome, with: [deps.cases.caseNumberItem(caseNumber, head.caseId, now), ...clean] };
    };
    const mine = theirs(caller);
    const beside = () => deps.catalogue.fresh();
    const command = { caseId: params.caseId, idempotency, now, reads: 'whole', beside, mine, decide } as const;
    return { body: await runCommand(deps.cases, command) };
  },
});

/** The same call again answers the draft it made first. */
async function startOnce(deps: CaseDeps, call: Call<(typeof citizenApi)['POST /v1/drafts']>): Promise<CaseHead> {
  const { caller, body, idempotency, now } = call;
  return withRetries(async () => {
    const [replay, mine, item] = await Promise.all([
      deps.cases.replay(idempotency),
      deps.lists.drafts(caller.id, { limit: maxDrafts }),
      deps.catalogue.find(body.itemCode, dayOf(now)),
    ]);
    if (replay !== undefined) return (await deps.cases.loadHead(startedDraft.parse(replay).caseId)).head;
    if (item === undefined) throw new Problem('item-not-found');
    if (mine.items.length >= maxDrafts) throw new Problem('too-many-drafts');
    const { id, name, kind } = caller;
    const head = startDraft({ caseId: deps.newId(), item, applicant: { id, name, kind }, now });
    if (head instanceof Problem) throw head;
    const answer = idempotency && { call: idempotency, answer: { caseId: head.caseId } };
    await deps.cases.commit({ head, events: [], expected: 0, idempotency: answer, now });
    return head;
  });
}

/** The version of its item that a draft would have to be filed under by now, when that is another. */
async function newerThan(
  { catalogue }: CaseDeps,
  { itemCode, itemVersion }: CaseHead,
  now: Instant,
): Promise<Item | undefined> {
  const current = catalogue.current(itemCode, dayOf(now)) ?? 0;
  return current > itemVersion ? catalogue.ready({ itemCode, itemVersion: current }) : undefined;
}

const viewOfMigration = ({ version }: Item, { again, gone }: Migration) => ({
  version,
  again: [...again],
  gone: [...gone],
});

const startedDraft = z.object({ caseId: z.string() });

function mustBeDraftOf(callerId: string, head: CaseHead): void {
  if (head.applicant.id !== callerId) throw new Problem('not-found');
  if (head.state !== 'draft') throw new Problem('wrong-state');
}

/** No second try: a collision here means that somebody else was first. */
async function onlyOnce(write: () => Promise<void>, refusal: 'stale-version' | 'wrong-state'): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof CommitRefused) throw new Problem(error.throttled ? 'too-busy' : refusal);
    throw error;
  }
}
