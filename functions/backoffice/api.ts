/** What an agency's own back office (后台系统) may do with the hall's jobs. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { instant, jobId } from '../../shared/base/words.ts';
import { completeJobBody, failJobBody, leaseBody } from '../../shared/cases/commands.ts';
import { commandResult, jobView, leasedJob } from '../../shared/cases/views.ts';

const ofJob = z.strictObject({ jobId });

/** Where a job stands after a failure was reported. */
export const failedJob = z.strictObject({
  jobId,
  state: z.enum(['ready', 'failed']),
  attempts: z.int(),
  /** When it may be leased again; absent once it has failed for good. */
  availableAt: instant.optional(),
});

export const backofficeApi = {
  'POST /v1/agency/jobs/lease': {
    summary: "Take jobs of one's agency for a while; an empty list when none is ready",
    body: leaseBody,
    status: 200,
    answer: z.strictObject({ items: z.array(leasedJob) }),
    problems: [],
  },
  'GET /v1/agency/jobs/{jobId}': {
    summary: 'A job with what the applicant filed and links to the files',
    params: ofJob,
    status: 200,
    answer: jobView,
    problems: ['not-found'],
  },
  'POST /v1/agency/jobs/{jobId}/complete': {
    summary: 'Report a leased job as done; the result goes on the case’s record',
    params: ofJob,
    body: completeJobBody,
    status: 200,
    answer: commandResult,
    problems: ['not-found', 'lease-lost', 'wrong-state', 'conflict'],
  },
  'POST /v1/agency/jobs/{jobId}/fail': {
    summary: 'Give a leased job back; it comes again later, five times in all',
    params: ofJob,
    body: failJobBody,
    status: 200,
    answer: failedJob,
    problems: ['not-found', 'lease-lost', 'conflict'],
  },
} as const satisfies Api<'backoffice'>;
