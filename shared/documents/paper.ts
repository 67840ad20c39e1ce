/** The words of a decision's paper (决定书): which title the item's type gives it, and what the law wants it to say. */

import { dayOf } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';

/** What was decided, as plain values. */
export interface Decision {
  readonly number: string;
  readonly outcome: 'grant' | 'deny';
  readonly caseNumber: string;
  readonly holder: { readonly name: string; readonly kind: 'natural' | 'legal' };
  readonly item: Pick<Item, 'type' | 'name' | 'agency' | 'legalBasis' | 'result'>;
  readonly submittedAt: Instant;
  readonly decidedAt: Instant;
  /** Required for a denial (行政许可法 art. 38). */
  readonly reasons: string;
  /** Nobody decided before the licence ended: renewed by law (行政许可法 art. 50). */
  readonly deemed?: boolean;
  /** Address of the hall; the paper is verified below it. */
  readonly hallUrl: string;
}

/** A paper ready to be set: everything on it, in reading order. */
export interface Paper {
  readonly number: string;
  readonly agency: string;
  readonly title: string;
  /** 办件编号 and the item's name, one line each. */
  readonly particulars: readonly string[];
  readonly salutation: string;
  readonly paragraphs: readonly string[];
  readonly date: string;
  readonly verifyUrl: string;
  readonly verifyLines: readonly string[];
}

type ItemType = Item['type'];

/** Kinds of administrative act by item type, GB/T 39046-2020 Annex A; public services and other powers get a notice. */
const acts: Readonly<Record<ItemType, string | undefined>> = {
  '01': '行政许可',
  '05': '行政给付',
  '06': undefined,
  '07': '行政确认',
  '08': '行政奖励',
  '09': '行政裁决',
  '10': undefined,
  '20': undefined,
};

export function paperOf(decision: Decision): Paper {
  return paperWith({
    ...decision,
    title: titleOf(decision.item.type, decision.outcome),
    paragraphs: decision.outcome === 'grant' ? grant(decision) : denial(decision),
    day: dayOf(decision.decidedAt),
  });
}

/** What every paper carries, decision or notice. @param day on which it is dated */
export function paperWith({
  number,
  item,
  caseNumber,
  holder,
  hallUrl,
  title,
  paragraphs,
  day,
}: Pick<Decision, 'number' | 'item' | 'caseNumber' | 'holder' | 'hallUrl'> & {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly day: Day;
}): Paper {
  return {
    number,
    agency: item.agency.name.zh,
    title,
    particulars: [`事项名称：${item.name.zh}`, `办件编号：${caseNumber}`],
    salutation: `${holder.name}：`,
    paragraphs,
    date: chineseDate(day),
    verifyUrl: verifyUrl(hallUrl, number),
    verifyLines: [
      '扫描二维码，或在网上办事大厅“文书验证”页输入文书编号，可核验真伪。',
      '纸面内容与核验结果不一致的，以核验结果为准。',
    ],
  };
}

export function titleOf(type: ItemType, outcome: Decision['outcome']): string {
  const act = acts[type];
  if (act === undefined) return outcome === 'grant' ? '办理结果通知书' : '不予办理通知书';
  return `${outcome === 'grant' ? '准予' : '不予'}${act}决定书`;
}

/** Where anyone verifies a paper, without signing in. */
export function verifyUrl(hallUrl: string, number: string): string {
  return `${hallUrl.replace(/\/+$/, '')}/verify/${number}`;
}

function grant(decision: Decision): string[] {
  if (decision.deemed === true) return renewed(decision);
  const { result } = decision.item;
  const validity = result.validity === undefined ? '' : `，有效期：${withoutStop(result.validity.zh)}`;
  return [
    `${received(decision)}经审查，该申请符合法定条件、标准。`,
    `依据${basis(decision)}的规定，现决定：${verdict(decision)}。`,
    `办理结果：${withoutStop(result.name.zh)}${validity}。`,
  ];
}

/** A denial names its reasons and the two remedies with their time limits (行政许可法 art. 38; 行政复议法 art. 20; 行政诉讼法 art. 46). */
function denial(decision: Decision): string[] {
  return [
    `${received(decision)}经审查，该申请不符合法定条件、标准。理由如下：`,
    ...decision.reasons.split(/\n+/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()])),
    `依据${basis(decision)}的规定，现决定：${verdict(decision)}。`,
    '如不服本决定，可以自收到本文书之日起六十日内依法申请行政复议，也可以自收到本文书之日起六个月内依法向人民法院提起行政诉讼。',
  ];
}

function renewed({ holder, submittedAt, item }: Decision): string[] {
  const you = holder.kind === 'legal' ? '你单位' : '你';
  return [
    `${you}于${chineseDate(dayOf(submittedAt))}提出的“${item.name.zh}”延续申请，本机关在该行政许可有效期届满前没有作出决定。`,
    '依据《中华人民共和国行政许可法》第五十条第二款的规定，视为准予延续。',
  ];
}

function received({ holder, submittedAt, item }: Decision): string {
  const you = holder.kind === 'legal' ? '你单位' : '你';
  return `${you}于${chineseDate(dayOf(submittedAt))}提出的“${item.name.zh}”申请，本机关已依法办理。`;
}

/** The item's own basis; for a permit also the paragraph of the Permit Law under which it is granted or denied. */
function basis({ item, outcome }: Decision): string {
  const own = item.legalBasis.map(({ zh }) => withoutStop(zh));
  const permit = outcome === 'grant' ? '第一款' : '第二款';
  return [...own, ...(item.type === '01' ? [`《中华人民共和国行政许可法》第三十八条${permit}`] : [])].join('、');
}

function verdict({ item, outcome }: Decision): string {
  return `${outcome === 'grant' ? '准予' : '不予'}${acts[item.type] ?? '办理'}`;
}

const withoutStop = (text: string): string => text.trim().replace(/[。；;.]+$/, '');

/** `2026-02-05` as papers write it: 2026年2月5日. */
export function chineseDate(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
