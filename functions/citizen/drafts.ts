/** Drafts: start, save, move to a newer version of their item, list, delete, submit. */

import * as z from 'zod';
import type { Call, Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { CommitRefused, withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import { saveDraft, startDraft, submit } from '../../shared/cases/applying.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import { caseNumberOf, serialAt } from '../../shared/cases/case-number.ts';
import type { Loaded } from '../../shared/cases/case-store.ts';
import { covers } from '../../shared/cases/consent.ts';
import { type Migration, migrate, migrationOf } from '../../shared/cases/migrating.ts';
import { draftSummaryOf, draftViewOf } from '../../shared/cases/present.ts';
import { type Decided, runCommand, type Standing } from '../../shared/cases/run-command.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { citizenApi } from './api.ts';
import { standingIn, stillTheirs } from './applicant.ts';

type Drafts = Pick<Handlers<typeof citizenApi>, Extract<keyof typeof citizenApi, `${string} /v1/drafts${string}`>>;

/** A person keeps this many applications unfinished at once. */
export const maxDrafts = 50;

export const draftHandlers = (deps: CaseDeps): Drafts => ({
  'POST /v1/drafts': async (call) => ({ body: draftViewOf(await startOnce(deps, call), []) }),

  'GET /v1/drafts': async ({ caller, query, now }) => {
    const others = query.for === 'others';
    const { items, ...rest } = await deps.lists[others ? 'draftsForOthers' : 'drafts'](caller.id, query);
    const shown = others ? await stillTheirs(deps, caller, items, now) : items;
    return { body: { items: shown.map(draftSummaryOf), ...rest } };
  },

  'GET /v1/drafts/{caseId}': async ({ caller, params, now }) => {
    const [whole] = await Promise.all([deps.cases.get(params.caseId), deps.catalogue.fresh()]);
    const { head, materials } = whole;
    await standingInDraft(deps, caller, head, now);
    const to = await newerThan(deps, head, now);
    const outdated =
      to && viewOfMigration(to, migrationOf(head.answers, materials, { from: pinnedItem(deps, head), to }, dayOf(now)));
    return { body: draftViewOf(head, materials, outdated), headers: { etag: `"${head.version}"` } };
  },

  'POST /v1/drafts/{caseId}/migrate': async ({ caller, params, now }) =>
    withRetries(async () => {
      const [{ head, materials }] = await Promise.all([deps.cases.get(params.caseId), deps.catalogue.fresh()]);
      const { actor, guards } = await standingInDraft(deps, caller, head, now);
      const from = pinnedItem(deps, head);
      const to = (await newerThan(deps, head, now)) ?? from;
      const migration = migrationOf(head.answers, materials, { from, to }, dayOf(now));
      const outcome = migrate(head, migration, { item: to, actor, now });
      if (to !== from) await deps.cases.commit({ ...outcome, expected: head.version, with: guards, now });
      const shown = to === from ? head : outcome.head;
      return {
        body: { ...draftViewOf(shown, materials), migrated: viewOfMigration(to, migration) },
        headers: { etag: `"${shown.version}"` },
      };
    }),

  'PUT /v1/drafts/{caseId}': async ({ caller, params, body, ifMatch, now }) => {
    const { head } = await deps.cases.loadHead(params.caseId);
    const { actor, guards } = await standingInDraft(deps, caller, head, now);
    mustStandAlone(head);
    if (head.version !== ifMatch) throw new Problem('stale-version');
    const outcome = saveDraft(head, body.answers, { item: pinnedItem(deps, head), actor, now });
    if (outcome instanceof Problem) throw outcome;
    const commit = { ...outcome, expected: head.version, with: guards, now };
    await onlyOnce(() => deps.cases.commit(commit), 'stale-version');
    return { body: draftSummaryOf(outcome.head), headers: { etag: `"${outcome.head.version}"` } };
  },

  'DELETE /v1/drafts/{caseId}': async ({ caller, params, now }) => {
    const whole = await deps.cases.get(params.caseId);
    const { guards } = await standingInDraft(deps, caller, whole.head, now);
    mustStandAlone(whole.head);
    await onlyOnce(() => deps.cases.removeDraft(whole, guards), 'wrong-state');
    return {};
  },

  'POST /v1/drafts/{caseId}/submit': async ({ caller, params, idempotency, now }) => {
    let tries = 0;
    const decide = ({ head, materials }: Loaded, standing: Standing | undefined): Decided => {
      if (standing === undefined) throw new Error('nobody submits');
      if (head.package !== undefined) return { outcome: new Problem('in-package') };
      if ((deps.catalogue.current(head.itemCode, dayOf(now)) ?? 0) > head.itemVersion)
        return { outcome: new Problem('draft-outdated') };
      const item = pinnedItem(deps, head);
      const caseNumber = caseNumberOf(
        item.implementingCode,
        dayOf(now),
        serialAt(now, tries === 0 ? 0 : Math.random()),
      );
      tries += 1;
      const outcome = submit(head, { materials: [...materials], caseNumber }, { item, actor: standing.actor, now });
      if (outcome instanceof Problem) return { outcome };
      const attached = new Set(Object.values(outcome.head.materials).flat());
      const clean = materials.filter((file) => attached.has(file.materialId)).map(deps.materials.cleanItem);
      return { outcome, with: [deps.cases.caseNumberItem(caseNumber, head.caseId, now), ...clean] };
    };
    const mine = (head: CaseHead) => standingIn(deps, caller, head, now);
    const beside = () => deps.catalogue.fresh();
    const command = { caseId: params.caseId, idempotency, now, reads: 'whole', beside, mine, decide } as const;
    return { body: await runCommand(deps.cases, command) };
  },
});

/** The same call again answers the draft it made first. */
async function startOnce(deps: CaseDeps, call: Call<(typeof citizenApi)['POST /v1/drafts']>): Promise<CaseHead> {
  const { body, idempotency, now } = call;
  return withRetries(async () => {
    const { guards, ...whose } = await applicantFor(deps, call);
    const [replay, mine, item] = await Promise.all([
      deps.cases.replay(idempotency),
      deps.lists.drafts(whose.applicant.id, { limit: maxDrafts }),
      deps.catalogue.find(body.itemCode, dayOf(now)),
    ]);
    if (replay !== undefined) return (await deps.cases.loadHead(startedDraft.parse(replay).caseId)).head;
    if (item === undefined) throw new Problem('item-not-found');
    if (mine.items.length >= maxDrafts) throw new Problem('too-many-drafts');
    const head = startDraft({ caseId: deps.newId(), item, ...whose, now });
    if (head instanceof Problem) throw head;
    const answer = idempotency && { call: idempotency, answer: { caseId: head.caseId } };
    await deps.cases.commit({ head, events: [], expected: 0, idempotency: answer, with: guards, now });
    return head;
  });
}

/** The version of its item that a draft would have to be filed under by now, when that is another. */
export async function newerThan(
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

/** What was begun with others is filled in and filed with them. @throws Problem `in-package` */
function mustStandAlone(head: CaseHead): void {
  if (head.package !== undefined) throw new Problem('in-package');
}

async function standingInDraft(deps: CaseDeps, caller: Person, head: CaseHead, now: Instant): Promise<Standing> {
  const standing = await standingIn(deps, caller, head, now);
  if (head.state !== 'draft') throw new Problem('wrong-state');
  return standing;
}

/** For whom a draft is begun: oneself, or the principal of a consent that covers its item. @throws Problem `not-consented` */
async function applicantFor(deps: CaseDeps, { caller, body, now }: Call<(typeof citizenApi)['POST /v1/drafts']>) {
  const { id, name, kind } = caller;
  if (body.consentId === undefined) return { applicant: { id, name, kind }, guards: [] };
  const received = await deps.consents.receivedBy(id);
  const consent = received.find(({ consentId }) => consentId === body.consentId);
  const today = dayOf(now);
  if (consent === undefined || !covers(consent, body.itemCode, today)) throw new Problem('not-consented');
  const guards = [deps.consents.standsItem(consent, body.itemCode, today)];
  return { applicant: consent.principal, agent: { id, name }, guards };
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
