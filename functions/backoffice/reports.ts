/**
 * What a back office reports on a job it has leased. Two round trips: job, case and repeated call are read side by side, then
 * one transaction ends the job and writes the case's record. The lease is a condition of that write.
 */
import type * as z from 'zod';
import type { Idempotency } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { secondsAfter } from '../../shared/base/time.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import type { TransactItem } from '../../shared/cases/case-store.ts';
import type { completeJobBody, failJobBody } from '../../shared/cases/commands.ts';
import { caseOfJob, isExhausted, type Job } from '../../shared/cases/job-store.ts';
import type { Outcome } from '../../shared/cases/outcome.ts';
import { commandResultOf } from '../../shared/cases/present.ts';
import { backofficeCompleted, backofficeFailed } from '../../shared/cases/system.ts';
import { type CommandResult, commandResult } from '../../shared/cases/views.ts';
import { pinnedItem } from '../case-deps.ts';
import { failedJob } from './api.ts';
import { asBackoffice, type BackofficeDeps, mustBeTheirs } from './deps.ts';

type FailedJob = z.output<typeof failedJob>;

interface Report<B> {
  readonly caller: Person;
  readonly params: { readonly jobId: string };
  readonly body: B;
  readonly idempotency: Idempotency | undefined;
  readonly now: Instant;
}

/** @throws Problem `not-found`, `lease-lost`, what the rule refuses, `conflict` */
export function complete(deps: BackofficeDeps, call: Report<z.output<typeof completeJobBody>>): Promise<CommandResult> {
  return withRetries(async () => {
    const { job, head, replay } = await leasedJob(deps, call);
    if (replay !== undefined) return commandResult.parse(replay);
    const { leaseToken: _, ...result } = call.body;
    const outcome = done(backofficeCompleted(head, { ...result, jobId: job.jobId }, contextOf(deps, head, call)));
    const answer = commandResultOf(outcome.head, call.now);
    await deps.cases.commit({
      ...outcome,
      expected: head.version,
      idempotency: call.idempotency && { call: call.idempotency, answer },
      with: [deps.jobs.endItem(job, 'done')],
      now: call.now,
    });
    return answer;
  });
}

/** A failure costs one lease of five; the fifth goes on the case's record. @throws Problem `not-found`, `lease-lost`, `conflict` */
export function fail(deps: BackofficeDeps, call: Report<z.output<typeof failJobBody>>): Promise<FailedJob> {
  return withRetries(async () => {
    const { job, head, replay } = await leasedJob(deps, call);
    if (replay !== undefined) return failedJob.parse(replay);
    const { jobId, attempts } = job;
    if (!isExhausted(job)) {
      const availableAt = secondsAfter(call.now, pauseSeconds(attempts));
      const answer: FailedJob = { jobId, state: 'ready', attempts, availableAt };
      await deps.jobs.giveBack(job, availableAt, answerItems(deps, call, answer));
      return answer;
    }
    const answer: FailedJob = { jobId, state: 'failed', attempts };
    await recordFailure(deps, { job, head, reason: call.body.reason, ...call, more: answerItems(deps, call, answer) });
    return answer;
  });
}

/** Ends a job whose fifth lease ran out without a word, on behalf of whoever found it so. Somebody else may have. */
export function giveUp(deps: BackofficeDeps, job: Job, caller: Person, now: Instant): Promise<void> {
  return withRetries(async () => {
    const [fresh, { head }] = await Promise.all([deps.jobs.get(job.jobId), deps.cases.loadHead(job.caseId)]);
    if (fresh.leaseToken !== job.leaseToken) return;
    const reason = '任务多次领取后都没有回报结果。';
    await recordFailure(deps, { job, head, reason, caller, now, more: [] });
  });
}

/** One minute after the first failure, then two, four, eight. */
const pauseSeconds = (attempts: number): number => 60 * 2 ** (attempts - 1);

/** The job under the caller's lease, and its case. A repeated call is answered again although the lease is long over. */
async function leasedJob(deps: BackofficeDeps, call: Report<{ leaseToken: string }>) {
  const { jobId } = call.params;
  const [job, { head, replay }] = await Promise.all([
    deps.jobs.get(jobId),
    deps.cases.loadHead(caseOfJob(jobId), call.idempotency),
  ]);
  mustBeTheirs(call.caller, job);
  if (replay === undefined && job.leaseToken !== call.body.leaseToken) throw new Problem('lease-lost');
  return { job, head, replay };
}

interface Failure {
  readonly job: Job;
  readonly head: CaseHead;
  readonly reason: string;
  readonly caller: Person;
  readonly now: Instant;
  readonly more: readonly TransactItem[];
}

async function recordFailure(deps: BackofficeDeps, { job, head, reason, more, ...by }: Failure): Promise<void> {
  const outcome = done(backofficeFailed(head, { jobId: job.jobId, reason }, contextOf(deps, head, by)));
  await deps.cases.commit({
    ...outcome,
    expected: head.version,
    with: [deps.jobs.endItem(job, 'failed'), ...more],
    now: by.now,
  });
}

const contextOf = (deps: BackofficeDeps, head: CaseHead, { caller, now }: { caller: Person; now: Instant }) => ({
  item: pinnedItem(deps, head),
  actor: asBackoffice(caller),
  now,
});

const answerItems = (deps: BackofficeDeps, { idempotency, now }: Report<unknown>, answer: unknown): TransactItem[] =>
  idempotency === undefined ? [] : [deps.cases.answerItem({ call: idempotency, answer }, now)];

function done(outcome: Outcome | Problem): Outcome {
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}
