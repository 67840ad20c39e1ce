/**
 * Cases in the national field lists: acceptance, process, special procedures, materials, result with its rating. `ExchangeCase` is what
 * the lists can say of a case; rows and it turn into one another without loss. Pure.
 */
import * as z from 'zod';
import { caseNumber, creditCode, implementingCode, instant, itemCode } from '../base/words.ts';
import { caseNumberFault } from './codes.ts';
import type { CsvRow, NumberedRow } from './csv.ts';
import { rowFaults, type TableName } from './fields.ts';
import { cellWords, type RowFault } from './import.ts';
import { instantOf, localTime, type Transfer, transferColumns } from './words.ts';

/** Texts of the lists are short; none may be blank where the list wants one. */
const text = (max: number) => z.string().min(1).max(max);

/** One thing that was done. `action`: 1 passed on (通过), 2 sent back (退回), 9 something else. */
const step = z.strictObject({
  name: text(1000),
  action: z.enum(['1', '2', '9']),
  by: text(100),
  from: instant,
  to: instant,
  opinion: text(2000),
});

/** 1 an extension (延长审批), 2 anything else that stops the clock. */
const special = z.strictObject({
  kind: z.enum(['1', '2']),
  name: text(1000),
  reason: text(2000),
  by: text(100).optional(),
  from: instant,
  to: instant,
  result: text(2000).optional(),
});

const material = z.strictObject({
  name: text(200),
  file: text(200).optional(),
  /** 1 on paper, 2 online. */
  way: z.enum(['1', '2']),
  count: z.int().min(0).max(99_999).optional(),
});

export const exchangeCase = z.strictObject({
  caseNumber,
  itemCode,
  implementingCode,
  itemVersion: z.int().min(1),
  itemName: text(1000),
  agency: z.strictObject({ code: creditCode, name: text(100) }),
  handling: z.enum(['instant', 'promised']),
  applicant: z.strictObject({
    name: text(100),
    kind: z.enum(['natural', 'legal']),
    /** Kind of paper: `10` identity card, `01` credit code, `99` other; with its number. */
    paper: z.strictObject({ type: text(70), number: text(500) }),
  }),
  appliedAt: instant,
  acceptedAt: instant,
  promisedBy: instant.optional(),
  handler: text(100).optional(),
  steps: z.array(step),
  specials: z.array(special),
  materials: z.array(material),
  result: z
    .strictObject({
      /** 1 granted, 2 refused, 3 ended otherwise. */
      type: z.enum(['1', '2', '3']),
      at: instant,
      by: text(100).optional(),
      byPost: z.boolean(),
      certificate: z.strictObject({ name: text(256), number: text(2000) }).optional(),
      explanation: text(2000).optional(),
      /** 1 best to 5 (满意度). */
      rating: z.int().min(1).max(5).optional(),
    })
    .optional(),
});
export type ExchangeCase = z.infer<typeof exchangeCase>;

export const caseTables = ['accept', 'process', 'special', 'caseMaterial', 'result'] as const satisfies TableName[];
type CaseTable = (typeof caseTables)[number];
export type CaseRows = Readonly<Record<CaseTable, readonly CsvRow[]>>;

/** The rows of one case, by table. */
export function caseRows(given: ExchangeCase, transfer: Transfer): CaseRows {
  const row = (table: CaseTable, at: number, columns: CsvRow): CsvRow => ({
    ...transferColumns(transfer, `${given.caseNumber}-${letters[table]}${at}`),
    project_no: given.caseNumber,
    ...columns,
  });
  const { result } = given;
  return {
    accept: [row('accept', 0, acceptColumns(given))],
    process: given.steps.map((one, i) =>
      row('process', i, {
        process_name: one.name,
        event_name: one.action,
        handle_user_name: one.by,
        event_start_time: localTime(one.from),
        event_end_time: localTime(one.to),
        handle_explain: one.opinion,
      }),
    ),
    special: given.specials.map((one, i) =>
      row('special', i, {
        special_type: one.kind,
        special_name: one.name,
        special_reason: one.reason,
        handle_user: one.by ?? '',
        special_time: localTime(one.from),
        end_time: localTime(one.to),
        result: one.result ?? '',
      }),
    ),
    caseMaterial: given.materials.map((one, i) =>
      row('caseMaterial', i, {
        material_name: one.name,
        material_attach_name: one.file ?? '',
        get_type: one.way,
        get_num: one.count === undefined ? '' : String(one.count),
      }),
    ),
    result: result === undefined ? [] : [row('result', 0, resultColumns(result))],
  };
}

/** A row's name ends with its table's letter and its place: 43 + 1 + 6 characters of the 50 there are. */
const letters: Readonly<Record<CaseTable, string>> = {
  accept: 'A',
  process: 'P',
  special: 'S',
  caseMaterial: 'M',
  result: 'R',
};

const acceptColumns = (given: ExchangeCase): CsvRow => ({
  accept_date: localTime(given.acceptedAt),
  apply_date: localTime(given.appliedAt),
  apply_type: '2',
  applyer_name: given.applicant.name,
  applyer_type: given.applicant.kind === 'natural' ? '1' : '2',
  applyer_page_type: given.applicant.paper.type,
  applyer_page_code: given.applicant.paper.number,
  catalog_code: given.itemCode,
  task_code: given.implementingCode,
  task_name: given.itemName,
  task_version: String(given.itemVersion),
  org_code: given.agency.code,
  org_name: given.agency.name,
  project_type: given.handling === 'instant' ? '1' : '2',
  promise_date: given.promisedBy === undefined ? '' : localTime(given.promisedBy),
  handle_user_name: given.handler ?? '',
});

const resultColumns = (result: NonNullable<ExchangeCase['result']>): CsvRow => ({
  result_type: result.type,
  result_date: localTime(result.at),
  handle_user_name: result.by ?? '',
  is_delivery_results: result.byPost ? '1' : '0',
  result_cetr_name: result.certificate?.name ?? '',
  result_cetr_no: result.certificate?.number ?? '',
  result_explain: result.explanation ?? '',
  satisfaction: result.rating === undefined ? '' : String(result.rating),
});

/** Where something is wrong, in which file. */
export interface CaseFault extends RowFault {
  readonly table: CaseTable;
}

export interface ReadCases {
  readonly good: readonly ExchangeCase[];
  readonly faults: readonly CaseFault[];
  /** Numbers of the cases that are not good, as they were given. */
  readonly bad: readonly string[];
}

/** A case is good when every row of it is, in every file; a row whose case is not accepted anywhere is a fault of its own. */
export function readCases(files: Readonly<Record<CaseTable, readonly NumberedRow[]>>): ReadCases {
  const faults: CaseFault[] = [];
  const byCase = new Map<string, Map<CaseTable, CsvRow[]>>();
  const accepted = new Set(files.accept.map(({ row }) => row.project_no ?? ''));
  const spoilt = new Set<string>();
  const tell = (table: CaseTable, line: number, column: string, reason: RowFault['reason'], number: string) => {
    faults.push({ table, line, column, reason });
    spoilt.add(number);
  };
  for (const table of caseTables) {
    for (const { line, row } of files[table]) {
      const number = row.project_no ?? '';
      for (const { column, reason } of rowFaults(table, row)) tell(table, line, column, cellWords[reason], number);
      if (caseNumberFault(number) !== undefined) tell(table, line, 'project_no', badNumber, number);
      else if (!accepted.has(number)) tell(table, line, 'project_no', notAccepted, number);
      const own = byCase.get(number) ?? new Map<CaseTable, CsvRow[]>();
      byCase.set(number, own.set(table, [...(own.get(table) ?? []), row]));
      const isOnce = table === 'accept' || table === 'result';
      if (isOnce && (own.get(table)?.length ?? 0) > 1) tell(table, line, 'project_no', twice, number);
    }
  }
  const good: ExchangeCase[] = [];
  for (const { line, row } of files.accept) {
    const number = row.project_no ?? '';
    if (spoilt.has(number)) continue;
    const parsed = exchangeCase.safeParse(caseOf(row, byCase.get(number)));
    if (parsed.success && parsed.data.implementingCode === number.slice(0, 31)) good.push(parsed.data);
    else if (parsed.success) tell('accept', line, 'task_code', otherCode, number);
    else {
      const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
      tell(
        'accept',
        line,
        path,
        { zh: `${path} 缺失或格式不对`, en: `${path} is missing or not in the right form` },
        number,
      );
    }
  }
  return { good, faults: faults.toSorted((a, b) => a.line - b.line), bad: [...spoilt] };
}

/** Rows that fit their lists, as the case they tell. Places in a list are those of the file. */
function caseOf(row: CsvRow, own: ReadonlyMap<CaseTable, readonly CsvRow[]> | undefined): unknown {
  const of = (table: CaseTable) => own?.get(table) ?? [];
  const [result] = of('result');
  return tidy({
    caseNumber: row.project_no,
    itemCode: row.catalog_code,
    implementingCode: row.task_code,
    itemVersion: Number(row.task_version),
    itemName: row.task_name,
    agency: { code: row.org_code, name: row.org_name },
    handling: row.project_type === '1' ? 'instant' : 'promised',
    applicant: {
      name: row.applyer_name,
      kind: row.applyer_type === '1' ? 'natural' : 'legal',
      paper: { type: row.applyer_page_type, number: row.applyer_page_code },
    },
    appliedAt: moment(row.apply_date),
    acceptedAt: moment(row.accept_date),
    promisedBy: moment(row.promise_date),
    handler: row.handle_user_name,
    steps: of('process').map((one) => ({
      name: one.process_name,
      action: one.event_name,
      by: one.handle_user_name,
      from: moment(one.event_start_time),
      to: moment(one.event_end_time),
      opinion: one.handle_explain,
    })),
    specials: of('special').map((one) => ({
      kind: one.special_type,
      name: one.special_name,
      reason: one.special_reason,
      by: one.handle_user,
      from: moment(one.special_time),
      to: moment(one.end_time),
      result: one.result,
    })),
    materials: of('caseMaterial').map((one) => ({
      name: one.material_name,
      file: one.material_attach_name,
      way: one.get_type,
      count: one.get_num === '' ? '' : Number(one.get_num),
    })),
    result: result === undefined ? '' : resultOf(result),
  });
}

const resultOf = (row: CsvRow) => ({
  type: row.result_type,
  at: moment(row.result_date),
  by: row.handle_user_name,
  byPost: row.is_delivery_results === '1',
  certificate: row.result_cetr_name === '' ? '' : { name: row.result_cetr_name, number: row.result_cetr_no },
  explanation: row.result_explain,
  rating: row.satisfaction === '' ? '' : Number(row.satisfaction),
});

const moment = (text: string | undefined): string => (text === undefined || text === '' ? '' : instantOf(text));

/** Without what is empty: a cell that says nothing is a part that is not there. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, tidy(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== '' && one !== undefined));
}

const badNumber = { zh: '办件编号的长度、校验位或日期不对', en: 'Not a case number: length, check digit or day' };
const notAccepted = { zh: '受理信息里没有这一件', en: 'The list of acceptances has no such case' };
const twice = { zh: '同一件写了两次', en: 'The same case stands twice' };
const otherCode = { zh: '实施编码与办件编号不符', en: 'The implementing code is not that of the case number' };
