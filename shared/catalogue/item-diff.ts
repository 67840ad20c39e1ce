/**
 * What differs between two versions of an item, as data: the desk shows it to whoever approves. Pure; also runs in the browser.
 *
 * Entries of a list are told apart by their own name (a field by `name`, a material by `code`, an option by `value`), so that one
 * moved or inserted does not make all after it look changed; lists of sentences by place.
 */
import * as z from 'zod';
import { type Bilingual, bilingual } from '../base/words.ts';
import type { Item } from './item.ts';

export const itemChange = z.strictObject({
  /** Where, for a machine: `form.sections.main.fields.fullName.required`. */
  path: z.string(),
  /** Where, for a person: the part of the item, and the entry in it. */
  part: bilingual,
  name: bilingual.optional(),
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  /** As it was and as it is to be, as JSON; absent where there is none. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type ItemChange = z.infer<typeof itemChange>;

/** @returns changes in the order of the item's parts, none when both say the same. Version and day always differ: left out. */
export function diffItems(before: Item, after: Item): ItemChange[] {
  return keysOf(before, after)
    .filter((key) => key !== 'version' && key !== 'effectiveFrom')
    .flatMap((key) => {
      const part = parts[key] ?? { zh: key, en: key };
      return compare(at(before, key), at(after, key), { path: key, part, name: undefined });
    });
}

interface Place {
  readonly path: string;
  readonly part: Bilingual;
  readonly name: Bilingual | undefined;
}

function compare(before: unknown, after: unknown, place: Place): ItemChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before === undefined) return [change(place, 'added', { after })];
  if (after === undefined) return [change(place, 'removed', { before })];
  if (isWords(before) && isWords(after)) return [change(place, 'changed', { before, after })];
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, place);
  if (isObject(before) && isObject(after)) {
    return keysOf(before, after).flatMap((key) =>
      compare(at(before, key), at(after, key), { ...place, path: `${place.path}.${key}` }),
    );
  }
  return [change(place, 'changed', { before, after })];
}

function compareLists(before: readonly unknown[], after: readonly unknown[], place: Place): ItemChange[] {
  const old = named(before);
  const young = named(after);
  if (old === undefined || young === undefined) return compareByPlace(before, after, place);
  const stayed = [...old.keys()].filter((key) => young.has(key));
  const order = [...young.keys()].filter((key) => old.has(key));
  const inside = [...new Set([...young.keys(), ...old.keys()])].flatMap((key) => {
    const one = young.get(key) ?? old.get(key);
    return compare(old.get(key), young.get(key), {
      ...place,
      path: `${place.path}.${key}`,
      name: wordsOf(one) ?? place.name,
    });
  });
  const moved = stayed.some((key, i) => key !== order[i]);
  return moved ? [...inside, change(place, 'moved', { before: stayed, after: order })] : inside;
}

function compareByPlace(before: readonly unknown[], after: readonly unknown[], place: Place): ItemChange[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, i) => i).flatMap((i) =>
    compare(before[i], after[i], { ...place, path: `${place.path}.${i}` }),
  );
}

/** Entries by their own name; undefined when they have none, or two have the same. */
function named(list: readonly unknown[]): Map<string, unknown> | undefined {
  const entries = list.map((entry): [string, unknown] => [keyOf(entry), entry]);
  const map = new Map(entries);
  return map.has('') || map.size < list.length ? undefined : map;
}

function keyOf(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  if (!isObject(entry)) return '';
  const own = [at(entry, 'code'), at(entry, 'value'), at(entry, 'name')].find((one) => typeof one === 'string');
  return typeof own === 'string' ? own : '';
}

/** What a person calls an entry of a form or list. */
function wordsOf(entry: unknown): Bilingual | undefined {
  if (!isObject(entry)) return undefined;
  return [at(entry, 'label'), at(entry, 'title'), at(entry, 'name')].find(isWords);
}

const change = (
  { path, part, name }: Place,
  kind: ItemChange['kind'],
  values: { before?: unknown; after?: unknown },
): ItemChange => ({ path, part, ...(name === undefined ? {} : { name }), kind, ...values });

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWords = (value: unknown): value is Bilingual =>
  isObject(value) &&
  Object.keys(value).length === 2 &&
  typeof at(value, 'zh') === 'string' &&
  typeof at(value, 'en') === 'string';
const at = (value: object, key: string): unknown => Object.entries(value).find(([name]) => name === key)?.[1];
const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(b), ...Object.keys(a)])];

/** The parts of an item as a guide names them. */
const parts: Readonly<Record<string, Bilingual>> = {
  code: { zh: '基本编码', en: 'Base code' },
  implementingCode: { zh: '实施编码', en: 'Implementing code' },
  name: { zh: '事项名称', en: 'Name' },
  summary: { zh: '事项简介', en: 'Summary' },
  type: { zh: '事项类型', en: 'Type' },
  handling: { zh: '办件类型', en: 'Handling' },
  automatic: { zh: '自动审批', en: 'Automatic decision' },
  fourEyes: { zh: '两人办理', en: 'Four eyes' },
  applicants: { zh: '服务对象', en: 'Who may apply' },
  agency: { zh: '实施主体', en: 'Agency' },
  level: { zh: '行使层级', en: 'Level' },
  onlineDepth: { zh: '网办深度', en: 'Online depth' },
  visits: { zh: '到现场次数', en: 'Visits' },
  delivery: { zh: '结果送达', en: 'Delivery' },
  legalBasis: { zh: '设定依据', en: 'Legal basis' },
  conditions: { zh: '受理条件', en: 'Conditions' },
  process: { zh: '办理流程', en: 'Process' },
  limits: { zh: '办理时限', en: 'Time limits' },
  renewal: { zh: '延续', en: 'Renewal' },
  result: { zh: '办理结果', en: 'Result' },
  place: { zh: '办理地点', en: 'Place' },
  hours: { zh: '办理时间', en: 'Hours' },
  enquiryPhone: { zh: '咨询电话', en: 'Enquiry phone' },
  complaintPhone: { zh: '投诉电话', en: 'Complaint phone' },
  themes: { zh: '主题', en: 'Themes' },
  keywords: { zh: '常用说法', en: 'Everyday words' },
  faq: { zh: '常见问题', en: 'Questions and answers' },
  form: { zh: '申请表', en: 'Form' },
  materials: { zh: '申请材料', en: 'Materials' },
  fees: { zh: '收费', en: 'Fees' },
  checks: { zh: '自动核验', en: 'Automatic checks' },
  suspensions: { zh: '特别程序', en: 'Special procedures' },
};
