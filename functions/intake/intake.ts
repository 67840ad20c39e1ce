/**
 * Puts an arrived or corrected case into its agency's inbox with what the automatic checks found and, where the agency
 * takes its cases over by its own back office, makes the job for it: one transaction, once in effect.
 */
import type { CaseEventMessage } from '../../events/case-event.ts';
import { caseEventMessage } from '../../events/case-event.ts';
import { consume, PermanentError } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { CaseHead, Material } from '../../shared/cases/case.ts';
import type { CaseStore, TransactItem } from '../../shared/cases/case-store.ts';
import type { JobFacts, JobStore } from '../../shared/cases/job-store.ts';
import { needsRouting } from '../../shared/cases/permits.ts';
import { hall, route } from '../../shared/cases/system.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import { runChecks } from '../../shared/catalogue/checks.ts';
import { pinnedItem } from '../case-deps.ts';

export interface IntakeDeps {
  readonly cases: CaseStore;
  readonly jobs: JobStore;
  readonly catalogue: Catalogue;
  readonly clock: () => Instant;
}

export const makeHandler = (deps: IntakeDeps) => consume(caseEventMessage, (message) => takeIn(deps, message));

async function takeIn(deps: IntakeDeps, message: CaseEventMessage): Promise<void> {
  const type = arrivals[message.type];
  if (type === undefined) throw new PermanentError('not an arrival of a case');
  const routed = await withRetries(() => routeOnce(deps, message, type));
  const { caseId, eventId } = message;
  log('info', routed ? 'CASE_ROUTED' : 'CASE_ROUTED_BEFORE', { caseId, eventId });
}

const arrivals: { readonly [T in CaseEventMessage['type']]?: JobFacts['type'] } = {
  submitted: 'case-submitted',
  corrected: 'case-corrected',
};

/**
 * @returns false when there is nothing left to do: routed by an earlier delivery, decided automatically, or withdrawn
 * @throws CommitRefused when the case changed meanwhile, or another delivery of the same message was quicker
 */
async function routeOnce(deps: IntakeDeps, message: CaseEventMessage, type: JobFacts['type']): Promise<boolean> {
  const { head, materials } = await deps.cases.get(message.caseId);
  if (!needsRouting(head)) return false;
  const now = deps.clock();
  const item = pinnedItem(deps, head);
  const checks = runChecks(item, head.answers, allClean(head, materials), dayOf(head.submittedAt ?? now));
  const outcome = route(head, checks, { item, actor: hall, now });
  if (outcome instanceof Problem) throw outcome;
  await deps.cases.commit({
    ...outcome,
    expected: head.version,
    with: [deps.cases.doneItem('intake', message, now), ...jobItems(deps, message, head, type, now)],
    now,
  });
  return true;
}

function allClean(head: CaseHead, materials: readonly Material[]): boolean {
  const clean = new Set(materials.filter(({ state }) => state === 'clean').map(({ materialId }) => materialId));
  return Object.values(head.materials).every((ids) => ids.every((id) => clean.has(id)));
}

function jobItems(
  { jobs, catalogue }: IntakeDeps,
  { eventId }: CaseEventMessage,
  head: CaseHead,
  type: JobFacts['type'],
  createdAt: Instant,
): TransactItem[] {
  if (catalogue.agency(head.agency)?.backOffice !== true) return [];
  const { caseId, caseNumber, itemCode, itemVersion, agency } = head;
  if (caseNumber === undefined) throw new PermanentError('submitted case has no number');
  return [jobs.createItem({ jobId: eventId, type, caseId, caseNumber, itemCode, itemVersion, agency, createdAt })];
}
