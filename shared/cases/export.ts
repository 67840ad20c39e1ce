/** Exports: an agency's cases of some days, as a file. Of any size, made by a worker piece by piece; fetched by a link of minutes. */
import * as z from 'zod';
import { csvLine } from '../base/csv.ts';
import { roles } from '../base/roles.ts';
import { caseId, creditCode, day, instant, itemCode } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import { type CaseHead, caseState } from './case.ts';
import { maskAnswers } from './masking.ts';
import { statusOf } from './sentences.ts';

/** `national`: the field lists of the national exchange, a line for each row of each list. */
export const exportFormats = ['csv', 'ndjson', 'national'] as const;

/** Which cases: filed on these days, in Asia/Shanghai. */
export const exportBody = z.strictObject({
  format: z.enum(exportFormats),
  from: day,
  to: day,
  itemCode: itemCode.optional(),
  /** In these states as the export reads them; all when not said. */
  states: z
    .array(caseState.exclude(['draft']))
    .min(1)
    .max(12)
    .optional(),
  /** With what applicants wrote, identity numbers masked as at the desk. Without it, no more than the inbox shows. */
  answers: z.boolean().default(false),
  /** An auditor, who belongs to no agency, names it. */
  agency: creditCode.optional(),
});
export type ExportBody = z.infer<typeof exportBody>;

export const exportStates = ['queued', 'running', 'done', 'failed'] as const;

export const exportJob = z.strictObject({
  exportId: caseId,
  version: z.int().min(1),
  agency: creditCode,
  by: z.strictObject({ id: z.string(), name: z.string(), roles: z.array(z.enum(roles)) }),
  request: exportBody,
  state: z.enum(exportStates),
  createdAt: instant,
  updatedAt: instant,
  /** Raised each time the worker is to go on. */
  step: z.int().min(1),
  /** Cases and bytes in the parts that are stored. */
  cases: z.int().min(0),
  bytes: z.int().min(0),
  /** Read and stored up to here: month, and place in its list. */
  place: z.strictObject({ month: z.string(), after: z.string().optional() }).optional(),
  upload: z
    .strictObject({ uploadId: z.string(), parts: z.array(z.strictObject({ number: z.int(), etag: z.string() })) })
    .optional(),
  doneAt: instant.optional(),
});
export type ExportJob = z.infer<typeof exportJob>;

/** S3 takes 10,000 parts of 5 MB or more: 8 MB each make 80 GB. */
export const partBytes = 8 * 1024 * 1024;
/** Days for which the file and what is known of it are kept. */
export const keptDays = 7;

export const exportKey = ({ agency, exportId, request }: Pick<ExportJob, 'agency' | 'exportId' | 'request'>): string =>
  `exports/${agency}/${exportId}.${endingOf(request)}`;

const endingOf = ({ format }: Pick<ExportBody, 'format'>): string => (format === 'csv' ? 'csv' : 'ndjson');

export const fileNameOf = ({ request }: Pick<ExportJob, 'request'>): string =>
  `${request.format === 'national' ? '数据汇聚' : '办件'}-${request.from}-${request.to}.${endingOf(request)}`;

export const isWanted = ({ itemCode: code, states }: ExportBody, head: CaseHead): boolean =>
  (code === undefined || head.itemCode === code) && (states === undefined || states.some((one) => one === head.state));

/** What a line tells; the order is that of the columns. */
const columns = {
  办件编号: 'caseNumber',
  事项编码: 'itemCode',
  事项名称: 'itemName',
  申请人: 'applicantName',
  申请人类型: 'applicantKind',
  代办人: 'agentName',
  状态: 'state',
  状态说明: 'status',
  申请时间: 'submittedAt',
  受理日期: 'acceptedOn',
  承诺期限: 'promisedBy',
  法定期限: 'statutoryBy',
  决定时间: 'decidedAt',
  决定: 'outcome',
  送达方式: 'deliveryChannel',
  送达时间: 'deliveredAt',
  评价: 'rating',
  承办人: 'handler',
} as const;
type Column = (typeof columns)[keyof typeof columns];

export function headLine({ format, answers }: ExportBody): string {
  if (format !== 'csv') return '';
  return `\uFEFF${csvLine([...Object.keys(columns), ...(answers ? ['申请表'] : [])])}`;
}

/** @param today by which the status is said. @throws Error on a draft */
export function lineOf(request: ExportBody, head: CaseHead, item: Item, today: string): string {
  const facts = factsOf(head, today);
  const answers = request.answers ? maskAnswers(item.form, head.answers) : undefined;
  if (request.format === 'ndjson') {
    return `${JSON.stringify({ ...facts, ...(answers === undefined ? {} : { answers }) })}\n`;
  }
  const cells = Object.values(columns).map((name) => facts[name]);
  return csvLine([...cells, ...(answers === undefined ? [] : [JSON.stringify(answers)])]);
}

function factsOf(head: CaseHead, today: string): { readonly [C in Column]?: string | number | undefined } {
  const { caseNumber, submittedAt, applicant, clocks, decision, delivery } = head;
  if (caseNumber === undefined || submittedAt === undefined) throw new Error('a draft is nobody’s to export');
  return {
    ...{ caseNumber, itemCode: head.itemCode, itemName: head.itemName.zh },
    ...{ applicantName: applicant.name, applicantKind: applicant.kind, agentName: head.agent?.name },
    ...{ state: head.state, status: statusOf(head, today).zh, submittedAt },
    acceptedOn: clocks.acceptedOn,
    promisedBy: clocks.promisedBy,
    statutoryBy: clocks.statutoryBy,
    decidedAt: head.decidedAt,
    outcome: decision?.outcome,
    deliveryChannel: delivery?.channel,
    deliveredAt: delivery?.at,
    rating: head.rating?.score,
    handler: head.handler?.name,
  };
}

/** As the desk sees it. */
export const exportView = z.strictObject({
  exportId: caseId,
  state: z.enum(exportStates),
  request: exportBody.omit({ agency: true }),
  by: z.strictObject({ name: z.string() }),
  createdAt: instant,
  updatedAt: instant,
  doneAt: instant.optional(),
  /** Written so far. */
  cases: z.int(),
  bytes: z.int(),
  /** For whoever asked for it, once it is done. */
  file: z.strictObject({ name: z.string(), url: z.url(), urlExpiresAt: instant }).optional(),
});
export type ExportView = z.infer<typeof exportView>;

export function exportViewOf(job: ExportJob): ExportView {
  const { exportId, state, request, by, createdAt, updatedAt, doneAt, cases, bytes } = job;
  const { agency: _, ...asked } = request;
  const told = doneAt === undefined ? {} : { doneAt };
  return { exportId, state, request: asked, by: { name: by.name }, createdAt, updatedAt, ...told, cases, bytes };
}
