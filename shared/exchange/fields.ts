/**
 * The field lists of the province-to-nation exchange (国家政务服务平台数据汇聚) for items and cases: each column with its type, `!` where
 * it must not be empty. `v(n)` is text of n characters at most, `time` is `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai. Pure.
 */
import { isRealDay } from '../catalogue/identity-numbers.ts';

export interface ExchangeField {
  readonly name: string;
  readonly required: boolean;
  readonly type: 'text' | 'int' | 'big' | 'time';
  /** Characters at most; texts only. */
  readonly max: number;
}

/** Columns that every table has: which transfer a row came with. */
const common = 'id!:big cd_batch!:v(32) cd_operation!:v(2) cd_time!:time data_source!:v(3) row_guid!:v(50)';

const list = (text: string): readonly ExchangeField[] => `${common} ${text}`.trim().split(/\s+/).map(fieldOf);

function fieldOf(text: string): ExchangeField {
  const [, name = '', mark, type = '', max] = /^(\w+)(!?):(\w+?)(?:\((\d+)\))?$/.exec(text) ?? [];
  const kind = type === 'int' || type === 'big' || type === 'time' ? type : 'text';
  return { name, required: mark === '!', type: kind, max: Number(max ?? 0) };
}

export const tables = {
  directory: list(`
    by_law!:v(256) catalog_code!:v(12) local_catalog_code:v(50) plan_cancel_date:time plan_effective_date:time
    task_name!:v(1000) task_state!:v(2) task_type!:v(2) task_version!:int use_level!:v(11)
  `),
  generalBasic: list(`
    accept_condition!:v(256) anticipate_day!:int anticipate_explain:v(256) anticipate_type!:v(2)
    app_is_single_login!:v(2) by_law!:v(256) catalog_code!:v(12) dept_code!:v(50) dept_name!:v(200) dept_type!:v(2)
    entrust_name:v(100) fee_basis:v(256) handle_flow!:v(256) handle_type:v(5) is_fee!:v(2) is_single_login!:v(2)
    limit_scene_num!:int link_addr:v(256) link_way!:v(256) local_catalog_code:v(50) local_task_code:v(50)
    mobile_terminal_url:v(500) plan_cancel_date:time plan_effective_date:time power_source!:v(2) project_type!:v(2)
    promise_day!:int promise_explain:v(256) promise_type!:int server_type!:v(32) special_procedure!:v(500)
    supervise_way!:v(256) task_code!:v(36) task_handle_item:v(50) task_name!:v(1000) task_state!:v(2)
    task_type!:v(2) task_version!:int transact_addr!:v(500) transact_time!:v(500) use_level!:v(11)
  `),
  generalExtend: list(`
    corp_character_topic_type:v(100) corp_topic_type:v(40) extend_field:v(2000) handle_area:v(2)
    is_entry_center!:v(2) is_express!:v(2) is_online!:v(2) is_pay_online!:v(2) is_schedule:v(2)
    is_service_terminals:v(2) limit_explain:v(256) limit_scene_explain:v(1000) online_handle_depth:v(20)
    online_handle_url:v(256) other_dept:v(200) result_guid:v(256) result_name:v(200) result_type!:v(30)
    service_type:v(500) task_code!:v(36) task_guid!:v(50) task_handle_item:v(50) town_code:v(18) town_name:v(200)
    user_character_topic_type:v(100) user_topic_type:v(40) village_code:v(18) village_name:v(200)
  `),
  publicBasic: list(`
    accept_condition!:v(256) anticipate_day:int anticipate_explain:v(256) anticipate_type:v(2)
    app_is_single_login!:v(2) by_law!:v(256) catalog_code!:v(12) dept_code!:v(50) dept_name!:v(200) dept_type!:v(2)
    entrust_name:v(100) fee_basis:v(256) handle_flow!:v(256) handle_type:v(5) is_fee!:v(2) is_single_login!:v(2)
    limit_scene_num!:int link_addr:v(256) link_way!:v(256) local_catalog_code:v(50) local_task_code:v(50)
    mobile_terminal_url:v(500) plan_cancel_date:time plan_effective_date:time project_type!:v(2) promise_day:int
    promise_explain:v(256) promise_type:int server_type!:v(32) special_procedure!:v(500) supervise_way!:v(256)
    task_code!:v(36) task_handle_item:v(50) task_name!:v(1000) task_state!:v(2) task_type!:v(2) task_version!:int
    transact_addr!:v(500) transact_time!:v(500) use_level!:v(11)
  `),
  publicExtend: list(`
    corp_character_topic_type:v(100) corp_topic_type:v(40) extend_field:v(2000) handle_area:v(2)
    is_entry_center!:v(2) is_express!:v(2) is_online!:v(2) is_pay_online!:v(2) is_schedule:v(2)
    is_service_terminals:v(2) limit_scene_explain:v(1000) online_handle_depth:v(20) online_handle_url:v(256)
    other_dept:v(200) result_guid:v(256) result_name:v(200) result_type!:v(2) service_type:v(500) task_code!:v(36)
    task_guid!:v(50) task_handle_item:v(50) town_code:v(18) town_name:v(200) user_character_topic_type:v(100)
    user_topic_type:v(40) village_code:v(18) village_name:v(200)
  `),
  material: list(`
    accept_stand:v(256) by_law:v(256) example_guid:v(256) fill_explain:v(500) form_guid:v(256) is_need!:v(2)
    material_format:v(2) material_name!:v(200) material_type:v(2) order_num!:int page_format:v(200) page_num:int
    remark:v(256) source_explain:v(500) source_type:v(2) task_code!:v(36) task_guid!:v(50) task_handle_item:v(50)
  `),
  fee: list(`
    by_law:v(256) desc_explain:v(256) fee_name!:v(200) fee_stand!:v(256) is_desc:v(2) order_num!:int remark:v(1000)
    task_code!:v(36) task_guid!:v(50) task_handle_item:v(50)
  `),
  question: list(`
    answer!:v(256) order_num!:int question!:v(1000) task_code!:v(36) task_guid!:v(50) task_handle_item:v(50)
  `),
  accept: list(`
    accept_date!:time accept_doc_no:v(50) address:v(1000) apply_date!:time apply_type!:v(2) applyer_name!:v(100)
    applyer_page_code!:v(500) applyer_page_type!:v(70) applyer_type!:v(2) catalog_code!:v(12) contact_code:v(50)
    contact_mobile:v(11) contact_name:v(100) contact_type:v(6) handle_user_name:v(100) legal:v(100)
    local_catalog_code:v(50) local_task_code:v(50) org_code!:v(64) org_name!:v(100) project_name:v(1000)
    project_no!:v(50) project_type!:v(2) promise_date:time task_code!:v(36) task_handle_item:v(50)
    task_name!:v(1000) task_version!:int zip_code:v(6)
  `),
  process: list(`
    event_end_time!:time event_name!:v(2) event_start_time!:time handle_explain!:v(2000) handle_user_name!:v(100)
    process_name!:v(1000) project_no!:v(50) remark:v(256)
  `),
  result: list(`
    handle_user_name:v(100) is_delivery_results!:v(2) project_no!:v(50) remark:v(256) result_cetr_name:v(256)
    result_cetr_no:v(2000) result_date!:time result_explain:v(2000) result_type!:v(2) satisfaction:v(2)
  `),
  special: list(`
    applyer_user_name:v(100) end_time!:time handle_user:v(100) project_no!:v(50) remark:v(256) result:v(2000)
    special_explain:v(2000) special_name!:v(1000) special_reason!:v(2000) special_time!:time special_type!:v(2)
  `),
  caseMaterial: list(`
    get_num:v(5) get_type!:v(2) material_attach_name:v(200) material_name!:v(200) project_no!:v(50) remark:v(1000)
  `),
} as const;
export type TableName = keyof typeof tables;
export const isTableName = (name: string): name is TableName => Object.hasOwn(tables, name);

/** Names of the tables in the exchange. The lists of public services (公共服务) have tables of their own, alike but for two. */
export const tableTitles: Readonly<Record<TableName, string>> = {
  directory: 'up_task_directory',
  generalBasic: 'up_task_general_basic',
  generalExtend: 'up_task_general_extend',
  publicBasic: 'up_task_public_basic',
  publicExtend: 'up_task_public_extend',
  material: 'up_task_general_material',
  fee: 'up_task_general_fee_project',
  question: 'up_task_general_questions',
  accept: 'up_pro_accept',
  process: 'up_pro_process',
  result: 'up_pro_result',
  special: 'up_pro_special_procedure',
  caseMaterial: 'up_pro_material',
};

/** In the order of the list. */
export const columnsOf = (table: TableName): string[] => tables[table].map(({ name }) => name);

/** What is wrong with one cell. */
export interface CellFault {
  readonly column: string;
  readonly reason: 'missing' | 'too-long' | 'not-a-number' | 'not-a-time' | 'unknown-column';
}

/** Every cell of a row that does not fit the list. */
export function rowFaults(table: TableName, row: Readonly<Record<string, string>>): CellFault[] {
  const known = new Set(columnsOf(table));
  const unknown = Object.keys(row).filter((column) => !known.has(column));
  return [
    ...tables[table].flatMap((field): CellFault[] => {
      const reason = cellFault(field, row[field.name] ?? '');
      return reason === undefined ? [] : [{ column: field.name, reason }];
    }),
    ...unknown.map((column): CellFault => ({ column, reason: 'unknown-column' })),
  ];
}

function cellFault({ required, type, max }: ExchangeField, text: string): CellFault['reason'] | undefined {
  if (text === '') return required ? 'missing' : undefined;
  switch (type) {
    case 'text':
      return [...text].length > max ? 'too-long' : undefined;
    case 'int':
      return /^-?\d{1,9}$/.test(text) ? undefined : 'not-a-number';
    case 'big':
      return /^\d{1,19}$/.test(text) ? undefined : 'not-a-number';
    case 'time':
      return isLocalTime(text) ? undefined : 'not-a-time';
  }
}

/** `2026-02-13 09:30:00`, a moment that exists. */
export const isLocalTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text) && isRealDay(text.slice(0, 10));
