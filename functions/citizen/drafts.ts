/** Drafts: start, save, list, delete, submit. */

import * as z from 'zod';
import type { Call, Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { CommitRefused, withRetries } from '../../shared/base/transact.ts';
import { saveDraft, startDraft, submit } from '../../shared/cases/applying.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import { caseNumberOf, serialAt } from '../../shared/cases/case-number.ts';
import type { Loaded } from '../../shared/cases/case-store.ts';
import { draftSummaryOf, draftViewOf } from '../../shared/cases/present.ts';
import { type Decided, runCommand } from '../../shared/cases/run-command.ts';
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

  'GET /v1/drafts/{caseId}': async ({ caller, params }) => {
    const { head, materials } = await deps.cases.get(params.caseId);
    mustBeDraftOf(caller.id, head);
    return { body: draftViewOf(head, materials), headers: { etag: `"${head.version}"` } };
  },

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
      return { outcome, with: [deps.cases.caseNumberItem(caseNumber, head.caseId), ...clean] };
    };
    const command = { caseId: params.caseId, idempotency, now, reads: 'whole', mine: theirs(caller), decide } as const;
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
