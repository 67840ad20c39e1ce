/** Exports as a desk asks for them: made by a worker, fetched by a link of five minutes, by whoever asked. */
import * as z from 'zod';
import type { Call, Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { type FieldProblem, Problem } from '../../shared/base/problems.ts';
import { secondsAfter } from '../../shared/base/time.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import { type ExportJob, type ExportView, exportKey, exportViewOf, fileNameOf } from '../../shared/cases/export.ts';
import type { CaseDeps } from '../case-deps.ts';
import type { officerApi } from './api.ts';

type Keys = Extract<keyof typeof officerApi, `${string} /v1/agency/exports${string}`>;

export const exportHandlers = (deps: CaseDeps): Pick<Handlers<typeof officerApi>, Keys> => ({
  'POST /v1/agency/exports': async (call) => ({ body: exportViewOf(await ask(deps, call)) }),

  'GET /v1/agency/exports': async ({ caller, query, now }) => {
    const { items, ...rest } = await deps.exports.listOf(agencyFor(caller, query.agency, 'query'), query);
    return { body: { items: items.map((one) => givenUp(one, now)), ...rest } };
  },

  'GET /v1/agency/exports/{exportId}': async ({ caller, params, now }) => {
    const job = await deps.exports.get(params.exportId);
    // Others of the agency see in the list that it was made; its contents are for whoever asked, and answers for it.
    if (job.by.id !== caller.id || !isOf(caller, job)) throw new Problem('not-found');
    if (job.state !== 'done') return { body: givenUp(exportViewOf(job), now) };
    const name = fileNameOf(job);
    const [link] = await Promise.all([
      deps.files.exportLink(exportKey(job), name, now),
      deps.access.note(`EXPORT ${job.exportId}`, {
        ...{ at: now, what: 'export', id: job.exportId },
        who: { id: caller.id, name: caller.name, roles: [...caller.roles] },
      }),
    ]);
    return { body: { ...exportViewOf(job), file: { name, ...link } } };
  },
});

/** Whoever has gone to another agency since has left the export behind. */
const isOf = (caller: Person, { agency }: Pick<ExportJob, 'agency'>): boolean =>
  caller.roles.includes('auditor') || caller.agency === agency;

/** A run that breaks off comes again for half an hour; silent for longer, it has been set aside, and an alarm told of it. */
const givenUp = (view: ExportView, now: Instant): ExportView =>
  view.state !== 'done' && secondsAfter(view.updatedAt, 45 * 60) < now ? { ...view, state: 'failed' } : view;

const begun = z.object({ exportId: z.string() });

/** The same call again answers the export it began first. */
function ask(deps: CaseDeps, call: Call<(typeof officerApi)['POST /v1/agency/exports']>): Promise<ExportJob> {
  const { caller, body, idempotency, now } = call;
  const agency = agencyFor(caller, body.agency, 'body');
  if (body.from > body.to || secondsAfter(`${body.from}T00:00:00.000Z`, longest) < `${body.to}T00:00:00.000Z`) {
    throw new Problem('invalid-fields', [badSpan]);
  }
  if (body.format === 'national' && !body.answers) throw new Problem('invalid-fields', [unmasked]);
  return withRetries(async () => {
    const replay = await deps.cases.replay(idempotency);
    if (replay !== undefined) return deps.exports.get(begun.parse(replay).exportId);
    const by = { id: caller.id, name: caller.name, roles: [...caller.roles] };
    const job: ExportJob = {
      ...{ exportId: deps.newId(), version: 1, agency, by, request: body, state: 'queued', step: 1 },
      ...{ createdAt: now, updatedAt: now, cases: 0, bytes: 0 },
    };
    const answer = idempotency && { call: idempotency, answer: { exportId: job.exportId } };
    await deps.exports.put(job, 0, true, answer === undefined ? [] : [deps.cases.answerItem(answer, now)]);
    return job;
  });
}

/** Ten years. */
const longest = 3660 * 86_400;

const badSpan: FieldProblem = {
  field: 'body.from',
  code: 'bad-span',
  message: {
    zh: '起止日期不对：开始不能晚于结束，最多十年。',
    en: 'The span is not right: it must not end before it begins, nor be longer than ten years.',
  },
};

/** What the lists cannot do without, whoever asks has to ask for in so many words: it is in the record of who saw what. */
const unmasked: FieldProblem = {
  field: 'body.answers',
  code: 'required',
  message: {
    zh: '国家标准数据项含完整的证件号码，请确认连同申请人填写的内容一起导出。',
    en: 'The national lists hold identity numbers whole: ask for what applicants wrote as well.',
  },
};

/** One's own agency's; an auditor, who has none, names it. @throws Problem `forbidden`, or that none was named */
function agencyFor(caller: Person, named: string | undefined, where: 'body' | 'query'): string {
  const agency = caller.roles.includes('auditor') ? (named ?? caller.agency) : caller.agency;
  if (agency === undefined) {
    const field = { field: `${where}.agency`, code: 'required', message: agencyMissing };
    throw new Problem(where === 'body' ? 'invalid-fields' : 'bad-request', [field]);
  }
  if (named !== undefined && named !== agency) throw new Problem('forbidden');
  return agency;
}

const agencyMissing = { zh: '请说明要哪个部门的。', en: 'Say of which agency.' };
