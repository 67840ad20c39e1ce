/**
 * Items in the national field lists: what the lists can say of an item, out and in. They know Chinese only, and neither form nor checks:
 * so rows that come in are laid over the item that is there, and an item laid over itself is the same item. Pure.
 */
import * as z from 'zod';
import type { Bilingual } from '../base/words.ts';
import { type Item, item as itemSchema } from '../catalogue/item.ts';
import { parseImplementingCode } from './codes.ts';
import type { CsvRow } from './csv.ts';
import { rowFaults, type TableName } from './fields.ts';
import { cellWords, type RowFault } from './import.ts';
import { localTime, type Transfer, transferColumns } from './words.ts';

/** The rows of one item, by table. `basic` and `extend` are those of the item's kind. */
export interface NationalItem {
  readonly directory: CsvRow;
  readonly basic: CsvRow;
  readonly extend: CsvRow;
  readonly material: readonly CsvRow[];
  readonly fee: readonly CsvRow[];
  readonly question: readonly CsvRow[];
}

/** Public services have lists of their own; the others, powers of six kinds, share one. */
export const tablesOf = ({ type }: Pick<Item, 'type'>): { basic: TableName; extend: TableName } =>
  type === '20' ? { basic: 'publicBasic', extend: 'publicExtend' } : { basic: 'generalBasic', extend: 'generalExtend' };

export function nationalRows(item: Item, transfer: Transfer): NationalItem {
  const guid = (what: string) => transferColumns(transfer, `${item.code}-${item.version}-${what}`);
  const guide = { task_code: item.implementingCode, task_guid: `${item.code}-${item.version}` };
  const isPublic = item.type === '20';
  return {
    directory: {
      ...guid('directory'),
      ...shared(item),
      plan_effective_date: localTime(`${item.effectiveFrom}T00:00:00.000+08:00`),
    },
    basic: {
      ...guid('basic'),
      ...shared(item),
      plan_effective_date: localTime(`${item.effectiveFrom}T00:00:00.000+08:00`),
      ...basicColumns(item),
      ...(isPublic ? {} : { power_source: '1' }),
    },
    extend: { ...guid('extend'), ...guide, ...extendColumns(item) },
    material: item.materials.map((material, i) => ({
      ...guid(`material-${material.code}`),
      ...guide,
      order_num: String(i + 1),
      material_name: material.name.zh,
      is_need: material.required ? '1' : '2',
      source_explain: material.source.zh,
      by_law: material.why.zh,
      fill_explain: material.notice?.zh ?? '',
      page_num: String(material.maxFiles),
      remark: material.code,
    })),
    fee: item.fees.map((fee, i) => ({
      ...guid(`fee-${i}`),
      ...guide,
      order_num: String(i + 1),
      fee_name: fee.name.zh,
      by_law: fee.basis.zh,
      fee_stand: fee.standard.zh,
      is_desc: fee.exemption === undefined ? '0' : '1',
      desc_explain: fee.exemption?.zh ?? '',
      remark: JSON.stringify(termsOf(fee)),
    })),
    question: item.faq.map(({ question, answer }, i) => ({
      ...guid(`question-${i}`),
      ...guide,
      order_num: String(i + 1),
      question: question.zh,
      answer: answer.zh,
    })),
  };
}

const shared = (item: Item): CsvRow => ({
  by_law: lines(item.legalBasis),
  catalog_code: item.code,
  task_name: item.name.zh,
  task_state: '1',
  task_type: item.type,
  task_version: String(item.version),
  use_level: item.level,
});

/** Working days are unit 1. Kinds of applicant and of handling as GB/T 39046 Annex A numbers them. */
const basicColumns = (item: Item): CsvRow => ({
  accept_condition: lines(item.conditions),
  anticipate_day: String(item.limits.statutory),
  anticipate_type: '1',
  promise_day: String(item.limits.promised),
  promise_type: '1',
  app_is_single_login: '1',
  is_single_login: '1',
  dept_code: item.agency.code,
  dept_name: item.agency.name.zh,
  dept_type: '1',
  fee_basis: item.fees[0]?.basis.zh ?? '',
  handle_flow: lines(item.process),
  is_fee: item.fees.length > 0 ? '1' : '0',
  limit_scene_num: String(item.visits),
  link_way: item.enquiryPhone,
  supervise_way: item.complaintPhone,
  project_type: item.handling === 'instant' ? '1' : '2',
  server_type: item.applicants.map((kind) => (kind === 'natural' ? '1' : '2')).join(','),
  special_procedure: item.suspensions.length > 0 ? item.suspensions.join(',') : '无',
  task_code: item.implementingCode,
  transact_addr: item.place.zh,
  transact_time: item.hours.zh,
});

const extendColumns = (item: Item): CsvRow => ({
  is_entry_center: item.delivery.includes('counter') ? '1' : '0',
  is_express: item.delivery.includes('post') ? '1' : '0',
  is_online: '1',
  is_pay_online: item.fees.some(({ onlinePayment }) => onlinePayment) ? '1' : '0',
  online_handle_depth: item.onlineDepth,
  result_name: item.result.name.zh,
  result_type: '1',
  extend_field: JSON.stringify({
    summary: item.summary.zh,
    themes: item.themes,
    delivery: item.delivery,
    ...(item.result.validity === undefined ? {} : { validity: item.result.validity.zh }),
    ...(item.limits.joint === undefined ? {} : { joint: item.limits.joint }),
  }),
});

const termsOf = ({ amount, onlinePayment, beforeDecision, refundWhen }: Item['fees'][number]) => ({
  amount,
  onlinePayment,
  beforeDecision,
  refundWhen,
});

const lines = (texts: readonly Bilingual[]): string => texts.map(({ zh }) => zh).join('\n');

/** What laying rows over an item gave. */
export interface LaidOver {
  readonly item: Item;
  /** Where the Chinese is new and the English is still the old: for a person to look at. */
  readonly stale: readonly string[];
}

/** Faults without lines: whoever read the files knows them. */
type Fault = Omit<RowFault, 'line'>;

const extension = z.object({
  summary: z.string(),
  themes: z.array(z.string()),
  delivery: itemSchema.shape.delivery,
  validity: z.string().optional(),
  joint: z.boolean().optional(),
});
const terms = itemSchema.shape.fees.unwrap().element.pick({
  amount: true,
  onlinePayment: true,
  beforeDecision: true,
  refundWhen: true,
});

/** Rows over the item that is there. @returns the item by its schema; the lint is asked afterwards. */
export function layOver(base: Item, rows: NationalItem): LaidOver | { readonly faults: readonly Fault[] } {
  const faults = shapeFaults(base, rows);
  if (faults.length > 0) return { faults };
  const stale: string[] = [];
  const { basic, extend, directory } = rows;
  const beyond = extension.safeParse(parsed(extend.extend_field));
  const fees = rows.fee.map((row) => terms.safeParse(parsed(row.remark)));
  if (!beyond.success || fees.some(({ success }) => !success))
    return { faults: [{ column: beyond.success ? 'remark' : 'extend_field', reason: notOurs }] };
  const told = beyond.data;
  const put = (path: string, zh: string, before: Bilingual | undefined): Bilingual => {
    if (before?.zh === zh) return before;
    stale.push(path);
    return { zh, en: before?.en ?? '' };
  };
  const all = (path: string, text: string, before: readonly Bilingual[]): Bilingual[] =>
    text.split('\n').map((zh, i) => before.find((one) => one.zh === zh) ?? put(`${path}.${i}`, zh, before[i]));
  const { validity: _, ...result } = base.result;
  const { joint: __, ...limits } = base.limits;
  const laid = itemSchema.safeParse({
    ...base,
    version: Number(basic.task_version),
    effectiveFrom: directory.plan_effective_date?.slice(0, 10),
    name: put('name', basic.task_name ?? '', base.name),
    summary: put('summary', told.summary, base.summary),
    level: basic.use_level,
    handling: basic.project_type === '1' ? 'instant' : 'promised',
    applicants: basic.server_type?.split(',').map((kind) => (kind === '1' ? 'natural' : 'legal')),
    legalBasis: all('legalBasis', basic.by_law ?? '', base.legalBasis),
    conditions: all('conditions', basic.accept_condition ?? '', base.conditions),
    process: all('process', basic.handle_flow ?? '', base.process),
    limits: {
      ...limits,
      statutory: Number(basic.anticipate_day),
      promised: Number(basic.promise_day),
      ...(told.joint === undefined ? {} : { joint: told.joint }),
    },
    visits: Number(basic.limit_scene_num),
    enquiryPhone: basic.link_way,
    complaintPhone: basic.supervise_way,
    suspensions: basic.special_procedure === '无' ? [] : basic.special_procedure?.split(','),
    place: put('place', basic.transact_addr ?? '', base.place),
    hours: put('hours', basic.transact_time ?? '', base.hours),
    onlineDepth: extend.online_handle_depth,
    delivery: told.delivery,
    themes: told.themes,
    result: {
      ...result,
      name: put('result.name', extend.result_name ?? '', base.result.name),
      ...(told.validity === undefined ? {} : { validity: put('result.validity', told.validity, base.result.validity) }),
    },
    materials: inOrder(rows.material).map((row, i) => materialOf(row, base, put, i)),
    fees: inOrder(rows.fee).map((row, i) => {
      const before = base.fees.find(({ name }) => name.zh === row.fee_name) ?? base.fees[i];
      const { exemption: ___, ...rest } = before ?? {};
      return {
        ...rest,
        ...terms.parse(parsed(row.remark)),
        name: put(`fees.${i}.name`, row.fee_name ?? '', before?.name),
        basis: put(`fees.${i}.basis`, row.by_law ?? '', before?.basis),
        standard: put(`fees.${i}.standard`, row.fee_stand ?? '', before?.standard),
        ...(row.desc_explain === ''
          ? {}
          : { exemption: put(`fees.${i}.exemption`, row.desc_explain ?? '', before?.exemption) }),
      };
    }),
    faq: inOrder(rows.question).map((row, i) => ({
      question: put(`faq.${i}.question`, row.question ?? '', base.faq[i]?.question),
      answer: put(`faq.${i}.answer`, row.answer ?? '', base.faq[i]?.answer),
    })),
  });
  if (laid.success) return { item: laid.data, stale };
  return { faults: laid.error.issues.map(({ path, message }) => schemaFault(path.map(String).join('.'), message)) };
}

type Put = (path: string, zh: string, before: Bilingual | undefined) => Bilingual;

/** A material that the item has keeps what the list cannot say; one that it has not is a new one. */
function materialOf(row: CsvRow, base: Item, put: Put, i: number) {
  const before = base.materials.find(({ code }) => code === row.remark);
  const { notice: _, ...rest } = before ?? {};
  return {
    ...rest,
    code: row.remark,
    required: row.is_need === '1',
    maxFiles: Number(row.page_num),
    name: put(`materials.${i}.name`, row.material_name ?? '', before?.name),
    source: put(`materials.${i}.source`, row.source_explain ?? '', before?.source),
    why: put(`materials.${i}.why`, row.by_law ?? '', before?.why),
    ...(row.fill_explain === ''
      ? {}
      : { notice: put(`materials.${i}.notice`, row.fill_explain ?? '', before?.notice) }),
  };
}

const inOrder = (rows: readonly CsvRow[]): CsvRow[] =>
  rows.toSorted((a, b) => Number(a.order_num) - Number(b.order_num));

/** Each row by its list, its codes by their check digits, and all of them about this item. */
function shapeFaults(base: Item, rows: NationalItem): Fault[] {
  const { basic, extend } = tablesOf(base);
  const tables: readonly (readonly [TableName, readonly CsvRow[]])[] = [
    ['directory', [rows.directory]],
    [basic, [rows.basic]],
    [extend, [rows.extend]],
    ['material', rows.material],
    ['fee', rows.fee],
    ['question', rows.question],
  ];
  const shape = tables.flatMap(([table, list]) =>
    list.flatMap((row) => rowFaults(table, row).map(({ column, reason }) => ({ column, reason: cellWords[reason] }))),
  );
  const code = parseImplementingCode(rows.basic.task_code ?? '');
  if (typeof code === 'string') return [...shape, { column: 'task_code', reason: badCode }];
  const isSame = rows.basic.task_code === base.implementingCode && rows.basic.catalog_code === base.code;
  return isSame ? shape : [...shape, { column: 'task_code', reason: otherItem }];
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

const schemaFault = (path: string, message: string): Fault => ({
  column: path,
  reason: { zh: `${path} 缺失或格式不对`, en: `${path}: ${message}` },
});
const notOurs = {
  zh: '扩展内容读不出来：请从本系统导出的文件改起',
  en: 'The extension cannot be read: start from a file that this hall wrote',
};
const badCode = {
  zh: '实施编码的长度、校验位、层级或类型不对',
  en: 'Not an implementing code: length, check digit, level or type',
};
const otherItem = { zh: '编码与这个事项不符', en: 'The codes are not those of this item' };
