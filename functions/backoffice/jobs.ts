/** Jobs of an agency's own back office: lease, look, complete, fail. */
import type { Handlers } from '../../shared/base/operation.ts';
import { backofficeRoutes } from '../../shared/base/routes/backoffice.ts';
import { serve } from '../../shared/base/serve.ts';
import { caseOfJob, type JobLease } from '../../shared/cases/job-store.ts';
import { maskAnswers } from '../../shared/cases/masking.ts';
import { materialViewOf } from '../../shared/cases/present.ts';
import { pinnedItem } from '../case-deps.ts';
import { backofficeApi } from './api.ts';
import { agencyOf, type BackofficeDeps, mustBeTheirs, told } from './deps.ts';
import { complete, fail, giveUp } from './reports.ts';

export const makeHandler = (deps: BackofficeDeps) =>
  serve(backofficeRoutes, backofficeApi, jobHandlers(deps), deps.clock);

const jobHandlers = (deps: BackofficeDeps): Handlers<typeof backofficeApi> => ({
  'POST /v1/agency/jobs/lease': async ({ caller, body, now }) => {
    const { newToken } = deps;
    const { leased, exhausted } = await deps.jobs.lease({ agency: agencyOf(caller), ...body, now, newToken });
    await Promise.all(exhausted.map((job) => giveUp(deps, job, caller, now)));
    return { body: { items: leased.map(leaseTold) } };
  },

  'GET /v1/agency/jobs/{jobId}': async ({ caller, params, now }) => {
    const { jobId } = params;
    const caseId = caseOfJob(jobId);
    const who = { id: caller.id, name: caller.name, roles: [...caller.roles] };
    const [job, { head, materials }] = await Promise.all([
      deps.jobs.get(jobId),
      deps.cases.get(caseId),
      // A machine's look is a look: whoever asks who saw a case finds it beside the officers'.
      deps.access.note(caseId, { at: now, who, what: 'job', id: jobId }),
    ]);
    mustBeTheirs(caller, job);
    const filed = new Set(Object.values(head.materials).flat());
    const shown = materials.filter(({ materialId, state }) => state === 'clean' && filed.has(materialId));
    const links = await Promise.all(
      shown.map(async (file) => ({ ...materialViewOf(file), ...(await deps.files.materialLink(file, now)) })),
    );
    const answers = maskAnswers(pinnedItem(deps, head).form, head.answers);
    return { body: { ...told(job), state: job.state, answers, materials: links } };
  },

  'POST /v1/agency/jobs/{jobId}/complete': async (call) => ({ body: await complete(deps, call) }),
  'POST /v1/agency/jobs/{jobId}/fail': async (call) => ({ body: await fail(deps, call) }),
});

const leaseTold = (job: JobLease) => ({ ...told(job), leaseToken: job.leaseToken, leaseUntil: job.availableAt });
