/**
 * Jobs of outside back offices (后台系统), as rows of the cases table: one for each arrival of a case whose agency has one.
 *
 * | what | key |
 * |---|---|
 * | a job | `CASE#<id>` · `JOB#<seq>`, seq of the event that made it |
 * | jobs of an agency, by when they may be taken (`jobs`) | `AGENCY#<code>` · `<availableAt>#<jobId>` |
 *
 * A lease is a conditional update, so of many workers one gets a job. Its token is the proof: whoever takes the job after
 * the lease has ended gets another one, and the first worker's reports are then refused. A job that is leased stays in
 * the index at the end of its lease, which is how a job of a worker that died comes back. Done and failed jobs leave it.
 */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { secondsAfter } from '../base/time.ts';
import { transact } from '../base/transact.ts';
import { creditCode, type Instant, instant } from '../base/words.ts';
import { casePartition } from './case-rows.ts';
import { job as jobSummary, jobView } from './views.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What stands in a job from its making. */
const jobFacts = jobSummary.omit({ attempts: true }).extend({ agency: creditCode });
export type JobFacts = z.infer<typeof jobFacts>;

const jobRow = z.object({
  job: jobFacts,
  state: jobView.shape.state,
  /** Times it was leased. */
  attempts: z.int(),
  /** From when it may be leased: when it was made, the end of its lease, or the end of the pause after a failure. */
  availableAt: instant,
  leaseToken: z.string().optional(),
});
type JobRow = z.infer<typeof jobRow>;
export type Job = JobFacts & Omit<JobRow, 'job'>;
export type JobLease = Job & { readonly leaseToken: string };

/** A job that was leased this often without success is given up. */
export const maxAttempts = 5;

/** Of a job's five leases, the last has been used up: reported as failed, or run out. */
export const isExhausted = ({ attempts }: Pick<Job, 'attempts'>): boolean => attempts >= maxAttempts;

export const caseOfJob = (jobId: string): string => jobId.split('-')[0] ?? '';

export type JobStore = ReturnType<typeof createJobStore>;

export interface LeaseRequest {
  readonly agency: string;
  readonly max: number;
  readonly seconds: number;
  readonly now: Instant;
  readonly newToken: () => string;
}

export interface Leases {
  readonly leased: readonly JobLease[];
  /** Jobs whose fifth lease ran out without a word: to be given up. */
  readonly exhausted: readonly Job[];
}

export function createJobStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** One round trip. @throws Problem `not-found` */
    async get(jobId: string): Promise<Job> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: jobKey(jobId), ConsistentRead: true }),
      );
      if (Item === undefined) throw new Problem('not-found');
      return jobOf(Item);
    },

    /** Leases jobs that may be taken now, oldest first. Two round trips, more only where others take jobs at the same moment. */
    async lease(request: LeaseRequest): Promise<Leases> {
      const candidates = await available(request);
      const leased: JobLease[] = [];
      const exhausted: Job[] = [];
      while (leased.length < request.max && candidates.length > 0) {
        const next = candidates.splice(0, request.max - leased.length);
        const taken = await Promise.all(next.map((jobId) => take(jobId, request)));
        leased.push(...taken.flatMap((one) => one.leased ?? []));
        exhausted.push(...taken.flatMap((one) => one.exhausted ?? []));
      }
      return { leased, exhausted };
    },

    /** The write that makes a job, ready at once; made once however often its event comes. */
    createItem: (facts: JobFacts): TransactItem => ({
      Put: {
        TableName: table,
        Item: {
          ...jobKey(facts.jobId),
          ...listKey(facts, facts.createdAt),
          job: facts,
          state: 'ready',
          attempts: 0,
          availableAt: facts.createdAt,
        },
        ConditionExpression: 'attribute_not_exists(PK)',
      },
    }),

    /** The write that ends a job, while the lease is still this one. */
    endItem: (job: Job, state: 'done' | 'failed'): TransactItem => ({
      Update: {
        TableName: table,
        Key: jobKey(job.jobId),
        UpdateExpression: 'SET #state = :state REMOVE GSI4PK, GSI4SK, leaseToken',
        ...held(job, { ':state': state }),
      },
    }),

    /**
     * Gives a job back, to be leased again from an instant on.
     * @param more further writes of the same transaction. @throws CommitRefused when the lease is not this one any more
     */
    giveBack: (job: Job, availableAt: Instant, more: readonly TransactItem[]): Promise<void> =>
      transact(client, [
        {
          Update: {
            TableName: table,
            Key: jobKey(job.jobId),
            UpdateExpression: 'SET #state = :state, availableAt = :at, GSI4SK = :list REMOVE leaseToken',
            ...held(job, { ':state': 'ready', ':at': availableAt, ':list': listKey(job, availableAt).GSI4SK }),
          },
        },
        ...more,
      ]),
  };

  /** Ids of jobs that may be taken, by the index; it may lag a moment, so each is tried under a condition. */
  async function available({ agency, max, now }: LeaseRequest): Promise<string[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'jobs',
        // Of what is available at this very instant, every id is included: `~` sorts after all of them.
        KeyConditionExpression: 'GSI4PK = :agency AND GSI4SK <= :now',
        ExpressionAttributeValues: { ':agency': `AGENCY#${agency}`, ':now': `${now}#~` },
        Limit: max + 20,
      }),
    );
    return Items.map((row) => jobIdIn(indexRow.parse(row).GSI4SK));
  }

  async function take(jobId: string, { seconds, now, newToken }: LeaseRequest) {
    const until = secondsAfter(now, seconds);
    const leaseToken = newToken();
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: jobKey(jobId),
          UpdateExpression:
            'SET #state = :leased, leaseToken = :token, availableAt = :until, GSI4SK = :list ADD attempts :one',
          ConditionExpression: '#state IN (:ready, :leased) AND availableAt <= :now AND attempts < :max',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':leased': 'leased',
            ':ready': 'ready',
            ':token': leaseToken,
            ':until': until,
            ':list': `${until}#${jobId}`,
            ':now': now,
            ':one': 1,
            ':max': maxAttempts,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return { leased: { ...jobOf(Attributes), leaseToken } };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return passedOver(jobId, now);
    }
  }

  /** Somebody else was quicker, or the job has no lease left. */
  async function passedOver(jobId: string, now: Instant): Promise<{ leased?: JobLease; exhausted?: Job }> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: jobKey(jobId), ConsistentRead: true }));
    if (Item === undefined) return {};
    const job = jobOf(Item);
    const over = job.state === 'leased' && job.availableAt <= now && isExhausted(job);
    return over ? { exhausted: job } : {};
  }
}

function jobKey(jobId: string) {
  const [caseId = '', seq = ''] = jobId.split('-');
  return { PK: casePartition(caseId), SK: `JOB#${seq.padStart(6, '0')}` };
}

const listKey = ({ agency, jobId }: JobFacts, availableAt: Instant) => ({
  GSI4PK: `AGENCY#${agency}`,
  GSI4SK: `${availableAt}#${jobId}`,
});

const indexRow = z.object({ GSI4SK: z.string() });
const jobIdIn = (listed: string): string => listed.slice(listed.indexOf('#') + 1);

function jobOf(row: unknown): Job {
  const { job, ...rest } = jobRow.parse(row);
  return { ...job, ...rest };
}

/** Holds while nobody else has leased the job and nobody has ended it. */
function held(job: Job, values: Record<string, unknown>) {
  return {
    ConditionExpression: '#state = :held AND leaseToken = :token',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ...values, ':held': 'leased', ':token': job.leaseToken },
  };
}
