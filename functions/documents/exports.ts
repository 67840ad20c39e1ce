/**
 * Writes an export: reads cases in the order they were filed, and stores them in parts of 8 MB as they come, so that memory holds one
 * part however many cases there are. After each part it is written down how far it is; when the time of a run is over the rest
 * is asked for by the outbox. A run that breaks off, or comes twice, goes on from the last part that was written down.
 */

import type { ExportMessage } from '../../events/export-message.ts';
import { log } from '../../shared/base/log.ts';
import { dayOf, secondsAfter, startOf } from '../../shared/base/time.ts';
import { CommitRefused } from '../../shared/base/transact.ts';
import { nextDay } from '../../shared/cases/calendar.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import { type ExportJob, exportKey, headLine, isWanted, lineOf, partBytes } from '../../shared/cases/export.ts';
import { pinnedItem } from '../case-deps.ts';
import type { ExportDeps } from './export-deps.ts';
import { nationalLines, nationalOpening } from './national-export.ts';

const defaultRunMs = 35_000;
const defaultPageSize = 500;

export async function writeExport(deps: ExportDeps, message: ExportMessage): Promise<void> {
  const found = await deps.exports.get(message.exportId);
  // A message that comes again, after its run has ended or gone on.
  if (found.state === 'done' || found.state === 'failed' || found.step !== message.step) return;
  const ends = performance.now() + (deps.exportRunMs ?? defaultRunMs);
  try {
    const job = await save(deps, { ...found, state: 'running' }, found.version, false);
    await goOn(deps, job, () => performance.now() < ends);
  } catch (error) {
    if (!(error instanceof CommitRefused)) throw error;
    // Another run of the same message has taken over.
    log('warn', 'EXPORT_TAKEN_OVER', { exportId: message.exportId });
  }
}

async function goOn(deps: ExportDeps, begun: ExportJob, inTime: () => boolean): Promise<void> {
  let job = begun;
  let text = job.upload === undefined ? await openingOf(deps, job) : '';
  let cases = 0;
  for await (const page of pagesOf(deps, job)) {
    text += page.text;
    cases += page.cases;
    if (Buffer.byteLength(text) < (deps.exportPartBytes ?? partBytes)) continue;
    job = await storePart(deps, job, { text, cases, place: page.place });
    [text, cases] = ['', 0];
    if (!inTime()) return void (await save(deps, { ...job, step: job.step + 1 }, job.version, true));
  }
  await finish(deps, job, text, cases);
}

const openingOf = (deps: ExportDeps, job: ExportJob): Promise<string> | string =>
  job.request.format === 'national' ? nationalOpening(deps, job) : headLine(job.request);

interface Piece {
  readonly text: string;
  readonly cases: number;
  readonly place: NonNullable<ExportJob['place']>;
}

async function storePart(deps: ExportDeps, job: ExportJob, { text, cases, place }: Piece): Promise<ExportJob> {
  const key = exportKey(job);
  const body = Buffer.from(text);
  const upload = job.upload ?? { uploadId: await deps.exportFiles.begin(key, job.request.format), parts: [] };
  const number = upload.parts.length + 1;
  const etag = await deps.exportFiles.part(key, upload.uploadId, number, body);
  const told = { cases: job.cases + cases, bytes: job.bytes + body.length, place };
  const parts = [...upload.parts, { number, etag }];
  return save(deps, { ...job, ...told, upload: { ...upload, parts } }, job.version, false);
}

/** The last part may be small; a file of one part is simply put. */
async function finish(deps: ExportDeps, job: ExportJob, text: string, cases: number): Promise<void> {
  const key = exportKey(job);
  const body = Buffer.from(text);
  if (job.upload === undefined) await deps.exportFiles.put(key, job.request.format, body);
  else {
    const { uploadId, parts } = job.upload;
    const number = parts.length + 1;
    const last = body.length === 0 ? [] : [{ number, etag: await deps.exportFiles.part(key, uploadId, number, body) }];
    await deps.exportFiles.complete(key, uploadId, [...parts, ...last]);
  }
  const doneAt = deps.clock();
  const done = { ...job, state: 'done' as const, doneAt, cases: job.cases + cases, bytes: job.bytes + body.length };
  await save(deps, done, job.version, false);
  log('info', 'EXPORT_DONE', { exportId: job.exportId, agency: job.agency, count: done.cases });
}

async function save(deps: ExportDeps, job: ExportJob, expected: number, due: boolean): Promise<ExportJob> {
  const next = { ...job, version: expected + 1, updatedAt: deps.clock() };
  await deps.exports.put(next, expected, due);
  return next;
}

/** From where the export stands to its end, a page of cases at a time: a line for every case that is wanted. */
async function* pagesOf(deps: ExportDeps, job: ExportJob): AsyncGenerator<Piece> {
  const { agency, request, createdAt } = job;
  const from = startOf(request.from);
  const end = startOf(nextDay(request.to));
  // What is filed while it is written belongs to a later export.
  const [until = createdAt] = [end, createdAt].sort();
  const today = dayOf(createdAt);
  for (const month of monthsOf(request.from, dayOf(until))) {
    if (job.place !== undefined && month < job.place.month) continue;
    let after = job.place?.month === month ? job.place.after : undefined;
    for (let isEnd = false; !isEnd; ) {
      const page = await deps.exports.filed(
        { agency, month, from, until, after },
        deps.exportPageSize ?? defaultPageSize,
      );
      const heads = await deps.cases.heads(page.caseIds);
      const wanted = page.caseIds.flatMap((id): CaseHead[] => {
        const head = heads.get(id);
        return head !== undefined && head.agency === agency && isWanted(request, head) ? [head] : [];
      });
      await noteSeen(deps, job, wanted);
      const lines =
        request.format === 'national'
          ? await nationalLines(deps, job, wanted)
          : wanted.map((head) => lineOf(request, head, pinnedItem(deps, head), today));
      after = page.last ?? after;
      const place = { month, ...(after === undefined ? {} : { after }) };
      yield { text: lines.join(''), cases: lines.length, place };
      isEnd = page.isEnd;
    }
  }
}

/** Whoever asks who looked at a case finds the export beside the officers. Run again, it is the same note. */
async function noteSeen({ access }: ExportDeps, { exportId, by, createdAt }: ExportJob, heads: readonly CaseHead[]) {
  const note = { at: createdAt, who: by, what: 'export' as const, id: exportId };
  await access.noteAll(heads.map(({ caseId }) => ({ caseId, access: note, place: `${createdAt}#${exportId}` })));
}

function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  for (let at = from.slice(0, 7); at <= to.slice(0, 7); at = nextMonth(at)) months.push(at);
  return months;
}

const nextMonth = (month: string): string => secondsAfter(`${month}-28T00:00:00.000Z`, 4 * 86_400).slice(0, 7);
